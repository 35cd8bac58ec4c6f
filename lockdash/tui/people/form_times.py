"""A time that was typed, told back so that a slip shows: with its day of the week, and the time that a date got."""

from __future__ import annotations

from datetime import time

from lockdash.domain.typed_times import typed
from lockdash.domain.window_words import moment_text


def told_time(text: str, usual: time | None) -> str:
    """Return `Tue 1 Dec 2026 16:00` for a time as somebody typed it, "" if it is none (yet)."""
    try:
        at = typed(text, usual).wall
    except ValueError:
        return ""
    return f"{at:%a} {moment_text(at, None)}"
