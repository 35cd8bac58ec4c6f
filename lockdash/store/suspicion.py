"""A note beside the file that it was found damaged: the next opening looks at all of it, and whoever waits for that
knows why."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def note(path: Path) -> None:
    """Leave the note; a disk that is full or read-only is no place for one."""
    with suppress(OSError):
        _note(path).touch(0o600)


def is_noted(path: Path) -> bool:
    return _note(path).exists()


def clear(path: Path) -> None:
    _note(path).unlink(missing_ok=True)


def _note(path: Path) -> Path:
    return path.with_name(f"{path.name}.suspect")
