"""Tedee spells dates in several ways, within one answer (tedee-facts 3.9)."""

from __future__ import annotations

from datetime import datetime


def spell(moment: datetime, way: int) -> str:
    """Return `moment` (UTC) in one of five spellings: with Z; naive with 3, 2 or 7 digits; 7 digits and offset."""
    date = moment.strftime("%Y-%m-%dT%H:%M:%S")
    micros = moment.microsecond
    match way % 5:
        case 0:
            return f"{date}.{micros // 1000:03d}Z"
        case 1:
            return f"{date}.{micros // 1000:03d}"
        case 2:
            return f"{date}.{micros // 10_000:02d}"
        case 3:
            return f"{date}.{micros:06d}7"
        case _:
            return f"{date}.{micros:06d}7+00:00"


def created(moment: datetime) -> str:
    return spell(moment, 3)
