"""Puts a file into a folder of the configuration: whole or not at all, ours alone, never in the place of another."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lockdash.config.permissions import looseness, trusted_owners

LOCK_SECONDS = 10.0
LOCK_NAME = ".lockdash.lock"

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_REFUSED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


class WriteError(Exception):
    """Nothing was written. `str`: why, in a sentence without a full stop and without a secret. `remedy`: what to do."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Raise WriteError, with a remedy, for an OSError in the block."""
    try:
        yield
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror or type(error).__name__}"
        if error.errno in _FULL:
            raise WriteError(message, "make room on that disk, then try again") from None
        elsewhere = "name another configuration with --config FILE"
        remedy = f"make it writable, or {elsewhere}" if error.errno in _REFUSED else elsewhere
        raise WriteError(message, remedy) from None


def make_folder(folder: Path, config_path: Path) -> None:
    """Make the folder of drop-ins, for this user only. Raises OSError, and WriteError for one that is of no use."""
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    if not folder.is_dir():
        raise WriteError(f"{folder} is in the way: it is no folder", "move it away")
    loose, _, remedy = looseness(folder, trusted_owners(config_path)).partition("; ")
    if loose:
        raise WriteError(f"{folder} {loose}", remedy)


@contextmanager
def turn(folder: Path) -> Iterator[None]:
    """One process writes at a time; the kernel ends the turn of one that dies. Raises OSError and WriteError."""
    import filelock

    lock = filelock.FileLock(folder / LOCK_NAME, mode=0o600, fallback_to_soft=False)
    try:
        lock.acquire(timeout=LOCK_SECONDS)
    except filelock.Timeout:
        raise WriteError(f"another lockdash is writing in {folder}", "try again") from None
    try:
        yield
    finally:
        lock.release()


def reserve(folder: Path, stem: str) -> Path:
    """Make an empty file of a name that is free, and return it: `STEM.toml`, else `STEM-2.toml` and so on. As a drop-in
    it says nothing yet. Raises OSError."""
    for number in range(1, 1000):
        path = folder / (f"{stem}.toml" if number == 1 else f"{stem}-{number}.toml")
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))
        except FileExistsError:
            continue
        return path
    raise WriteError(f"{folder} has no name left for {stem}.toml", "choose another name")


def put(path: Path, text: str) -> None:
    """Put the text in the place of what is there, at once and for good. Raises OSError; then nothing has changed."""
    fresh = path.with_name(f".{path.name}.{os.urandom(4).hex()}")
    descriptor = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    try:
        with open(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, path)
    except BaseException:
        with suppress(OSError):
            fresh.unlink()
        raise
    with suppress(OSError):  # network file systems that know no fsync of folders have theirs done already
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
