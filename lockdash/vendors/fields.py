"""Single values of a vendor's item, read with tolerance: what is not understood is None, never an error.

The shape around them (this is an object, that is a list) is checked strictly by the wire structs: a wrong shape
costs the item, a wrong value only itself.
"""

from __future__ import annotations

from datetime import UTC, datetime

from lockdash.domain.text import NAME_LIMIT, clean
from lockdash.vendors.replies import Unreadable

_LONGEST_DATE = 40
# .NET writes 0001-01-01 for "never"; no smart lock is older than this.
_FIRST_YEAR = 2000
_LARGEST_INT = 2**63 - 1
_LONGEST_ID = 100


def whole(value: object) -> int | None:
    """Return a whole number; digits in quotes count, booleans do not."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if abs(value) <= _LARGEST_INT else None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 2**53 else None
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 19:
        return int(value)
    return None


def number(value: object) -> float | None:
    """Return a number that is not a boolean."""
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e15:
        return None
    return float(value)


def flag(value: object) -> bool | None:
    """Return a boolean; 0 and 1 count."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int) and value in (0, 1):
        return bool(value)
    return None


def percent(value: object) -> int | None:
    """Return a battery level; 255, null and whatever is not from 0 to 100 are not known (field note 7)."""
    exact = number(value)
    return round(exact) if exact is not None and 0 <= exact <= 100 else None


def text(value: object, limit: int = NAME_LIMIT) -> str | None:
    """Return safe text, None if nothing of it can be shown."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return clean(str(value), limit) or None


def identity(value: object) -> str | None:
    """Return an id as text; both vendors' numbers and words."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return clean(str(value), _LONGEST_ID) or None


def serial(value: object) -> str | None:
    """Return a serial number, None if there is none or it is blank. Raises Unreadable for what cannot be one: with
    it the device would come back under another key."""
    if value is None or isinstance(value, str):
        return identity(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise Unreadable("a serial number that is none")
    return str(value)


def moment(value: object) -> datetime | None:
    """Return a time in UTC; one without a zone is UTC already (tedee-facts 3.9)."""
    if not isinstance(value, str) or len(value) > _LONGEST_DATE:
        return None
    try:
        parsed = datetime.fromisoformat(value.strip())
        parsed = parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return parsed if parsed.year >= _FIRST_YEAR else None


def known_by(value: object, at: datetime) -> datetime | None:
    """Return a time like `moment`, but none later than `at`: a clock that is ahead must not promise anything."""
    parsed = moment(value)
    return None if parsed is None else min(parsed, at)
