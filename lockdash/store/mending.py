"""Damage: the file is kept under another name, and a new one with what could be read of it takes its place.

Everything here runs under the lock of the opening. Whatever ends it half-way leaves the damaged file where it
was, or a new one that is complete and that `finish` puts in its place.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from lockdash.store import connecting, suspicion
from lockdash.store.pages import Image, Log, Row, read_log, rows_of
from lockdash.store.salvage import Taken, take_over


def mend(damaged: sqlite3.Connection, path: Path, why: str) -> str:
    """Put a new file with what could be read in the place of the one at `path`; return what happened, in words for the
    user. Raises sqlite3.Error or OSError if the new file cannot be written.

    `damaged`: a connection to the old file. It is closed here, and only once the file has its other name: before,
    SQLite would work the log into it and delete the log.
    """
    suspicion.note(path)
    fresh = _fresh(path)
    _discard(fresh)
    log = read_log(path)
    image = Image(path)
    try:
        taken = _build(fresh, image)
        aside = _aside(path)
        _move(path, aside)
        os.rename(fresh, path)
        if read_log(aside) != log:
            # Other sessions have written meanwhile. From now on that is refused (`Database.write`); what was before
            # stands here.
            _take_over_again(path, aside)
    finally:
        damaged.close()
        image.close()  # last, since it drops SQLite's locks (https://www.sqlite.org/howtocorrupt.html, 2.2)
    suspicion.clear(path)
    return f"{path} was damaged ({why}) and is kept as {aside.name}; {taken}; a new store was begun"


def finish(path: Path) -> str:
    """Do what is left of a mending that was cut off, and say so; "" if there was none."""
    fresh = _fresh(path)
    if not fresh.exists():
        return ""
    if path.exists():
        _discard(fresh)
        return ""
    _move(path, _aside(path))  # a log of the damaged file must not be taken for one of the new file
    os.rename(fresh, path)
    suspicion.clear(path)
    return f"{path} was damaged and is kept beside it; what could be read of it was taken over into a new store"


def take_over_lost_log(connection: sqlite3.Connection, path: Path) -> str:
    """Take over what was committed to the log after a place where the log is damaged: SQLite goes as far as that place
    and passes over the rest in silence. Return what happened, in words for the user, "" if nothing.

    Raises sqlite3.Error or OSError if there is something and it cannot be written.
    """
    known = _known_frames(connection, path)
    if known is None or not any(frame.place >= known for frame in Log(read_log(path)).frames):
        return ""
    connection.execute("BEGIN IMMEDIATE")
    try:
        # What others have written behind the known part meanwhile is found as well, but is in the store already.
        content = read_log(path)
        taken = take_over(_pages_of(Log(content), known), connection)
        if taken.anything:
            aside = _aside(path)
            _write(connecting.family(aside)[1], content)
        connection.execute("COMMIT" if taken.anything else "ROLLBACK")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    if not taken.anything:
        return ""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # or the next opening would find it again
    return f"the log of {path} was damaged and is kept as {aside.name}-wal; {taken}"


def _known_frames(connection: sqlite3.Connection, path: Path) -> int | None:
    """Return how many frames of the log SQLite goes by; None if there is no log, or if it cannot be told now."""
    try:
        if connecting.family(path)[1].stat().st_size == 0:
            return None
        busy, known, _ = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    except (FileNotFoundError, sqlite3.OperationalError):  # a full disk must not keep the store from opening
        return None
    return None if busy else int(known)


def _build(fresh: Path, image: Image) -> Taken:
    connecting.make_file(fresh)
    target = connecting.connect(fresh)
    try:
        connecting.set_up(target, fresh)
        taken = take_over(image.pages(), target)
    except BaseException:
        target.close()
        _discard(fresh)  # a full disk needs the room
        raise
    target.close()
    return taken


def _take_over_again(path: Path, aside: Path) -> None:
    """Take over from `aside` what was written there while it was read."""
    target, image = connecting.connect(path), Image(aside)
    try:
        connecting.set_up(target, path)
        take_over(image.pages(), target)
    finally:
        target.close()
        image.close()


def _pages_of(log: Log, start: int) -> Iterator[Iterator[Row]]:
    """Yield the rows of each page of `log` from its frame `start` on, the last first."""
    newest = {frame.number: frame.content for frame in log.frames}
    for frame in reversed(log.frames):
        if frame.place >= start:
            yield rows_of(frame.content, lambda number: newest.get(number, b""), log.size)


def _fresh(path: Path) -> Path:
    return path.with_name(f"{path.name}.new")


def _aside(path: Path) -> Path:
    """Return a name with the date that is not taken; nothing is ever deleted."""
    stamp = f"{datetime.now(UTC):%Y-%m-%dT%H%M%S}"
    aside = path.with_name(f"{path.name}.corrupt-{stamp}")
    count = 1
    while any(member.exists() for member in connecting.family(aside)):
        count += 1
        aside = path.with_name(f"{path.name}.corrupt-{stamp}.{count}")
    return aside


def _move(path: Path, aside: Path) -> None:
    for member, name in zip(connecting.family(path), connecting.family(aside), strict=True):
        with suppress(FileNotFoundError):
            os.rename(member, name)


def _discard(fresh: Path) -> None:
    for member in connecting.family(fresh):
        member.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
