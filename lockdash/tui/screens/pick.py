"""One of several things, before something is begun with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import BLANK, Line, Span, fit, line
from lockdash.tui.screens.overlay import Overlay
from lockdash.tui.widgets.lines import Lines

_WIDTH, _SIDES, _ENDS = 44, 6, 5
"""Columns of the text; of the box beside it; and its lines beside the rows."""


class PickScreen(Overlay[str | None]):
    """`rows`: by value, what is shown of each. Gives the value that was chosen, None for none. `first`: where the
    cursor is at the beginning."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j,tab", "move(1)", "Down", show=False),
        Binding("up,k,shift+tab", "move(-1)", "Up", show=False),
        Binding("enter", "choose", "Choose", show=False),
        Binding("escape,q", "leave", "Leave", show=False),
    ]

    AUTO_FOCUS: ClassVar[str | None] = ""

    def __init__(self, title: str, rows: Sequence[tuple[str, Line]], first: str = "") -> None:
        super().__init__()
        self._title = title
        self._rows = tuple(rows)
        values = [value for value, _ in self._rows]
        self._cursor = values.index(first) if first in values else 0

    def compose(self) -> ComposeResult:
        with Vertical(id="pick", classes="box"):
            yield Lines(id="pick-rows")

    def on_mount(self) -> None:
        self._show(self.app.size.width, self.app.size.height)

    def on_resize(self, event: events.Resize) -> None:
        self._show(event.size.width, event.size.height)

    def _show(self, width: int, height: int) -> None:
        inner = max(min(_WIDTH, width - _SIDES), 10)
        seen = max(min(len(self._rows), height - _ENDS - 1), 1)
        first = min(max(0, self._cursor - seen // 2), len(self._rows) - seen)
        glyphs = self.app.glyphs
        lines: list[Line] = [line(Span(self._title, strong=True)), BLANK]
        for number in range(first, first + seen):
            edge = glyphs.edge_cursor if number == self._cursor else " "
            lines.append((Span(f"{edge} ", Tone.accent), *self._rows[number][1]))
        keys = (
            Span("Enter", Tone.accent),
            Span(" Choose   ", Tone.dim),
            Span("Esc", Tone.accent),
            Span(" Leave", Tone.dim),
        )
        lines += [BLANK, keys]
        box, shown = self.query_one("#pick", Vertical), self.query_one("#pick-rows", Lines)
        tight = height < len(lines) + 2
        box.set_class(tight, "-tight")
        box.styles.width, box.styles.height = inner + _SIDES, len(lines) + (0 if tight else 2)
        shown.styles.height = len(lines)
        shown.show([fit(each, inner, glyphs.ellipsis) for each in lines])

    def action_move(self, by: int) -> None:
        self._cursor = (self._cursor + by) % len(self._rows)
        self._show(self.size.width, self.size.height)

    def action_choose(self) -> None:
        self.dismiss(self._rows[self._cursor][0])

    def action_leave(self) -> None:
        self.dismiss(None)
