"""Waking up later, by the app's clock: what a test's clock says is what happens, with no real waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from textual.message_pump import MessagePump

from lockdash.engine.clock import Clock


class Waker:
    """Calls `call` once, some time from now, on `target`'s own message loop. Arming again replaces the earlier time."""

    def __init__(self, target: MessagePump, clock: Clock, call: Callable[[], None]) -> None:
        self._target = target
        self._clock = clock
        self._call = call
        self._task: asyncio.Task[None] | None = None

    def arm(self, seconds: float) -> None:
        """Wake in `seconds`, and not at the time set before."""
        self.stop()
        self._task = asyncio.create_task(self._wait(seconds))

    def stop(self) -> None:
        """Do not wake."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _wait(self, seconds: float) -> None:
        await self._clock.sleep(seconds)
        self._task = None
        self._target.call_later(self._call)
