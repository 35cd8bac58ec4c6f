"""Accesses: which person opens which door, door group or location (reference, "Access Persons")."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from lockdash.simulator.rentals.devices import AcsDoor, Device
from lockdash.simulator.rentals.groups import DoorGroup
from lockdash.simulator.rentals.persons import AccessPerson
from lockdash.simulator.rentals.wifi_lock import WifiLock

if TYPE_CHECKING:
    from lockdash.simulator.rentals.rentals import Location, Rentals

COUNTED_AFTER = 1.0
"""Seconds until the cloud has worked out which devices a new access covers: the reference's answer to a grant
counts none, its later answers do."""


class Accessible(NamedTuple):
    """What an access opens, as on the wire: `lock`, `acs_door`, `door_group` or `location`, and its id."""

    type: str
    id: str


class Counts(NamedTuple):
    devices: int
    synced: int
    pending: int
    failed: int


@dataclass(eq=False)
class Access:
    """`guest_start_time`, `guest_end_time`: `HH:MM:SS`, instead of those of the stay. `counted`: see COUNTED_AFTER."""

    id: str
    person: AccessPerson
    accessible: Accessible
    created_at: datetime
    updated_at: datetime
    schedule_id: str | None = None
    guest_start_time: str | None = None
    guest_end_time: str | None = None
    counted: bool = True


class Accesses:
    """Found by person and by what they open."""

    def __init__(self, rentals: Rentals) -> None:
        self._rentals = rentals
        self._by_person: dict[str, dict[str, Access]] = {}
        self._by_accessible: dict[Accessible, dict[str, Access]] = {}

    def add(
        self,
        person: AccessPerson,
        target: Device | DoorGroup | Location,
        *,
        schedule_id: str | None = None,
        created_at: datetime | None = None,
    ) -> Access:
        """Give an access that all locks have heard of already."""
        when = created_at or self._rentals.world.now
        access = Access(self._rentals.people.new_id(), person, accessible(target), when, when, schedule_id)
        return self._keep(access)

    def grant(self, person: AccessPerson, target: Accessible, **traits: str | None) -> Access:
        """Give an access that the locks have yet to hear of."""
        now = self._rentals.world.now
        access = Access(self._rentals.people.new_id(), person, target, now, now, counted=False, **traits)
        self._rentals.world.after(COUNTED_AFTER, partial(self._count, access))
        return self._keep(access)

    def revoke(self, access: Access) -> None:
        del self._by_person[access.person.id][access.id]
        del self._by_accessible[access.accessible][access.id]
        still = {lock.id for other in self.of(access.person) for lock in self.locks(other)}
        for lock in self.locks(access):
            if lock.id not in still:
                self._rentals.syncing.forget(lock, access.person)

    def revoke_at(self, target: Accessible) -> None:
        """What was opened is no more."""
        for access in list(self._by_accessible.get(target, {}).values()):
            self.revoke(access)

    def renew(self, person: AccessPerson) -> None:
        """Let all locks of a person hear of their new code or of its end."""
        for lock in {lock.id: lock for access in self.of(person) for lock in self.locks(access)}.values():
            self._rentals.syncing.begin(lock, person)

    def reschedule(self, access: Access, schedule_id: str | None) -> None:
        access.schedule_id = schedule_id
        access.updated_at = self._rentals.world.now
        self._begin(access)

    def tell(self, access: Access, device: Device) -> None:
        """Let one more device hear of an access."""
        if isinstance(device, WifiLock) and access.counted:
            self._rentals.syncing.begin(device, access.person)

    def of(self, person: AccessPerson) -> list[Access]:
        return list(self._by_person.get(person.id, {}).values())

    def get(self, person: AccessPerson, number: str) -> Access | None:
        return self._by_person.get(person.id, {}).get(number)

    def at(self, target: Accessible) -> list[Access]:
        return list(self._by_accessible.get(target, {}).values())

    def covering(self, device: Device) -> list[Access]:
        """Return the accesses that open `device`, by itself, its groups or its location."""
        groups = [group for group in self._rentals.groups.values() if group.has(device)]
        targets: list[Device | DoorGroup | Location] = [device, *groups, device.location]
        return [access for target in targets for access in self.at(accessible(target))]

    def exists(self, target: Accessible) -> bool:
        """Return whether there is something of that id, and of that type."""
        rentals = self._rentals
        match target.type:
            case "location":
                return any(place.id == target.id for place in rentals.locations)
            case "door_group":
                return target.id in rentals.groups
            case _:
                device = rentals.devices.get(target.id)
                return device is not None and device.type == target.type

    def reach(self, target: Accessible) -> list[Device]:
        """Return the locks and ACS doors that belong to `target`."""
        devices = self._rentals.devices
        match target.type:
            case "location":
                found = [device for device in devices.values() if device.location.id == target.id]
            case "door_group":
                group = self._rentals.groups.get(target.id)
                found = [] if group is None else [devices[door.device_id] for door in group.doors.values()]
            case _:
                found = [devices[target.id]] if target.id in devices else []
        return [device for device in found if isinstance(device, WifiLock | AcsDoor)]

    def doors(self, access: Access) -> list[Device]:
        return self.reach(access.accessible)

    def locks(self, access: Access) -> list[WifiLock]:
        """Return the devices that have to hear of an access. ACS doors do not: the reference counts none for them."""
        return [device for device in self.doors(access) if isinstance(device, WifiLock)]

    def counts(self, access: Access) -> Counts:
        if not access.counted:
            return Counts(0, 0, 0, 0)
        states = [self._rentals.syncing.state(lock, access.person) for lock in self.locks(access)]
        return Counts(len(states), states.count("synced"), states.count("pending"), states.count("failed"))

    def zones(self, person: AccessPerson) -> set[str]:
        """Return the time zones of the locations that a person's accesses lie in."""
        found = set()
        for access in self._by_person.get(person.id, {}).values():
            if access.accessible.type == "location":
                found |= {place.time_zone for place in self._rentals.locations if place.id == access.accessible.id}
            else:
                found |= {door.location.time_zone for door in self.doors(access)}
        return found

    def admitted(self, device: Device) -> dict[str, bool]:
        """Return by id who may open `device`, and whether by any access at this hour. The lock knows the hours as they
        are now: that it would have to hear of them first is not played."""
        found: dict[str, bool] = {}
        for access in self.covering(device):
            known = found.get(access.person.id, False)
            found[access.person.id] = known or self._rentals.admits(access.schedule_id, device.location)
        return found

    def shut_out(self, person_id: str, device: Device) -> bool:
        """Return whether somebody may open `device`, but not at this hour."""
        return not self.admitted(device).get(person_id, True)

    def going_by(self, schedule_id: str) -> list[Access]:
        """Return the accesses under a schedule."""
        everybody = (access for accesses in self._by_person.values() for access in accesses.values())
        return [access for access in everybody if access.schedule_id == schedule_id]

    def clashes(self, person: AccessPerson, pin: str | None, doors: Iterable[Device]) -> bool:
        """Return whether at one of `doors` somebody else is known by `pin`."""
        own = {door.id for door in doors}
        others = [other for other in self._rentals.people.sharing(pin, person) if self._rentals.people.is_live(other)]
        return any(door.id in own for other in others for access in self.of(other) for door in self.doors(access))

    def _keep(self, access: Access) -> Access:
        self._by_person.setdefault(access.person.id, {})[access.id] = access
        self._by_accessible.setdefault(access.accessible, {})[access.id] = access
        return access

    def _count(self, access: Access) -> None:
        access.counted = True
        if self.get(access.person, access.id) is access:
            self._begin(access)

    def _begin(self, access: Access) -> None:
        for lock in self.locks(access):
            self.tell(access, lock)


def accessible(target: Device | DoorGroup | Location) -> Accessible:
    match target:
        case DoorGroup():
            return Accessible("door_group", target.id)
        case AcsDoor():
            return Accessible("acs_door", target.id)
        case Device():
            return Accessible("lock", target.id)
        case _:
            return Accessible("location", target.id)
