"""Who runs on this store, who polls which account, and what dead sessions have left behind."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from lockdash.domain.commands import Actor
from lockdash.domain.findings import Finding
from lockdash.engine.doctor.section import Section, ok, warning
from lockdash.engine.leadership import SILENT, leader_path
from lockdash.engine.progress import who_exactly
from lockdash.engine.sessions import FOLDER

NAME = "sessions"


def examine(state_dir: Path, accounts: Iterable[str], now: datetime) -> Section:
    """`accounts`: the names of those that are configured."""
    try:
        findings = (*_sessions(state_dir / FOLDER), *_pollers(state_dir, accounts, now))
    except OSError as error:
        said = f"{error.filename} cannot be read ({error.strerror})"
        findings = (warning("sessions", said, "make it readable, or choose another folder with --state-dir"),)
    return Section(NAME, findings)


def _sessions(folder: Path) -> Iterator[Finding]:
    files = sorted(folder.glob("*.lock")) if folder.is_dir() else []
    running = [path for path in files if _is_held(path)]
    for path in running:
        yield ok("session", f"{_who(path)} runs")
    if not running:
        yield ok("session", "none runs")
    left = len(files) - len(running)
    if left:
        what = (
            "1 session that ended without a word has"
            if left == 1
            else f"{left} sessions that ended without a word have"
        )
        yield ok("left behind", f"{what} left a file; the next session takes it away")


def _pollers(state_dir: Path, accounts: Iterable[str], now: datetime) -> Iterator[Finding]:
    for account in accounts:
        path = leader_path(state_dir, account)
        if not _is_held(path):
            continue  # the next session that starts takes it over
        silent = now.timestamp() - path.stat().st_mtime
        who = _who(path)
        if silent > SILENT:
            yield warning(
                "poller",
                f"{who} should poll {account}, and has not stirred for {silent:.0f} s",
                "go on with it (`fg`) or end it; another session that runs takes its place by itself",
            )
        else:
            yield ok("poller", f"{who} polls {account}")


def _is_held(path: Path) -> bool:
    """Whether somebody has the lock of `path`. A shared lock for an instant takes nothing from anybody, and unlike
    FileLock it makes no file and takes none away."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _who(path: Path) -> str:
    try:
        return who_exactly(msgspec.json.decode(path.read_bytes(), type=Actor))
    except (OSError, msgspec.MsgspecError, ValueError):
        return "somebody who does not say who"
