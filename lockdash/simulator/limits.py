"""Windows and intervals: how many requests a vendor takes, and when the next may come."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

ON_TIME = timedelta(seconds=0.1)
"""How much too early still counts as on time: a client measures from when it sent, the server from when it heard."""


class Window:
    """A fixed window of `limit` requests in `seconds`. Starts with its first request, or on the clock if `aligned`."""

    def __init__(self, limit: int, seconds: float, *, aligned: bool = False) -> None:
        self.limit = limit
        self.length = timedelta(seconds=seconds)
        self.aligned = aligned
        self.used = 0
        self.ends_at = datetime.min.replace(tzinfo=UTC)

    def take(self, now: datetime, requests: int = 1) -> bool:
        """Count `requests`; return whether they were still within the limit."""
        self.turn(now)
        if self.used + requests > self.limit:
            self.used = self.limit
            return False
        self.used += requests
        return True

    def turn(self, now: datetime) -> None:
        """Begin a new window if the last is over."""
        if now < self.ends_at:
            return
        self.used = 0
        if self.aligned:
            past = math.floor(now.timestamp() / self.length.total_seconds()) * self.length.total_seconds()
            self.ends_at = datetime.fromtimestamp(past, UTC) + self.length
        else:
            self.ends_at = now + self.length

    @property
    def remaining(self) -> int:
        return self.limit - self.used

    def wait(self, now: datetime) -> int:
        """Whole seconds until the window ends, at least 1."""
        return seconds_until(self.ends_at, now)


class Interval:
    """No more than once in `seconds`."""

    def __init__(self, seconds: float) -> None:
        self.length = timedelta(seconds=seconds)
        self.last_at: datetime | None = None

    def take(self, now: datetime) -> int:
        """Return 0 and remember `now`, or the seconds to wait."""
        if self.last_at is not None and now < self.last_at + self.length - ON_TIME:
            return seconds_until(self.last_at + self.length, now)
        self.last_at = now
        return 0


def seconds_until(then: datetime, now: datetime) -> int:
    return max(1, math.ceil((then - now).total_seconds()))
