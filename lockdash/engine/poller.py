"""Keeps one account true: reads its feeds when they are due, one at a time, and lives through every failure."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from random import Random

from lockdash.domain.accounts import Account, Condition
from lockdash.domain.budget import Budget
from lockdash.engine import backoff, pace
from lockdash.engine.board import Board, Known
from lockdash.engine.clock import Clock
from lockdash.engine.connect import Line
from lockdash.engine.failures import words_of
from lockdash.engine.gate import StoreGate
from lockdash.engine.intake import take_in
from lockdash.engine.schedule import Schedule, Slot
from lockdash.engine.standing import WHOLE, Standing, is_of_all
from lockdash.engine.work import Alarm, Work
from lockdash.store.feeds import FeedRow
from lockdash.store.store import Store
from lockdash.vendors.base import Answer, Client
from lockdash.vendors.errors import Unreachable, VendorError

log = logging.getLogger("lockdash.engine.poller")


class Poller:
    """One per account. `run` goes on for ever; `sweep` reads once what is due."""

    def __init__(self, line: Line, board: Board, work: Work, clock: Clock, rng: Random) -> None:
        self.account = line.account
        self._line = line
        self._board = board
        self._work = work
        self._clock = clock
        self._rng = rng
        self._alarm = Alarm()
        self._standing = Standing(line.account, board, clock, self._budget)
        self._schedule: Schedule | None = None
        self._coverage = pace.Coverage()
        self._costs: dict[str, int] = {}
        self._outage = 0  # failures in a row that were of the whole account
        self._hold = 0.0  # nothing is read before then (monotonic)
        self._focus: str | None = None
        self._reading = False

    async def run(self) -> None:
        """Read what is due, rest until the next is, and so on."""
        while True:
            try:
                wait = await self._turn()
            except Exception as error:
                log.error("account %s: %s", self.account, words_of(error))
                await self._hold_back(WHOLE, error)
                wait = self._hold - self._clock.monotonic()
            if wait is None or wait > 0:
                await self._work.rest(wait, self._alarm)

    async def sweep(self) -> None:
        """Read each feed of the account once, as far as it is due, and what those answers want."""
        client = await self._connected()
        if client is None or self._schedule is None:
            return
        for _ in range(2):
            for slot in list(self._schedule.slots.values()):
                if max(slot.due, self._hold) <= self._clock.monotonic():
                    await self._read(client, slot)

    async def gave_up(self, seconds: float) -> None:
        """Note that a sweep was ended because it had taken `seconds`."""
        error = Unreachable(f"no answer within {seconds:.0f} s")
        await self._standing.failed(WHOLE, error, self._clock.now())

    def focus(self, device_key: str | None) -> None:
        """Name the device on screen, None if it is not one of this account."""
        if device_key != self._focus:
            self._focus = device_key
            self._alarm.ring()

    async def refresh(self) -> str:
        """Read now what the vendor's floors allow. Return "" if a read begins or is under way, else why not."""
        now, account = self._clock.now(), self._standing.account
        if account.condition is Condition.rate_limited and account.retry_at is not None and account.retry_at > now:
            return f"out of requests, next read in {_seconds(account.retry_at - now)} s"
        if self._schedule is not None and not self._reading:
            slots = list(self._schedule.slots.values())
            waits = [
                (_floor_left(row, slot, now), slot) for row, slot in zip(await self._rows(slots), slots, strict=True)
            ]
            ready = [slot for left, slot in waits if left <= timedelta(0)]
            if not ready:
                left, slot = min(waits, key=lambda each: each[0])
                return f"next {slot.feed.name} in {_seconds(left)} s"
            for slot in ready:
                self._schedule.ask(slot, self._clock.monotonic())
        self._hold = 0.0
        self._alarm.ring()
        return ""

    async def _turn(self) -> float | None:
        """Do one thing that is due. Return the seconds until the next is, 0 if it may be now, None for never."""
        if self._hold > self._clock.monotonic():
            return self._hold - self._clock.monotonic()
        client = await self._connected()
        if client is None or self._schedule is None:
            return self._hold - self._clock.monotonic()
        self._schedule.focus(self._focus, self._clock.monotonic())
        slot = self._schedule.next()
        if slot is None:
            return None
        wait = slot.due - self._clock.monotonic()
        if wait <= 0:
            await self._read(client, slot)
        return max(wait, 0.0)

    async def _connected(self) -> Client | None:
        """Return the client, or None after noting why there is none and when to try again."""
        try:
            client = await self._line.client()
        except Exception as error:
            await self._hold_back(WHOLE, error)
            return None
        if self._schedule is None:
            self._schedule = Schedule(client.feeds, self._rng)
        return client

    async def _read(self, client: Client, slot: Slot) -> None:
        self._reading = True
        try:
            await self._attempt(client, slot)
        except Exception as error:
            await self._failed(slot, error)
        finally:
            self._reading = False

    async def _attempt(self, client: Client, slot: Slot) -> None:
        schedule, gate = self._parts()
        now, started = self._clock.now(), self._clock.monotonic()

        def claim(store: Store, known: Known) -> tuple[datetime | None, FeedRow]:
            row = store.feed(self.account, slot.name)
            return store.claim(self.account, slot.name, schedule.floor(slot, _was_ok(row)), now), row

        later, row = await self._board.write(claim)
        if later is not None:
            schedule.postpone(slot, started + (later - now).total_seconds())
            return
        device = None if slot.device_key is None else self._board.device(slot.device_key)
        spent = gate.polls
        answer = await client.read(slot.feed.name, row.cursor, device)
        self._costs[slot.feed.name] = gate.polls - spent
        for problem in answer.problems:
            log.info("account %s, %s: left out %s: %s", self.account, slot.feed.name, problem.where, problem.why)
        await self._take_in(slot, answer, started)

    async def _take_in(self, slot: Slot, answer: Answer, started: float) -> None:
        schedule, gate = self._parts()
        now = self._clock.now()
        self._outage, self._hold = 0, 0.0
        self._coverage.note(slot.feed, answer)
        for name in self._standing.recovered(slot.name, answer.problems):
            schedule.hasten(name, started)
        intervals = self._coverage.intervals(schedule.feeds, schedule.stretch)
        kept = self._coverage.listed_elsewhere(slot.feed)
        account = self._standing.after_success(gate.skew, now)

        def job(store: Store, known: Known) -> tuple[list[str], Account]:
            moved = take_in(store, known, self.account, answer, now=now, skew=gate.skew, intervals=intervals, kept=kept)
            store.finish(self.account, slot.name, cursor=answer.cursor, now=now)
            return moved, self._standing.put(account, store, now)

        moved, account = await self._board.write(job)
        self._standing.announce(account)
        schedule.done(slot, started)
        schedule.want(slot.feed.name, answer.wants, self._clock.monotonic())
        for key in moved:
            schedule.send_for(key, self._clock.monotonic())
        if account.budget is not None:
            rate = pace.request_rate(schedule.feeds, self._costs)
            schedule.stretch = pace.stretch(account.budget, rate, gate.allowance.window, now)

    async def _failed(self, slot: Slot, error: Exception) -> None:
        schedule, _ = self._parts()
        if is_of_all(error):
            await self._hold_back(slot.name, error)
            slot.asked, slot.due = False, self._hold
        elif slot.device_key is not None:  # says nothing of the account, only of that device
            log.info("account %s, %s: %s", self.account, slot.name, words_of(error))
            schedule.drop(slot, self._clock.monotonic())
        else:
            slot.failures += 1
            again = self._again(slot.failures, error)
            slot.due = self._monotonic(again)
            await self._standing.failed(slot.name, error, again)

    async def _hold_back(self, name: str, error: Exception) -> None:
        """Leave the whole account alone for a while."""
        self._outage += 1
        again = self._again(self._outage, error)
        self._hold = self._monotonic(again)
        await self._standing.failed(name, error, again)

    def _again(self, failures: int, error: Exception) -> datetime:
        told = error.retry_at if isinstance(error, VendorError) else None
        return backoff.retry_at(failures, self._rng, self._clock.now(), told)

    def _monotonic(self, moment: datetime) -> float:
        return self._clock.monotonic() + (moment - self._clock.now()).total_seconds()

    async def _rows(self, slots: list[Slot]) -> list[FeedRow]:
        return await self._board.write(lambda store, known: [store.feed(self.account, slot.name) for slot in slots])

    def _budget(self, store: Store, now: datetime) -> Budget | None:
        gate = self._line.gate
        return None if gate is None else store.budget(self.account, gate.allowance, now)

    def _parts(self) -> tuple[Schedule, StoreGate]:
        """The schedule and the gate, which there are once a client is."""
        if self._schedule is None or self._line.gate is None:
            raise RuntimeError("there is no client yet")
        return self._schedule, self._line.gate


def _was_ok(row: FeedRow) -> bool:
    """Whether the last read that any session began also succeeded."""
    return row.ok_at is not None and (row.started_at is None or row.ok_at >= row.started_at)


def _floor_left(row: FeedRow, slot: Slot, now: datetime) -> timedelta:
    return timedelta(0) if row.started_at is None else row.started_at + timedelta(seconds=slot.feed.floor) - now


def _seconds(duration: timedelta) -> int:
    return max(1, round(duration.total_seconds()))
