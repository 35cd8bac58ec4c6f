"""When to look what has become of something whose answer did not come."""

from __future__ import annotations

from collections.abc import AsyncIterator

from lockdash.engine.clock import Clock
from lockdash.engine.work import Work

LOOKS = (0.0, 5.0, 20.0)
"""Seconds before each look: a vendor may be at it still when nobody waits for its answer any more."""


async def looks(work: Work, clock: Clock, until: float) -> AsyncIterator[None]:
    """Wait before each look, as long as there is time for it before `until` (monotonic). For tasks of the engine."""
    for seconds in LOOKS:
        if clock.monotonic() + seconds > until:
            return
        if seconds:
            await work.rest(seconds)
        yield
