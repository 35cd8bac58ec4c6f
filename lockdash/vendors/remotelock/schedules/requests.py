"""What is sent about schedules and exceptions, by the names of the API. What cannot be is refused here.

A change says all that there is, also what stays: the reference's example of an update sends a name, and its answer has
a week that is empty. Nothing tells whether it was so before, so nothing is left to be understood.
"""

from __future__ import annotations

from msgspec import UnsetType

from lockdash.domain.devices import Device, DeviceKind
from lockdash.domain.exceptions import AccessException, DateRange
from lockdash.domain.schedules import Schedule, ScheduleKind
from lockdash.vendors.abilities import impossible
from lockdash.vendors.remotelock.desk import Attributes
from lockdash.vendors.remotelock.schedules.weeks import days_of
from lockdash.vendors.schedules import ExceptionChange, NewException, NewSchedule, ScheduleChange

_ASSIGNED = {
    ScheduleKind.auto_lock: "auto_lock_schedule_id",
    ScheduleKind.lock_action: "lock_action_schedule_id",
    ScheduleKind.power_plug: "power_plug_schedule_id",
    ScheduleKind.thermostat: "thermostat_schedule_id",
}
ASSIGNABLE = {
    DeviceKind.lock: frozenset({ScheduleKind.auto_lock, ScheduleKind.lock_action}),
    DeviceKind.power_plug: frozenset({ScheduleKind.power_plug}),
    DeviceKind.thermostat: frozenset({ScheduleKind.thermostat}),
}
"""By which kinds a device can be told to go (reference, "Update a lock", "a PowerPlug", "a Thermostat")."""


def new_schedule(new: NewSchedule) -> Attributes:
    """Return what a creation says: a day without anything is left out, as in the reference's examples. Raises
    FieldRefused for what cannot be."""
    _check_exception(new.kind, new.exception_id)
    days = {key: entries for key, entries in days_of(new.week, new.kind).items() if entries}
    named = {} if new.exception_id is None else {"access_exception_id": new.exception_id}
    return {"name": _name(new.name), **days, **named}


def changed_schedule(schedule: Schedule, change: ScheduleChange) -> Attributes:
    """Return what an update says. Raises Rejected (FieldRefused) for what cannot be.

    An exception that stays is sent along if it is known. If it is not, there may be one all the same.
    """
    kind = known_kind(schedule)
    name = schedule.name if isinstance(change.name, UnsetType) else change.name
    week = schedule.week if isinstance(change.week, UnsetType) else change.week
    sent: dict[str, object] = {"name": _name(name), **days_of(week, kind)}
    if not isinstance(change.exception_id, UnsetType):
        _check_exception(kind, change.exception_id)
        if kind is ScheduleKind.access:
            sent["access_exception_id"] = change.exception_id
    elif schedule.exception_id is not None:
        sent["access_exception_id"] = schedule.exception_id
    return sent


def new_exception(new: NewException) -> Attributes:
    """Return what a creation says. Raises FieldRefused for what cannot be."""
    return _exception(new.name, new.dates)


def changed_exception(exception: AccessException, change: ExceptionChange) -> Attributes:
    """Return what an update says; the reference requires the dates also where only the name changes. Raises
    FieldRefused for what cannot be."""
    return _exception(
        exception.name if isinstance(change.name, UnsetType) else change.name,
        exception.dates if isinstance(change.dates, UnsetType) else change.dates,
    )


def assignment(device: Device, kind: ScheduleKind, schedule: Schedule | None) -> Attributes:
    """Return what an assignment says, None to take one away. Raises Rejected (FieldRefused) for what cannot be."""
    if kind not in ASSIGNABLE.get(device.kind, frozenset()):
        told = "only in RemoteLock's own portal" if device.kind is DeviceKind.door else "not by one of this kind"
        raise impossible(
            f"{device.name} ({device.kind_raw}) can be told to go by a schedule, but {told}", "schedule_id"
        )
    if schedule is not None and schedule.kind is not kind:
        raise impossible(f"{schedule.name} is a schedule of another kind", "schedule_id")
    if device.kind is DeviceKind.lock and device.contact is not None and device.contact.last_at is None:
        raise impossible(f"{device.name} never connected: what is set before it does is lost", "schedule_id")
    return {_ASSIGNED[kind]: None if schedule is None else schedule.id}


def known_kind(schedule: Schedule) -> ScheduleKind:
    """Return the kind. Raises Rejected if we do not know it: then nothing of it is changed."""
    if schedule.kind is None:
        raise impossible(f"lockdash does not know schedules of this kind ({schedule.kind_raw}), so it only shows them")
    return schedule.kind


def _exception(name: str, dates: tuple[DateRange, ...]) -> Attributes:
    if not dates:
        raise impossible("an exception has one day at least", "dates")
    if any(each.last < each.first for each in dates):
        raise impossible("a range of days ends before it begins", "dates")
    sent = [{"start_date": each.first.isoformat(), "end_date": each.last.isoformat()} for each in dates]
    return {"name": _name(name), "dates": sent}


def _name(name: str) -> str:
    if not name.strip():
        raise impossible("a name is needed", "name")
    return name


def _check_exception(kind: ScheduleKind, exception_id: str | None) -> None:
    if exception_id is not None and kind is not ScheduleKind.access:
        raise impossible("only schedules of accesses have exceptions", "exception_id")
