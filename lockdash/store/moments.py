"""Moments as the store keeps them: seconds since 1970 (UTC), as floats."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# Readings of one clock by several processes arrive in any order within the time that one may wait for the
# database. What is further ahead than this was written before the clock was set back.
SKEW = 10.0


def epoch(moment: datetime) -> float:
    """Return `moment` in seconds since 1970. Raises ValueError for a naive one: it could mean any zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be stored")
    return moment.timestamp()


def at(seconds: float) -> datetime:
    """Return the moment (UTC) nearest to `seconds`."""
    return EPOCH + timedelta(seconds=seconds)


def not_before(seconds: float) -> datetime:
    """Return the first moment (UTC, whole microseconds) whose `epoch` is not less than `seconds`."""
    moment = at(seconds)
    while moment.timestamp() < seconds:
        moment += timedelta(microseconds=1)
    return moment
