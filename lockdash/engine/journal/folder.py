"""A folder of small files that come and go: only the user may look into it, and it stays small."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def make(folder: Path) -> None:
    """Make `folder`, and those above it that are missing, for this user only. Raises OSError."""
    if folder.is_dir():
        return
    if folder.parent != folder:
        make(folder.parent)
    with suppress(FileExistsError):  # made by another process at this moment
        folder.mkdir(0o700)
        folder.chmod(0o700)


def create(path: Path) -> int:
    """Create the file for this user only and return its descriptor, for appending. Raises OSError, also where there is
    a file of this name, or a link."""
    return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)


def remove(paths: Iterable[Path]) -> None:
    """Remove them; what cannot be removed stays."""
    for path in paths:
        with suppress(OSError):
            path.unlink()
