"""Telling a key that somebody meant from one that is held down, bounces or is part of pasted text."""

from __future__ import annotations

from collections.abc import Callable

from textual.message_pump import MessagePump

from lockdash.engine.clock import Clock
from lockdash.tui.deadline import Deadline
from lockdash.tui.waking import Waker

QUIET = 0.1
"""Seconds without another key after which a key was meant. Keys that repeat come every 30 to 50 ms."""
HASTE = 0.25
"""Seconds after a question appears in which no key counts: it was meant for what was there before."""


class LoneKey:
    """Calls `meant` for a key that has no other key within `QUIET` before or after it. A terminal without bracketed
    paste types what is pasted, and a held key repeats: neither may open a door. Nor may a key whose quiet moment is
    over too late, because the process was stopped or the machine slept in it."""

    def __init__(self, target: MessagePump, clock: Clock, meant: Callable[[], None]) -> None:
        self._clock = clock
        self._meant = meant
        self._waker = Waker(target, clock, self._over)
        self._until = Deadline(clock, 0.0)
        self._last = float("-inf")

    def press(self) -> None:
        """The key was pressed."""
        alone = self._clock.monotonic() - self._last >= QUIET
        self.spoil()
        if alone:
            self._until = Deadline(self._clock, QUIET)
            self._waker.arm(QUIET)

    def spoil(self) -> None:
        """Another key came: what was pressed just before was not meant."""
        self._last = self._clock.monotonic()
        self._waker.stop()

    def stop(self) -> None:
        """Forget what was pressed."""
        self._last = float("-inf")
        self._waker.stop()

    def _over(self) -> None:
        if not self._until.missed:
            self._meant()
