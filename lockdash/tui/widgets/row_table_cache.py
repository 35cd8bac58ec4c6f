"""Rows that were asked for, and the lines painted of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.strip import Strip

from lockdash.tui.render.cells import Cell
from lockdash.tui.widgets.row_table_paint import Ground, Painter

KEPT = 400
"""Rows that are remembered; more than any terminal shows."""

CellsOf = Callable[[str], Sequence[Cell]]
AccentOf = Callable[[str], int | None]


class RowCache:
    """`cells_of` is asked once for a row that comes into view, and again when it may have changed."""

    def __init__(self, cells_of: CellsOf, accent_of: AccentOf) -> None:
        self._cells_of = cells_of
        self._accent_of = accent_of
        self._cells: dict[str, tuple[Cell, ...]] = {}
        self._strips: dict[tuple[str, Ground, bool], Strip] = {}

    def strip(self, painter: Painter, key: str, ground: Ground, marked: bool) -> Strip:
        """Return the line of `key`, asking and painting only what is not remembered."""
        strip = self._strips.get((key, ground, marked))
        if strip is None:
            cells = self._cells.get(key)
            if cells is None:
                if len(self._cells) >= KEPT:
                    self.forget()
                cells = self._cells[key] = tuple(self._cells_of(key))
            strip = painter.row(cells, self._accent_of(key), ground, marked)
            self._strips[key, ground, marked] = strip
        return strip

    def ask_again(self, key: str) -> tuple[tuple[Cell, ...], tuple[Cell, ...]] | None:
        """Ask for a row that is in view and return it as it was and as it is; None if it was never asked for."""
        before = self._cells.get(key)
        if before is None:
            return None
        after = tuple(self._cells_of(key))
        if after != before:
            self._cells[key] = after
            self._drop_strips(key)
        return before, after

    def drop(self, key: str) -> None:
        """Forget a row; it is asked for when it comes into view."""
        if self._cells.pop(key, None) is not None:
            self._drop_strips(key)

    def forget(self) -> None:
        self._cells.clear()
        self._strips.clear()

    def repaint(self) -> None:
        """Forget the lines only: the width or the theme changed."""
        self._strips.clear()

    def _drop_strips(self, key: str) -> None:
        for ground in Ground:
            self._strips.pop((key, ground, False), None)
            self._strips.pop((key, ground, True), None)
