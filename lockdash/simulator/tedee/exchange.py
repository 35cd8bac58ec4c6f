"""Asking a device something that it answers in its own time, while the caller waits (tedee-facts 2.5)."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import timedelta
from random import Random
from typing import Any

from lockdash.simulator.tedee.answers import Fault
from lockdash.simulator.tedee.pins import Order
from lockdash.simulator.world import World

LEAST_WAIT = 0.02  # seconds: the pretend clock may be a little behind ours, stand still or jump


class Exchange:
    """One order to a device; it takes no other until this one is over. A caller who hangs up does not stop it."""

    def __init__(self, world: World, order: Order, chance: Random) -> None:
        """Begin. Raises Fault 409 if the device is at another."""
        radio = order.lock.radio
        if radio.busy:
            raise Fault(409, "Another request for this device is in progress.")
        radio.busy = True
        self._world = world
        self._order = order
        self._silent = radio.deaf or radio.loses_answers
        self._loop = asyncio.get_running_loop()
        self._over = asyncio.Event()
        self._answer: Any = None
        seconds = radio.patience if self._silent else chance.uniform(*radio.seconds)
        self._due = world.now + timedelta(seconds=seconds)
        world.after(seconds, self._end)

    async def result(self) -> Any:
        """Wait until the device has answered; return what it says. Raises Fault: its own, or 408 for no answer."""
        self._world.catch_up()
        while not self._over.is_set():
            left = (self._due - self._world.now).total_seconds()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), max(left, LEAST_WAIT))
            self._world.catch_up()
        if isinstance(self._answer, Fault):
            raise self._answer
        return self._answer

    def _end(self) -> None:
        """Runs when its time has come, in the thread of whoever brings the world forward."""
        self._order.lock.radio.busy = False
        try:
            self._answer = self._carry_out()
        except Fault as fault:
            self._answer = fault
        with contextlib.suppress(RuntimeError):  # the server has stopped: nobody waits any more
            self._loop.call_soon_threadsafe(self._over.set)

    def _carry_out(self) -> Any:
        if not self._order.lock.radio.deaf and self._order.lock.reachable:
            answer = self._order.carry_out(self._world.now)
            if not self._silent:
                return answer
        raise Fault(408, "The device did not answer in time.")
