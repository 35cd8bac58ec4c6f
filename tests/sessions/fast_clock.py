"""A clock that all processes of a test share and that may run faster than the machine's."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)


class FastClock:
    """At `epoch` (`time.monotonic`, one for all processes of a machine) it shows START, and it runs `speed` times as
    fast. It is the engine's clock, the vendors' and the simulator's at once, so that nobody is ahead of anybody.
    """

    def __init__(self, epoch: float, speed: float) -> None:
        self.epoch = epoch
        self.speed = speed

    def now(self) -> datetime:
        return START + timedelta(seconds=self.elapsed())

    def elapsed(self) -> float:
        """Seconds since START, by this clock."""
        return (time.monotonic() - self.epoch) * self.speed

    def monotonic(self) -> float:
        return time.monotonic() * self.speed

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self.speed)

    def advance(self, seconds: float) -> None:
        """For the simulator's protocol: here time passes by itself."""
        raise NotImplementedError
