"""The event log: every event that a vendor ever showed us, once, for ever."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable

import msgspec

from lockdash.domain.events import Event
from lockdash.store.database import Database, Transaction
from lockdash.store.moments import epoch
from lockdash.store.schema import WHO
from lockdash.store.values import Codec

_codec = Codec(Event)


class Events:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, events: Iterable[Event]) -> int:
        """Add `events`, identified by account and id, and return how many were new.

        What comes again with other content replaces what was there, but keeps the `first_seen_at`.
        """
        given = {(event.account, event.id): event for event in events}
        with self._database.read() as connection:
            differing = [event for event in given.values() if _needs_writing(connection, event)]
        if not differing:
            return 0
        with self._database.write() as transaction:
            return sum(_write(transaction, event) for event in differing)

    def list(
        self, account: str | None, device_ids: Collection[str] | None, limit: int, who_id: str | None = None
    ) -> list[Event]:
        """Return the newest events, by when they happened; those of one moment in the order of their ids."""
        with self._database.read() as connection:
            if device_ids is None:
                asked = {"account": account, WHO: who_id}
                return _codec.values((body,) for _, _, body in _newest(connection, asked, limit))
            # Each device by itself: an index gives the newest of one in order, not of several.
            found = [
                row
                for device_id in sorted(set(device_ids))
                for row in _newest(connection, {"account": account, "device_id": device_id}, limit)
            ]
        found.sort(key=lambda row: (-row[0], row[1]))
        return _codec.values((body,) for _, _, body in (found[:limit] if limit >= 0 else found))


def heard_since(connection: sqlite3.Connection, since: int) -> frozenset[tuple[str, str]]:
    """Return (account, device_id) of the devices with events newer than revision `since`; none for 0, since the whole
    log is no news."""
    if since == 0:
        return frozenset()
    # Named, because the planner would rather walk through the whole log in the order of its devices.
    return frozenset(
        connection.execute(
            "SELECT DISTINCT account, device_id FROM events INDEXED BY events_rev "
            "WHERE rev > ? AND device_id IS NOT NULL",
            (since,),
        )
    )


def _newest(
    connection: sqlite3.Connection, equal: dict[str, str | None], limit: int
) -> Iterable[tuple[float, str, str]]:
    """Yield (occurred_at, id, body); a column that is to equal None may be anything."""
    asked = {column: value for column, value in equal.items() if value is not None}
    where = f"WHERE {' AND '.join(f'{column} = ?' for column in asked)} " if asked else ""
    return connection.execute(
        f"SELECT occurred_at, id, body FROM events {where}ORDER BY occurred_at DESC, id LIMIT ?",
        (*asked.values(), limit),
    )


def _stored(connection: sqlite3.Connection, event: Event) -> tuple[int, Event | None] | None:
    """Return the row's number and its event (None: cannot be read), or None if there is no such row."""
    row = connection.execute(
        "SELECT seq, body FROM events WHERE account = ? AND id = ?", (event.account, event.id)
    ).fetchone()
    return (row[0], _codec.value(row[1])) if row else None


def _needs_writing(connection: sqlite3.Connection, event: Event) -> bool:
    found = _stored(connection, event)
    return found is None or found[1] is None or found[1] != _kept(event, found[1])


def _kept(event: Event, earlier: Event) -> Event:
    return msgspec.structs.replace(event, first_seen_at=earlier.first_seen_at)


def _write(transaction: Transaction, event: Event) -> bool:
    """Add or update one event; return whether it was new."""
    found = _stored(transaction.connection, event)
    if found is None:
        transaction.execute(
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
        return True
    seq, earlier = found
    kept = _kept(event, earlier) if earlier is not None else event
    if kept != earlier:
        transaction.execute(
            "UPDATE events SET device_id = ?, occurred_at = ?, rev = ?, body = ? WHERE seq = ?",
            (kept.device_id, epoch(kept.occurred_at), transaction.revision(), _codec.text(kept), seq),
        )
    return False
