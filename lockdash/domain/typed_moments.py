"""Moments in the past as people type them: an age, a day, or a date and time of the viewer's own clock."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

ACCEPTED = "30m, 12h, 2d or 3w (ago), today, yesterday, 2026-11-01, or 2026-11-01T12:00"

_AGE = re.compile(r"(\d+)\s*([mhdw])", re.ASCII)
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DAYS_AGO = {"today": 0, "yesterday": 1}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?", re.ASCII)


def moment(text: str, now: datetime, zone: tzinfo | None = None) -> datetime:
    """Return the moment (UTC) that `text` means at `now`: `2d`, `12h`, `30m`, `today`, `2026-11-01`,
    `2026-11-01T12:00`.

    `zone`: the viewer's, None for the machine's. A day begins at its midnight, a time that the clocks show twice is
    the first of both, and one with an offset (`Z`, `+01:00`) means just that. Raises ValueError, saying what is
    accepted.
    """
    return _read(text, now, zone, whole_day=False)


def end_of(text: str, now: datetime, zone: tzinfo | None = None) -> datetime:
    """Return the moment (UTC) before which all lies that is asked for until `text`: as `moment`, but a day names the
    whole of it, so that it ends at the next midnight. Raises ValueError as `moment` does."""
    return _read(text, now, zone, whole_day=True)


def _read(text: str, now: datetime, zone: tzinfo | None, *, whole_day: bool) -> datetime:
    said = " ".join(text.split()).casefold()
    try:
        if age := _AGE.fullmatch(said):
            return now.astimezone(UTC) - timedelta(**{_UNITS[age[2]]: int(age[1])})
        day = _day(said, now, zone)
        if day is not None:
            return _midnight(day + timedelta(days=whole_day), zone)
        typed = said.upper().replace(" ", "T", 1)
        if _MOMENT.fullmatch(typed):
            meant = datetime.fromisoformat(typed)
            return (meant if meant.tzinfo else meant.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError) as error:  # no such day, or before the first year
        raise ValueError(_told(text)) from error
    raise ValueError(_told(text))


def _day(said: str, now: datetime, zone: tzinfo | None) -> date | None:
    if said in _DAYS_AGO:
        return now.astimezone(zone).date() - timedelta(days=_DAYS_AGO[said])
    return date.fromisoformat(said) if _DAY.fullmatch(said) else None


def _midnight(day: date, zone: tzinfo | None) -> datetime:
    """When it begins, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _told(text: str) -> str:
    return f"{text!r} is no moment that is understood: {ACCEPTED}"
