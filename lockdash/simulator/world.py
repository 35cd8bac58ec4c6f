"""The pretend world: a clock, an agenda, a home and some rentals.

Nothing runs by itself. Whoever looks first brings the world forward to the clock (`catch_up`), so the same
seed, the same steps of the clock and the same requests give the same answers.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from lockdash.simulator.agenda import Action, Agenda
from lockdash.simulator.clock import Clock
from lockdash.simulator.home.home import Home
from lockdash.simulator.home.lock import HomeLock
from lockdash.simulator.rentals.devices import Device
from lockdash.simulator.rentals.rentals import Rentals
from lockdash.simulator.setting import set_fields

HISTORY = timedelta(hours=8)
LEAST_GAP = 3.0


class World:
    """Hold `guard` to read or change anything from another thread than the server's; the methods here do.

    `opened_at`: when the clock started; before it lies `HISTORY`, lived through at once when the world is made.
    `pace`: how often people come by, as a factor. The clock itself always keeps true time.
    """

    def __init__(self, *, seed: int, clock: Clock, pace: float = 1.0) -> None:
        self.seed = seed
        self.clock = clock
        self.pace = pace
        self.guard = threading.RLock()
        self.opened_at = clock.now()
        self.now = self.opened_at - HISTORY
        self._agenda = Agenda()
        self.home = Home(self)
        self.rentals = Rentals(self)

    def stream(self, name: str) -> Random:
        """Return a source of chance of its own for `name`, so that one part does not disturb another."""
        return Random(f"{self.seed}/{name}")

    def after(self, seconds: float, action: Action) -> None:
        self._agenda.plan(self.now + timedelta(seconds=seconds), action)

    def gap(self, chance: Random, every: float, every_before: float) -> float:
        """Return the seconds until people next do something: on average `every`, or `every_before` in the history."""
        left = (self.opened_at - self.now).total_seconds()
        lively = max(LEAST_GAP, chance.expovariate(self.pace / every))
        return lively if left <= 0 else min(chance.expovariate(1 / every_before), left + lively)

    def run_until(self, now: datetime) -> None:
        """Let everything happen that is due up to `now`. Does nothing if the world is there already."""
        with self.guard:
            for when, action in self._agenda.due(now):
                self.now = max(self.now, when)
                action()
            self.now = max(self.now, now)

    def catch_up(self) -> None:
        self.run_until(self.clock.now())

    def advance(self, seconds: float) -> None:
        """Move the clock ahead and let happen what happens in the meantime."""
        self.clock.advance(seconds)
        self.catch_up()

    @property
    def locks(self) -> dict[str, HomeLock | Device]:
        """Everything that stands in either half of the world, by name."""
        with self.guard:
            self.catch_up()
            everything: list[HomeLock | Device] = [*self.home.locks.values(), *self.rentals.devices.values()]
            return {thing.name: thing for thing in everything}

    def set(self, name: str, **fields: Any) -> None:
        """Put a lock or device into a condition, without a trace in its log. Raises KeyError, TypeError or
        ValueError for a name, a field or a value that does not exist."""
        with self.guard:
            set_fields(self.locks[name], fields, self.now)

    def do(self, action: Callable[[], object]) -> None:
        """Carry out `action` with the world brought forward and nobody else in it."""
        with self.guard:
            self.catch_up()
            action()
