"""Which columns a table shows at a width, and how wide each is: by the width alone, never by the data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

GAP = 2
NARROW = 60
NARROW_GAP = 1


class Column(NamedTuple):
    """`least`, `want`, `most`: cells it needs, likes and can use. `right`: aligned to the right. `middle`: cut in the
    middle instead of at the end. `rank`: up to 0 it is always shown; the greater, the sooner it is left out.
    Cells go to the lesser rank first."""

    name: str
    title: str
    least: int
    want: int
    most: int
    rank: int = 0
    right: bool = False
    middle: bool = False


class Place(msgspec.Struct, frozen=True):
    """Where a column is drawn: its index among all, first cell and width."""

    index: int
    x: int
    width: int


def arrange(columns: Sequence[Column], width: int) -> tuple[Place, ...]:
    """Return the places of the columns that are shown in `width` cells, in their order.

    A lesser column comes in only when the ones before it in rank have the width they want.
    """
    fits = sum(each.want for each in columns) + GAP * (len(columns) - 1) <= width
    gap = GAP if fits or width >= NARROW else NARROW_GAP
    ranked = sorted(range(len(columns)), key=lambda index: (columns[index].rank, index))
    chosen: list[int] = []
    taken = 0
    for index in ranked:
        column = columns[index]
        if column.rank > 0 and taken + (gap if chosen else 0) + column.want > width:
            break
        taken += column.want + (gap if chosen else 0)
        chosen.append(index)
    room = width - gap * (len(chosen) - 1)
    widths = _share([columns[index] for index in chosen], room)
    by_index = dict(zip(chosen, widths, strict=True))
    places: list[Place] = []
    x = 0
    for index in sorted(chosen):
        if (cells := min(by_index[index], width - x)) > 0:
            places.append(Place(index, x, cells))
            x += cells + gap
    return tuple(places)


def _share(columns: Sequence[Column], room: int) -> list[int]:
    """Give every column its least, then up to what it wants, then up to its most, each time the first ones first."""
    widths = [0] * len(columns)
    for limits in zip(*((column.least, column.want, column.most) for column in columns), strict=True):
        for position, limit in enumerate(limits):
            more = max(0, min(limit - widths[position], room))
            widths[position] += more
            room -= more
    return widths
