"""An event as JSON and CSV have it: plain values with exactly the documented names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from lockdash.cli.report import time
from lockdash.domain.log_rows import LogRow
from lockdash.domain.walltime import known_zone

ZoneOf = Callable[[LogRow], str | None]
"""The IANA zone of the door of an event, None if nobody knows."""

FIELDS = (
    *("account", "id", "kind", "kind_raw", "outcome", "device", "who", "how", "text"),
    *("occurred_at", "recorded_at", "late", "device_id", "first_seen_at", "zone"),
)
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_GUARD = "'"


def item(row: LogRow, zone: str | None) -> dict[str, Any]:
    """Return one item of `events[]`, its times in UTC. `zone`: of the door."""
    event = row.event
    return {
        "account": event.account,
        "id": event.id,
        "kind": event.kind.value,
        "kind_raw": event.kind_raw,
        "outcome": event.outcome.value,
        "device": row.door,
        "who": row.who,
        "how": event.how,
        "text": row.text,
        "occurred_at": time(event.occurred_at),
        "recorded_at": time(event.recorded_at),
        "late": event.late,
        "device_id": event.device_id,
        "first_seen_at": time(event.first_seen_at),
        "zone": zone,
    }


def cells(row: LogRow, zone: str | None) -> list[str]:
    """Return the same as cells of a sheet. Its times are those of the clock at the door, with their offset."""
    event = row.event
    times = {"occurred_at": event.occurred_at, "recorded_at": event.recorded_at, "first_seen_at": event.first_seen_at}
    values = item(row, zone) | {name: _there(moment, zone) for name, moment in times.items()}
    return [_cell(values[name]) for name in FIELDS]


def _there(moment: datetime | None, zone: str | None) -> str | None:
    """Return `2026-11-21T19:02:11+01:00`; in UTC where the zone is not known."""
    if moment is None:
        return None
    try:
        local = moment.astimezone(known_zone(zone) or UTC)
    except OverflowError:  # the end of the calendar
        return time(moment)
    return local.isoformat(timespec="milliseconds" if local.microsecond else "seconds")


def _cell(value: str | bool | None) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return guarded(value or "")


def guarded(text: str) -> str:
    """Return `text` so that no spreadsheet takes it for a formula (OWASP, "CSV Injection")."""
    return _GUARD + text if text.startswith(_RISKY) else text
