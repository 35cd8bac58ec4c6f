"""Moments in the past as people type them: an age, or a date and time of the viewer's own clock."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo

ACCEPTED = "30m, 12h, 2d or 3w (ago), 2026-11-01, or 2026-11-01T12:00"

_AGE = re.compile(r"(\d+)\s*([mhdw])", re.ASCII)
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_DATE = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?", re.ASCII)


def moment(text: str, now: datetime, zone: tzinfo | None = None) -> datetime:
    """Return the moment (UTC) that `text` means at `now`: `2d`, `12h`, `30m`, `2026-11-01`, `2026-11-01T12:00`.

    `zone`: the viewer's, None for the machine's. A date begins at its midnight, a time that the clocks show twice is
    the first of both, and one with an offset (`Z`, `+01:00`) means just that. Raises ValueError, saying what is
    accepted.
    """
    text = text.strip()
    try:
        age = _AGE.fullmatch(text.casefold())
        if age is not None:
            return now.astimezone(UTC) - timedelta(**{_UNITS[age[2]]: int(age[1])})
        if _DATE.fullmatch(text) is not None:
            said = datetime.fromisoformat(text)
            return (said if said.tzinfo else said.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError) as error:  # no such day, or before the first year
        raise ValueError(_told(text)) from error
    raise ValueError(_told(text))


def _told(text: str) -> str:
    return f"{text!r} is no moment that is understood: {ACCEPTED}"
