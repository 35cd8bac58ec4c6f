"""The logs: how much there is of them, whether something went wrong lately, and crash reports."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from lockdash.domain.ages import age_text
from lockdash.domain.findings import Finding
from lockdash.engine.doctor import disk
from lockdash.engine.doctor.section import Section, ok, size_text, warning
from lockdash.engine.journal import crash, journal, line, parts

NAME = "logs"
LATELY = timedelta(hours=24)
_WRONG = ("ERROR", "CRITICAL")


def examine(state_dir: Path, now: datetime) -> Section:
    try:
        return Section(NAME, (*_files(journal.folder(state_dir), now), *_crashes(crashes(state_dir), now)))
    except OSError as error:
        said = f"{error.filename} cannot be read ({error.strerror})"
        return Section(NAME, (warning("folder", said, "make it readable, or choose another folder with --state-dir"),))


def crashes(state_dir: Path) -> list[Path]:
    """Return the crash reports, the oldest first."""
    return sorted((state_dir / crash.FOLDER).glob("*.txt"))


def _files(folder: Path, now: datetime) -> Iterator[Finding]:
    if not folder.is_dir():
        yield ok("folder", f"{folder} is not there yet: nothing was logged")
        return
    files = parts.all_of(folder)
    size = sum(each.stat().st_size for each in files)
    told = f"{folder}, {len(files)} file{'' if len(files) == 1 else 's'}, {size_text(size)}"
    if not os.access(folder, os.W_OK | os.X_OK):
        yield warning("folder", f"{told}; it cannot be written", f"run: chmod 700 {shlex.quote(str(folder))}")
    elif others := disk.others_may(folder):
        yield warning("folder", f"{told}; others may {others}", f"run: chmod 700 {shlex.quote(str(folder))}")
    else:
        yield ok("folder", told)
    wrong = _errors(files, now - LATELY)
    if wrong:
        count = "1 error" if wrong == 1 else f"{wrong:,} errors"
        yield warning("errors", f"{count} in the last 24 hours", "run: lockdash logs")
    else:
        yield ok("errors", "none in the last 24 hours")


def _errors(files: Iterable[Path], since: datetime) -> int:
    first = line.moment_text(since)
    count = 0
    for path in files:
        if path.stat().st_mtime < since.timestamp():
            continue
        with path.open(encoding="utf-8", errors="replace") as file:
            count += sum(
                1 for read in map(line.read, file) if read is not None and read[1] in _WRONG and read[0] >= first
            )
    return count


def _crashes(reports: list[Path], now: datetime) -> Iterator[Finding]:
    if not reports:
        yield ok("crash reports", "none")
        return
    newest = reports[-1]
    age = now.timestamp() - newest.stat().st_mtime
    count = "1 report" if len(reports) == 1 else f"{len(reports)} reports"
    said = f"{count}, the newest of {age_text(age)} ago: {newest}"
    if age < LATELY.total_seconds() * 7:
        yield warning(
            "crash reports", said, "run: lockdash doctor --bundle, and attach what it writes to a report of it"
        )
    else:
        yield ok("crash reports", said)
