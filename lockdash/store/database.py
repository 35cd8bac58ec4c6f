"""The connection: transactions, the revision, and the count of commits. One per Store, usable from any thread."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import NamedTuple

from lockdash.store import suspicion
from lockdash.store.errors import DAMAGED, StoreError, code_of, explained, replaced
from lockdash.store.schema import check_version

Identity = tuple[int, int]
"""Device and number of a file: what its path leads to may change, these tell."""


class Opened(NamedTuple):
    """An opened file. `notice`: what the user should know about the opening, "" if nothing."""

    connection: sqlite3.Connection
    identity: Identity
    notice: str


def identity_of(path: Path) -> Identity:
    """Return the identity of the file at `path`. Raises OSError."""
    found = os.stat(path)
    return found.st_dev, found.st_ino


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

    `opener` opens the file; it is called at once, and for each `reopen`. `notice`: see Opened.
    """

    def __init__(self, path: Path, opener: Callable[[], Opened]) -> None:
        self.path = path
        self._opener = opener
        self._lock = RLock()
        self._closed = False
        self._failure = ""
        self._commits = 0
        self._others = 0
        self._log = f"{path}-wal"
        self._connection: sqlite3.Connection | None
        self._identity: Identity | None
        self._connection, self._identity, self.notice = opener()

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
        Refuses a file that a newer lockdash has migrated, or that is not the one at `path` any more: what is
        written there would be lost.
        """
        with self._using() as connection:
            if durable:
                connection.execute("PRAGMA synchronous = FULL")
            try:
                connection.execute("BEGIN IMMEDIATE")
                check_version(connection, self.path)
                if self.is_replaced():
                    raise replaced(self.path)
                before = connection.total_changes
                yield Transaction(connection)
                changed = connection.total_changes != before
                connection.execute("COMMIT" if changed else "ROLLBACK")
                self._commits += changed
                if changed and self.is_replaced():
                    raise replaced(self.path)  # nobody may have read what was written last
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                if durable:
                    connection.execute("PRAGMA synchronous = NORMAL")

    def version(self) -> int:
        """Return a number that changes whenever anybody committed, here or in another process, and with `reopen`."""
        with self._using() as connection:
            self._others = int(connection.execute("PRAGMA data_version").fetchone()[0])
            return self._others + self._commits

    def trace(self) -> tuple[int, ...]:
        """Return a sign that differs after a commit by anybody, and after the file was replaced: what the path leads
        to, and size and time of change of the write-ahead log; zeros for what there is not.

        It asks neither SQLite nor for the lock, a few microseconds in all. Two commits within one tick of the file
        system's clock may leave the same sign, so `version` has the last word.
        """
        try:
            file = identity_of(self.path)
        except OSError:
            file = 0, 0
        try:
            log = os.stat(self._log)
        except OSError:
            return *file, 0, 0
        return *file, log.st_size, log.st_mtime_ns

    def is_replaced(self) -> bool:
        """Whether the path leads to another file than the one that is open, or to none."""
        try:
            return identity_of(self.path) != self._identity
        except FileNotFoundError:
            return True
        except OSError:
            return False  # a share that is away for a moment says nothing of the file

    def reopen(self) -> None:
        """Open what is at the path now. Raises StoreError; then nothing is open until another call succeeds."""
        with self._lock:
            if self._closed:
                raise self._ended()
            # Closed first: no file may be opened beside SQLite (https://www.sqlite.org/howtocorrupt.html, 2.2).
            if self._connection is not None:
                self._connection.close()
            self._connection = self._identity = None
            try:
                self._connection, self._identity, self.notice = self._opener()
            except StoreError as error:
                self._failure = str(error)
                raise
            self._commits += self._others + 1

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        with self._lock:
            self._closed = True
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _ended(self) -> StoreError:
        return StoreError(f"{self.path} is closed: lockdash is ending")

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            if self._closed:
                raise self._ended()
            if self._connection is None:
                raise StoreError(self._failure)
            try:
                yield self._connection
            except sqlite3.Error as error:
                if code_of(error) in DAMAGED and not self.is_replaced():
                    suspicion.note(self.path)
                raise explained(error, self.path) from error
