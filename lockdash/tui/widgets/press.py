"""A button, in the words of the rest of the screen."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Span, line
from lockdash.tui.widgets.lines import Lines


class Press(Lines, can_focus=True):
    """Says `label` in brackets; enter, space or a click presses it."""

    can_focus = True

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "press", "Press", show=False)]

    class Pressed(Message):
        """It was pressed."""

    def __init__(self, label: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._label = label

    def on_mount(self) -> None:
        self.redraw()

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self.redraw()

    def redraw(self) -> None:
        """The brackets stand out while it has the focus: no colour is needed to see that."""
        tone = Tone.accent if self.has_focus else Tone.calm
        left, right = ("[> ", " <]") if self.has_focus else ("[  ", "  ]")
        self.show([line(Span(left, Tone.dim), Span(self._label, tone, strong=self.has_focus), Span(right, Tone.dim))])

    def action_press(self) -> None:
        self.post_message(self.Pressed())

    def on_click(self) -> None:
        self.action_press()
