"""The files of the log: one of each process and at most one older part of it, named so that they sort by time.

Several processes that rotate one file lose lines; so each has its own. It holds a lock on it for as long as it lives,
which tells the others that the file is not theirs to remove.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import timedelta
from pathlib import Path

from lockdash.engine.journal import folder

PART_SIZE = 1_000_000
WHOLE_SIZE = 10_000_000
"""Bytes of one file, and of all together; more only if that many processes live."""
KEPT_FOR = timedelta(days=30)
MOST = 200
"""Files: every command that has something to say writes one."""

_ENDING, _OLDER = ".log", ".1.log"
_STAMP = re.compile(r"(\d{4}-\d\d-\d\dT\d\d)(\d\d)(\d\d\.\d{3}Z)")


def name_of(stamp: str, process: int) -> str:
    """Return the name of a file that begins at `stamp` (see `line`)."""
    return f"{stamp.replace(':', '')}-{process}{_ENDING}"


def older(path: Path) -> Path:
    """Return the name of the older part: it sorts right before the newer."""
    return path.with_name(stem(path) + _OLDER)


def stem(path: Path) -> str:
    """Return what the two parts of one process have in common."""
    return path.name.removesuffix(_OLDER) if path.name.endswith(_OLDER) else path.name.removesuffix(_ENDING)


def begun(path: Path) -> str:
    """Return the stamp with which the file begins, as its name has it; an older part begins no earlier."""
    found = _STAMP.match(path.name)
    return f"{found[1]}:{found[2]}:{found[3]}" if found else ""


def all_of(logs: Path) -> list[Path]:
    """Return the files in `logs`, the oldest first; none where there is no such folder."""
    return sorted(logs.glob(f"*{_ENDING}"))


def begin(logs: Path, stamp: str, path: Path | None) -> tuple[int, Path]:
    """Create a file and lock it; return its descriptor and its path. `path`: where it should be, None for a name of its
    own. Raises OSError."""
    path, number = path or logs / name_of(stamp, os.getpid()), 0
    while True:
        try:
            handle = folder.create(path)
        except FileExistsError:  # begun twice in a millisecond
            number += 1
            path = logs / name_of(f"{stamp}.{number}", os.getpid())
            continue
        with suppress(OSError):  # a file system without locks
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(handle).st_nlink:
            return handle, path
        os.close(handle)  # another process was quicker, and took it for one of a process that has ended


def tidy(logs: Path, now: float) -> None:
    """Remove what is too old or too much, the oldest first, and never a file of a process that lives.

    `now`: seconds since 1970.
    """
    count = whole = 0
    is_over = False
    for path, size, changed in sorted(_sizes(logs), reverse=True):
        is_over = is_over or count >= MOST or whole + size > WHOLE_SIZE
        if not ((is_over or changed < now - KEPT_FOR.total_seconds()) and _remove(path)):
            count, whole = count + 1, whole + size


def _sizes(logs: Path) -> Iterator[tuple[Path, int, float]]:
    for path in all_of(logs):
        with suppress(OSError):
            found = path.stat()
            yield path, found.st_size, found.st_mtime


def _remove(path: Path) -> bool:
    """Remove the file unless its process lives; return whether it is gone."""
    with ExitStack() as opened:
        for part in {path, path.with_name(stem(path) + _ENDING)}:
            try:
                handle = os.open(part, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
                opened.callback(os.close, handle)
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except FileNotFoundError:
                continue
            except OSError:
                return False
        folder.remove([path])
        return not path.exists()
