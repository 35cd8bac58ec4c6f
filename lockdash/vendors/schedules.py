"""The protocol that the engine speaks with vendors about schedules. A vendor may have none: a client that has some
offers its `ScheduleClient` as `schedules` (`schedules_of`). They are read as people are (`PeopleClient.feeds`).

Every write is sent once and never repeated here; what came back is returned as it is, for the caller to compare with
what was asked for. After one that may have happened (`vendors.people.may_have_happened`) a look tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import msgspec
from msgspec import UNSET, UnsetType

from lockdash.domain.devices import Device, DeviceKind
from lockdash.domain.exceptions import AccessException, DateRange
from lockdash.domain.schedules import Schedule, ScheduleKind
from lockdash.domain.weeks import Week
from lockdash.vendors.base import Client


class NewSchedule(msgspec.Struct, frozen=True, kw_only=True):
    """A schedule to be created. `week`: without trouble (`domain.week_trouble`). `exception_id`: for accesses only."""

    name: str
    kind: ScheduleKind
    week: Week = Week()
    exception_id: str | None = None


class ScheduleChange(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be changed of a schedule; UNSET stays as it is. Fields as in NewSchedule."""

    name: str | UnsetType = UNSET
    week: Week | UnsetType = UNSET
    exception_id: str | UnsetType | None = UNSET


class NewException(msgspec.Struct, frozen=True, kw_only=True):
    """An access exception to be created. `dates`: one range at least, none that ends before it begins."""

    name: str
    dates: tuple[DateRange, ...]


class ExceptionChange(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be changed of an exception; UNSET stays as it is. Fields as in NewException."""

    name: str | UnsetType = UNSET
    dates: tuple[DateRange, ...] | UnsetType = UNSET


class ScheduleClient(Protocol):
    """The schedules of one account at one vendor. Every method raises VendorError and nothing else: FieldRefused or
    Rejected for what the vendor refuses (404: somebody has deleted it meanwhile), or what is refused here because it
    cannot be (status 0). The fields of a FieldRefused are `name`, `kind`, `mon` to `sun`, `week`, `exception_id`,
    `dates`, `schedule_id` (of an assignment), and "" for none in particular.

    `kinds`: those that can be created and changed. `assignable`: by which kinds devices can be told to go.
    """

    @property
    def kinds(self) -> frozenset[ScheduleKind]: ...

    @property
    def assignable(self) -> Mapping[DeviceKind, frozenset[ScheduleKind]]: ...

    async def get(self, schedule: Schedule) -> Schedule:
        """Read it anew, to see whether somebody has changed it meanwhile."""

    async def create(self, new: NewSchedule) -> Schedule: ...

    async def look(self, new: NewSchedule) -> tuple[Schedule, ...]:
        """Return those that were created or changed lately, by the vendor's clock, and are as `new` asks, for one who
        does not know whether it was created. Which of them were there before, the caller knows."""

    async def update(self, schedule: Schedule, change: ScheduleChange) -> Schedule:
        """Change a schedule. `schedule`: as it was read just now: what `change` leaves as it is may be sent along."""

    async def delete(self, schedule: Schedule) -> None: ...

    async def assign(self, device: Device, kind: ScheduleKind, schedule: Schedule | None) -> Device:
        """Let `device` go by `schedule`, by none of that kind if None. Return it as the vendor says it is now
        (`Device.schedule_ids`): what it does of it, it has yet to hear. For accesses: `PeopleClient.change_access`."""

    async def get_device(self, device: Device) -> Device:
        """Read it anew, as `assign` returns it."""

    async def get_exception(self, exception: AccessException) -> AccessException:
        """Read it anew."""

    async def create_exception(self, new: NewException) -> AccessException: ...

    async def look_for_exception(self, new: NewException) -> tuple[AccessException, ...]:
        """As `look`."""

    async def update_exception(self, exception: AccessException, change: ExceptionChange) -> AccessException:
        """Change an exception. `exception`: as in `update`."""

    async def delete_exception(self, exception: AccessException) -> None: ...


def schedules_of(client: Client) -> ScheduleClient | None:
    """Return the `schedules` of a client, None if its vendor keeps none."""
    found: ScheduleClient | None = getattr(client, "schedules", None)
    return found
