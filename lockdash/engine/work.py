"""The engine's tasks: named, owned, cancelled together; and whether any of them is doing something."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from lockdash.engine.clock import Clock
from lockdash.engine.failures import where_of

log = logging.getLogger("lockdash.engine.work")


class Alarm:
    """Ends a rest before its time. Rung while nobody rests, it ends the next rest at once."""

    def __init__(self) -> None:
        self._rung = False
        self._wake: Callable[[], None] | None = None

    def ring(self) -> None:
        if self._wake is not None:
            self._wake()
        else:
            self._rung = True

    def listen(self, wake: Callable[[], None]) -> None:
        """Call `wake` at the next ring, or now if it rang already."""
        if self._rung:
            self._rung = False
            wake()
        else:
            self._wake = wake

    def leave(self) -> None:
        self._wake = None


class Work:
    """A task counts as busy from `spawn` until it ends, except while it is in `rest`.

    Whoever ends a rest makes the task busy at that moment, not when it runs again, so that `idle` never
    overlooks something that is due.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._tasks: set[asyncio.Task[None]] = set()
        self._busy = 0
        self._quiet = asyncio.Event()
        self._quiet.set()

    def spawn(self, coroutine: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        self._enter()
        task = asyncio.create_task(coroutine, name=f"lockdash {name}")
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def rest(self, seconds: float | None, alarm: Alarm | None = None) -> None:
        """Wait `seconds` (None: for ever), or until `alarm` rings. Only for tasks that `spawn` started."""
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def wake(_: object = None) -> None:
            if not woken.done():
                woken.set_result(None)
                self._enter()

        self._leave()
        timer = None
        if seconds is not None:
            timer = asyncio.ensure_future(self._clock.sleep(max(seconds, 0.0)))
            timer.add_done_callback(wake)
        if alarm is not None:
            alarm.listen(wake)
        try:
            await woken
        except asyncio.CancelledError:
            if woken.cancelled():
                self._enter()
            raise
        finally:
            if alarm is not None:
                alarm.leave()
            if timer is not None:
                timer.cancel()

    async def idle(self) -> None:
        """Wait until every task rests or has ended."""
        calm = 0
        while calm < 5:  # a few turns of the loop, for callbacks that are under way
            await self._quiet.wait()
            await asyncio.sleep(0)
            calm = 0 if self._busy else calm + 1

    async def stop(self) -> None:
        """Cancel every task and wait until they have ended."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._leave()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("%s ended unexpectedly: %s", task.get_name(), where_of(error))

    def _enter(self) -> None:
        self._busy += 1
        self._quiet.clear()

    def _leave(self) -> None:
        self._busy -= 1
        if not self._busy:
            self._quiet.set()
