"""Keeps one account true: reads its feeds when they are due, one at a time, and lives through every failure."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from random import Random

from lockdash.domain.accounts import Condition
from lockdash.domain.budget import Budget
from lockdash.engine import pace
from lockdash.engine.board import Board
from lockdash.engine.clock import Clock
from lockdash.engine.connect import Line
from lockdash.engine.failures import words_of
from lockdash.engine.leadership import Leadership
from lockdash.engine.reader import Reader
from lockdash.engine.retrying import Retrying
from lockdash.engine.schedule import Schedule, Slot
from lockdash.engine.standing import WHOLE, Standing, is_of_all
from lockdash.engine.work import Alarm, Work
from lockdash.store.feeds import FeedRow
from lockdash.store.store import Store
from lockdash.vendors.base import Client
from lockdash.vendors.errors import Unauthorised, Unreachable

log = logging.getLogger("lockdash.engine.poller")


class Poller:
    """One per account. `run` goes on for ever; `sweep` reads once what is due.

    The session that leads reads by schedule. Any other reads only what its own user asked for: a refresh, the device
    on screen.
    """

    def __init__(self, line: Line, leadership: Leadership, board: Board, work: Work, clock: Clock, rng: Random) -> None:
        self.account = line.account
        self._line = line
        self._leadership = leadership
        self._board = board
        self._work = work
        self._clock = clock
        self._rng = rng
        self._alarm = Alarm()
        self._standing = Standing(line.account, board, clock, self._budget)
        self._reader = Reader(line, board, self._standing, clock)
        self._client: Client | None = None
        self._schedule: Schedule | None = None
        self._led = False
        self._sessions = 1
        self._retrying = Retrying(clock, rng)
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
                wait = self._retrying.left
            if wait is None or wait > 0:
                await self._work.rest(wait, self._alarm)

    async def sweep(self) -> None:
        """Read each feed of the account once, as far as it is due, and what those answers want."""
        client = await self._connected()
        if client is None or self._schedule is None:
            return
        for _ in range(2):
            for slot in list(self._schedule.slots.values()):
                if max(slot.due, self._retrying.held_until) <= self._clock.monotonic():
                    await self._read(client, slot)

    def needs(self) -> float:
        """Requests a second without which reading by schedule would have to slow down."""
        return pace.request_rate(self._schedule.feeds, self._reader.costs) if self._schedule is not None else 0.0

    async def gave_up(self, seconds: float) -> None:
        """Note that a sweep was ended because it had taken `seconds`."""
        error = Unreachable(f"no answer within {seconds:.0f} s")
        await self._standing.failed(WHOLE, error, self._clock.now())

    def regroup(self, sessions: int) -> None:
        """Sessions came or went (there are `sessions` now), or another one leads."""
        self._sessions = sessions
        if self._schedule is not None:
            self._schedule.sessions = sessions
        self._alarm.ring()

    def catch_up(self) -> None:
        """Read now what the claims in the store allow: the machine slept, and no timer of ours counted that."""
        self._retrying.lift()
        if self._schedule is not None:
            self._schedule.hasten_all(self._clock.monotonic())
        self._alarm.ring()

    @property
    def is_refused(self) -> bool:
        """Whether this session was not let in when it last read."""
        return self._standing.is_refused

    def let_in(self) -> None:
        """The account was signed in, or put right: try at once all that only the vendor's floors hold up."""
        self._standing.forgive()
        self.catch_up()
        if self._schedule is not None and self._leadership.leading:
            for slot in self._schedule.slots.values():
                self._schedule.ask(slot, self._clock.monotonic())

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
        if account.condition is Condition.unauthorised:
            self._line.forget()
        if self._schedule is None and await self._connected() is None:
            return self._standing.account.detail
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
        self._retrying.lift()
        self._alarm.ring()
        return ""

    async def _turn(self) -> float | None:
        """Do one thing that is due. Return the seconds until the next is, 0 if it may be now, None for never."""
        leading = self._leadership.confirmed()
        if not leading and not self._has_errands():
            self._led = False
            return None
        if self._retrying.left > 0:
            return self._retrying.left
        if self._schedule is None and await self._connected() is None:
            return self._retrying.left
        schedule = self._planned()
        if leading and not self._led:
            await self._begin_to_lead(schedule)
        if leading:
            await self._attend(schedule)
        self._led = leading
        schedule.focus(self._focus, self._clock.monotonic())
        slot = schedule.next(by_schedule=leading)
        if slot is None:
            return None
        wait = slot.due - self._clock.monotonic()
        if wait <= 0:
            # Only now, since its secrets may be fetched again: the later, the likelier they are the right ones.
            client = await self._connected()
            if client is None:
                return self._retrying.left
            await self._read(client, slot)
        return max(wait, 0.0)

    def _has_errands(self) -> bool:
        """Whether this session's own user wants something read."""
        if self._schedule is None:
            return self._focus is not None
        return self._schedule.focused != self._focus or self._schedule.next(by_schedule=False) is not None

    async def _begin_to_lead(self, schedule: Schedule) -> None:
        """Go on at the pace that the leader before had to keep."""
        now = self._clock.now()
        self._set_pace(schedule, await self._board.write(lambda store, known: self._budget(store, now)))

    async def _attend(self, schedule: Schedule) -> None:
        """Let the doors take turns, beginning with the one that was read the longest ago, by whichever session."""
        known = self._board.snapshot.devices.values()
        doors = [each.key for each in known if each.account == self.account and each.kind.has_lock_state]
        new = schedule.attend(doors, self._clock.monotonic())
        for slot, row in zip(new, await self._rows(new) if new else (), strict=True):
            if row.last_at is not None:
                schedule.learn(slot, self._retrying.monotonic(row.last_at))

    async def _connected(self) -> Client | None:
        """Return the client, or None after noting why there is none and when to try again."""
        try:
            client = await self._line.client()
        except Exception as error:
            await self._hold_back(WHOLE, error)
            return None
        if self._schedule is None:
            self._schedule = Schedule(client.feeds, self._rng, self._sessions)
        elif client is not self._client:
            self.let_in()
        self._client = client
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
        schedule = self._planned()
        taken = await self._reader.read(client, slot, schedule)
        ended = self._clock.monotonic()
        if isinstance(taken, datetime):
            schedule.postpone(slot, self._retrying.monotonic(taken))
            return
        self._retrying.over()
        for name in taken.over:
            schedule.hasten(name, ended)
        schedule.done(slot, ended, taken.heard)
        schedule.want(slot.feed.name, taken.wants, ended)
        for key in taken.moved:
            schedule.send_for(key, ended)
        self._set_pace(schedule, taken.account.budget)

    def _set_pace(self, schedule: Schedule, budget: Budget | None) -> None:
        if budget is not None and self._line.gate is not None:
            rate = pace.request_rate(schedule.feeds, self._reader.costs)
            window, now = self._line.gate.allowance.window, self._clock.now()
            schedule.stretch = pace.stretch(budget, rate, window, now)
            for rota in schedule.rotas:
                cost = self._reader.costs.get(rota.feed.name, 1)
                rota.rate = pace.rota_rate(budget, rate, window, now) / len(schedule.rotas) / max(1, cost)

    async def _failed(self, slot: Slot, error: Exception) -> None:
        schedule = self._planned()
        if isinstance(error, Unauthorised):
            self._line.doubt()
        if is_of_all(error):
            await self._hold_back(slot.name, error)
            slot.asked, slot.due = False, self._retrying.held_until
        elif slot.device_key is not None:  # says nothing of the account, only of that device
            log.info("account %s, %s: %s", self.account, slot.name, words_of(error))
            schedule.drop(slot, self._clock.monotonic())
        else:
            slot.failures += 1
            again = self._retrying.after(slot.failures, error)
            slot.due = self._retrying.monotonic(again)
            await self._standing.failed(slot.name, error, again)

    async def _hold_back(self, name: str, error: Exception) -> None:
        """Leave the whole account alone for a while."""
        await self._standing.failed(name, error, self._retrying.hold(error))

    async def _rows(self, slots: list[Slot]) -> list[FeedRow]:
        return await self._board.write(lambda store, known: [store.feed(self.account, slot.name) for slot in slots])

    def _budget(self, store: Store, now: datetime) -> Budget | None:
        gate = self._line.gate
        return None if gate is None else store.budget(self.account, gate.allowance, now)

    def _planned(self) -> Schedule:
        """The schedule, which there is once a client is."""
        if self._schedule is None:
            raise RuntimeError("there is no client yet")
        return self._schedule


def _floor_left(row: FeedRow, slot: Slot, now: datetime) -> timedelta:
    return timedelta(0) if row.last_at is None else row.last_at + timedelta(seconds=slot.feed.floor) - now


def _seconds(duration: timedelta) -> int:
    return max(1, round(duration.total_seconds()))
