"""Somebody with what they may open, and which of them are listed, in which order."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

import msgspec

from lockdash.domain.accesses import Access
from lockdash.domain.matching import Wanted
from lockdash.domain.people import Person, PersonStatus
from lockdash.domain.text import fold
from lockdash.engine.order import natural
from lockdash.engine.people.directory import Directory
from lockdash.engine.people.finding import searched
from lockdash.engine.people.snapshot import PeopleSnapshot
from lockdash.engine.people.views import PersonView, view


class Reach(msgspec.Struct, frozen=True):
    """`covered`: all that they may open is known. `origin`: what the list is called that they are from, "" if that is
    not known."""

    view: PersonView
    directory: Directory
    covered: bool
    origin: str = ""

    @property
    def person(self) -> Person:
        return self.view.person

    @property
    def is_silent(self) -> bool:
        return is_silent(self.person)

    @property
    def accesses(self) -> list[Access]:
        """By the names of what they are to."""
        return sorted(self.view.accesses, key=lambda each: (natural(self.directory.name(each)), each.key))

    @property
    def doors(self) -> list[str]:
        return [self.directory.name(access) for access in self.accesses]


class Choice(msgspec.Struct, frozen=True):
    """Who is listed. `wanted`: what the filter asks for."""

    accounts: frozenset[str]
    statuses: Collection[str]
    wanted: Wanted

    def takes(self, reach: Reach, doors: Collection[str] = ()) -> bool:
        """`doors`: folded names of those that may be theirs, beside those that are known to be: then whether it is
        possible."""
        if reach.person.account not in self.accounts or reach.view.status not in self.statuses:
            return False
        if not self.wanted:
            return True
        known = searched(reach.view, _all_doors(reach), reach.origin)
        return self.wanted.takes(known, searched(reach.view, doors, reach.origin) if doors else None)


def _all_doors(reach: Reach) -> Iterator[str]:
    """The names of what they have accesses to, and of all doors that those open, folded."""
    for access in reach.view.accesses:
        yield fold(reach.directory.name(access))
        yield from (fold(door.name) for door in reach.directory.doors(access) or ())


def reached(
    known: PeopleSnapshot, directory: Directory, accounts: Collection[str], now: datetime, *, stored: bool = False
) -> list[Reach]:
    """Return everybody, who needs a person first. `stored`: nobody knows what has been read of them; then no access at
    all says nothing."""
    views = (view(person, known, directory, now) for person in known.people.values() if person.account in accounts)
    found = [
        Reach(each, directory, each.doors_known or (stored and bool(each.accesses)), _origin(each.person, known))
        for each in views
    ]
    return sorted(found, key=_order)


def is_silent(person: Person) -> bool:
    """Whether only their name is known yet, and not when they may enter: the list that has them does not say."""
    return person.status is PersonStatus.unknown and not person.status_raw


def has_heard(access: Access) -> bool | None:
    """Whether every lock of `access` has heard of it, or has failed to; None if none has to. One that was granted this
    moment is not counted yet, and is waited for."""
    if access.sync is None:
        return None
    return bool(access.sync.total) and not access.sync.waiting


def _origin(person: Person, known: PeopleSnapshot) -> str:
    state = known.accounts.get(person.account)
    origin = state.origin(person.origin) if state is not None else None
    return origin.label if origin is not None else ""


def _order(reach: Reach) -> tuple[Any, ...]:
    who = reach.person
    return reach.view.attention, natural(who.name), natural(who.account), who.key
