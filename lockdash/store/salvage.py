"""Takes rows over from a damaged file. Of several versions of one row, as they stand in the log, in the file and in
pages that are free, the newest counts."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import msgspec

from lockdash.domain.commands import Command
from lockdash.store.commands import abandoned
from lockdash.store.pages import Row, Value
from lockdash.store.shapes import Piece, recognised
from lockdash.store.values import Codec

LONGEST = 60.0
"""Seconds after which the rest is left in the damaged file: about two million events."""
_BATCH = 5000


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What was taken over. `whole`: there was time to look at everything."""

    events: int
    commands: int
    changes: int
    devices: int
    people: int
    whole: bool

    @property
    def anything(self) -> bool:
        return any((self.events, self.commands, self.changes, self.devices, self.people))

    def __str__(self) -> str:
        counts = (
            (self.events, "event", "events"),
            (self.commands, "command", "commands"),
            (self.changes, "change to people", "changes to people"),
            (self.devices, "device", "devices"),
            (self.people, "person", "people"),
        )
        parts = [f"{count:,} {one if count == 1 else several}" for count, one, several in counts if count]
        if not parts:
            return "nothing of it could be read"
        told = f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]
        stopped = "" if self.whole else f" in {LONGEST:.0f} s; the rest was left where it is"
        return f"{told} {'was' if told.startswith('1 ') and len(parts) == 1 else 'were'} taken over{stopped}"


def take_over(pages: Iterable[Iterable[Row]], target: sqlite3.Connection) -> Taken:
    """Write what the rows of `pages` hold into `target`, a store of the current version. What it holds already gives
    way to what is newer. One transaction if one is under way, else several, so that a large file needs no large log.
    Raises sqlite3.Error if `target` cannot be written."""
    before = _counts(target)
    hold, whole = _Hold(target), True
    deadline = time.monotonic() + LONGEST
    for rows in pages:
        for row in rows:
            if (piece := recognised(row)) is not None:
                hold.add(piece)
            elif row.rowid is None:
                break  # a page of an index, which is nothing but that; most of a large file's pages are
        if time.monotonic() > deadline:
            whole = False
            break
    commands, changes = hold.empty()
    events, devices, people = (now - then for now, then in zip(_counts(target), before, strict=True))
    return Taken(events=events, commands=commands, changes=changes, devices=devices, people=people, whole=whole)


def _counts(connection: sqlite3.Connection) -> list[int]:
    return [
        int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
        for table in ("events", "devices", "people")
    ]


def _upsert(table: str, columns: str, key: str, newer: str) -> str:
    names = columns.split(", ")
    places, changes = ", ".join("?" * len(names)), ", ".join(f"{name} = excluded.{name}" for name in names)
    return (
        f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({places}) "
        f"ON CONFLICT ({key}) DO UPDATE SET {changes} WHERE excluded.{newer} > {table}.{newer}"
    )


# The columns stand in the order of `shapes`. Where two versions are equally new, the one that comes first stays.
_STATEMENTS = {
    "accounts": _upsert("accounts", "name, rev, body", "name", "rev"),
    "devices": _upsert("devices", "key, account, rev, body", "key", "rev"),
    "people": _upsert("people", "key, account, rev, body", "key", "rev"),
    "accesses": _upsert("accesses", "key, account, person_key, target_id, rev, body", "key", "rev"),
    "door_groups": _upsert("door_groups", "account, id, rev, body", "account, id", "rev"),
    "places": _upsert("places", "account, id, rev, body", "account, id", "rev"),
    "schedules": _upsert("schedules", "account, id, rev, body", "account, id", "rev"),
    "access_exceptions": _upsert("access_exceptions", "account, id, rev, body", "account, id", "rev"),
    "account_defaults": _upsert("account_defaults", "account, rev, body", "account", "rev"),
    "events": _upsert("events", "account, id, device_id, occurred_at, rev, body", "account, id", "rev"),
    "tokens": _upsert("tokens", "account, access, refresh, expires_at", "account", "expires_at"),
    "budgets": _upsert(
        "budgets", "account, allowed, remaining, resets_at, window_end, blocked_until, seen_at", "account", "seen_at"
    ),
    "feeds": _upsert("feeds", "account, feed, started_at, ok_at, cursor, last_at", "account, feed", "last_at"),
    "requests": "INSERT OR IGNORE INTO requests (rowid, account, at, purpose) VALUES (?, ?, ?, ?)",
    # As far as it is known, the past is read again from where it was; what was read twice is kept once.
    "archive": "INSERT OR IGNORE INTO archive (id, account, state, body) VALUES (?, ?, ?, ?)",
    "pruned": "INSERT OR IGNORE INTO pruned (before) VALUES (?)",
    # After the devices: it belongs to one.
    "battery": "INSERT OR IGNORE INTO battery (key, at, level) SELECT ?1, ?2, ?3 "
    "WHERE EXISTS (SELECT 1 FROM devices WHERE key = ?1)",
}

_CHANGES = _upsert("changes", "id, account, person_key, requested_at, in_flight, rev, body", "id", "rev")


class _Hold:
    """What was found and is not written yet. Only events are too many to keep until the end."""

    def __init__(self, target: sqlite3.Connection) -> None:
        self._target = target
        self._found: dict[str, list[tuple[Value, ...]]] = {table: [] for table in _STATEMENTS}
        self._begun: dict[str, dict[str, Piece]] = {"commands": {}, "changes": {}}
        self._revision = 0

    def add(self, piece: Piece) -> None:
        self._revision = max(self._revision, piece.revision)
        if piece.table in self._begun:
            versions, key = self._begun[piece.table], str(piece.values[0])
            known = versions.get(key)
            if known is None or piece.revision > known.revision:
                versions[key] = piece
        elif piece.table in self._found:
            self._found[piece.table].append(piece.values)
            if len(self._found["events"]) >= _BATCH:
                self._write("events")

    def empty(self) -> tuple[int, int]:
        """Write all that is left, and return how many commands and changes were unknown or less well known."""
        for table in _STATEMENTS:
            self._write(table)
        with _transaction(self._target):
            commands = _write_commands(self._target, self._in_order("commands"))
            changes = self._target.executemany(_CHANGES, [piece.values for piece in self._in_order("changes")]).rowcount
            self._target.execute("UPDATE counter SET revision = max(revision, ?)", (self._revision,))
        return max(0, commands), max(0, changes)

    def _in_order(self, table: str) -> list[Piece]:
        return sorted(self._begun[table].values(), key=lambda piece: piece.rowid)

    def _write(self, table: str) -> None:
        with _transaction(self._target):
            self._target.executemany(_STATEMENTS[table], self._found[table])
        self._found[table].clear()


_codec = Codec(Command)


def _write_commands(target: sqlite3.Connection, pieces: Iterable[Piece]) -> int:
    """Write `pieces` in the order in which they were begun, and return how many were news. Only the newest of a device
    can still be in flight: the end of one before it was lost, and is not known."""
    columns = "id, device_key, account, requested_at, rev, body"
    written = target.executemany(
        f"INSERT INTO commands ({columns}, in_flight, newest) VALUES (?, ?, ?, ?, ?, ?, 0, 0) ON CONFLICT (id) "
        "DO UPDATE SET in_flight = 0, rev = excluded.rev, body = excluded.body WHERE excluded.rev > commands.rev",
        (piece.values for piece in pieces),
    ).rowcount
    target.execute("UPDATE commands SET newest = 0 WHERE newest = 1")
    target.execute("UPDATE commands SET newest = 1 WHERE seq IN (SELECT max(seq) FROM commands GROUP BY device_key)")
    open_now = [
        (id, newest, command)
        for id, newest, body in target.execute("SELECT id, newest, body FROM commands")
        if (command := _codec.value(body)) is not None and command.status.in_flight
    ]
    target.execute("UPDATE commands SET in_flight = 0 WHERE in_flight = 1")
    for id, newest, command in open_now:
        if newest:
            target.execute("UPDATE commands SET in_flight = 1 WHERE id = ?", (id,))
        else:
            ended = _codec.text(abandoned(command, datetime.now(UTC)))
            target.execute("UPDATE commands SET body = ? WHERE id = ?", (ended, id))
    return written


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    inside = connection.in_transaction
    if inside:
        yield
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
