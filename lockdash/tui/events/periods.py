"""The time that a histogram shows, in hours, days, weeks or months of the viewer's clock. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum

import msgspec

from lockdash.domain.event_query import EventQuery
from lockdash.engine.log.views import Bar, LogRow
from lockdash.tui.events.rows import midnight

_HOUR, _DAY = 3600.0, 86400.0
_MONTH = timedelta(days=30)
_BEGINNING = datetime(1990, 1, 1, tzinfo=UTC)
"""No lock told anybody anything before."""
_DENSE = 2 * _DAY
"""Events that fill a page within this time are looked at by the hour."""
_HOURS, _LEAST_DAYS, _MOST_DAYS = 24, 7, 60
_FINE_FOR = 100 * _DAY
"""Up to this long, days are added up from hours, so that they are right where the clock is changed."""


class Unit(StrEnum):
    """What one bar stands for."""

    hour = "hour"
    day = "day"
    week = "week"
    month = "month"


class Period(msgspec.Struct, frozen=True):
    """`edges`: the beginning of each bar, and the end of the last one (seconds since 1970). `step`: of what
    is asked for."""

    unit: Unit
    edges: tuple[float, ...]
    step: float

    @property
    def since(self) -> datetime:
        return datetime.fromtimestamp(self.edges[0], UTC)

    @property
    def until(self) -> datetime:
        return datetime.fromtimestamp(self.edges[-1], UTC)


class Slot(msgspec.Struct, frozen=True):
    """One bar of a histogram. `alarming`: how many of `total` tell of trouble."""

    at: float
    total: int = 0
    alarming: int = 0


def is_dense(rows: list[LogRow]) -> bool:
    """Whether so much happened of late that its hours say more than its days."""
    return bool(rows) and rows[-1].place.at - rows[0].place.at <= _DENSE


def period_of(query: EventQuery, now: datetime, zone: tzinfo, most: int, *, dense: bool) -> Period:
    """Return the time that `query` asks for in at most `most` bars, as fine as they can be; where it names no
    beginning, what is near its end: a day by hours if things are `dense`, else as many days as there is room for."""
    until = min(now, query.until) if query.until is not None else now
    most = max(most, 2)
    if query.since is None:
        if dense and most >= _HOURS:
            return _period(Unit.hour, until - timedelta(hours=_HOURS - 1), until, zone)
        days = min(max(most, _LEAST_DAYS), _MOST_DAYS)
        return _period(Unit.day, until - timedelta(days=days - 1), until, zone)
    since = max(min(query.since, until), _BEGINNING)
    for unit in Unit:
        found = _period(unit, since, until, zone, most)
        if len(found.edges) - 1 <= most:
            return found
    return _period(Unit.month, until - _MONTH * (most - 1), until, zone, most)


def tallied(period: Period, bars: Iterable[Bar]) -> list[Slot]:
    """Return one slot for each bar of `period`, with what `bars` count in it."""
    edges = period.edges
    totals, alarming = [0] * (len(edges) - 1), [0] * (len(edges) - 1)
    for bar in bars:
        place = bisect_right(edges, bar.at) - 1
        if 0 <= place < len(totals):
            totals[place] += bar.total
            alarming[place] += bar.alarming
    return [Slot(at, *counts) for at, *counts in zip(edges, totals, alarming, strict=False)]


def step_for(zone: tzinfo, *moments: datetime) -> float:
    """Return the length of steps that fit into the hours of a clock in `zone`: some go by half and quarter hours."""
    offsets = [(each.astimezone(zone).utcoffset() or timedelta()).total_seconds() for each in moments]
    return next((step for step in (_HOUR, _HOUR / 2, _HOUR / 4) if not any(each % step for each in offsets)), 60.0)


def _period(unit: Unit, since: datetime, until: datetime, zone: tzinfo, most: int = 1000) -> Period:
    """Return the period in `unit`; it ends early if it needs more than `most` bars."""
    edges: list[float] = []
    for edge in _edges(unit, since, zone):
        edges.append(edge)
        if edge > until.timestamp() or len(edges) > most + 1:
            break
    is_fine = unit is Unit.hour or edges[-1] - edges[0] <= _FINE_FOR
    return Period(unit, tuple(edges), step_for(zone, since, until) if is_fine else _DAY)


def _edges(unit: Unit, since: datetime, zone: tzinfo) -> Iterator[float]:
    """Yield where bars begin, from the one on that holds `since`."""
    local = since.astimezone(zone)
    if unit is Unit.hour:
        at = since.timestamp() - (local.minute * 60 + local.second + local.microsecond / 1e6)
        while True:
            yield at
            at += _HOUR
    day = local.date()
    if unit is Unit.week:
        day -= timedelta(days=day.weekday())
    elif unit is Unit.month:
        day = day.replace(day=1)
    while True:
        yield midnight(day, zone)
        day = _next(unit, day)


def _next(unit: Unit, day: date) -> date:
    if unit is Unit.month:
        return (day + timedelta(days=31)).replace(day=1)
    return day + timedelta(days=7 if unit is Unit.week else 1)
