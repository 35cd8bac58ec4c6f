"""The people of all accounts as the store has them, with the indexes that merging needs."""

from __future__ import annotations

from datetime import datetime, timedelta

from lockdash.domain.accesses import Access, Group
from lockdash.domain.changes import Change
from lockdash.domain.people import Person
from lockdash.store.people import PeopleRows
from lockdash.store.store import Store

REMEMBERED = timedelta(hours=1)
"""How long settled changes count: longer than any read of a vendor takes."""


class Known:
    """The store's rows as of `revision`, as far as merging goes by them. Belongs to the writer's thread: jobs read it,
    `pull` renews it.

    `by_person`, `by_target`: keys of accesses, also of those that are gone, by person key and by (account, target id).
    `schedules`, `exceptions`: by (account, id). `changes`: by id, in the order in which they were recorded.
    """

    def __init__(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self.revision = 0
        self.people: dict[str, Person] = {}
        self.accesses: dict[str, Access] = {}
        self.groups: dict[tuple[str, str], Group] = {}
        self.schedules: set[tuple[str, str]] = set()
        self.exceptions: set[tuple[str, str]] = set()
        self.changes: dict[str, Change] = {}
        self.by_person: dict[str, set[str]] = {}
        self.by_target: dict[tuple[str, str], set[str]] = {}

    def pull(self, store: Store) -> PeopleRows:
        """Take in what the store has that is newer, from any process, and return it. Revisions that went back are those
        of another file, which is then read from its beginning."""
        rows = store.load_people(self.revision)
        if rows.revision < self.revision:
            self._forget()
            rows = store.load_people(0)
        self.take(rows)
        return rows

    def take(self, rows: PeopleRows) -> None:
        self.revision = rows.revision
        self.people.update((each.key, each) for each in rows.people)
        for access in rows.accesses:
            self._index(access)
        self.groups.update(((each.account, each.id), each) for each in rows.groups)
        for key in rows.dropped_groups:
            self.groups.pop(key, None)
        self.schedules |= {(each.account, each.id) for each in rows.schedules}
        self.schedules -= rows.dropped_schedules
        self.exceptions |= {(each.account, each.id) for each in rows.exceptions}
        self.exceptions -= rows.dropped_exceptions
        self.changes.update((each.id, each) for each in rows.changes)

    def touched_since(self, account: str, began_at: datetime) -> frozenset[str]:
        """Return the keys of people to whom something was done after `began_at`, or is just being done: an answer that
        was asked for then does not know of it."""
        touched = self._changes_since(account, began_at)
        return frozenset(each.person_key for each in touched if each.person_key is not None)

    def named_since(self, account: str, began_at: datetime) -> frozenset[str]:
        """Return the same of schedules and exceptions, by the vendor's id."""
        touched = self._changes_since(account, began_at)
        return frozenset(each.target_id for each in touched if each.kind.is_of_schedules and each.target_id is not None)

    def accesses_of(self, person_key: str) -> list[Access]:
        """Return what somebody may open, without what is gone."""
        found = (self.accesses[key] for key in sorted(self.by_person.get(person_key, ())))
        return [access for access in found if access.gone_at is None]

    def _changes_since(self, account: str, began_at: datetime) -> list[Change]:
        for old in [each.id for each in self.changes.values() if _is_old(each, began_at)]:
            del self.changes[old]
        return [
            each
            for each in self.changes.values()
            if each.account == account and (each.settled_at is None or each.settled_at > began_at)
        ]

    def _index(self, access: Access) -> None:
        before = self.accesses.get(access.key)
        if before is not None and (before.person_key, before.target_id) != (access.person_key, access.target_id):
            self.by_person[before.person_key].discard(before.key)
            self.by_target[before.account, before.target_id].discard(before.key)
        self.accesses[access.key] = access
        self.by_person.setdefault(access.person_key, set()).add(access.key)
        self.by_target.setdefault((access.account, access.target_id), set()).add(access.key)


def _is_old(change: Change, now: datetime) -> bool:
    return change.settled_at is not None and now - change.settled_at > REMEMBERED
