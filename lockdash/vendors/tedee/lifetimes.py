"""How long each version of Tedee's API is kept, as announced in its release notes (tedee-facts 0).

A version is supported until the next breaking one is a year old. Then it can be asked for half a year yet, less often.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import msgspec

from lockdash.domain.findings import Finding, Level
from lockdash.vendors.route import VERSION

NEWEST = "v37"
_REMEDY = f'set api_version = "{NEWEST}" for this account in the configuration'
_NUMBER = re.compile(r"[vV]?([0-9]{1,4})(?:\.([0-9]{1,4}))?", re.ASCII)
_MOST_NAMED = 50


class Lifetime(msgspec.Struct, frozen=True):
    """`deprecated`, `retired`: from these days on, None where nothing is announced."""

    released: date
    deprecated: date | None = None
    retired: date | None = None


LIFETIMES: Mapping[str, Lifetime] = {
    # Of the first two only the notice of the end has a date.
    "v1.30": Lifetime(date(2023, 3, 27), date(2024, 9, 18), date(2025, 3, 25)),
    "v1.31": Lifetime(date(2023, 9, 18), date(2024, 10, 2), date(2025, 4, 7)),
    "v1.32": Lifetime(date(2023, 10, 2), date(2025, 9, 23), date(2026, 3, 23)),
    "v1.33": Lifetime(date(2024, 9, 23), date(2026, 1, 27), date(2026, 7, 27)),
    "v1.34": Lifetime(date(2025, 1, 27), date(2026, 3, 25), date(2026, 9, 25)),
    "v1.35": Lifetime(date(2025, 3, 25), date(2026, 4, 7), date(2026, 10, 7)),
    "v1.36": Lifetime(date(2025, 4, 7), date(2026, 8, 11), date(2027, 2, 11)),
    "v37": Lifetime(date(2025, 8, 11)),
}


def finding(version: str, named: str, today: date) -> Finding:
    """Return what is to be said of `version`. `named`: the header `API-Supported-Versions`, "" if there was none."""
    known, supported = LIFETIMES.get(version), _numbers(named)
    if known is not None and known.retired is not None and today >= known.retired:
        still = ", and may be gone at any time" if _number(version) in supported else ""
        return Finding(VERSION, Level.failure, f"{version} was retired on {_day(known.retired)}{still}", _REMEDY)
    if supported and _number(version) not in supported:
        said = f"{version} is not among the versions that Tedee names"
        return Finding(VERSION, Level.warning if version == NEWEST else Level.failure, said, _REMEDY)
    if known is None:
        said = f"{version} is not known to lockdash, which was made for {NEWEST} and those before it"
        return Finding(VERSION, Level.warning, said, _REMEDY)
    if known.deprecated is None or known.retired is None:
        return Finding(VERSION, Level.ok, f"{version}; no end of it is announced")
    if today < known.deprecated:
        said = f"{version}; deprecated from {_day(known.deprecated)} on, retired on {_day(known.retired)}"
        return Finding(VERSION, Level.ok, said)
    said = f"{version} is deprecated since {_day(known.deprecated)}, and will be retired on {_day(known.retired)}"
    return Finding(VERSION, Level.warning, said, _REMEDY)


def _numbers(named: str) -> frozenset[tuple[int, int]]:
    """The header's words, of which `1.13`, `37.0` and `v37` are all to be found in the wild or in the reference."""
    found = (_number(word.strip()) for word in named.split(",")[:_MOST_NAMED])
    return frozenset(number for number in found if number is not None)


def _number(version: str) -> tuple[int, int] | None:
    parts = _NUMBER.fullmatch(version)
    return None if parts is None else (int(parts[1]), int(parts[2] or 0))


def _day(day: date) -> str:
    return f"{day.day} {day:%b} {day.year}"
