"""Text in columns that stand under their titles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from lockdash.cli.terminal import Paper, Tone, cut, width

GAP = "  "


class Column(NamedTuple):
    title: str
    right: bool = False


Cells: TypeAlias = Sequence[tuple[str, Tone]]


class Table:
    """`rows`: the cells of each line, made plain for `paper` already. Columns are as wide as what stands in them."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[Cells], paper: Paper) -> None:
        self.rows = rows
        self.widths = [
            max(width(column.title), *(width(row[index][0]) for row in rows)) for index, column in enumerate(columns)
        ]
        self._columns = columns
        self._paper = paper

    @property
    def width(self) -> int:
        return sum(self.widths) + len(GAP) * (len(self.widths) - 1)

    def narrow(self, index: int, least: int) -> None:
        """Take from a column, down to `least` cells, what the paper is too narrow for."""
        if self._paper.width is not None:
            too_wide = max(0, self.width - self._paper.width)
            self.widths[index] = max(min(least, self.widths[index]), self.widths[index] - too_wide)

    def title(self) -> str:
        return self.line([(column.title, Tone.dim) for column in self._columns])

    def line(self, cells: Cells) -> str:
        """Return `cells` as a line. Blanks stand outside the colour, and none at its end."""
        made = []
        for (text, tone), cells_wide, column in zip(cells, self.widths, self._columns, strict=True):
            shown = cut(text, cells_wide, self._paper.plain("…"))
            blanks = " " * (cells_wide - width(shown))
            painted = self._paper.paint(shown, tone)
            made.append(blanks + painted if column.right else painted + blanks)
        return GAP.join(made).rstrip()
