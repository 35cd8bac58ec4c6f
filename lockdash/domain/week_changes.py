"""What happens next by a schedule, in moments: its week by the clock at the door, across changes of that clock.

What is allowed follows the clock: if it shows an hour twice, so does the week. What is done at a time is done once, the
first time that the clock comes to it or passes over it. No vendor's page says so; a lock that unlocked twice in the
night in which clocks are put back would be a surprise, one that stayed locked because 02:30 was skipped as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

import msgspec

from lockdash.domain.exceptions import AccessException
from lockdash.domain.walltime import bounds_of, moments_of, offset_on, wall_at, zone_of
from lockdash.domain.weeks import Mark, Week, allows
from lockdash.domain.windows import DAY, since_midnight

_MINUTE = timedelta(minutes=1)
_WEEKS = 47
_offset = lru_cache(maxsize=1024)(offset_on)


class Turn(msgspec.Struct, frozen=True, order=True):
    """At `at` (UTC) something becomes allowed, or no more (`allowed`), or `mark` is done."""

    at: datetime
    allowed: bool | None = None
    mark: Mark | None = None


def turns(
    week: Week, zone: str | None, since: datetime, until: datetime, exception: AccessException | None = None
) -> list[Turn]:
    """Return what happens after `since` and up to `until` (both UTC), in order. On the days of `exception` nothing is
    allowed. Raises UnknownZone."""
    return list(_turns(week, zone, since, until, exception))


def next_turn(week: Week, zone: str | None, now: datetime, exception: AccessException | None = None) -> Turn | None:
    """Return the first thing that happens after `now` (UTC), None if nothing ever does. Raises UnknownZone.

    A week with anything in it repeats within seven days, or within fourteen where the clock skips it once; days on
    which nothing is allowed put it off for as long as they last, a year at most.
    """
    until = now
    for days in (1, 7, *(8,) * (1 if exception is None else _WEEKS)):  # what happens soon costs a day only
        since, until = until, until + days * DAY
        found = next(_turns(week, zone, since, until, exception), None)
        if found is not None:
            return found
    return None


def allowed_at(week: Week, zone: str | None, moment: datetime, exception: AccessException | None = None) -> bool:
    """Whether `week` allows this moment (UTC). Raises UnknownZone."""
    wall = wall_at(moment, zone)
    if exception is not None and exception.holds(wall.date()):
        return False
    return allows(week, wall.weekday(), since_midnight(wall.time()))


def _turns(
    week: Week, zone: str | None, since: datetime, until: datetime, exception: AccessException | None
) -> Iterator[Turn]:
    """In order, and none sooner than it is asked for."""
    return _deeds(week, zone, since, until) if week.marks else _edges(week, zone, since, until, exception)


def _deeds(week: Week, zone: str | None, since: datetime, until: datetime) -> Iterator[Turn]:
    found = [
        Turn(at, mark=mark)
        for day in _days(zone, since, until)
        for mark in week.marks
        if mark.day == day.weekday() and since < (at := _first(day, mark.at, zone)) <= until
    ]
    yield from sorted(found, key=lambda each: each.at)


def _first(day: date, since_midnight: timedelta, zone: str | None) -> datetime:
    """The first moment at which the clock shows that time, or at which it skips it."""
    found = _moments(day, since_midnight, zone)
    if found:
        return found[0]
    return _jump(*bounds_of(datetime.combine(day, time()) + since_midnight, zone), zone)


def _edges(
    week: Week, zone: str | None, since: datetime, until: datetime, exception: AccessException | None
) -> Iterator[Turn]:
    candidates: set[datetime] = set()
    for day in _days(zone, since, until):
        edges = {at for each in week.spans if each.day == day.weekday() for at in (each.starts, each.ends)}
        if exception is not None:
            edges.add(timedelta())
        for edge in edges:
            candidates.update(_moments(day, edge, zone))
        if _offset(day, zone) != _offset(day - DAY, zone):
            begin = datetime.combine(day, time(12), UTC) - _offset(day, zone)
            candidates.add(_jump(begin - DAY, begin, zone))
    for at in sorted(candidates):
        if since < at <= until:
            allowed = allowed_at(week, zone, at, exception)
            if allowed != allowed_at(week, zone, at - timedelta(microseconds=1), exception):
                yield Turn(at, allowed=allowed)


def _moments(day: date, since_midnight: timedelta, zone: str | None) -> tuple[datetime, ...]:
    """As `moments_of`, with nothing to look for on a day around which the clock is not changed."""
    offset = _offset(day, zone)
    if _offset(day - DAY, zone) == offset == _offset(day + DAY, zone):
        return (datetime.combine(day, time(), UTC) + since_midnight - offset,)
    return moments_of(datetime.combine(day, time()) + since_midnight, zone)


def _days(zone: str | None, since: datetime, until: datetime) -> Iterator[date]:
    day, last = wall_at(since, zone).date() - timedelta(days=1), wall_at(until, zone).date() + timedelta(days=1)
    while day <= last:
        yield day
        day += timedelta(days=1)


def _jump(begin: datetime, end: datetime, zone: str | None) -> datetime:
    """The moment between two at which the clock was put forward or back: the first one with the later offset."""
    there = zone_of(zone)
    later = end.astimezone(there).utcoffset()
    low, high = begin.replace(second=0, microsecond=0), end
    while high - low > _MINUTE:
        middle = low + ((high - low) / 2 // _MINUTE) * _MINUTE
        if middle.astimezone(there).utcoffset() == later:
            high = middle
        else:
            low = middle
    return high
