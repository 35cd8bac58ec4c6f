"""What to do when somebody else has changed or deleted a schedule meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from lockdash.tui.deliberate import HASTE
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import BLANK, Line, Span, fit, line
from lockdash.tui.screens.overlay import Overlay
from lockdash.tui.widgets.lines import Lines, ScrollingLines

_SIDES, _ENDS = 8, 4
_WIDTH = 84


class Way(StrEnum):
    """`theirs`: go on from how it stands now; `mine`: go on with what was drawn, against that."""

    theirs = "theirs"
    mine = "mine"


class ConflictScreen(Overlay[Way | None]):
    """`told`: how it stands now, for so many columns. `ways`: each with its words, by its key. Gives the one that was
    chosen, None to go back and decide later; nothing is sent either way."""

    DEFAULT_CSS = """
    #conflict { height: auto; }
    #conflict-told { height: 1fr; scrollbar-gutter: stable; }
    #conflict-ways { height: 1; margin-top: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "leave", "Back", show=False),
        Binding("ctrl+o", "nothing", show=False),
    ]

    AUTO_FOCUS: ClassVar[str | None] = ""

    def __init__(
        self, title: Line, told: Callable[[int], Sequence[Line]], ways: Sequence[tuple[str, Way, str]]
    ) -> None:
        super().__init__()
        self._title, self._told, self._ways = title, told, tuple(ways)
        self._shown_at = self.app.clock.monotonic()

    def compose(self) -> ComposeResult:
        with Vertical(id="conflict", classes="box"):
            yield ScrollingLines(id="conflict-told")
            yield Lines(id="conflict-ways")

    def on_mount(self) -> None:
        self._shown_at = self.app.clock.monotonic()
        self._place(self.app.size.width, self.app.size.height)

    def on_resize(self, event: events.Resize) -> None:
        self._place(event.size.width, event.size.height)

    def _place(self, width: int, height: int) -> None:
        inner = max(min(_WIDTH, width) - _SIDES, 10)
        lines = [fit(each, inner) for each in (self._title, BLANK, *self._told(inner))]
        box = self.query_one("#conflict", Vertical)
        box.set_class(height < 18, "-tight")
        box.styles.width = inner + _SIDES
        box.styles.height = min(len(lines) + _ENDS, height)
        self.query_one("#conflict-told", ScrollingLines).show(lines)
        spans = [Span("Esc", Tone.accent), Span(" Back   ", Tone.dim)]
        for key, _, words in self._ways:
            spans += [Span(key, Tone.accent), Span(f" {words}   ")]
        self.query_one("#conflict-ways", Lines).show([fit(line(*spans), inner, self.app.glyphs.ellipsis)])

    def on_key(self, event: events.Key) -> None:
        event.stop()
        if self.app.clock.monotonic() - self._shown_at < HASTE:
            event.prevent_default()
            return
        way = next((way for key, way, _ in self._ways if key == event.key), None)
        if way is not None:
            self.dismiss(way)
        elif event.key in ("up", "down", "pageup", "pagedown"):
            by = {"up": -1, "down": 1, "pageup": -8, "pagedown": 8}[event.key]
            self.query_one("#conflict-told", ScrollingLines).scroll_relative(y=by, animate=False)

    def action_leave(self) -> None:
        self.dismiss(None)

    def action_nothing(self) -> None:
        """The key that led here decides nothing."""
