"""A moment that is near, by both clocks: the monotonic one stands still while the machine sleeps, the wall clock does
not."""

from __future__ import annotations

from lockdash.engine.clock import Clock

LATE = 1.0
"""Seconds after which what should have happened is no longer what the user meant: the process was stopped, the
machine slept, the terminal hung."""


class Deadline:
    """The moment `seconds` from now."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock = clock
        self._by_monotonic = clock.monotonic() + seconds
        self._by_wall = clock.now().timestamp() + seconds

    @property
    def left(self) -> float:
        """Seconds until then, below 0 after it."""
        return self._by_monotonic - self._clock.monotonic()

    @property
    def missed(self) -> bool:
        """Whether it is long gone by either clock. A wall clock that is set forward counts: nobody can tell why."""
        overdue = max(-self.left, self._clock.now().timestamp() - self._by_wall)
        return overdue > LATE
