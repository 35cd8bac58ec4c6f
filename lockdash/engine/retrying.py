"""When what failed at one account is tried again, and until when the whole account is left alone."""

from __future__ import annotations

from datetime import datetime
from random import Random

from lockdash.engine import backoff
from lockdash.engine.clock import Clock
from lockdash.vendors.errors import VendorError


class Retrying:
    """One for whoever reads an account. A vendor's word on when to come back is obeyed."""

    def __init__(self, clock: Clock, rng: Random) -> None:
        self._clock = clock
        self._rng = rng
        self._outage = 0  # failures in a row that were of the whole account
        self._held_until = 0.0  # monotonic

    @property
    def held_until(self) -> float:
        """Nothing is read before then (monotonic seconds)."""
        return self._held_until

    @property
    def left(self) -> float:
        """Seconds until something may be read; 0 or less: it may."""
        return self._held_until - self._clock.monotonic()

    def hold(self, error: Exception) -> datetime:
        """Leave the whole account alone after `error`. Return until when (UTC)."""
        self._outage += 1
        again = self.after(self._outage, error)
        self._held_until = self.monotonic(again)
        return again

    def lift(self) -> None:
        """Try now: somebody asks, or time has jumped. How often it failed still counts."""
        self._held_until = 0.0

    def over(self) -> None:
        """Something went well."""
        self._outage, self._held_until = 0, 0.0

    def after(self, failures: int, error: Exception) -> datetime:
        """Return when to try again (UTC) what has failed so many times in a row, with `error` at last."""
        told = error.retry_at if isinstance(error, VendorError) else None
        return backoff.retry_at(failures, self._rng, self._clock.now(), told)

    def monotonic(self, moment: datetime) -> float:
        """Return `moment` (UTC) by the monotonic clock."""
        return self._clock.monotonic() + (moment - self._clock.now()).total_seconds()
