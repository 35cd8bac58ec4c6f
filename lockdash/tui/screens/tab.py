"""What all tabs share: header, title and status line, messages for the user, and the one timer for ages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from lockdash.domain.accounts import Condition
from lockdash.tui.action import Action, Scope
from lockdash.tui.keymap import in_use
from lockdash.tui.layout import Form, arrange
from lockdash.tui.panes.frame import facts_line, said_lines, status_facts, status_line, title_line
from lockdash.tui.panes.header import header_parts, next_change
from lockdash.tui.panes.lines import Line, Span, line, width_of
from lockdash.tui.waking import Waker
from lockdash.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from lockdash.tui.dashboard import LockdashApp

SAID_FOR = 8.0
"""Seconds for which a message stays in the status line."""
_COUNT_STEP = 6
LEAST_WAIT, MOST_WAIT = 5.0, 30.0
"""Ages are looked at again no sooner and no later than this. A look that finds nothing new writes nothing."""


class TabScreen(Screen[None]):
    """A tab. Subclasses give `TAB`, `body`, and what of them changes in `redraw` and by time alone in `tick`."""

    TAB: ClassVar[str]
    SCOPES: ClassVar[frozenset[Scope]] = frozenset({Scope.app})
    AUTO_FOCUS = ""

    app: LockdashApp

    def __init__(self) -> None:
        super().__init__()
        # As old as the app's style sheets: else Textual parses them all again for a new screen of a mode.
        self._css_update_count = self.app._css_update_count
        self._said: Line = ()
        self._age_waker = Waker(self, self.app.clock, self._wake)
        self._said_waker = Waker(self, self.app.clock, self._unsay)
        self.form = Form.below
        self._drawn_for = Size()

    def compose(self) -> ComposeResult:
        self.arrange_for(self.app.size.width, self.app.size.height)
        yield Lines(id="header")
        yield Lines(id="counts")
        yield Lines(id="title")
        yield from self.body()
        yield Lines(id="status")

    def body(self) -> Iterable[Widget]:
        """The widgets between title and status line."""
        raise NotImplementedError

    # What subclasses say

    def facts(self) -> list[str]:
        """What the title line says after the tab's name."""
        return []

    def possible(self, action: Action) -> bool:
        """Whether `action` can be done now; the footer shows one that cannot more quietly."""
        return True

    def redraw(self) -> None:
        """Show what is known now. Only what differs is painted."""
        self.redraw_frame()

    def tick(self) -> float:
        """Let ages be what they are now; return in how many seconds the next one changes."""
        return float("inf")

    def read_again(self) -> None:
        """Read again what this tab shows, beside the devices."""

    # The frame

    def redraw_frame(self) -> None:
        """Header, title, status line and card, as of now."""
        app, width = self.app, self.size.width
        if not width or not self.is_mounted:
            return
        accounts, now = list(app.snapshot.accounts.values()), app.clock.now()
        if self.form is Form.card:
            from lockdash.tui.panes.card import card_lines

            card = card_lines(
                accounts,
                app.roster.counts,
                now,
                width,
                self.size.height,
                app.glyphs,
                said=self._said,
                unseen=app.snapshot.unseen,
            )
            if not self.query("#card"):
                self.mount(Lines(id="card"))
            self.query_one("#card", Lines).show(card)
            return
        unseen = app.snapshot.unseen
        left, right = header_parts(accounts, app.roster.counts, now, width, app.glyphs, unseen)
        self.query_one("#header", Lines).show([left])
        self._show_counts(right, width, width - width_of(left))
        self.query_one("#title", Lines).show([title_line(self.TAB, self.facts(), width, app.glyphs.dot, unseen)])
        self.redraw_status()

    def _show_counts(self, told: Line, width: int, free: int) -> None:
        """A widget of their own, so that a count that changes does not cost the whole line; it keeps its width.

        `free`: columns that the accounts leave. The counts lie above them and must not cover their end.
        """
        counts = self.query_one("#counts", Lines)
        needed = width_of(told)
        room = counts.styles.width
        most = min(free, max(needed + 2 * _COUNT_STEP, width // 2))
        if room is None or not needed <= room.value <= most:
            counts.styles.width = min(free, -(-needed // _COUNT_STEP) * _COUNT_STEP)
            room = counts.styles.width
        gap = int(room.value) - needed if room is not None else 0
        counts.show([(Span(" " * gap), *told)])

    def redraw_status(self) -> None:
        """The status line, as of now."""
        app = self.app
        accounts = list(app.snapshot.accounts.values())
        waiting = any(each.condition is Condition.unauthorised for each in accounts)
        named = [*([in_use.action("sign_in")] if waiting else []), *in_use.footer(self.SCOPES)]
        offered = [each for each in named if not (each.commands and app.read_only)]
        actions = [(each, self.possible(each)) for each in offered if each.keys]
        reading = app.meter.read(accounts, app.clock.monotonic())
        width, status = self.size.width, self.query_one("#status", Lines)
        told = status_facts(reading, len(app.snapshot.sessions), app.read_only, app.glyphs)
        facts = facts_line(told, width, app.glyphs)
        if self._said:
            lines = said_lines(self._said, facts, width, app.glyphs.ellipsis)
        else:
            lines = [status_line(actions, facts, width)]
        if status.styles.height is None or status.styles.height.value != len(lines):
            status.styles.height = len(lines)
        status.show(lines)

    def say(self, *spans: Span | str, seconds: float = SAID_FOR) -> None:
        """Tell the user something, in place of the keys, for a while."""
        self._said = line(*spans)
        self._said_waker.arm(seconds)
        self.redraw_frame()

    @property
    def said(self) -> str:
        """What the user is being told now."""
        return "".join(span.text for span in self._said)

    def _unsay(self) -> None:
        self._said = ()
        self.redraw_frame()

    # Size

    def on_resize(self, event: events.Resize) -> None:
        if event.size != self._drawn_for:  # at the start Textual says the same size three times
            self._drawn_for = event.size
            self.arrange_for(event.size.width, event.size.height)
            self.resized()

    def resized(self) -> None:
        """The size is another one, and things are where they belong in it."""
        self.redraw()

    def arrange_for(self, width: int, height: int) -> None:
        """Put things where a terminal of this size has room for them."""
        arrangement = arrange(width, height)
        self.form = arrangement.form
        self.mark_with({"-card": arrangement.form is Form.card, "-airy": arrangement.airy})

    def mark_with(self, classes: Mapping[str, bool]) -> None:
        """Set the classes that the style sheet knows, if they are not so already: each change styles all anew."""
        if any(self.has_class(name) != wanted for name, wanted in classes.items()):
            self.update_classes(dict(classes))

    # Time

    def on_screen_resume(self) -> None:
        self.redraw()
        self._wake()

    def on_screen_suspend(self) -> None:
        self._age_waker.stop()

    def on_unmount(self) -> None:
        self._age_waker.stop()
        self._said_waker.stop()

    def _wake(self) -> None:
        app = self.app
        following = min(self.tick(), next_change(list(app.snapshot.accounts.values()), app.clock.now()))
        self.redraw_frame()
        if self.is_current:
            self._age_waker.arm(min(max(following, LEAST_WAIT), MOST_WAIT))
