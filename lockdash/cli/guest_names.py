"""Doors, groups, places, schedules and people, by what somebody typed for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lockdash.cli.exits import Exit, Stop
from lockdash.cli.names import Named, NoSuchName, Noun, pick
from lockdash.cli.people_reading import PeopleReading
from lockdash.domain.accesses import Access, Group
from lockdash.domain.devices import Device
from lockdash.domain.people import Person
from lockdash.domain.schedules import Schedule, ScheduleKind
from lockdash.engine.people.directory import Directory
from lockdash.engine.people.draft import kinds_of
from lockdash.engine.people.plans import Target
from lockdash.engine.people.snapshot import Pair
from lockdash.engine.words import KIND_WORDS

_DOOR = Noun("door, group or location", "doors", "`lockdash status`")
_SCHEDULE = Noun("access schedule", "schedules", "the vendor's portal")
_PERSON = Noun("person", "people", "`lockdash people --status all`")
_THEIRS = Noun("door of theirs", "of their doors", "`lockdash people`")


def door(name: str, reading: PeopleReading, account: str) -> Target:
    """Return the door, group or place of `account` that `name` means. Raises Stop, with the near ones; also for what
    nobody can be given, and for what belongs to another account."""
    directory, origins = reading.people.directory, reading.state(account).origins
    offered = {
        _key(each): each for origin in origins if kinds_of(origin) for each in directory.offered(account, origin)
    }
    try:
        return pick(name, [_named(each) for each in offered.values()], _DOOR)
    except NoSuchName as stop:
        found = _elsewhere(name, reading, account)
        if found is None:
            raise
        if found.account == account:
            why = f": it is a {KIND_WORDS[found.kind]}" if isinstance(found, Device) else ""
            raise Stop(Exit.usage, f"nobody can be given {found.name}{why}") from stop
        raise Stop(Exit.usage, f"{found.name} belongs to {found.account}, not to {account}") from stop


def schedule(name: str, known: Mapping[Pair, Schedule], account: str) -> str | None:
    """Return the vendor's id of the schedule that `name` means, None for none. Raises Stop."""
    if not name.strip():
        return None
    mine = [each for each in known.values() if each.account == account and each.kind is ScheduleKind.access]
    return pick(name, [Named(each.id, each.id, each.name, account) for each in mine], _SCHEDULE)


def person(name: str, known: Iterable[Person]) -> Person:
    """Return whom `name` means: a name, an e-mail address or a key. Raises NoSuchName and Stop."""
    return pick(
        name, [Named(each, each.key, each.name, each.account, also=each.email or "") for each in known], _PERSON
    )


def access(name: str, accesses: Sequence[Access], directory: Directory) -> Access:
    """Return the one of `accesses` that is to what `name` means. Raises Stop."""
    return pick(name, [Named(each, each.key, directory.name(each), each.account) for each in accesses], _THEIRS)


def _elsewhere(name: str, reading: PeopleReading, account: str) -> Target | None:
    """Return the only thing of that very name that cannot be meant, of this account first."""
    known = reading.people.snapshot
    things: list[Target] = [*reading.devices.values(), *known.groups.values(), *known.places.values()]
    for own in (True, False):
        try:
            found = [each for each in things if (each.account == account) == own]
            return pick(name, [_named(each) for each in found], _DOOR)
        except Stop:
            continue
    return None


def _named(target: Target) -> Named[Target]:
    gone = isinstance(target, Device) and target.gone_at is not None
    return Named(target, _key(target), target.name, target.account, gone)


def _key(target: Target) -> str:
    if isinstance(target, Device):
        return target.key
    kind = "group" if isinstance(target, Group) else "location"
    return f"{target.account}/{kind}/{target.id}"
