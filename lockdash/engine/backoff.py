"""How long to wait after a failure: longer each time, never in step with others, never so long that an
outage is noticed to be over only minutes later."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

FIRST = 2.0
LONGEST = 60.0


def delay(failures: int, rng: Random) -> float:
    """Return the seconds to wait after `failures` (1 or more) failures in a row: half of it is chance."""
    whole = min(LONGEST, FIRST * 2.0 ** min(failures, 10))
    return whole * rng.uniform(0.5, 1.0)


def retry_at(failures: int, rng: Random, now: datetime, told: datetime | None) -> datetime:
    """Return when to try again: after `delay`, and never before `told`, the time that the vendor named."""
    own = now + timedelta(seconds=delay(failures, rng))
    return own if told is None else max(own, told)
