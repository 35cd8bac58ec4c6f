"""Schedules as JSON. Times are told twice: as a moment in UTC, and by the clock at the door, without an offset."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lockdash.cli import report
from lockdash.cli.schedule_coming import Coming
from lockdash.cli.schedule_known import Known, id_of
from lockdash.domain.walltime import wall_at
from lockdash.domain.week_changes import Turn
from lockdash.domain.week_text import day_text, item_text
from lockdash.domain.weeks import DAY_KEYS
from lockdash.engine.schedules.views import ScheduleView, Use
from lockdash.engine.schedules.words import BEGINS, ENDS, next_zone

_UTC = "UTC"


def schedule(view: ScheduleView, known: Known, now: datetime) -> dict[str, Any]:
    """Return one item of `schedules[]`. `kind` and `week` are null for a kind that is not known, `zone` where the doors
    are in several or nobody says, `used_by` where it was not read."""
    return {
        "account": view.account,
        "id": id_of(view),
        "name": view.name,
        "kind": view.kind and view.kind.value,
        "zone": _UTC if view.in_utc else view.zone,
        "week": None if view.kind is None else {name: day_text(view.week, day) for day, name in enumerate(DAY_KEYS)},
        "used_by": [_use(each) for each in view.uses] if known.knows_uses(view) else None,
        "next_change": view.next and _turn(view.next, next_zone(view, now) or _UTC),
    }


def coming(each: Coming) -> dict[str, Any]:
    """Return one item of `changes[]` of `schedules next`."""
    return {
        "account": each.device.account,
        "key": each.device.key,
        "name": each.device.name,
        "schedule": each.view.name,
        "kind": each.view.kind and each.view.kind.value,
        **_turn(each.turn, each.zone),
    }


def _use(each: Use) -> dict[str, Any]:
    """`door`: of a person, at which they go by it."""
    return {
        "kind": "device" if each.is_device else "person",
        "key": each.key,
        "name": each.name,
        "door": each.where or None,
    }


def _turn(turn: Turn, zone: str) -> dict[str, Any]:
    """`change`: as in the text form of a week, or that what is allowed begins or ends."""
    allowed = BEGINS if turn.allowed else ENDS
    return {
        "change": allowed if turn.mark is None else item_text(turn.mark).partition(" ")[2],
        "at": report.time(turn.at),
        "wall": wall_at(turn.at, zone).isoformat(timespec="seconds"),
        "zone": zone,
    }
