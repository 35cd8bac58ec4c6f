"""Reads one page of an account's past: takes the turn for all sessions, asks, keeps what came and where to go on."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

import msgspec

from lockdash.engine import turns
from lockdash.engine.archive import jobs as rules
from lockdash.engine.background import context_of
from lockdash.engine.board import Board, Known
from lockdash.engine.clock import Clock
from lockdash.engine.commands import PATIENCE
from lockdash.engine.connect import Line
from lockdash.engine.gate import tallied
from lockdash.store.archive import Job
from lockdash.store.store import Store
from lockdash.vendors.base import Context
from lockdash.vendors.past import PastClient, PastPage, Stretch

log = logging.getLogger("lockdash.engine.archive.reader")

AFTER_COMMAND = 1.0
"""Seconds between two looks whether a command is still under way."""
AFTER_PEOPLE = 3.0
"""Seconds since people were read last, by any session, after which the past goes on: somebody waits for them."""


class Task(msgspec.Struct, frozen=True):
    """A page to be read now."""

    job: Job
    stretch: Stretch
    context: Context


class Later(msgspec.Struct, frozen=True):
    """Not now: in how many seconds to look again. None: nothing is left to read."""

    seconds: float | None


class PastReader:
    """`needs`: the requests a second that reading the devices takes."""

    def __init__(self, line: Line, board: Board, clock: Clock, needs: Callable[[], float]) -> None:
        self.account = line.account
        self._line = line
        self._board = board
        self._clock = clock
        self._needs = needs

    async def begin(self, past: PastClient, waiting: Collection[int]) -> Task | Later:
        """Take the turn to read the next page of any job but those `waiting` (ids). Raises StoreError."""
        now = self._clock.now()

        def job(store: Store, known: Known) -> Task | Later:
            skew = self._line.gate.skew if self._line.gate is not None else None
            context = context_of(known.of_account(self.account).values(), known.commands, skew)
            chosen = self._choose(store, past, context, waiting)
            if chosen is None:
                return Later(None)
            wait = self._wait(store, known, now)
            return Later(wait) if wait > 0 else Task(*chosen, context)

        return await self._board.write(job)

    async def read(self, past: PastClient, task: Task) -> None:
        """Read the page and take it in. Raises VendorError and StoreError."""
        with tallied() as tally:
            try:
                page = await past.read_past(task.job.series, task.stretch, task.job.cursor, task.context)
            except BaseException:
                await self._board.write(lambda store, known: self._give_back(store, tally.polls))
                raise
        for problem in page.problems:
            log.info("past of %s, %s: left out %s: %s", self.account, task.job.label, problem.where, problem.why)
        await self._take_in(task.job, page, tally.polls)

    async def give_up(self, job: Job) -> None:
        """The vendor does not know the series any more: what was not read of it is lost."""

        def write(store: Store, known: Known) -> None:
            lost = rules.gaps(store.archive.jobs(self.account), job, [rules.rest_of(job)])
            store.add_events((), [rules.ended(job), *lost])

        await self._board.write(write)

    async def tell(self, why: str, job: Job | None = None) -> None:
        """Say of `job`, of all open ones for None, why it does not go on, "" if it does."""

        def write(store: Store, known: Known) -> None:
            now = rules.in_turn(store.archive.jobs(self.account))
            told = [each for each in now if each.why != why and (job is None or each.id == job.id)]
            if told:
                store.add_events((), [msgspec.structs.replace(each, why=why) for each in told])

        await self._board.write(write)

    def _choose(
        self, store: Store, past: PastClient, context: Context, waiting: Collection[int]
    ) -> tuple[Job, Stretch] | None:
        """Return the job whose turn it is, with what of it is to be read; write the jobs that there are now."""
        jobs = store.archive.jobs(self.account)
        missing = rules.missing(jobs, self.account, past.series(context))
        if missing:
            store.add_events((), missing)
            jobs = store.archive.jobs(self.account)
        pruned = store.archive.pruned_before()
        for job in rules.in_turn(jobs):
            stretch = rules.stretch_of(job, pruned)
            if stretch is None:
                store.add_events((), [rules.ended(job)])
            elif job.id not in waiting:
                return job, stretch
        return None

    def _wait(self, store: Store, known: Known, now: datetime) -> float:
        """Take the turn, or return in how many seconds to try again: commands, and people, go first."""
        if any(self._is_under_way(known, key, now) for key in known.commands):
            return AFTER_COMMAND
        last = store.feed(self.account, turns.PEOPLE.name).last_at
        if last is not None and timedelta(0) <= now - last < timedelta(seconds=AFTER_PEOPLE):
            return AFTER_PEOPLE - (now - last).total_seconds()
        if self._line.gate is None:
            return 0.0
        later = turns.take(store, self.account, turns.PAST, self._line.gate.allowance, now, self._needs())
        return 0.0 if later is None else max((later - now).total_seconds(), 0.05)

    def _is_under_way(self, known: Known, key: str, now: datetime) -> bool:
        """Whether somebody waits for a command of this account; one for a lock that sleeps may take hours."""
        command = known.commands[key]
        is_young = timedelta(0) <= now - command.requested_at < PATIENCE
        return command.account == self.account and command.status.in_flight and is_young

    async def _take_in(self, job: Job, page: PastPage, requests: int) -> None:
        def write(store: Store, known: Known) -> None:
            pruned = store.archive.pruned_before()
            wanted = [each for each in page.events if pruned is None or each.occurred_at >= pruned]
            lost = rules.gaps(store.archive.jobs(self.account), job, page.lost)
            store.add_events(wanted, [rules.moved(job, page), *lost])
            self._give_back(store, requests)

        await self._board.write(write)

    def _give_back(self, store: Store, requests: int) -> None:
        turns.give_back(store, self.account, turns.PAST, requests, self._clock.now())
