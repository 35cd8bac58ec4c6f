"""The event log: every event that a vendor ever showed us, once, for ever."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from lockdash.domain.alarms import is_alarm, needs_attention
from lockdash.domain.events import Event
from lockdash.store import log_index
from lockdash.store.archive import Job, put_jobs
from lockdash.store.database import Database, Transaction
from lockdash.store.moments import epoch
from lockdash.store.values import Codec

_codec = Codec(Event)


class Events:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, events: Iterable[Event], jobs: Iterable[Job] = ()) -> int:
        """Add `events`, identified by account and id, and return how many were new; write `jobs` with them.

        What comes again with other content replaces what was there, but keeps the `first_seen_at` and that it was
        late.
        """
        given = {(event.account, event.id): event for event in events}
        jobs = list(jobs)
        with self._database.read() as connection:
            differing = [event for event in given.values() if _needs_writing(connection, event)]
        if not differing and not jobs:
            return 0
        with self._database.write() as transaction:
            put_jobs(transaction, jobs)
            return write(transaction, differing)


def write(transaction: Transaction, events: Iterable[Event]) -> int:
    """Add `events` or bring them up to date, in the transaction that is under way; return how many were new."""
    added = sum(_write(transaction, event) for event in events)
    log_index.bring_up_to_date(transaction.connection)
    return added


def event_of(body: str) -> Event | None:
    """Return the event that a row's body holds, None if it cannot be read."""
    return _codec.value(body)


def heard_since(connection: sqlite3.Connection, since: int) -> tuple[frozenset[tuple[str, str]], bool]:
    """Return (account, device_id) of the devices with events newer than revision `since`, and whether there are any
    events newer than that. None for 0, since the whole log is no news."""
    if since == 0:
        return frozenset(), False
    # Named, because the planner would rather walk through the whole log in the order of its devices.
    rows = connection.execute(
        "SELECT DISTINCT account, device_id FROM events INDEXED BY events_rev WHERE rev > ?", (since,)
    ).fetchall()
    return frozenset((account, device_id) for account, device_id in rows if device_id is not None), bool(rows)


def unseen_now(connection: sqlite3.Connection) -> int:
    """Return how many events want attention that nobody has given them."""
    return int(connection.execute("SELECT count(*) FROM log_unseen").fetchone()[0])


def _stored(connection: sqlite3.Connection, event: Event) -> tuple[int, Event | None] | None:
    """Return the row's number and its event (None: cannot be read), or None if there is no such row."""
    row = connection.execute(
        "SELECT seq, body FROM events WHERE account = ? AND id = ?", (event.account, event.id)
    ).fetchone()
    return (row[0], _codec.value(row[1])) if row else None


def _needs_writing(connection: sqlite3.Connection, event: Event) -> bool:
    found = _stored(connection, event)
    return found is None or found[1] is None or found[1] != event.seen_before(found[1])


def _write(transaction: Transaction, event: Event) -> bool:
    """Add or update one event; return whether it was new."""
    found = _stored(transaction.connection, event)
    if found is None:
        added = transaction.execute(
            "INSERT INTO events (account, id, device_id, occurred_at, rev, body) VALUES (?, ?, ?, ?, ?, ?)",
            (
                event.account,
                event.id,
                event.device_id,
                epoch(event.occurred_at),
                transaction.revision(),
                _codec.text(event),
            ),
        )
        if needs_attention(event):
            transaction.execute("INSERT INTO log_unseen VALUES (?, ?)", (added.lastrowid, not is_alarm(event)))
        return True
    seq, earlier = found
    kept = event.seen_before(earlier) if earlier is not None else event
    if kept != earlier:
        transaction.execute(
            "UPDATE events SET device_id = ?, occurred_at = ?, rev = ?, body = ? WHERE seq = ?",
            (kept.device_id, epoch(kept.occurred_at), transaction.revision(), _codec.text(kept), seq),
        )
    return False
