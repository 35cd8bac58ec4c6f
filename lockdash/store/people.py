"""People, what they may open, and what that is called. Read on demand: most sessions never ask."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeAlias

import msgspec

from lockdash.domain.accesses import Access, AccountDefaults, Group, Place
from lockdash.domain.changes import Change
from lockdash.domain.exceptions import AccessException
from lockdash.domain.people import Person
from lockdash.domain.schedules import Schedule
from lockdash.store.changes import changes_since
from lockdash.store.database import Database, revision_of
from lockdash.store.keyed import Keyed
from lockdash.store.schema import check_version

_people = Keyed("people", Person, ("key",), ("account",))
_accesses = Keyed("accesses", Access, ("key",), ("account", "person_key", "target_id"))
_groups = Keyed("door_groups", Group, ("account", "id"))
_places = Keyed("places", Place, ("account", "id"))
_schedules = Keyed("schedules", Schedule, ("account", "id"))
_exceptions = Keyed("access_exceptions", AccessException, ("account", "id"))
_defaults = Keyed("account_defaults", AccountDefaults, ("account",))

Named: TypeAlias = Group | Place | Schedule | AccessException
"""What an account has a list of, each with an id."""
_named: Mapping[type, Keyed[Any]] = {
    Group: _groups,
    Place: _places,
    Schedule: _schedules,
    AccessException: _exceptions,
}


class PeopleRows(msgspec.Struct, frozen=True, kw_only=True):
    """What changed after some revision, up to `revision`. People and accesses that are gone are among them, with their
    `gone_at`; groups, places, schedules and exceptions that are gone are told by (account, id) in the fields
    `dropped_`. `changes`: in the order in which they were begun. If all is asked for, nothing is told as dropped, and
    of the changes only those in flight: the whole audit is no news."""

    revision: int
    people: tuple[Person, ...] = ()
    accesses: tuple[Access, ...] = ()
    groups: tuple[Group, ...] = ()
    places: tuple[Place, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    exceptions: tuple[AccessException, ...] = ()
    defaults: tuple[AccountDefaults, ...] = ()
    dropped_groups: frozenset[tuple[str, str]] = frozenset()
    dropped_places: frozenset[tuple[str, str]] = frozenset()
    dropped_schedules: frozenset[tuple[str, str]] = frozenset()
    dropped_exceptions: frozenset[tuple[str, str]] = frozenset()
    changes: tuple[Change, ...] = ()

    @property
    def are_none(self) -> bool:
        """Whether nothing changed."""
        return self == PeopleRows(revision=self.revision)


class People:
    def __init__(self, database: Database) -> None:
        self._database = database

    def load(self, since: int) -> PeopleRows:
        """Return what changed after revision `since`, all of it for 0."""
        with self._database.read() as connection:
            check_version(connection, self._database.path)
            return PeopleRows(
                revision=revision_of(connection),
                people=tuple(_people.since(connection, since)),
                accesses=tuple(_accesses.since(connection, since)),
                groups=tuple(_groups.since(connection, since)),
                places=tuple(_places.since(connection, since)),
                schedules=tuple(_schedules.since(connection, since)),
                exceptions=tuple(_exceptions.since(connection, since)),
                defaults=tuple(_defaults.since(connection, since)),
                dropped_groups=_groups.dropped_since(connection, since),
                dropped_places=_places.dropped_since(connection, since),
                dropped_schedules=_schedules.dropped_since(connection, since),
                dropped_exceptions=_exceptions.dropped_since(connection, since),
                changes=tuple(changes_since(connection, since)),
            )

    def put(self, people: Iterable[Person]) -> frozenset[str]:
        """Write those who differ from what is stored and return their keys."""
        return frozenset(person.key for person in _people.put(self._database, people))

    def put_accesses(self, accesses: Iterable[Access]) -> frozenset[str]:
        """Write those that differ from what is stored and return their keys."""
        return frozenset(access.key for access in _accesses.put(self._database, accesses))

    def put_named(self, values: Iterable[Named]) -> frozenset[tuple[str, str]]:
        """Write those that differ from what is stored and return (account, id) of them."""
        by_kind: dict[type, list[Named]] = {}
        for each in values:
            by_kind.setdefault(type(each), []).append(each)
        changed = [one for kind, some in by_kind.items() for one in _named[kind].put(self._database, some)]
        return frozenset((each.account, each.id) for each in changed)

    def put_defaults(self, defaults: Iterable[AccountDefaults]) -> frozenset[str]:
        """Write those that differ from what is stored and return their accounts."""
        return frozenset(each.account for each in _defaults.put(self._database, defaults))

    def keep(self, kind: type[Named], account: str, ids: Collection[str]) -> frozenset[tuple[str, str]]:
        """Drop those of `kind` and `account` that are not among `ids`, and return (account, id) of them."""
        return _named[kind].keep(self._database, account, ids)

    def drop(self, gone: Named) -> None:
        """Drop one."""
        _named[type(gone)].drop(self._database, gone.account, gone.id)

    def of_account(self, account: str) -> list[Person]:
        """Return the people of an account."""
        with self._database.read() as connection:
            return _people.find(connection, account=account)

    def accesses_of(self, person_keys: Collection[str]) -> list[Access]:
        """Return what these people may open, person by person."""
        with self._database.read() as connection:
            return [access for key in person_keys for access in _accesses.find(connection, person_key=key)]

    def at(self, account: str, target_id: str) -> list[tuple[Person, Access]]:
        """Return who may open a device, group or place, without those whose person nobody has read yet."""
        with self._database.read() as connection:
            found = _accesses.find(connection, account=account, target_id=target_id)
            return [(person, access) for access in found for person in _people.find(connection, key=access.person_key)]
