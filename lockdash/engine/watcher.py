"""Notices what other sessions wrote into the store, while somebody looks; and that time has jumped."""

from __future__ import annotations

import logging
from collections.abc import Callable

from lockdash.engine.board import Board
from lockdash.engine.clock import Clock
from lockdash.engine.failures import words_of
from lockdash.engine.work import Work
from lockdash.engine.writer import Writer

log = logging.getLogger("lockdash.engine.watcher")

EVERY = 0.2
"""Seconds between two looks at the trace that commits leave. A look costs microseconds, to be woken for it a quarter of
a millisecond."""
ALONE = 1.0
"""The same while no other session runs: then only a command of the command line can leave one."""
SURELY = 50
"""Looks after which the store itself is asked, trace or not: file systems differ in how fine their clock is."""
PATIENCE = 10.0
"""Seconds to leave a store alone that failed: to mend it may take the disk a while."""
JUMP = 5.0
"""Seconds by which the wall clock must have left the other one behind: the machine slept, or the clock was set."""


class Watcher:
    """`alone`: whether no other session runs. `jumped` is called when time has jumped, either way."""

    def __init__(
        self,
        board: Board,
        writer: Writer,
        work: Work,
        clock: Clock,
        alone: Callable[[], bool],
        jumped: Callable[[], None],
    ) -> None:
        self._board = board
        self._writer = writer
        self._work = work
        self._clock = clock
        self._alone = alone
        self._jumped = jumped

    async def run(self) -> None:
        trace: object = None
        version: int | None = None
        looks, again = 0, True
        lead = self._lead()
        failing = False
        while True:
            every = ALONE if self._alone() else EVERY
            await self._work.rest(every if self._board.watched else None, self._board.noticed)
            if abs(self._lead() - lead) > JUMP:
                self._jumped()
            lead = self._lead()
            newest, looks = self._writer.store.trace(), looks + 1
            if newest == trace and not again and looks < SURELY and not self._board.damaged:
                continue
            try:
                version = await self._look(version)
                # Two commits within one tick of the file's clock leave one trace: look twice after each change.
                trace, looks, again = newest, 0, newest != trace
                failing = False
            except Exception as error:
                if not failing:
                    log.error("the store cannot be watched: %s", words_of(error))
                failing = True
                await self._work.rest(PATIENCE)

    async def _look(self, seen: int | None) -> int:
        """Take in what is new, if there is anything. Return the version of the store."""
        if self._board.damaged or await self._writer.run(lambda store: store.is_replaced()):
            log.warning("the store is opened anew: it is damaged, or another file stands in its place")
            await self._board.reopen()
        version = await self._writer.run(lambda store: store.data_version())
        if version != seen:
            await self._board.catch_up()
        return version

    def _lead(self) -> float:
        """By how much the wall clock is ahead of the one that only measures (seconds)."""
        return self._clock.now().timestamp() - self._clock.monotonic()
