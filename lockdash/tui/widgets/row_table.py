"""A table for long lists that change while one looks: each change costs its own line, nothing else moves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from lockdash.tui.look.glyphs import UNICODE, Glyphs
from lockdash.tui.look.styles import Styles
from lockdash.tui.render.cells import EMPTY, Cell
from lockdash.tui.render.columns import Column
from lockdash.tui.widgets.row_table_cache import AccentOf, CellsOf, RowCache
from lockdash.tui.widgets.row_table_paint import Ground, Painter
from lockdash.tui.widgets.row_table_rows import Rows
from lockdash.tui.widgets.row_table_window import Window


class RowTable(ScrollView, can_focus=True):
    """Rows known by key, asked for when they come into view.

    `provide` says how to get a row, `set_order` which rows there are, `refresh_rows` which may look different
    now. The cursor belongs to a key and stays on it whatever the order. Text is shown as it is, never as markup.
    """

    DEFAULT_CSS = """
    RowTable {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home,g", "first", "First", show=False),
        Binding("end,G", "last", "Last", show=False),
        Binding("enter", "choose", "Choose", show=False),
    ]

    cursor_key: reactive[str | None] = reactive(None, repaint=False, init=False)
    """The row under the cursor, None only if there are no rows. Set it to move the cursor."""

    class Highlighted(Message):
        """The cursor is on another row, or on none."""

        def __init__(self, table: RowTable, key: str | None) -> None:
            super().__init__()
            self.table = table
            self.key = key

        @property
        def control(self) -> RowTable:
            return self.table

    class Chosen(Message):
        """Enter or a double click on a row."""

        def __init__(self, table: RowTable, key: str) -> None:
            super().__init__()
            self.table = table
            self.key = key

        @property
        def control(self) -> RowTable:
            return self.table

    def __init__(self, columns: Sequence[Column], *, glyphs: Glyphs = UNICODE, id: str | None = None) -> None:
        super().__init__(id=id)
        self._columns = tuple(columns)
        self._glyphs = glyphs
        self._rows = Rows()
        self._cache = RowCache(lambda key: (EMPTY,) * len(self._columns), lambda key: None)
        self._message: tuple[Cell, ...] = ()
        self._painter: Painter | None = None

    # What there is to show

    def provide(self, cells_of: CellsOf, accent_of: AccentOf = lambda key: None) -> None:
        """Say how to get the cells of a key (one for each column) and the number of its account."""
        self._cache = RowCache(cells_of, accent_of)
        self.refresh()

    def set_order(self, keys: Sequence[str]) -> None:
        """Show the rows `keys` in this order. Only lines that hold another row than before are painted."""
        before, count, in_view = self.visible_keys, len(self._rows), self._in_view(self.cursor_key)
        cursor = self._rows.reorder(keys, self.cursor_key)
        if len(self._rows) != count:
            self._resize_virtual()
            self.refresh()
        else:
            self._refresh_lines_between(before, self.visible_keys)
        self.cursor_key = cursor
        if in_view:
            self._show_cursor()

    def refresh_rows(self, keys: Iterable[str]) -> None:
        """Ask again for those of `keys` that are in view, and paint the ones that differ, up to where they differ."""
        window = self._window
        for key in keys:
            place = self._rows.place(key)
            if place is None or not window.shows(place):
                self._cache.drop(key)
                continue
            asked = self._cache.ask_again(key)
            if asked is not None and asked[0] != asked[1]:
                width = self._painter.right_of(*asked) if self._painter else self.size.width
                if width:
                    self.refresh(Region(0, window.line(place), width, 1))

    def set_message(self, cells: Sequence[Cell]) -> None:
        """Say this where there are no rows: one paragraph a cell (why it is empty, the next key)."""
        if self._message != tuple(cells):
            self._message = tuple(cells)
            if not len(self._rows):
                self.refresh()

    @property
    def order(self) -> tuple[str, ...]:
        """All rows, from the top."""
        return self._rows.keys

    @property
    def visible_keys(self) -> tuple[str, ...]:
        """The rows in view, from the top."""
        return self._rows.between(self._window.top, self._window.end)

    # Marks

    @property
    def marked(self) -> frozenset[str]:
        """The marked rows; setting it marks exactly these."""
        return self._rows.marked

    @marked.setter
    def marked(self, keys: Iterable[str]) -> None:
        for key in self._rows.mark(keys):
            self._refresh_row(key)

    def toggle_mark(self, key: str | None = None) -> None:
        """Mark or unmark `key`, without one the row under the cursor."""
        key = self.cursor_key if key is None else key
        if key is not None:
            self.marked = self._rows.marked ^ {key}

    # The cursor

    def validate_cursor_key(self, key: str | None) -> str | None:
        return key if key in self._rows else self._rows.at(self._rows.place(self.cursor_key) or 0)

    def watch_cursor_key(self, before: str | None, after: str | None) -> None:
        self._refresh_row(before)
        self._refresh_row(after)
        self._show_cursor()
        self.post_message(self.Highlighted(self, after))

    def action_move(self, by: int) -> None:
        place = self._rows.place(self.cursor_key)
        self._go(0 if place is None else place + by)

    def action_page(self, by: int) -> None:
        self.action_move(by * max(1, self._window.page))

    def action_first(self) -> None:
        self._go(0)

    def action_last(self) -> None:
        self._go(len(self._rows) - 1)

    def action_choose(self) -> None:
        if self.cursor_key is not None:
            self.post_message(self.Chosen(self, self.cursor_key))

    async def _on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        place = self._window.place(offset.y) if offset is not None else None
        if place is not None and place < len(self._rows):
            event.stop()
            self._go(place)
            if event.chain == 2:
                self.action_choose()

    def _go(self, place: int) -> None:
        """Put the cursor on `place` and into view, also if it was there but the view was scrolled away."""
        self.cursor_key = self._rows.at(place)
        self._show_cursor()

    # Painting

    def render_line(self, y: int) -> Strip:
        painter = self._painter_now()
        if not len(self._rows):
            return self._message_line(painter, y)
        place = self._window.place(y)
        if place is None:
            return painter.header()
        if place >= len(self._rows):
            return painter.blank()
        key = self._rows.keys[place]
        ground = Ground.plain
        if key == self.cursor_key:
            ground = Ground.cursor if self.has_focus else Ground.cursor_blurred
        return self._cache.strip(painter, key, ground, key in self._rows.marked)

    def _message_line(self, painter: Painter, y: int) -> Strip:
        lines = painter.message(self._message)
        line = y - max(0, (self.size.height - len(lines)) // 3)
        return lines[line] if 0 <= line < len(lines) else painter.blank()

    def _painter_now(self) -> Painter:
        if self._painter is None or self._painter.width != self.size.width:
            self._cache.repaint()
            styles, width, room = Styles(self.app.theme_variables), self.size.width, self.scrollable_size.width
            self._painter = Painter(self._columns, self._glyphs, styles, self.rich_style, width, room)
        return self._painter

    def notify_style_update(self) -> None:
        """A theme or a style sheet changed: every colour may be another one."""
        super().notify_style_update()
        self._painter = None

    def on_resize(self) -> None:
        self._resize_virtual()
        self._show_cursor()

    # Where things are

    @property
    def _window(self) -> Window:
        return Window(self.size.height, max(0, round(self.scroll_y)))

    def _in_view(self, key: str | None) -> bool:
        place = self._rows.place(key)
        return place is not None and self._window.shows(place)

    def _resize_virtual(self) -> None:
        self.virtual_size = Size(0, len(self._rows) + self._window.header)

    def _show_cursor(self) -> None:
        place = self._rows.place(self.cursor_key)
        if place is not None:
            self._scroll(self._window.top_for(place))

    def _scroll(self, top: int) -> None:
        """Show the row at place `top` first, also where the library does not know yet that there are more than fit."""
        if top != self._window.top:
            self.scroll_to(y=top, animate=False, immediate=True, force=True)

    def _refresh_row(self, key: str | None) -> None:
        place = self._rows.place(key)
        if place is not None and self._window.shows(place):
            self.refresh(Region(0, self._window.line(place), self.size.width, 1))

    def _refresh_lines_between(self, before: Sequence[str], after: Sequence[str]) -> None:
        for line, (old, new) in enumerate(zip_longest(before, after), start=self._window.header):
            if old != new:
                self.refresh(Region(0, line, self.size.width, 1))
