"""The connection: transactions, the revision, and the count of commits. One per Store, usable from any thread."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

from lockdash.store.errors import StoreError, explained


class Transaction:
    """A write transaction that is under way. `execute` and `executemany` are those of sqlite3."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.execute = connection.execute
        self.executemany = connection.executemany
        self._revision: int | None = None

    def revision(self) -> int:
        """Return the revision of what this transaction changes; the first call raises the store's by one."""
        if self._revision is None:
            self.execute("UPDATE counter SET revision = revision + 1")
            self._revision = revision_of(self.connection)
        return self._revision


def revision_of(connection: sqlite3.Connection) -> int:
    """Return the store's revision, as the transaction that is under way sees it."""
    return int(connection.execute("SELECT revision FROM counter").fetchone()[0])


class Database:
    """Every method raises StoreError for what SQLite refuses.

    `notice`: what the user should know about the opening, "" if nothing.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, notice: str = "") -> None:
        self._connection = connection
        self._lock = RLock()
        self._closed = False
        self._commits = 0
        self._log = f"{path}-wal"
        self.path = path
        self.notice = notice

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """All that is read inside is of one moment."""
        with self._using() as connection:
            try:
                connection.execute("BEGIN")
                yield connection
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    @contextmanager
    def write(self, *, durable: bool = False) -> Iterator[Transaction]:
        """Commit what is done inside when it ends, undo it when it raises; nothing done, nothing committed.

        It survives the death of this process; with `durable` also a power cut (costs a sync of the disk).
        """
        with self._using() as connection:
            if durable:
                connection.execute("PRAGMA synchronous = FULL")
            try:
                connection.execute("BEGIN IMMEDIATE")
                before = connection.total_changes
                yield Transaction(connection)
                changed = connection.total_changes != before
                connection.execute("COMMIT" if changed else "ROLLBACK")
                self._commits += changed
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                if durable:
                    connection.execute("PRAGMA synchronous = NORMAL")

    def version(self) -> int:
        """Return a number that changes whenever anybody committed, here or in another process."""
        with self._using() as connection:
            others = int(connection.execute("PRAGMA data_version").fetchone()[0])
            return others + self._commits

    def trace(self) -> tuple[int, int]:
        """Return a sign that differs after a commit by anybody: size and time of change of the write-ahead log.

        It asks neither SQLite nor for the lock, a few microseconds in all. Two commits within one tick of the file
        system's clock may leave the same sign, so `version` has the last word. (0, 0) if there is no log.
        """
        try:
            found = os.stat(self._log)
        except OSError:
            return 0, 0
        return found.st_size, found.st_mtime_ns

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._connection.close()

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            if self._closed:
                raise StoreError(f"{self.path} is closed: lockdash is ending")
            try:
                yield self._connection
            except sqlite3.Error as error:
                raise explained(error, self.path) from error
