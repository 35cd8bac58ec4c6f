"""Everything known of people at one moment, as an immutable value: what screens and the command line read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from datetime import datetime
from typing import TypeAlias, TypeVar

import msgspec

from lockdash.domain.accesses import Access, AccountDefaults, Group, Place
from lockdash.domain.changes import Change
from lockdash.domain.exceptions import AccessException
from lockdash.domain.people import Person, PersonStatus
from lockdash.domain.schedules import Schedule
from lockdash.store.people import PeopleRows
from lockdash.vendors.people import Origin

Pair: TypeAlias = tuple[str, str]
_AT_DOORS = (PersonStatus.current, PersonStatus.upcoming, PersonStatus.pending)
K = TypeVar("K", bound=Hashable)
N = TypeVar("N", Group, Place, Schedule, AccessException)


class FeedState(msgspec.Struct, frozen=True):
    """How one of the lists fares: read as far as `part` of `parts`; wholly read last at `read_at` (UTC, by any
    session)."""

    part: int = 0
    parts: int = 0
    read_at: datetime | None = None

    @property
    def is_under_way(self) -> bool:
        return self.part < self.parts


class AccountState(msgspec.Struct, frozen=True, kw_only=True):
    """`feeds`: by name, those that together tell of the whole account. `origins`: empty until the account has been
    connected once. `failure`: why nothing of it can be read, in words; `troubles`: the same of single feeds, by name.
    `keeps_people`: False if the vendor knows of none. `accesses_read_at`: the oldest of the last reads of what doors
    list (UTC); None while one of them never was, or where no doors are read. `accesses_of`: keys of people whose own
    accesses this session has read."""

    feeds: Mapping[str, FeedState] = {}
    origins: tuple[Origin, ...] = ()
    failure: str = ""
    troubles: Mapping[str, str] = {}
    keeps_people: bool = True
    accesses_read_at: datetime | None = None
    accesses_of: frozenset[str] = frozenset()

    @property
    def progress(self) -> tuple[int, int]:
        """Reads done and needed in the rounds that are under way; (0, 0) if none is."""
        rounds = [each for each in self.feeds.values() if each.is_under_way]
        return sum(each.part for each in rounds), sum(each.parts for each in rounds)

    @property
    def read_at(self) -> datetime | None:
        """When all lists were read last; None while one of them never was."""
        times = [each.read_at for each in self.feeds.values()]
        known = [each for each in times if each is not None]
        return min(known) if known and len(known) == len(times) else None

    def origin(self, name: str) -> Origin | None:
        return next((each for each in self.origins if each.name == name), None)


class PeopleSnapshot(msgspec.Struct, frozen=True, kw_only=True):
    """People by key and accesses, without what is gone. `by_target`: by (account, the vendor's id of a device, group or
    place). `groups`, `places`, `schedules`, `exceptions`: by (account, id). `changes`: those in flight, by id.

    `changed`: keys of people whose row may look different from the previous snapshot's, also of those who went.
    `is_open`: False until somebody has asked for people; then everything is empty.
    """

    revision: int
    at: datetime
    is_open: bool = False
    people: Mapping[str, Person] = {}
    accesses: Mapping[str, Access] = {}
    by_person: Mapping[str, tuple[Access, ...]] = {}
    by_target: Mapping[Pair, tuple[Access, ...]] = {}
    groups: Mapping[Pair, Group] = {}
    places: Mapping[Pair, Place] = {}
    schedules: Mapping[Pair, Schedule] = {}
    exceptions: Mapping[Pair, AccessException] = {}
    defaults: Mapping[str, AccountDefaults] = {}
    changes: Mapping[str, Change] = {}
    accounts: Mapping[str, AccountState] = {}
    changed: frozenset[str] = frozenset()

    def knows_accesses(self, person: Person) -> bool:
        """Whether all that `person` may open was read, so that none means none; else `by_person` has some of it. What
        is made of the person comes with them; whose time is over is in no door's list."""
        state = self.accounts.get(person.account)
        if state is None:
            return False
        origin = state.origin(person.origin)
        if person.key in state.accesses_of or (origin is not None and origin.one_door):
            return True
        at_doors = person.status is None or person.status in _AT_DOORS
        return at_doors and state.accesses_read_at is not None


def with_rows(old: PeopleSnapshot, rows: PeopleRows, now: datetime, accounts: Collection[str]) -> PeopleSnapshot:
    """Return `old` with `rows` of `accounts`."""
    people, accesses = dict(old.people), dict(old.accesses)
    for person in rows.people:
        if person.gone_at is None and person.account in accounts:
            people[person.key] = person
        else:
            people.pop(person.key, None)
    touched: list[Access] = []
    for access in rows.accesses:
        touched += [each for each in (old.accesses.get(access.key), access) if each is not None]
        if access.gone_at is None and access.account in accounts:
            accesses[access.key] = access
        else:
            accesses.pop(access.key, None)
    changes = {**old.changes, **{each.id: each for each in rows.changes if each.account in accounts}}
    new = msgspec.structs.replace(
        old,
        revision=rows.revision,
        at=now,
        people=people,
        accesses=accesses,
        by_person=_regrouped(old.by_person, touched, accesses, lambda each: each.person_key),
        by_target=_regrouped(old.by_target, touched, accesses, lambda each: (each.account, each.target_id)),
        groups=_kept(old.groups, rows.groups, rows.dropped_groups, accounts),
        places=_kept(old.places, rows.places, rows.dropped_places, accounts),
        schedules=_kept(old.schedules, rows.schedules, rows.dropped_schedules, accounts),
        exceptions=_kept(old.exceptions, rows.exceptions, rows.dropped_exceptions, accounts),
        defaults={**old.defaults, **{each.account: each for each in rows.defaults if each.account in accounts}},
        changes={id: each for id, each in changes.items() if each.status.in_flight},
    )
    return msgspec.structs.replace(new, changed=_changed(rows, touched, new))


def _changed(rows: PeopleRows, touched: Iterable[Access], new: PeopleSnapshot) -> frozenset[str]:
    """Return the keys of people whose row shows something of `rows`: themselves, their accesses, or the name of what
    these are to or go by."""
    targets = _pairs(rows.groups, rows.dropped_groups) | _pairs(rows.places, rows.dropped_places)
    schedules = _pairs(rows.schedules, rows.dropped_schedules)
    found = {each.key for each in rows.people} | {each.person_key for each in touched}
    found |= {each.person_key for each in rows.changes if each.person_key is not None}
    found |= {each.person_key for pair in targets for each in new.by_target.get(pair, ())}
    if schedules:
        found |= {
            each.person_key
            for each in new.accesses.values()
            if each.schedule_id is not None and (each.account, each.schedule_id) in schedules
        }
    return frozenset(found)


def _pairs(named: Iterable[Group | Place | Schedule], dropped: frozenset[Pair]) -> frozenset[Pair]:
    return dropped | {(each.account, each.id) for each in named}


def _regrouped(
    old: Mapping[K, tuple[Access, ...]],
    touched: Collection[Access],
    accesses: Mapping[str, Access],
    group_of: Callable[[Access], K],
) -> dict[K, tuple[Access, ...]]:
    """Return `old` with those groups made anew that have an access among `touched`."""
    if not old:
        return _grouped(accesses, group_of)
    found: dict[K, tuple[Access, ...]] = dict(old)
    members: dict[K, dict[str, Access]] = {}
    for each in touched:
        group = group_of(each)
        if group not in members:
            members[group] = {access.key: access for access in old.get(group, ())}
        members[group].pop(each.key, None)
    for key in {each.key for each in touched}:
        access = accesses.get(key)
        if access is not None:
            members.setdefault(group_of(access), {})[key] = access
    for group, mine in members.items():
        if mine:
            found[group] = tuple(mine[key] for key in sorted(mine))
        else:
            found.pop(group, None)
    return found


def _grouped(accesses: Mapping[str, Access], group_of: Callable[[Access], K]) -> dict[K, tuple[Access, ...]]:
    found: dict[K, list[Access]] = {}
    for key in sorted(accesses):
        access = accesses[key]
        found.setdefault(group_of(access), []).append(access)
    return {group: tuple(mine) for group, mine in found.items()}


def _kept(
    old: Mapping[Pair, N], new: Iterable[N], dropped: Collection[Pair], accounts: Collection[str]
) -> dict[Pair, N]:
    found = {**old, **{(each.account, each.id): each for each in new if each.account in accounts}}
    return {pair: each for pair, each in found.items() if pair not in dropped}
