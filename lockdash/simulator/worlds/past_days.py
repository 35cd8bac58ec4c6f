"""When things happened in the three weeks before the world: by day rather than by night, by the clocks of the place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from lockdash.simulator.rentals.zones import moment, wall_clock
from lockdash.simulator.world import World

DAYS = 21
# How busy the hours of a day are, midnight first.
_NIGHT, _MORNING, _NOON, _EVENING = (
    (1, 1, 0, 0, 0, 2),
    (6, 16, 22, 14, 10, 8),
    (9, 8, 8, 10, 16, 24),
    (26, 20, 14, 9, 5, 2),
)
_HOURS = (*_NIGHT, *_MORNING, *_NOON, *_EVENING)


class PastDays:
    """The days at one place, `zone`, until the world begins to live."""

    def __init__(self, world: World, zone: str) -> None:
        self.zone = zone
        self.ends_at = world.now
        self._today = wall_clock(zone, world.now).replace(hour=0, minute=0, second=0, microsecond=0)

    def days(self) -> Iterator[datetime]:
        """Yield midnight on the wall of each day, oldest first."""
        for ago in range(DAYS, -1, -1):
            yield self._today - timedelta(days=ago)

    def ago(self, days: int, hour: float) -> datetime:
        """Return when it was `hour` on the wall, so many days ago."""
        return moment(self._today - timedelta(days=days) + timedelta(hours=hour), self.zone)

    def times(self, day: datetime, most: float, chance: Random) -> list[datetime]:
        """Return some times of a day in order, `most` on average, as people come and go."""
        number = int(most * chance.uniform(0.5, 1.5) + chance.random())
        hours = chance.choices(range(24), _HOURS, k=number)
        seconds = sorted(hour * 3600 + chance.uniform(0, 3600) for hour in hours)
        return [moment(day + timedelta(seconds=each), self.zone) for each in seconds]
