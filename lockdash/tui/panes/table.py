"""A small table in a pane: columns as wide as what is in them, as far as there is room."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Line, Span
from lockdash.tui.render.cells import Cell
from lockdash.tui.render.columns import Column, arrange
from lockdash.tui.render.fit import cut_end, fit_cell, steady


def fitted(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> list[Column]:
    """Return those of `columns` in which some row says something, as wide as the widest of their cells asks for, and no
    wider than their `most`; `rows` have a cell for each column."""
    found = []
    for index, column in enumerate(columns):
        said = [each for row in rows if (each := row[index]).text]
        widest = max((cell_len(steady(each.text)) + cell_len(steady(each.tail)) for each in said), default=0)
        wide = min(max(widest, cell_len(column.title)), column.most)
        if said or column.rank <= 0:
            found.append(column._replace(least=min(column.least, wide), want=min(column.want, wide), most=wide))
    return found


def shown_columns(columns: Sequence[Column], width: int) -> list[str]:
    """Return the names of the columns that `table_lines` shows in `width` columns."""
    return [columns[each.index].name for each in arrange(columns, width)]


def table_lines(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], width: int, ellipsis: str) -> list[Line]:
    """Return a line of titles and one for each row, all in at most `width` columns. `rows`: a cell for each column."""
    places = arrange(columns, width)
    titles = [Cell(column.title, Tone.heading) for column in columns]
    lines: list[Line] = []
    for row in (titles, *rows):
        spans: list[Span] = []
        at = 0
        for place in places:
            cell, column = row[place.index], columns[place.index]
            text, tail = fit_cell(cell, place.width, middle=column.middle, ellipsis=ellipsis)
            text = cut_end(text, place.width, "")
            used = cell_len(text) + cell_len(tail)
            before = place.x - at + (place.width - used if column.right else 0)
            spans += [
                each for each in (Span(" " * before), Span(text, cell.tone), Span(tail, cell.tail_tone)) if each.text
            ]
            at = place.x + (place.width if column.right else used)
        lines.append(tuple(spans))
    return lines


def fitted_lines(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], width: int, ellipsis: str) -> list[Line]:
    """Return the table of those columns that `fitted` leaves; nothing without rows."""
    if not rows:
        return []
    kept = fitted(columns, rows)
    names = {each.name for each in kept}
    shown = [[cell for cell, column in zip(row, columns, strict=True) if column.name in names] for row in rows]
    return table_lines(kept, shown, width, ellipsis)
