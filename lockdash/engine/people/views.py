"""Somebody as they should be believed at one moment: pure, so that screen and command line say the same."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import IntEnum

import msgspec

from lockdash.domain.accesses import Access, SyncState, SyncSummary, status, summary, window_at
from lockdash.domain.changes import Change
from lockdash.domain.people import Person, PersonStatus
from lockdash.domain.windows import Window
from lockdash.engine.people.directory import Directory
from lockdash.engine.people.snapshot import PeopleSnapshot

LONG = timedelta(minutes=10)
"""A lock that has not heard of somebody for so long needs a look: one that sleeps wakes every few minutes."""


class PersonAttention(IntEnum):
    """What needs a person, the most urgent first."""

    failed = 0
    waits_long = 1
    waits = 2
    none = 3
    over = 4


class PersonView(msgspec.Struct, frozen=True, kw_only=True):
    """`stay`: the person's, or the window that all their accesses share, None for none or several. `zone`: that of all
    their doors. `change`: one that is in flight. `several_windows`: their accesses differ in when they count."""

    person: Person
    status: PersonStatus
    accesses: tuple[Access, ...]
    sync: SyncSummary
    attention: PersonAttention
    stay: Window | None = None
    several_windows: bool = False
    zone: str | None = None
    change: Change | None = None
    doors_known: bool = True

    @property
    def doors(self) -> int:
        """How many doors, groups and places they may use."""
        return len(self.accesses)


def view(person: Person, people: PeopleSnapshot, directory: Directory, now: datetime) -> PersonView:
    """Return `person` as they should be believed at `now` (UTC)."""
    accesses = people.by_person.get(person.key, ())
    zone = directory.zone_at(accesses)
    found, heard = status(person, accesses, now, zone), summary(accesses)
    stay, several = _stay(person, accesses)
    return PersonView(
        person=person,
        status=found,
        accesses=accesses,
        sync=heard,
        attention=_attention(found, heard, now),
        stay=stay,
        several_windows=several,
        zone=zone,
        change=next((each for each in people.changes.values() if each.person_key == person.key), None),
        doors_known=people.knows_accesses(person),
    )


def _attention(found: PersonStatus, heard: SyncSummary, now: datetime) -> PersonAttention:
    """A door that did not hear of a guest keeps them out; one that did not hear of a departure lets them in: both
    matter, so that people whose time is over count as well while a lock waits."""
    if heard.state is SyncState.failed:
        return PersonAttention.failed
    if heard.state is SyncState.pending:
        since = heard.pending_since
        return PersonAttention.waits_long if since is not None and now - since >= LONG else PersonAttention.waits
    return PersonAttention.over if found.is_over else PersonAttention.none


def _stay(person: Person, accesses: tuple[Access, ...]) -> tuple[Window | None, bool]:
    if not accesses:
        return person.stay, False
    first = window_at(person, accesses[0])
    for access in accesses[1:]:
        window = window_at(person, access)
        if window is not first and window != first:
            return person.stay, True
    return first, False
