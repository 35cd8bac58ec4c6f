"""Stays and times of the day, as RemoteLock writes them: wall-clock at the lock's location, without a zone."""

from __future__ import annotations

from datetime import datetime, time

from lockdash.domain.windows import Window
from lockdash.vendors.replies import Unreadable

_LONGEST = 40


def stay_of(starts_at: object, ends_at: object) -> Window | None:
    """Return a stay, None if it has no limits. Raises Unreadable for a time that cannot be understood: somebody whose
    end is not known must not look like one who may stay."""
    starts, ends = _wall(starts_at), _wall(ends_at)
    return Window(starts_at=starts, ends_at=ends) if starts or ends else None


def clock_of(value: object) -> time | None:
    """Return a time of the day, None if there is none. Raises Unreadable for what is no time."""
    if value is None:
        return None
    try:
        return time.fromisoformat(_text(value)).replace(tzinfo=None)
    except ValueError:
        raise Unreadable("a time of the day that cannot be understood") from None


def wall_text(wall: datetime) -> str:
    """Return a naive time as it is sent: in whole seconds, without a zone."""
    return wall.isoformat(timespec="seconds")


def clock_text(clock: time) -> str:
    """Return a naive time of the day as it is sent, `14:00` or `14:00:30`."""
    return clock.isoformat(timespec="seconds" if clock.second else "minutes")


def _wall(value: object) -> datetime | None:
    """A zone is dropped, as the vendor drops it (remotelock-facts, "People and access")."""
    if value is None:
        return None
    try:
        return datetime.fromisoformat(_text(value)).replace(tzinfo=None, microsecond=0)
    except ValueError:
        raise Unreadable("a time of a stay that cannot be understood") from None


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise ValueError
    return value.strip()
