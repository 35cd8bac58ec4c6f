"""Wall clocks: RemoteLock's stays carry no zone, they are the time at the lock's location (remotelock-facts)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo


@lru_cache(maxsize=64)
def wall_clock(zone: str, now: datetime) -> datetime:
    """Return what the clock on the wall shows in `zone` at `now`, without a zone."""
    return now.astimezone(_zone(zone)).replace(tzinfo=None)


def clocks_anywhere(now: datetime) -> tuple[datetime, datetime]:
    """Return what the first and the last clocks of the world show at `now`: 12 hours behind UTC, 14 before it."""
    here = now.astimezone(UTC).replace(tzinfo=None)
    return here - timedelta(hours=12), here + timedelta(hours=14)


def moment(wall: datetime, zone: str) -> datetime:
    """Return when a clock in `zone` shows `wall`; of two such times the first."""
    return wall.replace(tzinfo=_zone(zone)).astimezone(UTC)


def _zone(name: str) -> tzinfo:
    """A zone that nobody knows counts as UTC: the cloud goes on whatever a location says."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC
