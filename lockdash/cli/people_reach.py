"""Somebody with what they may open, and which of them are listed, in which order."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec

from lockdash.domain.accesses import Access
from lockdash.domain.people import Person, PersonStatus
from lockdash.domain.text import fold
from lockdash.engine.order import natural
from lockdash.engine.people.directory import Directory
from lockdash.engine.people.snapshot import PeopleSnapshot
from lockdash.engine.people.views import PersonView, view


class Reach(msgspec.Struct, frozen=True):
    """`covered`: all that they may open is known."""

    view: PersonView
    directory: Directory
    covered: bool

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
    """Who is listed. `words`: all of them apply to each, folded."""

    accounts: frozenset[str]
    statuses: Collection[str]
    words: tuple[str, ...] = ()

    def takes(self, reach: Reach, doors: Collection[str] | None = None) -> bool:
        """`doors`: folded names that are searched instead of those of the doors that are known to be theirs."""
        who = reach.person
        if who.account not in self.accounts or reach.view.status not in self.statuses:
            return False
        if not self.words:
            return True
        own = [fold(each) for each in (who.name, who.email, who.department, reach.view.status) if each]
        text = "\n".join([*own, *(map(fold, reach.doors) if doors is None else doors)])
        return all(word in text for word in self.words)


def words_of(text: str) -> tuple[str, ...]:
    return tuple(fold(text).split())


def reached(
    known: PeopleSnapshot, directory: Directory, accounts: Collection[str], now: datetime, *, stored: bool = False
) -> list[Reach]:
    """Return everybody, who needs a person first. `stored`: nobody knows what has been read of them; then no access at
    all says nothing."""
    views = (view(person, known, directory, now) for person in known.people.values() if person.account in accounts)
    found = [Reach(each, directory, each.doors_known or (stored and bool(each.accesses))) for each in views]
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


def _order(reach: Reach) -> tuple[Any, ...]:
    who = reach.person
    return reach.view.attention, natural(who.name), natural(who.account), who.key
