"""When doors are used: events by the hour of the week, by the viewer's clock. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo

import msgspec

from lockdash.domain.event_query import EventQuery
from lockdash.engine.log.views import Bar

WEEKS = 8
LEVELS = 5


class Heat(msgspec.Struct, frozen=True):
    """`hours`: seven days from Monday on, 24 numbers of events each. `since`, `until`: of what (UTC)."""

    hours: tuple[tuple[int, ...], ...]
    since: datetime
    until: datetime

    @property
    def most(self) -> int:
        return max(max(day) for day in self.hours)

    @property
    def busiest(self) -> tuple[int, int]:
        """Day and hour with the most events, the first of them."""
        return max(((day, hour) for day in range(7) for hour in range(24)), key=lambda at: self.hours[at[0]][at[1]])

    @property
    def floors(self) -> tuple[int, ...]:
        """The least number of events of each level but the first, which means none: quarters of the most."""
        found: list[int] = [1]
        for quarter in range(1, LEVELS - 1):
            found.append(max(self.most * quarter // (LEVELS - 1) + 1, found[-1] + 1))
        return tuple(found)

    def level(self, number: int) -> int:
        """Return from 0 (none) to `LEVELS` - 1 how hot `number` events are."""
        return sum(1 for floor in self.floors if number >= floor)


def heat_period(query: EventQuery, now: datetime) -> tuple[datetime, datetime]:
    """Return the last weeks of what `query` asks for (UTC), from the beginning of an hour on."""
    until = min(now, query.until) if query.until is not None else now
    since = until - timedelta(weeks=WEEKS)
    since = max(since, query.since) if query.since is not None else since
    return since.replace(minute=0, second=0, microsecond=0), until


def heat_of(bars: Iterable[Bar], since: datetime, until: datetime, zone: tzinfo) -> Heat:
    """Add up `bars`, which are of an hour or less and begin with one of `zone`: each at what the clock showed then,
    also where it was put forward or back."""
    hours = [[0] * 24 for _ in range(7)]
    for bar in bars:
        local = datetime.fromtimestamp(bar.at, UTC).astimezone(zone)
        hours[local.weekday()][local.hour] += bar.total
    return Heat(tuple(map(tuple, hours)), since, until)
