"""Makes the log of the events: their time, and numbers for what they are found by.

The triggers of the schema say what is to be made (`log_todo`), whoever wrote the events: a read of a vendor, a
migration, what was saved of a damaged file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

import msgspec

from lockdash.store.values import Codec

BATCH = 5000


class _Found(msgspec.Struct):
    """What of an event's body the log needs."""

    account: str
    kind: str
    outcome: str
    kind_raw: str = ""
    how: str | None = None
    phrase: str = ""
    late: bool = False
    device_id: str | None = None
    door: str | None = None
    who_id: str | None = None
    who: str | None = None
    value: str | None = None


_codec = Codec(_Found)


def bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Put the events that wait for it into the log, in the transaction that is under way."""
    while _some(connection):
        pass


def complete(connection: sqlite3.Connection) -> None:
    """Do the same after a migration, or when a file was mended: in transactions of its own, so that many events need no
    large log."""
    while connection.execute("SELECT 1 FROM log_todo LIMIT 1").fetchone() is not None:
        connection.execute("BEGIN IMMEDIATE")
        try:
            _some(connection)
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


def _some(connection: sqlite3.Connection) -> bool:
    """Put some events into the log; return whether there were any. One that cannot be read is left out for ever."""
    todo = connection.execute(
        "SELECT seq, occurred_at, body FROM log_todo LEFT JOIN events USING (seq) LIMIT ?", (BATCH,)
    ).fetchall()
    numbers = _Numbers(connection)
    connection.executemany(
        "INSERT OR IGNORE INTO log (at, seq, class, door, person, remark) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (at, seq, *numbers.of(found))
            for seq, at, body in todo
            if body is not None and (found := _codec.value(body)) is not None
        ],
    )
    connection.executemany("DELETE FROM log_todo WHERE seq = ?", [(seq,) for seq, _, _ in todo])
    return bool(todo)


class _Numbers:
    """The numbers of classes, doors, people and remarks; those that are missing are given out."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[tuple[Any, ...], int] = {}

    def of(self, found: _Found) -> tuple[int, int, int, int]:
        """Return the numbers of an event's class, door, person and remark; 0 where it has none."""
        account = found.account
        kind = (account, found.kind, found.outcome, found.kind_raw, found.how or "", found.phrase, found.late)
        door, person = (found.device_id or "", found.door or ""), (found.who_id or "", found.who or "")
        return (
            self._number("log_classes", _CLASS, kind),
            self._number("log_doors", _NAMED, (account, *door)) if any(door) else 0,
            self._number("log_people", _NAMED, (account, *person)) if any(person) else 0,
            self._number("log_remarks", _REMARK, (found.value,)) if found.value else 0,
        )

    def _number(self, table: str, columns: Sequence[str], values: tuple[Any, ...]) -> int:
        key = (table, *values)
        if key not in self._known:
            self._known[key] = self._looked_up(table, columns, values)
        return self._known[key]

    def _looked_up(self, table: str, columns: Sequence[str], values: tuple[Any, ...]) -> int:
        where = " AND ".join(f"{column} = ?" for column in columns)
        row = self._connection.execute(f"SELECT no FROM {table} WHERE {where}", values).fetchone()
        if row is not None:
            return int(row[0])
        added = self._connection.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", values
        )
        return int(added.lastrowid or 0)


_CLASS = ("account", "kind", "outcome", "kind_raw", "how", "phrase", "late")
_NAMED = ("account", "id", "name")
_REMARK = ("text",)
