"""What was in sight long enough to count as seen. Pure."""

from __future__ import annotations

from collections.abc import Collection

from lockdash.domain.event_query import Place

SEEN_AFTER = 1.0
"""Seconds in sight."""


class Seeing:
    """Times are seconds on a monotonic clock."""

    def __init__(self) -> None:
        self._since: dict[Place, float] = {}

    def look(self, places: Collection[Place], now: float) -> None:
        """`places` are in sight now, and nothing else is."""
        self._since = {place: self._since.get(place, now) for place in places}

    def ripe(self, now: float) -> list[Place]:
        """Return, once, the places that were in sight for as long as it takes."""
        seen = [place for place, since in self._since.items() if now - since >= SEEN_AFTER - 1e-6]
        for place in seen:
            del self._since[place]
        return seen

    def wait(self, now: float) -> float | None:
        """Return in how many seconds the next place is ripe, None if there is none."""
        return max(min(self._since.values()) + SEEN_AFTER - now, 0.0) if self._since else None
