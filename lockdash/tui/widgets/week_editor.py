"""A week to be edited: as a grid and as text, what is at the cursor, and what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container, Vertical

from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Line, Span, line
from lockdash.tui.panes.week_editor import hint_line, place_line, trouble_lines
from lockdash.tui.schedules.edit_state import WeekEdit
from lockdash.tui.widgets.lines import Lines
from lockdash.tui.widgets.week_grid import WeekGrid
from lockdash.tui.widgets.week_text import WeekText

if TYPE_CHECKING:
    from lockdash.tui.dashboard import LockdashApp

_LEAST_TROUBLES = 3


class WeekEditor(Container):
    """`grid` and `text` show the same week, and change it. The screen around it says how it is laid out, by the
    classes that it has itself."""

    DEFAULT_CSS = """
    WeekEditor { height: 1fr; layout: vertical; }
    #edit-drawn { height: auto; padding: 0 1 0 2; }
    #edit-grid { height: 8; }
    #edit-place { height: 2; padding: 0 0 0 5; }
    #edit-told { height: 1fr; padding: 0 2; }
    #edit-text-label { height: 1; }
    #edit-troubles { height: 0; padding: 0 1; }
    """

    app: LockdashApp

    def __init__(self, edit: WeekEdit) -> None:
        super().__init__()
        self.grid = WeekGrid(edit, id="edit-grid")
        self.text = WeekText(edit.said.text, id="edit-text")
        self._shown_text = edit.said.text
        self._place = Lines(id="edit-place")
        self._label = Lines(id="edit-text-label")
        self._troubles = Lines(id="edit-troubles")
        self._drawn = Vertical(self.grid, self._place, id="edit-drawn")
        self._told = Vertical(self._label, self.text, self._troubles, id="edit-told")

    def compose(self) -> ComposeResult:
        yield self._drawn
        yield self._told

    def gather(self) -> bool:
        """Take over what was typed as text. Return whether anything was."""
        if self.text.text == self._shown_text:
            return False
        self._shown_text = self.text.text
        self.grid.edit.type(self._shown_text)
        return True

    def show(self, edit: WeekEdit, refused: Sequence[str]) -> None:
        """Show the week as it is now. `refused`: what the vendor does not take of it."""
        self.grid.edit = edit
        self.grid.redraw()
        if edit.said.text != self._shown_text:
            self._shown_text = edit.said.text
            self.text.load_text(edit.said.text)
        mistake = edit.said.mistake
        self.text.point_at(mistake.at if mistake is not None else None)
        self._show_label()
        self._show_troubles(edit, refused)
        glyphs, width = self.app.glyphs, max(self.grid.size.width - 6, 8)
        self._place.show([place_line(edit, width, glyphs), hint_line(edit, width, glyphs)])

    def show_only(self, *, grid: bool, text: bool) -> None:
        """Show what there is room for."""
        self._drawn.display, self._told.display = grid, text

    def _show_label(self) -> None:
        at_text = self.text.has_focus
        label = Span("As text", Tone.accent if at_text else Tone.dim, strong=at_text)
        self._label.show([line(Span(self.app.glyphs.edge_cursor if at_text else " ", Tone.accent), label)])

    def _show_troubles(self, edit: WeekEdit, refused: Sequence[str]) -> None:
        """The text has a line to spare, where there is room; what is wrong comes first."""
        room = max(int(self._told.size.height) - 1, 1)
        wanted = self.text.wrapped_document.height + 1
        width = max(self._told.size.width - 6, 8)
        most = max(room - wanted, _LEAST_TROUBLES)
        lines = trouble_lines(edit.said, refused, width, most, self.app.glyphs)
        show_all(self._troubles, lines)
        self.text.styles.height = max(min(wanted, room - len(lines)), 1)


def show_all(lines: Lines, told: Sequence[Line]) -> None:
    """Show all of `told`: as high as it is."""
    if lines.styles.height is None or lines.styles.height.value != len(told):
        lines.styles.height = len(told)
    lines.show(told)
