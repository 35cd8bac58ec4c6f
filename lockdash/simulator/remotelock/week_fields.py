"""Reading the days of a schedule, with everything that is wrong with them.

The reference states no rules beyond the shape of an entry. Here a time is `HH:MM` of one day, from 00:00 to 23:59; a
span ends after it begins and shares no time with another; nothing is done twice at one time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from lockdash.simulator.remotelock.fields import Fields
from lockdash.simulator.rentals.schedules import WEEK, AccessSchedule, Entry, Schedule

_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_ACTIONS = {"lock_action_schedule": ("lock", "unlock"), "power_plug_schedule": ("on", "off")}


def read_days(fields: Fields, kind: type[Schedule]) -> dict[str, tuple[Entry, ...]]:
    """Return the days that were sent, also those that are to be empty."""
    return {day: _day(fields, day, kind) for day in WEEK if day in fields}


def _day(fields: Fields, day: str, kind: type[Schedule]) -> tuple[Entry, ...]:
    sent = fields.entries(day)
    entries = [tuple(each.get(part) for part in kind.parts) for each in sent]
    if not all(_is_understood(kind, dict(zip(kind.parts, entry, strict=True))) for entry in entries):
        fields.refuse(day, "is invalid")
        return ()
    _check_order(fields, day, kind, sorted(entries, key=lambda entry: str(entry[0])))
    return tuple(entries)


def _is_understood(kind: type[Schedule], entry: Mapping[str, Any]) -> bool:
    return all(_fits(kind, part, value) for part, value in entry.items())


def _fits(kind: type[Schedule], part: str, value: Any) -> bool:
    match part:
        case "enable":
            return isinstance(value, bool)
        case "action":
            return value in _ACTIONS[kind.type]
        case "cool" | "heat":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case _:
            return isinstance(value, str) and _TIME.fullmatch(value) is not None


def _check_order(fields: Fields, day: str, kind: type[Schedule], entries: Sequence[Entry]) -> None:
    if kind is AccessSchedule:
        if any(ends <= starts for starts, ends in entries):
            fields.refuse(day, "end_time must be after start_time")
        elif any(later[0] < earlier[1] for earlier, later in pairwise(entries)):
            fields.refuse(day, "has times that overlap")
    elif any(earlier[0] == later[0] for earlier, later in pairwise(entries)):
        fields.refuse(day, "has the same time twice")
