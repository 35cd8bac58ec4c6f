"""What `lockdash audit` finds in the store: commands and changes, of all or of what a name means."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import TypeAlias

import msgspec

from lockdash.cli.names import Named, NoSuchName, Noun, named, pick
from lockdash.domain.accesses import TargetKind
from lockdash.domain.changes import Change, ChangeKind
from lockdash.domain.commands import Command
from lockdash.domain.devices import Device
from lockdash.domain.exceptions import AccessException
from lockdash.domain.people import Person
from lockdash.domain.schedules import Schedule
from lockdash.domain.text import fold
from lockdash.store.store import Store

Thing: TypeAlias = Device | Person | Schedule | AccessException

_THING = Noun("device, person or schedule", "things", "the dashboard")
_ALL = -1
_KINDS: Mapping[ChangeKind, type[Thing]] = {
    ChangeKind.create_schedule: Schedule,
    ChangeKind.update_schedule: Schedule,
    ChangeKind.delete_schedule: Schedule,
    ChangeKind.create_exception: AccessException,
    ChangeKind.update_exception: AccessException,
    ChangeKind.delete_exception: AccessException,
}


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for. `name`: None for everything. `limit`: at most so many, all of them for 0."""

    name: str | None = None
    account: str | None = None
    since: datetime | None = None
    limit: int = 0


def found(store: Store, devices: Collection[Device], asked: Asked) -> list[Command | Change]:
    """Return what was asked for last first, one more than the limit if there is more. Raises Stop for a name that means
    nothing or several things, and StoreError."""
    most = asked.limit + 1 if asked.limit else _ALL
    if asked.name is None:
        commands, changes = _commands(store, asked, None, most), _changes(store, asked, most)
    else:
        commands, changes = _of_name(store, devices, asked, asked.name, most)
    both: list[Command | Change] = [*commands, *changes]
    both.sort(key=lambda each: each.requested_at, reverse=True)
    return both[:most] if asked.limit else both


def told(
    store: Store, devices: Collection[Device], found: Iterable[Command | Change]
) -> list[tuple[Command | Change, str]]:
    """Return each with the name of its device, or of the door or schedule of a change: that which it had then, else
    that which it has now, else what identifies it."""
    names = {each.key: each.name for each in devices}
    doors: dict[tuple[TargetKind | None, str, str | None], str] = {
        (TargetKind.device, each.account, each.vendor_id): each.name for each in devices
    }
    pairs = list(found)
    if any(
        isinstance(each, Change) and each.target_kind and not each.target_name and _place(each) not in doors
        for each in pairs
    ):
        known = store.load_people()
        doors |= {(TargetKind.door_group, each.account, each.id): each.name for each in known.groups}
        doors |= {(TargetKind.location, each.account, each.id): each.name for each in known.places}
    return [
        (each, names.get(each.device_key) or each.device_key)
        if isinstance(each, Command)
        else (each, each.target_name or doors.get(_place(each)) or each.target_id or "")
        for each in pairs
    ]


def _place(change: Change) -> tuple[TargetKind | None, str, str | None]:
    return change.target_kind, change.account, change.target_id


def _of_name(
    store: Store, devices: Collection[Device], asked: Asked, name: str, most: int
) -> tuple[list[Command], list[Change]]:
    things = [each for each in _things(store, devices) if asked.account in (None, each.account)]
    try:
        thing = pick(name, things, _THING)
    except NoSuchName:
        commands, changes = _forgotten(store, asked.account, name)
        if not commands and not changes:
            raise
        since = asked.since
        return (
            [each for each in commands if since is None or each.requested_at >= since],
            [each for each in changes if since is None or each.requested_at >= since],
        )
    if isinstance(thing, Person):
        return [], _changes(store, asked, most, person_key=thing.key)
    commands = _commands(store, asked, thing.key, most) if isinstance(thing, Device) else []
    about = type(thing), thing.account, thing.vendor_id if isinstance(thing, Device) else thing.id
    return commands, [each for each in _changes(store, asked, _ALL) if _target(each) == about]


def _forgotten(store: Store, account: str | None, words: str) -> tuple[list[Command], list[Change]]:
    """Return what tells of something that is known by nothing else: the key of a device, or any name."""
    folded = fold(words)
    changes = store.changes(account=account, limit=_ALL)
    told = [each for each in changes if folded and folded in (fold(each.person_name), fold(each.target_name))]
    return store.commands(device_key=words, account=account, limit=_ALL), told


def _things(store: Store, devices: Collection[Device]) -> Iterator[Named[Thing]]:
    known = store.load_people()
    for device in devices:
        yield Named[Thing](*named(device))
    for person in known.people:
        gone = person.gone_at is not None
        yield Named[Thing](person, person.key, person.name, person.account, gone, also=person.email or "")
    for schedule in known.schedules:
        yield Named[Thing](schedule, f"{schedule.account}/schedule/{schedule.id}", schedule.name, schedule.account)
    for each in known.exceptions:
        yield Named[Thing](each, f"{each.account}/exception/{each.id}", each.name, each.account)


def _target(change: Change) -> tuple[type[Thing] | None, str, str | None]:
    """Return what sort of thing, of which account and with which id of the vendor, was changed or given."""
    if change.target_kind is TargetKind.device or change.kind is ChangeKind.assign_schedule:
        return Device, change.account, change.target_id
    return _KINDS.get(change.kind), change.account, change.target_id


def _commands(store: Store, asked: Asked, device_key: str | None, most: int) -> list[Command]:
    return store.commands(device_key=device_key, account=asked.account, since=asked.since, limit=most)


def _changes(store: Store, asked: Asked, most: int, person_key: str | None = None) -> list[Change]:
    return store.changes(account=asked.account, person_key=person_key, since=asked.since, limit=most)
