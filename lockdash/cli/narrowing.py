"""A table that gives way on narrow terminals: first its last columns become notes below each line, then all is text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from lockdash.cli.table import GAP, Cells, Column, Table
from lockdash.cli.terminal import Paper, Tone, wrap


class Row(NamedTuple):
    """`cells`: of the columns that stay, as long as there are columns. `notes`: of those that go below. All made plain
    for the paper already."""

    cells: Cells
    notes: Cells


class Layout(NamedTuple):
    """`columns`, `more`: those that stay and those that go below. `narrow`: the one of `columns` that is cut, down to
    `least` cells. `indent`: how many columns the notes stand to the right. `note`: notes as text; `paragraph`: the
    cells as text, with its tone."""

    columns: Sequence[Column]
    more: Sequence[Column]
    narrow: int
    least: int
    indent: int
    note: Callable[[Cells], str]
    paragraph: Callable[[Cells], tuple[str, Tone]]


def lines(rows: Sequence[Row], layout: Layout, paper: Paper) -> list[str]:
    """Return the lines to print."""
    whole = Table((*layout.columns, *layout.more), [[*row.cells, *row.notes] for row in rows], paper)
    if paper.width is None or whole.width <= paper.width:
        return [whole.title(), *map(whole.line, whole.rows)]
    table = Table(layout.columns, [row.cells for row in rows], paper)
    table.narrow(layout.narrow, layout.least)
    notes = [layout.note(row.notes) for row in rows]
    if table.width <= paper.width:
        indent = sum(width + len(GAP) for width in table.widths[: layout.indent])
        heads = [[table.line(row)] for row in table.rows]
        return [table.title(), *_with_notes(heads, notes, max(indent, len(GAP)), paper.width, paper)]
    heads = [_paragraph(*layout.paragraph(row.cells), paper.width, paper) for row in rows]
    return _with_notes(heads, notes, len(GAP), paper.width, paper)


def _with_notes(heads: Sequence[list[str]], notes: Sequence[str], indent: int, room: int, paper: Paper) -> list[str]:
    """Put each note below its head, over as many lines as that takes."""
    made: list[str] = []
    for head, note in zip(heads, notes, strict=True):
        below = wrap(note, max(room - indent, 1))
        made += [*head, *(" " * indent + paper.paint(part, Tone.dim) for part in below)]
    return made


def _paragraph(text: str, tone: Tone, room: int, paper: Paper) -> list[str]:
    return [paper.paint(part, tone) for part in wrap(text, room)]
