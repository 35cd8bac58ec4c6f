"""The sentences that clients hand to the user: times and names in them, and nothing twice."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from lockdash.domain.text import clean, fold

_WORD = re.compile(r"\w+")
_LITTLE = frozenset({"a", "an", "the", "both"})


def clock_text(moment: datetime, zone: str | None) -> str:
    """Return the time of day at the door and where that is, `18:02:11 Warsaw`; in UTC where its zone is not known.

    It is read beside times of the viewer's, who may be in another zone.
    """
    local = _zone(zone) if zone else None
    if zone is None or local is None:
        return f"{moment.astimezone(UTC):%H:%M:%S} UTC"
    place = clean(zone.rpartition("/")[2].replace("_", " "))
    return f"{moment.astimezone(local):%H:%M:%S} {place}"


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError):  # a vendor's text: may be a folder, a path, anything
        return None


def span_text(seconds: float) -> str:
    """Return a duration as `20 s`, `20 min` or `12 h`."""
    if seconds < 120:
        return f"{seconds:g} s"
    if seconds < 2 * 3600:
        return f"{seconds / 60:.3g} min"
    return f"{seconds / 3600:.3g} h"


def said_once(text: str) -> str:
    """Return `text` without the clauses that say what one before them has said: ours explain a refusal that a vendor
    may have explained as well."""
    clauses: dict[tuple[str, ...], str] = {}
    for clause in text.split("; "):
        said = _WORD.findall(fold(clause.rpartition(": ")[2]))
        clauses.setdefault(tuple(word for word in said if word not in _LITTLE), clause)
    return "; ".join(clauses.values())
