"""Stands between a vendor's client and the wire: every request is taken from the account's shared budget."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar

from lockdash.domain.budget import Allowance, Limits, Purpose
from lockdash.engine.clock import Clock
from lockdash.engine.writer import Writer
from lockdash.vendors.errors import RateLimited


class Tally:
    """`polls`: requests granted for polling while it counted."""

    def __init__(self) -> None:
        self.polls = 0


_tally: ContextVar[Tally | None] = ContextVar("tally", default=None)


class StoreGate:
    """`vendors.base.Gate` over the store, so that all processes spend from the same budget.

    `skew`: seconds by which our clock is ahead of the vendor's, None while it is not known.
    """

    def __init__(self, account: str, allowance: Allowance, writer: Writer, clock: Clock) -> None:
        self.account = account
        self.allowance = allowance
        self.skew: float | None = None
        self._looks = 0
        self._writer = writer
        self._clock = clock

    async def spend(self, purpose: Purpose) -> None:
        """Take one request. Raises RateLimited with the time at which there will be one."""
        now = self._clock.now()
        later = await self._writer.run(lambda store: store.spend(self.account, self.allowance, purpose, now))
        if later is not None:
            seconds = max(1, round((later - now).total_seconds()))
            raise RateLimited(f"the request budget of {self.account} is used up for {seconds} s", retry_at=later)
        tally = _tally.get()
        if purpose is Purpose.poll and tally is not None:
            tally.polls += 1

    @asynccontextmanager
    async def look(self) -> AsyncIterator[bool]:
        """Enter a look at how a command fares; gives whether there are requests for it. Looking must not use up
        what is left for sending, since another door may have to be opened: half of the reserve stays."""
        self._looks += 1
        try:
            now = self._clock.now()
            budget = await self._writer.run(lambda store: store.budget(self.account, self.allowance, now))
            yield budget.remaining - self._looks >= budget.reserve // 2
        finally:
            self._looks -= 1

    async def observe(self, limits: Limits) -> None:
        """Pass on what an answer said of the budget."""
        if limits.skew is not None:
            self.skew = limits.skew
        now = self._clock.now()
        await self._writer.run(lambda store: store.observe(self.account, self.allowance, limits, now))


@contextmanager
def tallied() -> Iterator[Tally]:
    """Count the requests of one read, also those of tasks that it starts, and of nobody else: devices and people of an
    account are read at the same time, and the pace of each goes by what its own reads cost."""
    tally = Tally()
    before = _tally.set(tally)
    try:
        yield tally
    finally:
        _tally.reset(before)
