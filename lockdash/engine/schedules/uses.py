"""Who and what goes by which schedule. Kept up to date, not made anew: an account may have tens of thousands of
accesses, and every lock that moves is a change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

import msgspec

from lockdash.domain.accesses import Access
from lockdash.domain.devices import Device
from lockdash.domain.people import Person
from lockdash.engine.people.directory import Directory
from lockdash.engine.people.snapshot import Pair, PeopleSnapshot

K = TypeVar("K")
V = TypeVar("V")


class Use(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody or something that goes by a schedule. `key`: of the device or person. `where`: of a person, the door.
    `zones`: of the doors, None among them if one is not known."""

    key: str
    name: str
    is_device: bool
    where: str = ""
    zones: frozenset[str | None] = frozenset()


class Door(NamedTuple):
    """What is shown of what an access is to."""

    name: str
    zones: frozenset[str | None]


class News(NamedTuple):
    """`schedules`: (account, id) of those that others go by than before. `accesses`: keys of those that changed, or
    whose person or door is called otherwise."""

    schedules: set[Pair]
    accesses: set[str]


class Uses:
    def __init__(self) -> None:
        self._people: Mapping[str, Person] = {}
        self._accesses: Mapping[str, Access] = {}
        self._doors: dict[Pair, Door] = {}
        self._directory: Directory | None = None
        self._by_access: dict[Pair, dict[str, Use]] = {}
        self._pair_of: dict[str, Pair] = {}
        self._by_device: dict[Pair, list[Use]] = {}
        self._devices: Mapping[str, Device] | None = None

    def renew(self, people: PeopleSnapshot, directory: Directory, devices: Mapping[str, Device]) -> News:
        """Take in what is known now, and return what is new of it. `directory`: of these two."""
        dirty = self._renew_devices(devices)
        touched = self._touched(people, directory)
        for key in touched:
            dirty |= self._place(key, people.accesses.get(key), people)
        return News(dirty, touched)

    def of(self, pair: Pair) -> tuple[Use, ...]:
        """Return who and what goes by a schedule: devices first, each by name."""
        found = [*self._by_device.get(pair, ()), *self._by_access.get(pair, {}).values()]
        return tuple(sorted(found, key=lambda each: (not each.is_device, each.name, each.where, each.key)))

    def use_of(self, access: Access, people: PeopleSnapshot) -> Use:
        """Return the use that one access is. For what was renewed."""
        person, door = people.people.get(access.person_key), self._doors[access.account, access.target_id]
        return Use(
            key=access.person_key,
            name=person.name if person is not None else access.person_key,
            is_device=False,
            where=door.name,
            zones=door.zones,
        )

    def _renew_devices(self, devices: Mapping[str, Device]) -> set[Pair]:
        if devices is self._devices:
            return set()
        before, self._devices, self._by_device = self._by_device, devices, _by_device(devices.values())
        return differing(before, self._by_device)

    def _touched(self, people: PeopleSnapshot, directory: Directory) -> set[str]:
        """Return the keys of accesses of which something else is shown than before."""
        touched = differing(self._accesses, people.accesses)
        for key in differing(self._people, people.people):
            if _name(self._people.get(key)) != _name(people.people.get(key)):
                touched |= {each.key for each in people.by_person.get(key, ())}
        if directory is not self._directory:
            doors = {pair: _door(group[0], directory) for pair, group in people.by_target.items()}
            for pair, door in doors.items():
                if self._doors.get(pair) != door:
                    touched |= {each.key for each in people.by_target[pair]}
            self._doors, self._directory = doors, directory
        self._accesses, self._people = people.accesses, people.people
        return touched

    def _place(self, key: str, access: Access | None, people: PeopleSnapshot) -> set[Pair]:
        """Put one access where it belongs, and return the schedules to which that makes a difference."""
        before = self._pair_of.pop(key, None)
        now = None if access is None or access.schedule_id is None else (access.account, access.schedule_id)
        use = self.use_of(access, people) if access is not None and now is not None else None
        was = self._by_access[before].pop(key, None) if before is not None else None
        if now is not None and use is not None:
            self._pair_of[key] = now
            self._by_access.setdefault(now, {})[key] = use
        if (before, was) == (now, use):
            return set()
        return {each for each in (before, now) if each is not None}


def differing(before: Mapping[K, V], now: Mapping[K, V]) -> set[K]:
    """Return the keys of what is another thing than before. Most is the same object, which costs next to nothing."""
    if before is now:
        return set()
    changed = {key for key, each in now.items() if before.get(key) is not each and before.get(key) != each}
    return changed | (before.keys() - now.keys())


def _name(person: Person | None) -> str | None:
    return person.name if person is not None else None


def _door(access: Access, directory: Directory) -> Door:
    target = directory.target(access)
    if target is None:
        return Door(access.target_id, frozenset({None}))
    return Door(target.name, directory.zones_of([target]))


def _by_device(devices: Iterable[Device]) -> dict[Pair, list[Use]]:
    found: dict[Pair, list[Use]] = {}
    for device in devices:
        if device.gone_at is None:
            use = Use(key=device.key, name=device.name, is_device=True, zones=frozenset({device.zone}))
            for id in frozenset(device.schedule_ids.values()):
                found.setdefault((device.account, id), []).append(use)
    return found
