"""The names that must not be told to strangers, each with a stand-in: of accounts, people, doors, this machine."""

from __future__ import annotations

import getpass
import socket
from collections.abc import Iterable
from pathlib import Path

from lockdash.engine.doctor.bundle.discretion import words

_LEAST = 3
"""Letters of a part of somebody's name that is looked for alone: shorter ones are words of every sentence."""


def stand_ins(accounts: Iterable[str], known: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return a stand-in for each name: `account-1`, `person-7`. `accounts`: as they are configured; they come first.
    `known`: pairs of what it is and how it is called."""
    counts: dict[str, int] = {}
    found: dict[str, str] = {}
    pairs = [*(("account", name) for name in accounts), *sorted(known)]
    for kind, name in pairs:
        if name not in found:
            counts[kind] = counts.get(kind, 0) + 1
            found[name] = f"{kind}-{counts[kind]}"
    for kind, name in pairs:
        if kind == "person":
            for part in words(name):
                if len(part) >= _LEAST:
                    found.setdefault(part, found[name])
    return found


def of_machine() -> dict[str, str]:
    """Return stand-ins for the names of the user, of the machine and of the home folder."""
    return {**dict.fromkeys(_users(), "<user>"), **dict.fromkeys(_hosts(), "<host>")}


def without_home(text: str) -> str:
    """Return `text` with `~` in the place of the home folder."""
    try:
        home = str(Path.home())
    except RuntimeError:
        return text
    return text.replace(home, "~") if home != "/" else text


def _users() -> list[str]:
    try:
        return [getpass.getuser()]
    except (KeyError, OSError):  # no entry for the uid, as in a bare container
        return []


def _hosts() -> list[str]:
    host = socket.gethostname()
    return [name for name in (host, host.partition(".")[0]) if name and name != "localhost"]
