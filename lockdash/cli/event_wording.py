"""An event as text for people: when it happened here and at the door, how late it was told, how loud it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from lockdash.cli.terminal import Tone
from lockdash.domain.alarms import is_trouble
from lockdash.domain.events import Event
from lockdash.domain.log_rows import LogRow
from lockdash.domain.text import clean
from lockdash.domain.walltime import known_zone, wall_at, wall_elsewhere

_LONGEST = 1000
_AT_ONCE = timedelta(minutes=1)
_FORMAT = "%Y-%m-%d %H:%M:%S"


def here(moment: datetime) -> str:
    """Return `2026-11-21 18:02:11` by this machine's clock."""
    try:
        return moment.astimezone().strftime(_FORMAT)
    except (OverflowError, ValueError, OSError):  # the ends of the calendar
        return moment.astimezone(UTC).strftime(_FORMAT)


def told(row: LogRow) -> tuple[str, Tone]:
    """Return what happened. Trouble is marked by more than its colour."""
    text = clean(row.text, _LONGEST)
    if is_trouble(row.event.kind, row.event.outcome):
        return f"! {text}", Tone.alarm
    return text, Tone.calm


def remarks(row: LogRow, zone: str | None) -> str:
    """Return what else is to be said of it, "" if nothing."""
    return "; ".join(filter(None, (_at_the_door(row.event.occurred_at, zone), _late(row.event))))


def _at_the_door(moment: datetime, zone: str | None) -> str:
    """Return `19:02 Warsaw` if the clock at the door shows another time than ours, with the day if that differs."""
    if zone is None or known_zone(zone) is None:
        return ""
    ours = wall_elsewhere(moment, zone)
    if ours is None:
        return ""
    there = wall_at(moment, zone)
    place = clean(zone.rpartition("/")[2].replace("_", " "))
    return f"{there:%H:%M} {place}" if there.date() == ours.date() else f"{there:%a %H:%M} {place}"


def _late(event: Event) -> str:
    if not event.late:
        return ""
    recorded = event.recorded_at
    by_the_vendor = recorded is not None and recorded - event.occurred_at > _AT_ONCE
    return f"late, known since {here(recorded if recorded is not None and by_the_vendor else event.first_seen_at)}"
