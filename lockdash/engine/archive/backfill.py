"""Reads the past of one account where this session leads it: page by page, after everything else, whatever fails."""

from __future__ import annotations

import logging
from collections.abc import Callable
from random import Random

from lockdash.domain.accounts import Condition
from lockdash.engine.archive.reader import Later, PastReader, Task
from lockdash.engine.board import Board
from lockdash.engine.clock import Clock
from lockdash.engine.connect import Line
from lockdash.engine.failures import words_of
from lockdash.engine.leadership import Leadership
from lockdash.engine.retrying import Retrying
from lockdash.engine.standing import is_of_all
from lockdash.engine.work import Alarm, Work
from lockdash.vendors.errors import RateLimited, Rejected, Unauthorised
from lockdash.vendors.past import PastClient, past_of

log = logging.getLogger("lockdash.engine.archive.backfill")

FIRST = 3.0
"""Seconds from when the account is live to its first page: the devices come first, and the first screen."""
NOT_LIVE = 5.0
"""Seconds between two looks at an account that is not live."""
READ = 60.0
"""Seconds between two looks for something new to read, such as a new door, once all is read."""
PATIENT = 3
"""Failures in a row after which it is said that a job does not go on, and after which it is tried seldom."""
SELDOM = 600.0
NOT_FOUND = 404
_LIVE = (Condition.live, Condition.clock_skew)


class Backfill:
    """One per account. What fails here stops the past, never the account: its condition is not touched. `needs`: the
    requests a second that reading the devices takes."""

    def __init__(
        self,
        line: Line,
        leadership: Leadership,
        needs: Callable[[], float],
        board: Board,
        work: Work,
        clock: Clock,
        rng: Random,
    ) -> None:
        self.account = line.account
        self.reader = PastReader(line, board, clock, needs)
        self._line = line
        self._leadership = leadership
        self._board = board
        self._work = work
        self._clock = clock
        self._alarm = Alarm()
        self._retrying = Retrying(clock, rng)
        self._failures: dict[int, int] = {}  # in a row, by job
        self._not_before: dict[int, float] = {}  # monotonic, by job
        self._live_since: float | None = None

    @property
    def leading(self) -> bool:
        return self._leadership.leading

    async def run(self) -> None:
        """Read a page whenever one may be read, for ever."""
        while True:
            try:
                wait = await self._turn()
            except Exception as error:
                log.error("past of %s: %s", self.account, words_of(error))
                self._retrying.hold(error)
                wait = self._retrying.left
            if wait is None or wait > 0:
                await self._work.rest(wait, self._alarm)

    def wake(self) -> None:
        """Another session leads, or this one does."""
        self._alarm.ring()

    def catch_up(self) -> None:
        """Try all of it now: somebody asks for it, or time has jumped."""
        self._retrying.lift()
        self._failures.clear()
        self._not_before.clear()
        self._alarm.ring()

    async def past(self) -> PastClient | None:
        """Return what hands out the past, None if nobody does. Raises VendorError."""
        return past_of(await self._line.client())

    async def _turn(self) -> float | None:
        """Read a page if one may be read. Return the seconds until the next may be, 0: now, None: until woken."""
        if not self._leadership.confirmed():
            self._live_since = None
            return None
        if (wait := max(self._until_live(), self._retrying.left)) > 0:
            return wait
        past = await self.past()
        if past is None:
            return None
        now = self._clock.monotonic()
        waiting = {job for job, until in self._not_before.items() if until > now}
        task = await self.reader.begin(past, waiting)
        if isinstance(task, Later):
            if task.seconds is not None:
                return task.seconds
            return min([READ, *(self._not_before[job] - now for job in waiting)])
        await self._attempt(past, task)
        return 0.0

    def _until_live(self) -> float:
        """Seconds until the past may be thought of: 0 or less while the account is live and has been for a moment."""
        if self._board.snapshot.accounts[self.account].condition not in _LIVE:
            return NOT_LIVE
        now = self._clock.monotonic()
        if self._live_since is None:
            self._live_since = now
        return self._live_since + FIRST - now

    async def _attempt(self, past: PastClient, task: Task) -> None:
        number = task.job.id or 0
        try:
            await self.reader.read(past, task)
        except RateLimited as error:
            self._retrying.hold(error)
        except Rejected as error:
            if error.status == NOT_FOUND:
                await self.reader.give_up(task.job)
            else:
                await self._failed(task, error, is_final=True)
        except Exception as error:
            await self._failed(task, error, is_final=isinstance(error, Unauthorised))
        else:
            self._retrying.over()
            self._failures.pop(number, None)
            self._not_before.pop(number, None)

    async def _failed(self, task: Task, error: Exception, is_final: bool) -> None:
        """Try again later; say so once it is not a matter of moments. `is_final`: it will not be over by itself."""
        log.info("past of %s, %s: %s", self.account, task.job.label, words_of(error))
        number, now = task.job.id or 0, self._clock.monotonic()
        failures = self._failures[number] = self._failures.get(number, 0) + 1
        is_lasting = is_final or failures >= PATIENT
        again = self._retrying.monotonic(self._retrying.after(failures, error))
        self._not_before[number] = max(again, now + SELDOM) if is_lasting else again
        if is_of_all(error):
            self._not_before.pop(number, None)
            self._retrying.hold(error)
        if is_lasting:
            await self.reader.tell(words_of(error), None if isinstance(error, Unauthorised) else task.job)
