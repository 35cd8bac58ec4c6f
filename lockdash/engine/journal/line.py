"""The lines of the log: `2026-11-22T10:15:00.123Z INFO     4711 lockdash.engine.poller: what happened`."""

from __future__ import annotations

import logging
import os
import re
from datetime import UTC, datetime

from lockdash.engine.failures import where_of, words_of
from lockdash.engine.journal.redaction import redacted

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LONGEST = 4000
"""Characters of a message; a longer one is cut."""

_HEAD = re.compile(rf"(\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{{3}}Z) ({'|'.join(LEVELS)}) +\d+ ")


def line(record: logging.LogRecord) -> str:
    """Return `record` as one line, without secrets and without an end of line.

    Of an exception, as an argument or as `exc_info`, it tells what `failures` lets be told: its kind and its places.
    """
    return composed(record.created, record.levelname, record.name, _message(record))


def composed(seconds: float, level: str, name: str, message: str) -> str:
    """The same of its parts. `seconds`: since 1970."""
    message = visible(redacted(message))
    if len(message) > LONGEST:
        message = f"{message[:LONGEST]}… ({len(message)} characters)"
    return f"{stamp(seconds)} {level:<8} {os.getpid()} {name}: {message}"


def stamp(seconds: float) -> str:
    """Return the moment as it stands at the beginning of a line; it sorts as text. `seconds`: since 1970."""
    return moment_text(datetime.fromtimestamp(seconds, UTC))


def moment_text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read(text: str) -> tuple[str, str] | None:
    """Return the stamp and the level of a line, None if it is not one of ours."""
    found = _HEAD.match(text)
    return (found[1], found[2]) if found else None


def head(text: str) -> str:
    """Return the part of a line that tells when, how grave and in which process; "" if it is not one of ours."""
    found = _HEAD.match(text)
    return found[0] if found else ""


def visible(text: str) -> str:
    """Return `text` on one line, with escapes in the place of what would not be seen or would do something."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escaped(char) for char in text)


def _message(record: logging.LogRecord) -> str:
    form, arguments = _told(record.msg), record.args
    if isinstance(arguments, tuple):
        arguments = tuple(map(_told, arguments))
    try:
        said = str(form) % arguments if arguments else str(form)
    except (TypeError, ValueError, KeyError):  # a defect at the place that logs: what it meant is not lost
        said = str(form)
    error = record.exc_info[1] if record.exc_info else None
    return f"{said}: {where_of(error)}" if error is not None else said


def _told(value: object) -> object:
    return words_of(value) if isinstance(value, BaseException) else value


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")
