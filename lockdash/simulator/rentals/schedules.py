"""Schedules: the hours of a week in which an access counts, or at which a device acts (reference, "Schedules")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar

from lockdash.simulator.people import identifier

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LAST_MINUTE = "23:59"

Entry = tuple[Any, ...]


@dataclass(frozen=True)
class Schedule:
    """`type`, `parts`: as on the wire; the first part is a time, `HH:MM`. `days`: what stands under `parts`, by the
    names in WEEK; a day that is not there has nothing. `number`: the id, made of the name if not given.
    `exception_id`: of access schedules only. Whoever changes one puts another in its place."""

    type: ClassVar[str]
    parts: ClassVar[tuple[str, ...]]

    name: str
    days: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    created_at: datetime = datetime(2025, 3, 2, 9, 0, tzinfo=UTC)
    number: str = ""
    exception_id: str | None = None
    updated_at: datetime | None = None

    @property
    def id(self) -> str:
        return self.number or identifier(f"schedule/{self.name}")

    def due(self, day: str, clock: str) -> list[Entry]:
        """Return what begins or is done on `day` at `clock`."""
        return [entry for entry in self.days.get(day, ()) if entry[0] == clock]


class AccessSchedule(Schedule):
    """From when to when, `HH:MM`."""

    type = "access_schedule"
    parts = ("start_time", "end_time")

    def admits(self, wall: datetime) -> bool:
        """Return whether it holds a time on the wall. An end is not part of it but for the last minute of a day: the
        reference has no other way to say midnight."""
        clock = wall.strftime("%H:%M")
        spans = self.days.get(WEEK[wall.weekday()], ())
        return any(starts <= clock and (clock < ends or ends == LAST_MINUTE) for starts, ends in spans)


class AutoLockSchedule(Schedule):
    """At what time the automatic locking is switched on (True) or off."""

    type = "auto_lock_schedule"
    parts = ("time", "enable")


class LockActionSchedule(Schedule):
    """At what time which of `lock` and `unlock`."""

    type = "lock_action_schedule"
    parts = ("time", "action")


class PowerPlugSchedule(Schedule):
    """At what time which of `on` and `off`."""

    type = "power_plug_schedule"
    parts = ("time", "action")


class ThermostatSchedule(Schedule):
    """At what time which temperatures, °F: cooled above the first, heated below the second."""

    type = "thermostat_schedule"
    parts = ("time", "cool", "heat")


KINDS: dict[str, type[Schedule]] = {
    kind.type: kind
    for kind in (AccessSchedule, AutoLockSchedule, LockActionSchedule, PowerPlugSchedule, ThermostatSchedule)
}
