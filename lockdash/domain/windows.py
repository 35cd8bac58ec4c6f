"""Windows: from when to when something counts, and on which days of the week at which times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta

import msgspec

DAY = timedelta(days=1)
EVERY_DAY = frozenset(range(7))


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """When an access counts; without any field, always.

    `starts_at`, `ends_at`: naive for wall-clock time at the door (RemoteLock, remotelock-facts "People and access"),
    aware for a moment, in UTC (Tedee, tedee-facts 3.6).
    `days`: 0 = Monday to 6, the days on which a span begins; empty for every day. `from_time`, `to_time`: of those
    days, naive; None for midnight. Not after `from_time`, `to_time` is that of the next day, so that two equal ones
    are 24 hours: the vendor does not say, and nobody is surprised by the wider reading.
    `in_utc`: `days` and times are those of UTC (Tedee), not those at the door. `weekly` turns one into the other.
    """

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    days: frozenset[int] = frozenset()
    from_time: time | None = None
    to_time: time | None = None
    in_utc: bool = False

    @property
    def is_weekly(self) -> bool:
        """Whether the week limits it."""
        return self.length < DAY or bool(self.days and self.days != EVERY_DAY)

    @property
    def is_permanent(self) -> bool:
        """Whether nothing limits it."""
        return self.starts_at is None and self.ends_at is None and not self.is_weekly

    @property
    def opens(self) -> timedelta:
        """Since midnight, when its spans begin."""
        return since_midnight(self.from_time)

    @property
    def length(self) -> timedelta:
        """How long each of its spans is: more than nothing, 24 hours at most."""
        return (since_midnight(self.to_time) - self.opens) % DAY or DAY


class Span(msgspec.Struct, frozen=True, order=True):
    """A part of one day, 0 = Monday: from `starts` until `ends`, both since midnight, `ends` 24 hours at most."""

    day: int
    starts: timedelta
    ends: timedelta


def since_midnight(at: time | None) -> timedelta:
    """Return a time of the day as a duration."""
    if at is None:
        return timedelta()
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second, microseconds=at.microsecond)


def time_of(since_midnight: timedelta) -> time:
    """Return a duration since midnight as a time of the day; 24 hours is midnight."""
    return (datetime.min + since_midnight).time()


def spans(window: Window) -> tuple[Span, ...]:
    """Return the week of `window`, in the zone that it is in, in order. Spans over midnight are split there, and those
    of one day that touch or overlap are one."""
    return joined(_pieces(window))


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return `spans` in order; those of one day that touch or overlap are one."""
    merged: list[Span] = []
    for span in sorted(spans):
        last = merged[-1] if merged else None
        if last is not None and last.day == span.day and span.starts <= last.ends:
            merged[-1] = Span(last.day, last.starts, max(last.ends, span.ends))
        else:
            merged.append(span)
    return tuple(merged)


def _pieces(window: Window) -> Iterator[Span]:
    starts, ends = window.opens, window.opens + window.length
    for day in window.days or EVERY_DAY:
        yield Span(day, starts, min(ends, DAY))
        if ends > DAY:
            yield Span((day + 1) % 7, timedelta(), ends - DAY)
