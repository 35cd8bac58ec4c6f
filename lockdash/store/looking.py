"""The store's file looked at from outside: it is not opened for writing, nothing is mended, made or brought to another
version. So it can be told of what `Store.open` would mend, and of what it refuses."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import msgspec

from lockdash.store import connecting, schema, suspicion
from lockdash.store.errors import code_of, explained, refused
from lockdash.store.moments import at
from lockdash.store.opening import NAME

_STEPS = 20_000
"""Instructions of SQLite between two looks at the time: some milliseconds."""
_ANY_VERSION = 1 << 31


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """`size`, `log_size`: bytes of the file and of its write-ahead log. `version`: of its tables, 0 if nothing is in it
    yet; `known`: up to which this lockdash knows them. `counts`: rows by table. `oldest`: when the first event happened
    (UTC). `checked`: there was time to look at all of it, and it is sound. `suspected`: a session found damage, and the
    next opening looks for it."""

    path: Path
    size: int
    log_size: int
    version: int
    known: int
    counts: Mapping[str, int]
    oldest: datetime | None
    checked: bool
    suspected: bool


def file_of(state_dir: Path) -> Path:
    """Return the path of the store's file in `state_dir`; it need not exist."""
    return state_dir / NAME


def kept_of(state_dir: Path) -> tuple[Path, ...]:
    """Return the damaged files that were set aside, the oldest first."""
    return tuple(sorted(state_dir.glob(f"{NAME}.corrupt-*")))


def look(state_dir: Path, seconds: float) -> Look | None:
    """Return what the file in `state_dir` holds, None if there is none. To look for damage takes `seconds` at most.

    Raises StoreError for a file that cannot be read or is of another program; its kind StoreDamaged for damage.
    """
    path = file_of(state_dir)
    try:
        size, log_size = (member.stat().st_size if member.exists() else None for member in connecting.family(path)[:2])
        if size is None:
            return None
        with closing(opened(path)) as connection:
            version = schema.check(connection, path, known=_ANY_VERSION)
            counts = dict(_counts(connection))
            return Look(
                path=path,
                size=size,
                log_size=log_size or 0,
                version=version,
                known=schema.CURRENT,
                counts=counts,
                oldest=_oldest(connection) if counts.get("events") else None,
                checked=_is_sound(connection, time.monotonic() + seconds),
                suspected=suspicion.is_noted(path),
            )
    except OSError as error:
        raise refused(error, path) from error
    except sqlite3.Error as error:
        raise explained(error, path) from error


def opened(path: Path) -> sqlite3.Connection:
    """Return a connection that cannot write. Raises sqlite3.Error."""
    try:
        return _opened(path, "mode=ro")
    except sqlite3.Error as error:
        log = connecting.family(path)[1]
        if code_of(error) not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY) or log.exists():
            raise
    # In a folder that cannot be written SQLite finds no place for its index; without a log it needs none.
    return _opened(path, "mode=ro&immutable=1")


def _opened(path: Path, way: str) -> sqlite3.Connection:
    connection = sqlite3.connect(f"file:{quote(str(path))}?{way}", timeout=connecting.BUSY_TIMEOUT, uri=True)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _counts(connection: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    """The tables are those of `schema`, which has been checked, so their names can stand in a query."""
    listed = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    for (table,) in listed.fetchall():
        yield table, int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _oldest(connection: sqlite3.Connection) -> datetime | None:
    (seconds,) = connection.execute("SELECT min(occurred_at) FROM events").fetchone()
    return None if seconds is None else at(seconds)


def _is_sound(connection: sqlite3.Connection, until: float) -> bool:
    """Return True if there was time to look at all of it. Raises sqlite3.DatabaseError for damage."""
    connection.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
    try:
        connecting.look_through(connection)
    except sqlite3.OperationalError as error:
        if code_of(error) != sqlite3.SQLITE_INTERRUPT:
            raise
        return False
    return True
