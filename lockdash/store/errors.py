"""What can go wrong with the store, in words that say what happened, where, and what to do."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

from lockdash.domain.commands import Command


class StoreError(Exception):
    """The store cannot be used. `str(error)` names the file, what is wrong with it and the remedy."""


class StoreDamaged(StoreError):
    """What the file holds cannot be read. Opening it again, by `Store.reopen` or at the next start, sets it aside and
    takes over what can be."""


class CommandInFlight(Exception):
    """The device is busy with `existing`: one command at a time, in all sessions together."""

    def __init__(self, existing: Command) -> None:
        super().__init__(f"{existing.kind} of {existing.device_key} is still {existing.status}")
        self.existing = existing


_ELSEWHERE = "or choose another folder with --state-dir"

# Primary result codes of SQLite (https://www.sqlite.org/rescode.html) -> what happened, what to do.
_MEANINGS: dict[int, tuple[str, str]] = {
    sqlite3.SQLITE_BUSY: (
        "is locked by another program",
        "end the program that holds it (`fuser FILE` names it) and try again",
    ),
    sqlite3.SQLITE_LOCKED: ("is locked", "try again"),
    sqlite3.SQLITE_READONLY: (
        "cannot be written",
        f"make the file and its folder writable, {_ELSEWHERE}",
    ),
    sqlite3.SQLITE_PERM: ("may not be used by this user", f"change its owner or permissions, {_ELSEWHERE}"),
    sqlite3.SQLITE_CANTOPEN: (
        "cannot be opened",
        f"make sure that its folder exists and is writable, {_ELSEWHERE}",
    ),
    sqlite3.SQLITE_FULL: ("cannot grow: the disk is full", f"free some space, {_ELSEWHERE}"),
    sqlite3.SQLITE_IOERR: (
        "could not be read or written by the system",
        f"look at the disk (full, unplugged, failing?), {_ELSEWHERE}",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "is damaged",
        "start lockdash again: it keeps the file under another name and takes over what can be read of it",
    ),
    sqlite3.SQLITE_NOTADB: (
        "is not a database any more",
        "start lockdash again: it keeps the file under another name and takes over what can be read of it",
    ),
}

DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


def code_of(error: sqlite3.Error) -> int:
    """Return SQLite's primary result code, 0 for an error that did not come from SQLite itself."""
    return int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF


def explained(error: sqlite3.Error, path: Path) -> StoreError:
    """Return `error` of the file at `path` in words for the user."""
    what, remedy = _MEANINGS.get(code_of(error), ("could not be used", "please report this as a defect of lockdash"))
    kind = StoreDamaged if code_of(error) in DAMAGED else StoreError
    return kind(f"{path} {what} ({error}): {remedy.replace('FILE', str(path))}")


def replaced(path: Path) -> StoreError:
    """Return the refusal to write into a file that no other session will ever read again."""
    return StoreError(f"{path} was moved away or replaced while it was open: start lockdash again")


def refused(error: OSError, path: Path) -> StoreError:
    """Return an error of the operating system about `path` in words for the user."""
    reason = error.strerror or type(error).__name__
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    remedy = "free some space" if full else "make it a folder or file of yours"
    return StoreError(f"{path} cannot be used ({reason}): {remedy}, {_ELSEWHERE}")
