"""Who is asking: the user of this process, for the record of every command."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Mapping

from lockdash.domain.commands import Actor
from lockdash.domain.text import clean


def current_actor(environ: Mapping[str, str] = os.environ) -> Actor:
    """Return the user of the operating system, the address that the session comes from (SSH), its terminal, its pid."""
    return Actor(user=_user(), origin=_origin(environ), terminal=_terminal(), process=os.getpid())


def _user() -> str:
    try:
        return clean(getpass.getuser())
    except (KeyError, OSError):  # no entry for the uid, as in a bare container
        return f"uid {os.getuid()}"


def _origin(environ: Mapping[str, str]) -> str | None:
    """The first word of SSH_CONNECTION, `client-address client-port server-address server-port`."""
    words = environ.get("SSH_CONNECTION", "").split()
    return clean(words[0]) if words else None


def _terminal() -> str | None:
    for stream in (sys.__stdin__, sys.__stderr__, sys.__stdout__):
        try:
            if stream is not None:
                return os.ttyname(stream.fileno())
        except (OSError, ValueError):
            continue
    return None
