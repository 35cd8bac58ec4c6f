"""A table of a log: the newest row is the last one, some rows only part the others, and not all of it is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from lockdash.tui.look.glyphs import UNICODE, Glyphs
from lockdash.tui.render.columns import Column
from lockdash.tui.render.fit import cut_end
from lockdash.tui.widgets.row_table import RowTable
from lockdash.tui.widgets.row_table_paint import EDGE


class LogTable(RowTable):
    """`can_be_chosen`: whether the cursor may stand on a row. The scroll bar is not shown: it would tell where one is
    in the part that is there, not in the log."""

    DEFAULT_CSS = """
    LogTable { scrollbar-visibility: hidden; }
    """

    class Scrolled(Message):
        """Other rows are in view."""

        def __init__(self, table: LogTable) -> None:
            super().__init__()
            self.table = table

        @property
        def control(self) -> LogTable:
            return self.table

    class EndWanted(Message):
        """The user wants to go to an end of the log, which need not be there."""

        def __init__(self, table: LogTable, *, oldest: bool) -> None:
            super().__init__()
            self.table = table
            self.oldest = oldest

        @property
        def control(self) -> LogTable:
            return self.table

    def __init__(
        self,
        columns: Sequence[Column],
        can_be_chosen: Callable[[str], bool],
        *,
        glyphs: Glyphs = UNICODE,
        id: str | None = None,
    ) -> None:
        super().__init__(columns, glyphs=glyphs, id=id)
        self._can_be_chosen = can_be_chosen
        self._heading = ""

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns; the cells of all rows are asked for again."""
        if self._columns != tuple(columns):
            self._columns = tuple(columns)
            self._cache.forget()
            self._painter = None
            self.refresh()

    def set_log(self, keys: Sequence[str]) -> None:
        """Show these rows. Those in view stay on their lines, whatever comes above them or goes."""
        before = self.visible_keys
        cursor = self._rows.reorder(keys, self.cursor_key)
        self._resize_virtual()
        self._hold(before)
        self._refresh_lines_between(before, self.visible_keys)
        self.cursor_key = cursor
        if cursor is not None and not self._can_be_chosen(cursor):
            self._go(self._rows.place(cursor) or 0)

    def _hold(self, before: Sequence[str]) -> None:
        """Put the first row that was in view, and still is a row, on the line on which it was; what only parts
        rows goes to where they are."""
        for line, key in enumerate(before):
            place = self._rows.place(key)
            if place is not None and self._can_be_chosen(key):
                self._scroll(max(place - line, 0))
                return

    def set_heading(self, text: str) -> None:
        """Write this above the first two columns, in place of their titles; "" for those."""
        if text != self._heading:
            self._heading = text
            if self._window.header:
                self.refresh(Region(0, 0, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        if not self._heading or not len(self._rows) or self._window.place(y) is not None:
            return strip
        places = self._painter_now().places
        room = places[2].x if len(places) > 2 else self.size.width - EDGE
        style = next((each.style for each in strip), None)
        text = cut_end(self._heading, max(room - 1, 0), self._glyphs.ellipsis)
        head = Strip([Segment(" " * EDGE + text + " " * (room - cell_len(text)), style)])
        return Strip.join([head, strip.crop(EDGE + room)]).adjust_cell_length(strip.cell_length, style)

    @property
    def is_at_end(self) -> bool:
        """Whether the cursor is on the last row, in view."""
        return self.cursor_key == self._rows.at(len(self._rows) - 1) and self._in_view(self.cursor_key)

    @property
    def rows_above(self) -> int:
        """How many rows there are above those in view."""
        return self._window.top

    @property
    def rows_below(self) -> int:
        return max(len(self._rows) - self._window.end, 0)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.post_message(self.Scrolled(self))

    def go_to_first(self) -> None:
        """Put the cursor on the first row."""
        super().action_first()

    def go_to_last(self) -> None:
        super().action_last()

    def action_first(self) -> None:
        self.post_message(self.EndWanted(self, oldest=True))

    def action_last(self) -> None:
        self.post_message(self.EndWanted(self, oldest=False))

    def _go(self, place: int) -> None:
        """To the next row in that direction on which the cursor may stand; at an end, to the last one before it."""
        keys = self._rows.keys
        if not keys:
            return
        place = min(max(place, 0), len(keys) - 1)
        down, up = range(place, len(keys)), range(place, -1, -1)
        ways = (down, up) if place >= (self._rows.place(self.cursor_key) or 0) else (up, down)
        super()._go(next((each for each in chain(*ways) if self._can_be_chosen(keys[each])), place))

    def _show_cursor(self) -> None:
        """What heads the cursor's row is shown with it."""
        super()._show_cursor()
        place = self._rows.place(self.cursor_key)
        if place is None:
            return
        first, keys = place, self._rows.keys
        while first and not self._can_be_chosen(keys[first - 1]):
            first -= 1
        if first < self._window.top and place - first < self._window.page:
            self._scroll(first)

    def _resize_virtual(self) -> None:
        """More or fewer rows out of sight: there is no scroll bar that would show it, so nothing has to be painted."""
        size = Size(0, len(self._rows) + self._window.header)
        if self.show_vertical_scrollbar and size.height > self.size.height:
            self.set_reactive(LogTable.virtual_size, size)
        else:
            super()._resize_virtual()
