"""Which locks have heard of what was just written, and which are still to. Pure.

What was known before a write proves nothing about it: an access that nobody has read since stands as not heard.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import IntEnum

import msgspec
from msgspec import UNSET

from lockdash.domain.accesses import Access, SyncState, summary
from lockdash.domain.changes import ChangeStatus
from lockdash.domain.people import Person
from lockdash.engine.people.directory import Directory
from lockdash.engine.people.orders import (
    ChangeAccess,
    Copy,
    Create,
    Deactivate,
    Grant,
    Order,
    Outcome,
    Revoke,
    Update,
)
from lockdash.engine.people.snapshot import PeopleSnapshot
from lockdash.engine.people.steps import Step, StepState


class Ear(IntEnum):
    """What is known of the locks of one access, the most urgent first. `unread`: nothing newer than the write.
    `uncounted`: no lock is counted yet. `silent`: the vendor does not count them."""

    failed = 0
    pending = 1
    unread = 2
    uncounted = 3
    synced = 4
    silent = 5

    @property
    def is_settled(self) -> bool:
        return self in (Ear.failed, Ear.synced, Ear.silent)


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """One access of somebody to whom something was done. `pending`, `failed`: locks. `since`: when the first of those
    that wait began to (UTC)."""

    person: Person
    target: str
    ear: Ear
    pending: int = 0
    failed: int = 0
    since: datetime | None = None


def heard(
    steps: Iterable[Step], before: Mapping[str, Access], people: PeopleSnapshot, directory: Directory
) -> list[Heard]:
    """Return what the locks of all those have heard to whom the done ones of `steps` did something that locks have to
    hear of. `before`: the accesses as they were known when it began."""
    touched = _touched(steps)
    found = []
    for key, everything in touched.items():
        person = people.people.get(key)
        if person is None:
            continue
        for access in people.by_person.get(key, ()):
            concerned = everything or access is not before.get(access.key)
            if concerned:
                found.append(_heard(person, access, before, directory))
    return found


def took_doors(steps: Iterable[Step]) -> bool:
    """Whether doors were taken: no vendor counts the locks that have forgotten somebody."""
    return any(isinstance(each.order, Revoke) and each.state is StepState.done for each in steps)


def is_pending(heard_of: Iterable[Heard]) -> bool:
    """Whether something may still be heard of."""
    return any(not each.ear.is_settled for each in heard_of)


def _touched(steps: Iterable[Step]) -> dict[str, bool]:
    """Return the keys of those people, each with whether all their locks have something to hear."""
    found: dict[str, bool] = {}
    for step in steps:
        outcome = step.outcome
        if outcome is None or outcome.change.status is not ChangeStatus.done:
            continue
        order = None if callable(step.order) else step.order
        for key in _keys(order, outcome):
            found[key] = found.get(key, False) or _concerns_all(order)
    return found


def _keys(order: Order | None, outcome: Outcome) -> list[str]:
    """`order`: None for one that was made for somebody who was just created."""
    if isinstance(order, Copy):
        return [each.written.person_key for each in outcome.copied if each.written is not None]
    if order is None or isinstance(order, Create | Update | Deactivate | Grant | ChangeAccess):
        key = outcome.change.person_key
        return [key] if key is not None else []
    return []


def _concerns_all(order: Order | None) -> bool:
    """Whether every lock of the person has to hear of it: of another stay or PIN, and of the end."""
    if isinstance(order, Update):
        change = order.change
        return change.generate_pin or any(each is not UNSET for each in (change.stay, change.pin, change.card))
    return isinstance(order, Deactivate)


def _heard(person: Person, access: Access, before: Mapping[str, Access], directory: Directory) -> Heard:
    known = summary([access])
    return Heard(
        person=person,
        target=directory.name(access),
        ear=_ear(access, before.get(access.key), known.state),
        pending=known.pending,
        failed=known.failed,
        since=known.pending_since,
    )


def _ear(access: Access, before: Access | None, state: SyncState) -> Ear:
    if access.sync is None and (before is None or before.sync is None):
        return Ear.silent
    if access is before:
        return Ear.unread
    return _EARS[state]


_EARS = {
    SyncState.failed: Ear.failed,
    SyncState.pending: Ear.pending,
    SyncState.synced: Ear.synced,
    SyncState.uncounted: Ear.uncounted,
}
