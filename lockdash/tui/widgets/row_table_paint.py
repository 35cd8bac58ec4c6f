"""From cells to strips: one line of a table, in as few style changes as it can have.

Every change of style costs some 40 bytes on the wire, more than most cells: blanks take the style of what
stands before them, and neighbours in one tone become one segment.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.styles import Styles
from lockdash.tui.look.tones import Tone
from lockdash.tui.render.cells import Cell
from lockdash.tui.render.columns import GAP, Column, Place, arrange
from lockdash.tui.render.fit import cut_end, fit_cell, steady, wrap

EDGE = 3
"""Cells at the left of every row: the account's mark, the mark of a marked row, a blank."""


class Ground(StrEnum):
    """What a row stands on."""

    plain = "plain"
    cursor = "cursor"
    cursor_blurred = "cursor_blurred"


class Painter:
    """Paints the lines of a table `width` cells wide, its columns in the first `room` of them (a scroll bar covers
    the others). A new width or theme needs a new painter."""

    def __init__(
        self, columns: Sequence[Column], glyphs: Glyphs, styles: Styles, background: Style, width: int, room: int
    ) -> None:
        self.width = width
        self._room = room
        self.places = arrange(columns, max(room - EDGE, 0))
        self._columns = columns
        self._glyphs = glyphs
        self._styles = styles
        self._grounds = {
            Ground.plain: background,
            Ground.cursor: background + styles.cursor,
            Ground.cursor_blurred: background + styles.cursor_blurred,
        }
        self._cache: dict[tuple[Tone, Ground], Style] = {}

    def row(self, cells: Sequence[Cell], accent: int | None, ground: Ground, marked: bool) -> Strip:
        """Return the line of a row. `accent`: number of its account, for the mark at the edge."""
        sign = self._glyphs.edge if ground is Ground.plain else self._glyphs.edge_cursor
        if accent is None and ground is Ground.plain:
            sign = " "
        # Not reversed: the account's colour stays a thin mark on every ground.
        edge = self._grounds[ground] + self._styles.accent(accent) + _NOT_REVERSED
        blank = self._style(Tone.calm, ground)
        pieces = [(f"{sign}{self._glyphs.mark if marked else ' '} ", edge)]
        end = 0
        for place in self.places:
            if place.x < end:
                continue
            column = self._columns[place.index]
            cell = cells[place.index]
            width = self._width_of(cell, place)
            text, tail = fit_cell(cell, width, middle=column.middle and not cell.spans, ellipsis=self._glyphs.ellipsis)
            free = width - cell_len(text) - cell_len(tail)
            pieces.append((" " * (place.x - end + (free if column.right else 0)), blank))
            pieces.append((text, self._style(cell.tone, ground)))
            pieces.append((tail, self._style(cell.tail_tone, ground)))
            end = place.x + width - (0 if column.right else free)
        pieces.append((" " * max(self.width - EDGE - end, 0), blank))
        return self._strip(pieces)

    def header(self) -> Strip:
        """Return the line of column titles."""
        style = self._style(Tone.heading, Ground.plain)
        pieces = [(" " * EDGE, style)]
        end = 0
        for place in self.places:
            column = self._columns[place.index]
            title = cut_end(column.title, place.width, self._glyphs.ellipsis)
            title = title.rjust(place.width) if column.right else title.ljust(place.width)
            pieces.append((" " * (place.x - end) + title, style))
            end = place.x + place.width
        pieces.append((" " * max(self.width - EDGE - end, 0), style))
        return self._strip(pieces)

    def blank(self) -> Strip:
        """Return a line with nothing on it."""
        return self._strip([(" " * self.width, self._grounds[Ground.plain])])

    def message(self, cells: Sequence[Cell]) -> list[Strip]:
        """Return `cells`, one paragraph each, as lines: what a table says that has no rows."""
        lines: list[Strip] = []
        for cell in cells:
            style = self._style(cell.tone, Ground.plain)
            for text in wrap(cell.text, max(self._room - EDGE, 1)) or [""]:
                line = " " * EDGE + text
                lines.append(self._strip([(line + " " * max(self.width - cell_len(line), 0), style)]))
        return lines

    def right_of(self, before: Sequence[Cell], after: Sequence[Cell]) -> int:
        """Return the cell up to which a row must be painted again, 0 if it looks the same as before."""
        changed = [place for place in self.places if before[place.index] != after[place.index]]
        if not changed:
            return 0
        if any(cell.spans for cell in (*before, *after)):
            return self.width
        return EDGE + changed[-1].x + changed[-1].width

    def _width_of(self, cell: Cell, place: Place) -> int:
        """Return the width that `cell` has: its column's, or more if it spans and needs it."""
        if not cell.spans or cell_len(steady(cell.text)) <= place.width:
            return place.width
        return min(cell_len(steady(cell.text)) + GAP, max(self._room - EDGE - place.x, place.width))

    def _style(self, tone: Tone, ground: Ground) -> Style:
        style = self._cache.get((tone, ground))
        if style is None:
            style = self._cache[tone, ground] = self._grounds[ground] + self._styles.tone(tone)
        return style

    def _strip(self, pieces: Sequence[tuple[str, Style]]) -> Strip:
        joined: list[tuple[str, Style]] = []
        for text, style in pieces:
            if not text:
                continue
            if joined and (style == joined[-1][1] or _invisible(text, style, joined[-1][1])):
                joined[-1] = (joined[-1][0] + text, joined[-1][1])
            else:
                joined.append((text, style))
        strip = Strip([Segment(text, style) for text, style in joined])
        return strip if strip.cell_length == self.width else strip.crop(0, self.width)


_NOT_REVERSED = Style(reverse=False)


def _invisible(text: str, style: Style, before: Style) -> bool:
    """Whether blanks in `style` look the same in the style of what stands `before` them."""
    return text.isspace() and not style.reverse and not before.reverse and style.bgcolor == before.bgcolor
