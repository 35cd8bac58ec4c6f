"""Times as people type them: on the wall at a door, unless they say by how much that clock is ahead of UTC."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

import msgspec

ACCEPTED = "2026-12-01 16:00, 2026-12-01T16:00, or 2026-12-01"

_TYPED = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ]+(\d{1,2}:\d\d)(?::00)?)?\s*(Z|[+-]\d\d:?\d\d)?", re.ASCII | re.IGNORECASE
)


class Typed(msgspec.Struct, frozen=True):
    """`wall`: naive, on the wall at the door. `offset`: by how much that clock is ahead of UTC, None if nobody said."""

    wall: datetime
    offset: timedelta | None = None


def typed(text: str, usual: time | None = None) -> Typed:
    """Return what `text` says. `usual`: the time of the day for a date without one.

    Raises ValueError, saying what is accepted.
    """
    found = _TYPED.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"a date and time are needed, as {ACCEPTED}")
    date, clock, offset = found.groups()
    if clock is None and usual is None:
        raise ValueError(f"the time of the day is missing, as in {date} 16:00")
    try:
        at = time.fromisoformat(clock.zfill(5)) if clock else usual
        assert at is not None
        return Typed(datetime.combine(datetime.fromisoformat(date).date(), at), _offset(offset))
    except ValueError:
        raise ValueError(f"there is no {text.strip()}") from None


def _offset(text: str | None) -> timedelta | None:
    if text is None:
        return None
    return datetime.fromisoformat(f"2000-01-01T00:00{text.upper()}").utcoffset()
