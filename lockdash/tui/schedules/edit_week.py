"""What is done to a week by half hours: where the cursor is, what is marked out, what is drawn and erased. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from lockdash.domain.schedules import ScheduleKind
from lockdash.domain.week_grid import CELLS, STEP, drawn
from lockdash.domain.weeks import Deed, Mark, Week, week_of
from lockdash.domain.windows import Span

CYCLES = {
    ScheduleKind.lock_action: (Deed.unlock, Deed.lock),
    ScheduleKind.auto_lock: (Deed.on, Deed.off),
    ScheduleKind.power_plug: (Deed.on, Deed.off),
}
"""What a mark is in turn; then it is none."""


class Cursor(NamedTuple):
    """A half hour of a day (0 = Monday)."""

    day: int = 0
    cell: int = 0

    @property
    def at(self) -> timedelta:
        return self.cell * STEP

    def moved(self, days: int = 0, cells: int = 0) -> Cursor:
        """Return where a step leads; at the edges it ends."""
        return Cursor(min(max(self.day + days, 0), 6), min(max(self.cell + cells, 0), CELLS - 1))


class Area(NamedTuple):
    """The same half hours of some days, both ends among them."""

    first_day: int
    last_day: int
    first: int
    last: int

    @property
    def days(self) -> range:
        return range(self.first_day, self.last_day + 1)

    @property
    def starts(self) -> timedelta:
        return self.first * STEP

    @property
    def ends(self) -> timedelta:
        return (self.last + 1) * STEP


def area_of(one: Cursor, other: Cursor) -> Area:
    """Return what lies between two half hours, as two corners."""
    days, cells = sorted((one.day, other.day)), sorted((one.cell, other.cell))
    return Area(days[0], days[1], cells[0], cells[1])


def allowed(week: Week, area: Area) -> Week:
    """Return `week` with all of `area` allowed."""
    for day in area.days:
        week = drawn(week, day, area.first, area.last, allowed=True)
    return week


def erased(week: Week, area: Area) -> Week:
    """Return `week` with nothing in `area`."""
    spans = Week(spans=week.spans)
    for day in area.days:
        spans = drawn(spans, day, area.first, area.last, allowed=False)
    marks = (each for each in week.marks if not (each.day in area.days and area.starts <= each.at < area.ends))
    return week_of([*spans.spans, *marks])


def spans_at(week: Week, cursor: Cursor) -> list[Span]:
    """Return the spans that have a part of this half hour."""
    return [
        each
        for each in week.spans
        if each.day == cursor.day and each.starts < cursor.at + STEP and each.ends > cursor.at
    ]


def marks_at(week: Week, cursor: Cursor) -> list[Mark]:
    """Return what is done in this half hour."""
    return [each for each in week.marks if each.day == cursor.day and each.at // STEP == cursor.cell]


def last_before(week: Week, cursor: Cursor) -> Mark | None:
    """Return what was done last before this half hour, perhaps in the week before; None if nothing ever is."""
    marks = sorted(week.marks)
    before = [each for each in marks if (each.day, each.at) < (cursor.day, cursor.at)]
    return before[-1] if before else marks[-1] if marks else None


def cycled(week: Week, cursor: Cursor, kind: ScheduleKind) -> Week:
    """Return `week` with the next thing done at the cursor, as in CYCLES. Of several things in this half hour the first
    one is turned."""
    cycle, here = CYCLES[kind], marks_at(week, cursor)
    if not here:
        return week_of([*week.marks, Mark(cursor.day, cursor.at, cycle[0])])
    return week_of([*(each for each in week.marks if each != here[0]), *_next(here[0], cycle)])


def _next(mark: Mark, cycle: tuple[Deed, ...]) -> Iterator[Mark]:
    place = cycle.index(mark.deed) + 1 if mark.deed in cycle else 0
    if place < len(cycle):
        yield Mark(mark.day, mark.at, cycle[place])
