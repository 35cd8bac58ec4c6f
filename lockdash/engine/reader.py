"""Reads one feed of an account once: claims it in the store for all sessions, asks, and takes in what came."""

from __future__ import annotations

import logging
from datetime import datetime

import msgspec

from lockdash.domain.accounts import Account
from lockdash.engine import pace
from lockdash.engine.background import context_of
from lockdash.engine.board import Board, Known
from lockdash.engine.clock import Clock
from lockdash.engine.connect import Line
from lockdash.engine.gate import StoreGate, tallied
from lockdash.engine.intake import take_in
from lockdash.engine.schedule import Schedule, Slot
from lockdash.engine.standing import Standing
from lockdash.store.store import FeedRow, Store
from lockdash.vendors.base import Answer, Client, Context
from lockdash.vendors.errors import SignedOut

log = logging.getLogger("lockdash.engine.reader")


class Taken(msgspec.Struct, frozen=True):
    """What a read came to. `over`: the feeds whose failure it showed to be over. `moved`: keys of known devices whose
    state became another one. `heard`: how many events nobody knew. `wants`: feeds worth reading soon."""

    account: Account
    over: tuple[str, ...]
    moved: tuple[str, ...]
    heard: int
    wants: frozenset[str]


class Reader:
    """`costs`: the requests that the last read of each feed took."""

    def __init__(self, line: Line, board: Board, standing: Standing, clock: Clock) -> None:
        self.account = line.account
        self.costs: dict[str, int] = {}
        self._line = line
        self._board = board
        self._standing = standing
        self._clock = clock
        self._coverage = pace.Coverage()

    async def read(self, client: Client, slot: Slot, schedule: Schedule) -> Taken | datetime:
        """Read `slot` now. Return what came of it; or, if that is too soon, from when on it may be read (UTC).

        Raises VendorError and StoreError.
        """
        claimed = await self._claim(slot, schedule)
        if isinstance(claimed, datetime):
            return claimed
        before, context = claimed
        device = None if slot.device_key is None else self._board.device(slot.device_key)
        try:
            with tallied() as tally:
                answer = await client.read(slot.feed.name, before.cursor, context, device)
        except SignedOut:
            # Nobody was asked: who signs in now need not wait for the floor.
            await self._end(slot, before if not tally.polls else None)
            raise
        except BaseException:
            await self._end(slot, None)
            raise
        self.costs[slot.feed.name] = tally.polls
        for problem in answer.problems:
            log.info("account %s, %s: left out %s: %s", self.account, slot.feed.name, problem.where, problem.why)
        return await self._take_in(slot, answer, schedule)

    async def _claim(self, slot: Slot, schedule: Schedule) -> tuple[FeedRow, Context] | datetime:
        now, skew = self._clock.now(), self._gate().skew

        def job(store: Store, known: Known) -> tuple[FeedRow, Context] | datetime:
            row = store.feed(self.account, slot.name)
            later = store.claim(self.account, slot.name, schedule.floor(slot, row.was_ok), now)
            if later is not None:
                return later
            return row, context_of(known.of_account(self.account).values(), known.commands, skew)

        return await self._board.write(job)

    async def _end(self, slot: Slot, before: FeedRow | None) -> None:
        """Note that a read brought nothing. `before`: what was known of the feed, if the vendor heard nothing of it;
        else, however long it took, it may have heard it only now."""

        def job(store: Store, known: Known) -> None:
            if before is not None:
                store.withdraw_claim(self.account, slot.name, before)
            else:
                store.rest(self.account, slot.name, self._clock.now())

        await self._board.write(job)

    async def _take_in(self, slot: Slot, answer: Answer, schedule: Schedule) -> Taken:
        now, skew = self._clock.now(), self._gate().skew
        self._coverage.note(slot.feed, answer)
        over = self._standing.recovered(slot.name, answer.problems)
        intervals = self._coverage.intervals(schedule.feeds, schedule.stretch)
        account = self._standing.after_success(skew, now)

        def job(store: Store, known: Known) -> Taken:
            found = take_in(
                store, known, self.account, answer, now=now, skew=skew, intervals=intervals, feed=slot.feed.name
            )
            store.finish(self.account, slot.name, cursor=answer.cursor, now=now)
            return Taken(self._standing.put(account, store, now), tuple(over), found.moved, found.heard, answer.wants)

        taken = await self._board.write(job)
        self._standing.announce(taken.account)
        return taken

    def _gate(self) -> StoreGate:
        """There is one once there is a client."""
        if self._line.gate is None:
            raise RuntimeError("there is no client yet")
        return self._line.gate
