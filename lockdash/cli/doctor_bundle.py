"""`lockdash doctor --bundle`: an archive for a report of a defect, and word for word what is in it."""

from __future__ import annotations

import io
import os
import tarfile
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from lockdash.cli.doctor_parser import HERE
from lockdash.cli.exits import Exit, Stop
from lockdash.engine.doctor.bundle.members import members
from lockdash.engine.doctor.round import Round
from lockdash.engine.doctor.section import Section, size_text

_ENDING = ".tar.gz"


def write(examined: Round, sections: Sequence[Section], asked: Path) -> tuple[Path, list[tuple[str, int]]]:
    """Write the archive and return its path, and the names of its files with their sizes. `sections`: what was found.
    `asked`: the path that the user named, or HERE. Raises Stop if it cannot be written."""
    name = f"lockdash-report-{datetime.now():%Y-%m-%d-%H%M%S}"
    files = list(members(examined, sections))
    content = packed(name, files)
    refused: list[str] = []
    for path in _places(asked, name, examined.where.state_dir):
        try:
            _create(path, content)
        except OSError as error:
            refused.append(f"{path}: {error.strerror or type(error).__name__}")
        else:
            return path, [(name, len(inner)) for name, inner in files]
    raise Stop(Exit.failed, "The report could not be written:\n" + "\n".join(f"  {each}" for each in refused))


def told(path: Path, files: Sequence[tuple[str, int]]) -> Iterator[str]:
    """Yield the lines that say what was written."""
    yield f"Written to {path}, for this user only:"
    cells = max(len(name) for name, _ in files)
    for name, size in files:
        yield f"  {name:<{cells}}  {size_text(size):>9}"
    yield "Names of accounts, people, doors and this machine are replaced; what lockdash has no word for is left out."
    yield "Nothing was sent anywhere. Look into it before you hand it on."


def packed(folder: str, files: Sequence[tuple[str, bytes]]) -> bytes:
    """Return an archive of `files` in `folder`. Nothing in it says whose they were."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, content in files:
            member = tarfile.TarInfo(f"{folder}/{name}")
            member.size, member.mode, member.mtime = len(content), 0o600, int(time.time())
            archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def _places(asked: Path, name: str, state_dir: Path) -> Iterator[Path]:
    """The place that was asked for and no other; without one, the current folder, else wherever it can be."""
    if asked != HERE:
        yield asked / f"{name}{_ENDING}" if asked.is_dir() else asked
        return
    for folder in (HERE, state_dir, Path(tempfile.gettempdir())):
        yield folder / f"{name}{_ENDING}"


def _create(path: Path, content: bytes) -> None:
    """Make the file for this user only; what is there already stays. Raises OSError."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    except OSError:
        path.unlink(missing_ok=True)
        raise
