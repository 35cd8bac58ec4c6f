"""Whose turn it is to be read by itself, of devices that have a feed each: one after the other, evenly, so that what
happened at a door whose state never moves is learned as well. Times are the clock's monotonic seconds."""

from __future__ import annotations

import math
from collections.abc import Collection

from lockdash.vendors.base import Feed


class Rota:
    """Of one feed. `rate`: how many reads a second the budget has for it."""

    def __init__(self, feed: Feed) -> None:
        self.feed = feed
        self.rate = math.inf
        self._last: dict[str, float] = {}
        self._read_at: float | None = None

    @property
    def every(self) -> float:
        """Seconds in which each device should be read once."""
        return self.feed.rota or math.inf

    def attend(self, keys: Collection[str], now: float) -> list[str]:
        """Let these devices take turns, and no others. Return those that are new, whose last read is not known yet."""
        if self._read_at is None:
            self._read_at = now
        for key in self._last.keys() - set(keys):
            del self._last[key]
        new = [key for key in keys if key not in self._last]
        self._last.update(dict.fromkeys(new, -math.inf))
        return new

    def read(self, key: str, at: float) -> None:
        """Any session has read `key` at that time, or has tried."""
        if key in self._last:
            self._last[key] = max(self._last[key], at)

    def took_turn(self, key: str, at: float) -> None:
        """A turn ended."""
        self._read_at = at
        self.read(key, at)

    def hurry(self, key: str) -> None:
        """Something happened at `key` that nobody has time to read now: let it be next."""
        if key in self._last:
            self._last[key] = -math.inf

    def next(self) -> tuple[str, float] | None:
        """Return whose turn is next, and when; None if nobody's is."""
        if not self._last or self._read_at is None or self.rate <= 0:
            return None
        key = min(self._last, key=self._last.__getitem__)
        return key, max(
            self._last[key] + self.every, self._read_at + max(self.every / len(self._last), 1.0 / self.rate)
        )
