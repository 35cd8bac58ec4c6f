"""What the program's exit codes mean."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    done = 0  # and confirmed
    failed = 1  # or refused, or something happened that nobody foresaw
    usage = 2  # an option, the configuration, a name that fits no device or several
    unconfirmed = 3  # accepted, but not confirmed in time
    no_connection = 4  # or not signed in
    interrupted = 130  # Ctrl-C, as shells have it
    terminated = 143  # SIGTERM, the same way


class Stop(Exception):
    """Ends the program with `code` after printing `message` on stderr."""

    def __init__(self, code: Exit, message: str) -> None:
        super().__init__(message)
        self.code = code
