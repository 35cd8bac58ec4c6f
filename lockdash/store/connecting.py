"""One connection to one file: made for this user only, set up for several processes, brought to the current version."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from lockdash.store import schema
from lockdash.store.errors import StoreError

BUSY_TIMEOUT = 5.0
"""Seconds to wait for another program that writes."""


def family(path: Path) -> list[Path]:
    """Return the file and those that SQLite keeps beside it; they belong together, under whatever name."""
    return [path.with_name(path.name + suffix) for suffix in ("", "-wal", "-shm")]


def make_file(path: Path) -> None:
    """Create the file before SQLite does, for this user only; -wal and -shm get its mode from SQLite.

    An existing file is never opened here: closing it would drop the locks that SQLite holds on it for
    other stores of this process (https://www.sqlite.org/howtocorrupt.html, 2.2).
    """
    with suppress(FileExistsError):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            os.fchmod(handle, 0o600)  # a umask may have taken even the owner's part
        finally:
            os.close(handle)
    for member in family(path):
        with suppress(FileNotFoundError):
            if member.stat().st_mode & 0o077:
                member.chmod(0o600)
    if not os.access(path, os.R_OK | os.W_OK):
        raise StoreError(
            f"{path} cannot be written: make the file and its folder writable, "
            "or choose another folder with --state-dir"
        )


def connect(path: Path) -> sqlite3.Connection:
    """Return a connection that has asked nothing yet, usable from any thread."""
    return sqlite3.connect(path, timeout=BUSY_TIMEOUT, isolation_level=None, check_same_thread=False)


def set_up(connection: sqlite3.Connection, path: Path) -> None:
    """Make a new connection ready for use. Raises sqlite3.Error, and StoreError for a file that is not ours."""
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # what was deleted stays so, also for `salvage`
    schema.check(connection, path)  # before the journal mode is changed in a file that is not ours
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    schema.migrate(connection, path)
    schema.touch(connection)


def look_through(connection: sqlite3.Connection) -> None:
    """Read every page. Raises sqlite3.DatabaseError for damage; takes seconds for a large file."""
    found = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    if found != "ok":
        error = sqlite3.DatabaseError(found.splitlines()[-1])
        error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise error
