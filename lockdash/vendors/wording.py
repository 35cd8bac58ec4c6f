"""Times and names in the sentences that clients hand to the user."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from lockdash.domain.text import clean


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
