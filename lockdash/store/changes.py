"""Changes: what was asked to be done to people, by whom, and what became of it. On the disk before anything is sent.
Each stands in the event log as well."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from lockdash.domain.change_events import of_change
from lockdash.domain.changes import Change, ChangeKind, ChangeStatus, advance, leads_to, masked
from lockdash.domain.secret import Secret
from lockdash.store import events
from lockdash.store.commands import is_abandoned
from lockdash.store.database import Database, Transaction
from lockdash.store.listing import Listing
from lockdash.store.moments import epoch
from lockdash.store.schema import KIND
from lockdash.store.values import Codec

ABANDONED = "the session that asked for it ended before the answer: it may have happened, so look before you ask again"

_codec = Codec(Change)

_IS_KIND = f"{KIND} = ?"
_listing = Listing(
    "changes",
    {
        "in_flight = 1": "changes_in_flight",
        "person_key = ?": "changes_person",
        _IS_KIND: "changes_kind",
        "account = ?": "changes_account",
        "requested_at >= ?": "changes_when",
    },
)


class Changes:
    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, change: Change, secrets: Iterable[Secret]) -> None:
        """Record a change or what became of it, without `secrets` in its words. It is on the disk when this returns.

        A step that its life does not have changes nothing: a late writer never lessens what is known.
        """
        change = masked(change, secrets)
        with self._database.write(durable=True) as transaction:
            row = transaction.execute("SELECT body FROM changes WHERE id = ?", (change.id,)).fetchone()
            stored = _codec.value(row[0]) if row else None
            if stored is None or leads_to(stored.status, change.status):
                _write(transaction, change)

    def expire(self, now: datetime) -> list[Change]:
        """Settle the changes that nobody waits for any more as unknown, and return them."""
        with self._database.read() as connection:
            if not any(is_abandoned(change, now) for change in _in_flight(connection)):
                return []
        with self._database.write(durable=True) as transaction:
            settled = [
                advance(change, ChangeStatus.unknown, now, reason=ABANDONED)
                for change in _in_flight(transaction.connection)
                if is_abandoned(change, now)
            ]
            for change in settled:
                _write(transaction, change)
        return settled

    def list(
        self,
        account: str | None,
        person_key: str | None,
        kinds: Iterable[ChangeKind] | None,
        since: datetime | None,
        in_flight: bool,
        limit: int,
    ) -> list[Change]:
        """Return changes, the one that was begun last first; `since`: those requested then or later."""
        asked = {
            "account = ?": account,
            "person_key = ?": person_key,
            "requested_at >= ?": None if since is None else epoch(since),
            "in_flight = 1": in_flight,
        }
        with self._database.read() as connection:
            if kinds is None:
                return _codec.values(_listing.newest(connection, asked, limit))
            # Kind by kind: the index has each in order, and no more of any is looked at than is wanted of all.
            each_of = (_listing.numbers(connection, {**asked, _IS_KIND: kind}, limit) for kind in frozenset(kinds))
            last = sorted((number for numbers in each_of for number in numbers), reverse=True)
            return _codec.values(_listing.bodies(connection, last if limit < 0 else last[:limit]))


def changes_since(connection: sqlite3.Connection, revision: int) -> list[Change]:
    """Return the changes that were begun or settled after `revision`, in the order in which they were begun; for 0,
    those in flight."""
    if revision == 0:
        return _in_flight(connection)
    return _begun(connection, "changes_rev WHERE rev > ?", revision)


def _in_flight(connection: sqlite3.Connection) -> list[Change]:
    return _begun(connection, "changes_in_flight WHERE in_flight = 1")


def _begun(connection: sqlite3.Connection, found: str, *values: int) -> list[Change]:
    # The index is named because the planner would rather walk through the whole audit in its order than sort a few.
    return _codec.values(connection.execute(f"SELECT body FROM changes INDEXED BY {found} ORDER BY seq", values))


_COLUMNS = ("account", "person_key", "requested_at", "in_flight", "rev", "body")
_UPSERT = (
    f"INSERT INTO changes (id, {', '.join(_COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?, ?) "
    f"ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS)}"
)


def _write(transaction: Transaction, change: Change) -> None:
    requested_at, revision = epoch(change.requested_at), transaction.revision()
    transaction.execute(
        _UPSERT,
        (
            change.id,
            change.account,
            change.person_key,
            requested_at,
            change.status.in_flight,
            revision,
            _codec.text(change),
        ),
    )
    events.write(transaction, [of_change(change)])
