"""Who may open a device, in numbers. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from lockdash.domain.accesses import Access, TargetKind, status
from lockdash.domain.devices import Device
from lockdash.domain.people import PersonStatus
from lockdash.engine.people.directory import Directory
from lockdash.engine.people.snapshot import AccountState, PeopleSnapshot


class AtDoor(msgspec.Struct, frozen=True, kw_only=True):
    """`allowed`: people who may open it now, as far as anybody says; `later`: who will, or are invited. `unheard`:
    those of both of whom the lock has not heard, or whom it could not take. `lingering`: people whose time is over, of
    which it has not heard. `is_exact`: whether both are certain: of a group it is not known which of its locks waits.
    `read_at`: when all lists of people were read last (UTC), None for never."""

    allowed: int = 0
    later: int = 0
    unheard: int = 0
    lingering: int = 0
    is_exact: bool = True
    read_at: datetime | None = None


def at_door(device: Device, people: PeopleSnapshot, directory: Directory, now: datetime) -> AtDoor | None:
    """Return who may open `device` at `now` (UTC); None if people were not opened, or if its account keeps none that
    could."""
    state = people.accounts.get(device.account)
    if not people.is_open or state is None or not can_have_people(device, state):
        return None
    allowed = later = unheard = lingering = 0
    is_exact = True
    for key, accesses in _by_person(directory.accesses_to(device)).items():
        person = people.people.get(key)
        if person is None:
            continue
        found = status(person, accesses, now, device.zone)
        waits = [each for each in accesses if each.sync is not None and each.sync.waiting + each.sync.failed]
        is_exact = is_exact and all(map(_covers_it, waits))
        if found.is_over:
            lingering += bool(waits)
            continue
        later += found in (PersonStatus.upcoming, PersonStatus.pending)
        allowed += found not in (PersonStatus.upcoming, PersonStatus.pending)
        unheard += bool(waits)
    return AtDoor(
        allowed=allowed,
        later=later,
        unheard=unheard,
        lingering=lingering,
        is_exact=is_exact,
        read_at=state.read_at,
    )


def can_have_people(device: Device, state: AccountState) -> bool:
    """Whether anybody can be given access to `device`; yes while nobody knows, since its account was not connected."""
    return state.keeps_people and (not state.origins or any(device.kind in origin.doors for origin in state.origins))


def people_at(device: Device, directory: Directory) -> frozenset[str]:
    """Return the keys of those who have an access to `device`, also of those whose time is over."""
    return frozenset(each.person_key for each in directory.accesses_to(device))


def doors_of(accesses: Sequence[Access], people: PeopleSnapshot, directory: Directory) -> frozenset[str]:
    """Return the keys of the devices that `accesses` open, as far as they are known; at a location, of those that
    people can be given access to."""
    doors = (door for access in accesses for door in directory.doors(access) or ())
    return frozenset(
        door.key for door in doors if can_have_people(door, people.accounts.get(door.account, AccountState()))
    )


def _by_person(accesses: Sequence[Access]) -> dict[str, list[Access]]:
    found: dict[str, list[Access]] = {}
    for access in accesses:
        found.setdefault(access.person_key, []).append(access)
    return found


def _covers_it(access: Access) -> bool:
    """Whether what waits for `access` is certainly this door."""
    sync = access.sync
    return access.target_kind is TargetKind.device or (sync is not None and sync.waiting + sync.failed >= sync.total)
