"""Tables that keep the newest of each thing: written where it differs, read by what changed since."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, Generic, TypeAlias, TypeVar

import msgspec

from lockdash.store.database import Database, Transaction
from lockdash.store.values import Codec

T = TypeVar("T", bound=msgspec.Struct)
Step: TypeAlias = tuple[T | None, T]
"""What a thing was (None: it was not there, or cannot be read) and is."""


class Keyed(Generic[T]):
    """A table with a column for each field in `key` (which tell one thing from all others) and in `beside`, and the
    columns `rev` and `body`. A row without a body is of a thing that was dropped."""

    def __init__(self, table: str, kind: type[T], key: Sequence[str], beside: Sequence[str] = ()) -> None:
        self._table = table
        self._codec = Codec(kind)
        self._key = key
        self._columns = (*key, *beside)
        names = ", ".join((*self._columns, "rev", "body"))
        changes = ", ".join(f"{name} = excluded.{name}" for name in (*beside, "rev", "body"))
        self._is_it = " AND ".join(f"{name} = ?" for name in key)
        self._upsert = (
            f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * (len(self._columns) + 2))}) "
            f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changes}"
        )

    def put(
        self, database: Database, values: Iterable[T], also: Callable[[Transaction, list[Step[T]]], None] | None = None
    ) -> list[T]:
        """Write those that differ from what is stored (of one key, the last) and return them; `also` is done in the
        same transaction, with what each was before and is now."""
        given = {_of(value, self._key): value for value in values}
        with database.read() as connection:
            differing = self._differing(connection, given.values())
        if not differing:
            return []
        with database.write() as transaction:
            steps = [(self._stored(transaction.connection, value), value) for value in differing]
            steps = [(before, value) for before, value in steps if before != value]
            changed = [value for _, value in steps]
            if changed:
                revision = transaction.revision()
                transaction.executemany(
                    self._upsert,
                    [(*_of(value, self._columns), revision, self._codec.text(value)) for value in changed],
                )
                if also is not None:
                    also(transaction, steps)
        return changed

    def keep(self, database: Database, account: str, ids: Collection[str]) -> frozenset[tuple[str, str]]:
        """Drop those of `account` whose id is not among `ids`, and return (account, id) of them. For a table whose key
        is these two."""
        with database.read() as connection:
            if not self._others(connection, account, ids):
                return frozenset()
        with database.write() as transaction:
            dropped = self._others(transaction.connection, account, ids)
            self._drop(transaction, dropped)
        return frozenset(dropped)

    def drop(self, database: Database, account: str, id: str) -> None:
        """Drop one, if it is there. For a table as in `keep`."""
        with database.write() as transaction:
            there = f"SELECT account, id FROM {self._table} WHERE {self._is_it} AND body IS NOT NULL"
            self._drop(transaction, list(transaction.execute(there, (account, id))))

    def since(self, connection: sqlite3.Connection, revision: int) -> list[T]:
        """Return what changed after `revision` and is still there."""
        return self._codec.values(
            connection.execute(f"SELECT body FROM {self._table} WHERE rev > ? AND body IS NOT NULL", (revision,))
        )

    def dropped_since(self, connection: sqlite3.Connection, revision: int) -> frozenset[tuple[str, str]]:
        """Return the keys (of two fields) of what was dropped after `revision`; none for 0: nobody knew of it."""
        if revision == 0:
            return frozenset()
        return frozenset(
            connection.execute(
                f"SELECT {', '.join(self._key)} FROM {self._table} WHERE rev > ? AND body IS NULL", (revision,)
            )
        )

    def find(self, connection: sqlite3.Connection, **equal: str) -> list[T]:
        """Return those whose columns are as given."""
        where = " AND ".join(f"{name} = ?" for name in equal)
        return self._codec.values(
            connection.execute(
                f"SELECT body FROM {self._table} WHERE {where} AND body IS NOT NULL", tuple(equal.values())
            )
        )

    def _drop(self, transaction: Transaction, keys: Sequence[tuple[str, str]]) -> None:
        if keys:
            revision = transaction.revision()
            transaction.executemany(
                f"UPDATE {self._table} SET rev = ?, body = NULL WHERE {self._is_it}",
                [(revision, *key) for key in keys],
            )

    def _differing(self, connection: sqlite3.Connection, values: Iterable[T]) -> list[T]:
        return [value for value in values if self._stored(connection, value) != value]

    def _stored(self, connection: sqlite3.Connection, value: T) -> T | None:
        row = connection.execute(
            f"SELECT body FROM {self._table} WHERE {self._is_it}", _of(value, self._key)
        ).fetchone()
        return self._codec.value(row[0]) if row and row[0] is not None else None

    def _others(self, connection: sqlite3.Connection, account: str, ids: Collection[str]) -> list[tuple[str, str]]:
        rows = connection.execute(
            f"SELECT account, id FROM {self._table} WHERE account = ? AND body IS NOT NULL", (account,)
        )
        return [(account, id) for account, id in rows if id not in ids]


def _of(value: msgspec.Struct, fields: Sequence[str]) -> tuple[Any, ...]:
    return tuple(getattr(value, field) for field in fields)
