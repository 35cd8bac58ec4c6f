"""Who else can get at a file of the configuration, and the command that stops it."""

from __future__ import annotations

import os
import shlex
import stat
from contextlib import suppress
from pathlib import Path

RUNTIME_SECRETS = "/run/secrets"
"""Where container runtimes put secrets, readable by all that runs in the container. Only root can make this folder."""


def exposure(path: Path) -> str:
    """Return why others can get at the file and the command that stops it, "" if they cannot.

    What belongs to somebody else (a service manager's credential, a mounted secret) has the group that its
    owner gave it on purpose: only `others` count there. Raises OSError.
    """
    found = path.stat()
    mine = found.st_uid == os.geteuid()
    if not stat.S_ISREG(found.st_mode) or not found.st_mode & (0o077 if mine else 0o007):
        return ""
    if not found.st_mode & 0o022 and os.path.realpath(path).startswith(f"{RUNTIME_SECRETS}{os.sep}"):
        return ""
    if mine:
        return f"others may read or change it; run: chmod 600 {shlex.quote(str(path))}"
    return "everybody may read or change it, and it belongs to another user, who has to run chmod on it"


def looseness(path: Path, trusted: frozenset[int]) -> str:
    """Return why somebody else decides what stands in a file or folder, "" if nobody does: a command in it would be
    run as us. `trusted`: owners that are not somebody else. Raises OSError."""
    found = path.stat()
    if found.st_uid not in trusted:
        return "is not used, because it belongs to another user"
    if found.st_mode & 0o022:
        return f"is not used, because others may change it; run: chmod go-w {shlex.quote(str(path))}"
    return ""


def trusted_owners(config: Path) -> frozenset[int]:
    """Return who may own what lies beside the configuration file: we, root, and whoever owns the file or its folder,
    which somebody named."""
    owners = {0, os.geteuid()}
    for path in (config, config.parent):
        with suppress(OSError):
            owners.add(path.stat().st_uid)
    return frozenset(owners)
