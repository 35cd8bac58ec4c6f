"""Opening the file: its folder and permissions, damage, and several processes that start at once."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from lockdash.store import schema
from lockdash.store.database import Database
from lockdash.store.errors import DAMAGED, StoreError, code_of, explained, refused

NAME = "lockdash.db"
BUSY_TIMEOUT = 5.0

# SQLite keeps these beside the file; they belong together, under whatever name.
_COMPANIONS = ("", "-wal", "-shm")


def open_database(state_dir: Path) -> Database:
    """Open, or create, the store in `state_dir`. Raises StoreError.

    A damaged file is set aside under its name with the date, a new one is begun, and the database's
    `notice` says so.
    """
    path = state_dir / NAME
    notice = ""
    try:
        _make_folder(state_dir)
        with _alone_in(state_dir):
            _make_file(path)
            try:
                connection = _connect(path)
            except sqlite3.DatabaseError as error:
                if code_of(error) not in DAMAGED:
                    raise
                aside = _set_aside(path)
                notice = f"{path} was damaged ({error}) and is kept as {aside.name}; a new store was begun"
                _make_file(path)
                connection = _connect(path)
    except OSError as error:
        raise refused(error, path) from error
    except sqlite3.Error as error:
        raise explained(error, path) from error
    return Database(connection, path, notice)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        schema.check(connection, path)  # before the journal mode is changed in a file that is not ours
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        schema.migrate(connection, path)
        schema.touch(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _make_folder(folder: Path) -> None:
    """Create the folder and those above it that are missing for this user only, whatever the umask."""
    if folder.is_dir():
        return
    if folder.parent != folder:
        _make_folder(folder.parent)
    with suppress(FileExistsError):  # made by another process at the same time, or a file: the next step tells
        folder.mkdir(0o700)
        folder.chmod(0o700)


def _make_file(path: Path) -> None:
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
    for name in _COMPANIONS:
        companion = path.with_name(path.name + name)
        with suppress(FileNotFoundError):
            if companion.stat().st_mode & 0o077:
                companion.chmod(0o600)
    if not os.access(path, os.R_OK | os.W_OK):
        raise StoreError(
            f"{path} cannot be written: make the file and its folder writable, "
            "or choose another folder with --state-dir"
        )


def _set_aside(path: Path) -> Path:
    """Rename the file and its companions, and return the new name; nothing is ever deleted."""
    stamp = f"{datetime.now(UTC):%Y-%m-%dT%H%M%S}"
    aside = path.with_name(f"{path.name}.corrupt-{stamp}")
    count = 1
    while aside.exists():
        count += 1
        aside = path.with_name(f"{path.name}.corrupt-{stamp}.{count}")
    for name in _COMPANIONS:
        with suppress(FileNotFoundError):
            os.rename(path.with_name(path.name + name), aside.with_name(aside.name + name))
    return aside


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Let one process at a time open the store: two that find the same damage must not set aside each other's
    new file, and SQLite's change to WAL does not wait for a busy file.

    A kernel lock on the folder itself: freed when the process dies, and no file is left behind.
    """
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        deadline = time.monotonic() + BUSY_TIMEOUT
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise StoreError(
                        f"{folder} is held by another lockdash that is starting: end it and try again"
                    ) from None
                time.sleep(0.005)
            except OSError:
                break  # a file system without such locks (some network shares): SQLite's own must do
        yield
    finally:
        os.close(handle)
