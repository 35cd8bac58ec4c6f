"""What can be asked to be done to schedules: one order is one request to the vendor, and one record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import msgspec
from msgspec import UNSET

from lockdash.domain.changes import Change, ChangeKind, ChangeStatus
from lockdash.domain.devices import Device
from lockdash.domain.exceptions import AccessException
from lockdash.domain.schedules import Schedule, ScheduleKind
from lockdash.vendors.schedules import ExceptionChange, NewException, NewSchedule, ScheduleChange

Subject = Schedule | AccessException | Device


class CreateSchedule(msgspec.Struct, frozen=True, tag=True):
    account: str
    new: NewSchedule


class UpdateSchedule(msgspec.Struct, frozen=True, tag=True):
    """`schedule`: as it was when somebody began to change it; if it is another one by now, nothing is sent."""

    schedule: Schedule
    change: ScheduleChange


class DeleteSchedule(msgspec.Struct, frozen=True, tag=True):
    """`schedule`: as in UpdateSchedule."""

    schedule: Schedule


class Assign(msgspec.Struct, frozen=True, tag=True):
    """Let a device go by `schedule`, by none of that kind if None. `device`: as in UpdateSchedule."""

    device: Device
    kind: ScheduleKind
    schedule: Schedule | None


class CreateException(msgspec.Struct, frozen=True, tag=True):
    account: str
    new: NewException


class UpdateException(msgspec.Struct, frozen=True, tag=True):
    """`exception`: as in UpdateSchedule."""

    exception: AccessException
    change: ExceptionChange


class DeleteException(msgspec.Struct, frozen=True, tag=True):
    """`exception`: as in UpdateSchedule."""

    exception: AccessException


Order: TypeAlias = (
    CreateSchedule | UpdateSchedule | DeleteSchedule | Assign | CreateException | UpdateException | DeleteException
)

KINDS: Mapping[type, ChangeKind] = {
    CreateSchedule: ChangeKind.create_schedule,
    UpdateSchedule: ChangeKind.update_schedule,
    DeleteSchedule: ChangeKind.delete_schedule,
    Assign: ChangeKind.assign_schedule,
    CreateException: ChangeKind.create_exception,
    UpdateException: ChangeKind.update_exception,
    DeleteException: ChangeKind.delete_exception,
}


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an order. `change`: its record. `now`: what the vendor has now, None if it is gone or not known.
    `is_conflict`: nothing was done, since somebody else has changed it meanwhile, and `now` is how it stands; None for
    deleted. `fields`: refusals by the field of the request, "" for no single one. `alarms`: where what came back
    differs from what was asked for, in words. `found`: after a creation without an answer, what a look has shown that
    is as it was to be and was not there before: if there are several, nobody knows which one it is, or whether."""

    change: Change
    now: Subject | None = None
    is_conflict: bool = False
    fields: Mapping[str, str] = {}
    alarms: tuple[str, ...] = ()
    found: tuple[Schedule | AccessException, ...] = ()

    @property
    def is_done(self) -> bool:
        return self.change.status is ChangeStatus.done


def account_of(order: Order) -> str:
    match order:
        case CreateSchedule(account=account) | CreateException(account=account):
            return account
        case UpdateSchedule(schedule=subject) | DeleteSchedule(schedule=subject):
            return subject.account
        case Assign(device=device):
            return device.account
        case UpdateException(exception=exception) | DeleteException(exception=exception):
            return exception.account


def subject_of(order: Order) -> Schedule | AccessException | None:
    """Return the schedule or exception that is to be changed or deleted, as it was when somebody began to; None of an
    order about something else."""
    match order:
        case UpdateSchedule(schedule=subject) | DeleteSchedule(schedule=subject):
            return subject
        case UpdateException(exception=dated) | DeleteException(exception=dated):
            return dated
        case _:
            return None


def target_of(order: Order) -> tuple[str | None, str]:
    """Return the vendor's id and the name of what `order` is about; no id of what is to be created."""
    match order:
        case CreateSchedule(new=new):
            return None, new.name
        case CreateException(new=named):
            return None, named.name
        case UpdateSchedule(schedule=subject) | DeleteSchedule(schedule=subject):
            return subject.id, subject.name
        case Assign(device=device):
            return device.vendor_id, device.name
        case UpdateException(exception=exception) | DeleteException(exception=exception):
            return exception.id, exception.name


def details_of(order: Order) -> str:
    """Return what was asked for beside that, in words."""
    match order:
        case UpdateSchedule(change=change):
            return ", ".join(name for name in ("name", "week", "exception_id") if getattr(change, name) is not UNSET)
        case UpdateException(change=dated):
            return ", ".join(name for name in ("name", "dates") if getattr(dated, name) is not UNSET)
        case Assign(kind=kind, schedule=schedule):
            return f"{kind.replace('_', ' ')}: {schedule.name if schedule is not None else 'none'}"
        case _:
            return ""
