"""A clock that stands still until the test moves it."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta


class FakeClock:
    """`advance` moves the time and wakes those whose time has come, in order. `machine_sleeps` moves the wall clock
    only, as a machine's sleep does."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._passed = 0.0
        self._slept = 0.0
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self._passed + self._slept)

    def monotonic(self) -> float:
        return self._passed

    async def sleep(self, seconds: float) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleepers.append((self._passed + seconds, future))
        await future

    def machine_sleeps(self, seconds: float) -> None:
        self._slept += seconds

    def advance(self, seconds: float) -> None:
        self._passed += seconds
        due = sorted((each for each in self._sleepers if each[0] <= self._passed + 1e-9), key=lambda each: each[0])
        self._sleepers = [each for each in self._sleepers if each not in due]
        for _, future in due:
            if not future.done():
                future.set_result(None)
