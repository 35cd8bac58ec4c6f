"""What a week comes to in each half hour: what is allowed, on or unlocked by it, and what is done. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lockdash.domain.schedules import ScheduleKind, to_midnight
from lockdash.domain.week_grid import STEP, Fill, cells
from lockdash.domain.weeks import Deed, Mark, Week
from lockdash.domain.windows import DAY, Span

_BEGINS = frozenset({Deed.unlock, Deed.on})
_ENDS = frozenset({Deed.lock, Deed.off})


class Cell(NamedTuple):
    """A half hour. `fill`: how much of it is held; `marks`: what is done in it, in order."""

    fill: Fill
    marks: tuple[Mark, ...] = ()


def day_cells(week: Week, day: int) -> tuple[Cell, ...]:
    """Return the half hours of a day (0 = Monday)."""
    fills = cells(Week(spans=held(week)), day)
    marks = [each for each in week.marks if each.day == day]
    return tuple(
        Cell(fill, tuple(each for each in marks if each.at // STEP == number)) for number, fill in enumerate(fills)
    )


def held(week: Week) -> tuple[Span, ...]:
    """Return when something is allowed, or on, or unlocked, as far as the week says: what goes on over midnight and
    from Sunday to Monday goes on here. A week that begins and never ends, or the other way round, says nothing of what
    is between its marks."""
    if week.spans:
        return to_midnight(week).spans
    marks = sorted(week.marks)
    deeds = {each.deed for each in marks}
    if not deeds & _BEGINS or not deeds & _ENDS:
        return ()
    return tuple(_between(marks))


def changes_nothing(week: Week, mark: Mark) -> bool:
    """Whether `mark` does again what the one before it did: no edge of what is held shows it."""
    marks = sorted(week.marks)
    deeds = {each.deed for each in marks}
    return len(deeds) < 2 or marks[marks.index(mark) - 1].deed is mark.deed


def kind_of(week: Week, kind: ScheduleKind | None) -> ScheduleKind | None:
    """Return the kind to draw it as: of a kind that nobody knows, what it looks like, None for nothing at all."""
    return kind if kind is not None or not week.spans else ScheduleKind.access


def _between(marks: Sequence[Mark]) -> Iterator[Span]:
    for mark, following in zip(marks, [*marks[1:], marks[0]], strict=True):
        if mark.deed in _BEGINS:
            yield from _until(mark, following)


def _until(mark: Mark, following: Mark) -> Iterator[Span]:
    """The days from one mark to the next, which may be in the next week."""
    days = (following.day - mark.day) % 7
    if not days and following.at <= mark.at:
        days = 7
    for number in range(days + 1):
        starts = mark.at if not number else 0 * DAY
        ends = following.at if number == days else DAY
        if starts < ends:
            yield Span((mark.day + number) % 7, starts, ends)
