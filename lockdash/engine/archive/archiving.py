"""The archive of all accounts: fills itself while lockdash runs, and says when all is there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import timedelta
from random import Random

from lockdash.domain.accounts import Account
from lockdash.engine.archive.backfill import FIRST, Backfill
from lockdash.engine.archive.jobs import missing
from lockdash.engine.archive.progress import archives, is_down
from lockdash.engine.background import context_of
from lockdash.engine.board import Board, Known
from lockdash.engine.clock import Clock
from lockdash.engine.connect import Line
from lockdash.engine.leadership import Leadership
from lockdash.engine.log.views import Archive
from lockdash.engine.poller import Poller
from lockdash.engine.work import Work
from lockdash.store.archive import Job
from lockdash.store.store import Store
from lockdash.vendors.errors import VendorError
from lockdash.vendors.past import PastClient

LOOK = 1.0
"""Seconds between two looks at how far it is."""
GIVEN = timedelta(seconds=30)
"""An account that is down for so long is not waited for."""


class Archiving:
    """`start`: starts the engine, if it is not started."""

    def __init__(
        self,
        lines: Mapping[str, Line],
        leaderships: Mapping[str, Leadership],
        pollers: Mapping[str, Poller],
        board: Board,
        work: Work,
        clock: Clock,
        rng: Random,
        start: Callable[[], Awaitable[None]],
    ) -> None:
        self._backfills = {
            name: Backfill(line, leaderships[name], pollers[name].needs, board, work, clock, rng)
            for name, line in lines.items()
        }
        self._board = board
        self._work = work
        self._clock = clock
        self._start = start

    def begin(self) -> None:
        """Read the past of each account wherever this session leads, until the engine stops."""
        for name, backfill in self._backfills.items():
            self._work.spawn(backfill.run(), f"past {name}")

    def regroup(self) -> None:
        """Another session leads, or this one does."""
        for backfill in self._backfills.values():
            backfill.wake()

    def catch_up(self, account: str | None = None) -> None:
        """Try all of it now, of `account` (all): time has jumped, or it is let in again."""
        for name, backfill in self._backfills.items():
            if account in (None, name):
                backfill.catch_up()

    def archives(self, jobs: Iterable[Job]) -> Mapping[str, Archive]:
        """Return how far each account's past was read, by the jobs that are stored."""
        return archives(jobs, self._board.snapshot.accounts)

    async def backfill(self, accounts: Iterable[str] | None = None) -> None:
        """Wait until all that the vendors of `accounts` (all) show of the past is here, or cannot be had now; whoever
        leads reads it. Raises StoreError."""
        await self._start()
        waiting = dict.fromkeys(self._backfills if accounts is None else accounts)
        for name in waiting:
            if self._backfills[name].leading:
                await self._backfills[name].reader.tell("")
            self._backfills[name].catch_up()
        began = self._clock.monotonic()
        while waiting:
            await self._clock.sleep(LOOK)
            if self._clock.monotonic() - began >= FIRST:
                for name in list(waiting):
                    if await self._is_over(name):
                        del waiting[name]

    async def _is_over(self, name: str) -> bool:
        account = self._board.snapshot.accounts[name]
        if is_down(account):
            return self._is_given_up(account)
        if account.last_ok_at is None:
            return False
        try:
            past = await self._backfills[name].past()
        except VendorError:  # the poller finds out as well, and says so
            return False
        return past is None or await self._is_read(name, past)

    def _is_given_up(self, account: Account) -> bool:
        """Whether an account that is down was tried for long enough, by anybody: what is stored may be old."""
        now = self._clock.now()
        was_tried = account.retry_at is not None and account.retry_at > now
        return was_tried and now - account.since >= GIVEN

    async def _is_read(self, name: str, past: PastClient) -> bool:
        def job(store: Store, known: Known) -> bool:
            jobs = store.archive.jobs(name)
            series = past.series(context_of(known.of_account(name).values(), {}, None))
            if missing(jobs, name, series):
                return False
            archive = archives(jobs).get(name)
            return archive is None or archive.is_complete or bool(archive.failure)

        return await self._board.write(job)
