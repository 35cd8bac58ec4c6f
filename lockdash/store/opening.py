"""Opening the store: its folder, its file, and several processes that start at once."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from lockdash.store import connecting, log_index, mending, suspicion
from lockdash.store.database import Database, Opened, identity_of
from lockdash.store.errors import DAMAGED, StoreError, code_of, explained, refused

NAME = "lockdash.db"


def open_database(state_dir: Path) -> Database:
    """Open, or create, the store in `state_dir`. Raises StoreError.

    A damaged file is set aside under its name with the date, what can be read of it is taken over into a new
    one, and the database's `notice` says so.
    """
    path = state_dir / NAME
    return Database(path, partial(_open, path))


def _open(path: Path) -> Opened:
    try:
        _make_folder(path.parent)
        with _alone_with(path):
            finished = mending.finish(path)
            connecting.make_file(path)
            connection, notice = _connected(path)
            log_index.complete(connection)
            return Opened(connection, identity_of(path), notice or finished)
    except OSError as error:
        raise refused(error, path) from error
    except sqlite3.Error as error:
        raise explained(error, path) from error


def _connected(path: Path) -> tuple[sqlite3.Connection, str]:
    """Return a connection to a file that is sound, and what was done to make it so, in words for the user."""
    connection = connecting.connect(path)
    try:
        connecting.set_up(connection, path)
        if suspicion.is_noted(path):
            connecting.look_through(connection)
            suspicion.clear(path)
        return connection, mending.take_over_lost_log(connection, path)
    except sqlite3.DatabaseError as error:
        if code_of(error) not in DAMAGED:
            connection.close()
            raise
        damage = str(error)
    except BaseException:
        connection.close()
        raise
    notice = mending.mend(connection, path, damage)
    connection = connecting.connect(path)
    try:
        connecting.set_up(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection, notice


def _make_folder(folder: Path) -> None:
    """Create the folder and those above it that are missing for this user only, whatever the umask."""
    if folder.is_dir():
        return
    if folder.parent != folder:
        _make_folder(folder.parent)
    with suppress(FileExistsError):  # made by another process at the same time, or a file: the next step tells
        folder.mkdir(0o700)
        folder.chmod(0o700)


@contextmanager
def _alone_with(path: Path) -> Iterator[None]:
    """Let one process at a time open the store: two that find the same damage must not set aside each other's
    new file, and SQLite's change to WAL does not wait for a busy file.

    A kernel lock on the folder itself: freed when the process dies, and no file is left behind.
    """
    handle = os.open(path.parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        deadline = time.monotonic() + connecting.BUSY_TIMEOUT
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise _held(path) from None
                time.sleep(0.005)
            except OSError:
                break  # a file system without such locks (some network shares): SQLite's own must do
        yield
    finally:
        os.close(handle)


def _held(path: Path) -> StoreError:
    if suspicion.is_noted(path):
        return StoreError(f"{path} was damaged and another lockdash is saving what it holds: try again in a minute")
    return StoreError(f"{path.parent} is held by another lockdash that is starting: end it and try again")
