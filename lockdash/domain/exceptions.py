"""Access exceptions: days on which nobody enters by an access schedule, such as holidays.

The reference ("Access Exceptions") shows names and dates and does not say what becomes of an access on them. What they
are called and named after ("Thanks Giving and Christmas") says it: there is none. A day is one at the door.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

import msgspec

from lockdash.domain.schedules import Schedule
from lockdash.domain.walltime import wall_at

_DAY = timedelta(days=1)


class DateRange(msgspec.Struct, frozen=True, order=True):
    """The days from `first` to `last`, which is one of them: a single day begins and ends on the same date (reference,
    "Create an access exception")."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    def is_over(self, today: date) -> bool:
        return max(self.first, self.last) < today


class AccessException(msgspec.Struct, frozen=True, kw_only=True):
    """One exception of one account, as last heard of. `id`: the vendor's. `dates`: as the vendor sent them: in any
    order, and they may overlap. `updated_at`: by the vendor (UTC)."""

    account: str
    id: str
    name: str
    dates: tuple[DateRange, ...] = ()
    updated_at: datetime | None = None

    def holds(self, day: date) -> bool:
        """Whether nobody enters on `day` by a schedule that goes with it."""
        return any(each.holds(day) for each in self.dates)


def is_past(exception: AccessException, today: date) -> bool:
    """Whether all its days are over. One without any is not: nothing of it was yet."""
    return bool(exception.dates) and all(each.is_over(today) for each in exception.dates)


def coming(exception: AccessException, today: date) -> tuple[DateRange, ...]:
    """Return what is not over on `today`, the next one first."""
    return tuple(sorted(each for each in exception.dates if not each.is_over(today)))


def is_closed(exception: AccessException, zone: str | None, moment: datetime) -> bool:
    """Whether it holds `moment` (aware), by the date at a door in `zone` (IANA). Raises UnknownZone."""
    return exception.holds(wall_at(moment, zone).date())


def overlaps(ranges: Iterable[DateRange]) -> list[tuple[DateRange, DateRange]]:
    """Return each range with the first one before it that shares a day with it, in order."""
    found: list[tuple[DateRange, DateRange]] = []
    reach: DateRange | None = None
    for each in sorted(ranges):
        if reach is not None and each.first <= reach.last:
            found.append((reach, each))
        if reach is None or each.last > reach.last:
            reach = each
    return found


def merged(ranges: Iterable[DateRange]) -> tuple[DateRange, ...]:
    """Return the same days in order: ranges that overlap or follow each other are one, and one that ends before it
    begins is turned round."""
    found: list[DateRange] = []
    for each in sorted(DateRange(min(each.first, each.last), max(each.first, each.last)) for each in ranges):
        last = found[-1] if found else None
        if last is not None and each.first - last.last <= _DAY:
            found[-1] = DateRange(last.first, max(last.last, each.last))
        else:
            found.append(each)
    return tuple(found)


def without(ranges: Iterable[DateRange], others: Iterable[DateRange]) -> tuple[DateRange, ...]:
    """Return the days of `ranges` that are none of `others`, in order."""
    left = merged(ranges)
    for other in merged(others):
        left = tuple(piece for each in left for piece in _cut(each, other))
    return left


def _cut(dates: DateRange, out: DateRange) -> Iterator[DateRange]:
    if out.last < dates.first or dates.last < out.first:
        yield dates
        return
    if dates.first < out.first:
        yield DateRange(dates.first, out.first - _DAY)
    if out.last < dates.last:
        yield DateRange(out.last + _DAY, dates.last)


def goes_with(schedule: Schedule, exception: AccessException) -> bool:
    """Whether a schedule uses an exception, as far as the vendor says (`Schedule.exception_id`)."""
    return (schedule.account, schedule.exception_id) == (exception.account, exception.id)
