"""A week as a grid of half hours, as it is drawn and edited: pure.

Where an edge lies within a half hour, the cell is partly allowed; drawing over it makes it whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from enum import IntEnum

from lockdash.domain.weeks import Week, week_of
from lockdash.domain.windows import DAY, Span, joined

STEP = timedelta(minutes=30)
CELLS = DAY // STEP


class Fill(IntEnum):
    """How much of a half hour is allowed: `first` and `last` are its parts at either end, `some` any other part."""

    none = 0
    first = 1
    last = 2
    some = 3
    whole = 4


def cells(week: Week, day: int) -> tuple[Fill, ...]:
    """Return how much of each half hour of a day is allowed."""
    spans = [each for each in joined(week.spans) if each.day == day]
    return tuple(_fill(spans, cell * STEP) for cell in range(CELLS))


def week_of_cells(days: Iterable[Iterable[bool]]) -> Week:
    """Return the week that allows just these half hours, a row of them for each day."""
    return week_of(
        joined(
            Span(day, cell * STEP, (cell + 1) * STEP)
            for day, row in enumerate(days)
            for cell, allowed in enumerate(row)
            if allowed
        )
    )


def drawn(week: Week, day: int, first: int, last: int, *, allowed: bool) -> Week:
    """Return `week` with the half hours from `first` to `last` (in either order) of a day allowed, or not."""
    begin, end = min(first, last) * STEP, (max(first, last) + 1) * STEP
    others = [each for each in week.spans if each.day != day]
    mine = [each for each in week.spans if each.day == day]
    if allowed:
        return week_of([*others, *joined([*mine, Span(day, begin, end)])])
    return week_of([*others, *(piece for each in mine for piece in _without(each, begin, end))])


def copied(week: Week, day: int, to: Iterable[int]) -> Week:
    """Return `week` with what is on `day` on the days `to` as well, in place of what was there."""
    targets = frozenset(to) - {day}
    spans = [each for each in week.spans if each.day not in targets]
    marks = [each for each in week.marks if each.day not in targets]
    mine = week.on(day)
    spans += [Span(other, each.starts, each.ends) for each in mine.spans for other in targets]
    marks += [type(each)(other, each.at, each.deed, each.cool, each.heat) for each in mine.marks for other in targets]
    return week_of([*spans, *marks])


def _without(span: Span, begin: timedelta, end: timedelta) -> list[Span]:
    pieces = [Span(span.day, span.starts, min(span.ends, begin)), Span(span.day, max(span.starts, end), span.ends)]
    return [each for each in pieces if each.starts < each.ends]


def _fill(spans: list[Span], begin: timedelta) -> Fill:
    end = begin + STEP
    held = [(max(each.starts, begin), min(each.ends, end)) for each in spans if each.starts < end and each.ends > begin]
    if not held:
        return Fill.none
    if len(held) > 1:
        return Fill.some
    starts, ends = held[0]
    if starts == begin:
        return Fill.whole if ends == end else Fill.first
    return Fill.last if ends == end else Fill.some
