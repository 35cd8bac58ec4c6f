"""What the list of events shows: the events, the days they fall on, what is lost of the past, and where it begins.
Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo

import msgspec

from lockdash.domain.event_query import EventQuery, Field
from lockdash.domain.text import fold
from lockdash.engine.log.views import Archive, Gap, LogRow
from lockdash.tui.events.window import LogWindow


class DayRow(msgspec.Struct, frozen=True):
    """The events below happened on this day, by the viewer's clock."""

    day: date


class GapRow(msgspec.Struct, frozen=True):
    gap: Gap


class BeginningRow(msgspec.Struct, frozen=True):
    """Nothing older of an account is in the log."""

    archive: Archive


Row = LogRow | DayRow | GapRow | BeginningRow

_EVENT, _GAP = "e", "g"


def event_key(row: LogRow) -> str:
    return f"{_EVENT}{row.place.seq}"


def can_be_chosen(key: str) -> bool:
    """Whether the cursor may stand on the row: on what happened, and on what is not known."""
    return key[0] in (_EVENT, _GAP)


def rows_of(window: LogWindow, archives: Iterable[Archive], query: EventQuery, zone: tzinfo) -> dict[str, Row]:
    """Return the rows of `window` by their keys, the oldest first; none if nothing happened. `zone`: the viewer's."""
    if not window.rows:
        return {}
    concerned = [each for each in archives if _concerns(query, each.account)]
    gaps = sorted((gap for each in concerned for gap in each.gaps if _is_asked_for(gap, query)), key=_stands_at)
    found: dict[str, Row] = {}
    if window.at_oldest and query.since is None:
        found |= {f"b{each.account}": BeginningRow(each) for each in concerned}
    gaps = _within(gaps, window)
    following_day = float("-inf")
    for row in window.rows:
        at = row.place.at
        while gaps and _stands_at(gaps[0]) <= at:
            _put(found, gaps.pop(0))
        if at >= following_day:
            day = datetime.fromtimestamp(at, UTC).astimezone(zone).date()
            following_day = midnight(day + timedelta(days=1), zone)
            found[f"d{day}"] = DayRow(day)
        found[event_key(row)] = row
    for gap in gaps:
        _put(found, gap)
    return found


def midnight(day: date, zone: tzinfo) -> float:
    """Return when `day` begins in `zone` (seconds since 1970)."""
    return datetime.combine(day, time(), zone).timestamp()


def _put(found: dict[str, Row], gap: Gap) -> None:
    found[f"{_GAP}{gap.account}/{gap.label}/{gap.since}/{gap.until}"] = GapRow(gap)


def _within(gaps: Sequence[Gap], window: LogWindow) -> list[Gap]:
    """Those whose end lies between rows of `window`; beyond its ends, only where the log ends there as well."""
    oldest, newest = window.oldest, window.newest
    after = float("-inf") if window.at_oldest or oldest is None else oldest.at
    until = float("inf") if window.at_newest or newest is None else newest.at
    return [each for each in gaps if after < _stands_at(each) <= until]


def _stands_at(gap: Gap) -> float:
    """A gap stands before the first event that is known after it."""
    return float("inf") if gap.until is None else gap.until.timestamp()


def _is_asked_for(gap: Gap, query: EventQuery) -> bool:
    too_early = query.since is not None and gap.until is not None and gap.until <= query.since
    too_late = query.until is not None and gap.since is not None and gap.since >= query.until
    return not (too_early or too_late)


def _concerns(query: EventQuery, account: str) -> bool:
    """Whether events of `account` are asked for at all."""
    name = fold(account)
    asked = (each for each in query.clauses if each.field is Field.account)
    return all(any(value in name for value in each.values) is not each.negated for each in asked)
