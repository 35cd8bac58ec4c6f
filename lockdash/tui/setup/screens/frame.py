"""The frame of a step: where one is, what it is about, and the keys, in the middle of the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widget import Widget

from lockdash.tui.layout import LEAST_HEIGHT, LEAST_WIDTH
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.form import keys_line
from lockdash.tui.panes.lines import Line, wrap
from lockdash.tui.setup.panes.frame import Place, heading, margins
from lockdash.tui.widgets.lines import Lines, ScrollingLines

if TYPE_CHECKING:
    from lockdash.tui.setup.app import SetupApp

TOO_SMALL = "Too small to set up an account. Nothing is lost: make it larger."


class StepScreen(Screen[None]):
    """Subclasses say what the step is about and what stands in it. The step below it is the one before."""

    DEFAULT_CSS = """
    StepScreen { layout: vertical; background: $background; color: $tone-calm; overflow: hidden; }
    StepScreen > #step-title { height: 1; margin-bottom: 1; }
    StepScreen > #step-text { height: auto; padding: 0 2; }
    StepScreen > .body { height: 1fr; padding: 0 2; background: $background; }
    StepScreen > #step-keys { height: 1; }
    StepScreen > #step-small { height: 1fr; display: none; padding: 0 1; }
    StepScreen.-small > * { display: none; }
    StepScreen.-small > #step-small { display: block; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", "Back", show=False)]

    app: SetupApp

    def __init__(self) -> None:
        super().__init__()
        self._held: Widget | None = None

    # What subclasses say

    @property
    def place(self) -> Place:
        """Where one is."""
        raise NotImplementedError

    def body(self) -> Widget:
        """What has the focus, below the text."""
        return ScrollingLines(id="step-body", classes="body")

    def lines(self, width: int) -> list[Line]:
        """What the body says in `width` columns; a body that is no text gets it above."""
        return []

    @property
    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys that count now, each with its label."""
        raise NotImplementedError

    # What is shown

    def compose(self) -> ComposeResult:
        yield Lines(id="step-title")
        body = self.body()
        if not isinstance(body, ScrollingLines):
            yield Lines(id="step-text")
        yield body
        yield Lines(id="step-keys")
        yield Lines(id="step-small")

    def on_mount(self) -> None:
        self.query_one(".body").focus()

    def on_resize(self, event: events.Resize) -> None:
        small = event.size.width < LEAST_WIDTH or event.size.height < LEAST_HEIGHT
        self.set_class(small, "-small")
        self.styles.padding = (0, 0) if small else margins(*event.size)
        self._hold_focus(small)
        if small:
            self.query_one("#step-small", Lines).show(wrap(TOO_SMALL, max(event.size.width - 2, 1), Tone.dim))
        self.call_after_refresh(self.redraw)

    def redraw(self) -> None:
        """Show the step as it is now; only what differs is painted."""
        width, glyphs = self.content_size.width, self.app.glyphs
        if not self.is_mounted or not width or self.has_class("-small"):
            return
        self.query_one("#step-title", Lines).show([heading(self.place, width, glyphs)])
        told = self.lines(max(width - 5, 1))
        for body in self.query("#step-body").results(ScrollingLines):
            body.show(told)
        for text in self.query("#step-text").results(Lines):
            if text.styles.height is None or text.styles.height.value != len(told):
                text.styles.height = len(told)
            text.show(told)
        self.query_one("#step-keys", Lines).show([keys_line(self.keys, width, glyphs)])

    def _hold_focus(self, small: bool) -> None:
        """Nobody types blindly: what had the focus has it again when there is room again."""
        if small and self.focused is not None:
            self._held = self.focused
            self.set_focus(None)
        elif not small and self._held is not None:
            self._held.focus()
            self._held = None

    def action_back(self) -> None:
        self.app.back()
