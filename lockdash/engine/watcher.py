"""Notices what other sessions wrote into the store, while somebody looks."""

from __future__ import annotations

import logging

from lockdash.engine.board import Board
from lockdash.engine.failures import words_of
from lockdash.engine.work import Work
from lockdash.engine.writer import Writer

log = logging.getLogger("lockdash.engine.watcher")

EVERY = 1.0
"""Seconds between two looks at the trace that commits leave; a look costs microseconds."""
SURELY = 20
"""Looks after which the store itself is asked, trace or not: file systems differ in how fine their clock is."""


class Watcher:
    def __init__(self, board: Board, writer: Writer, work: Work) -> None:
        self._board = board
        self._writer = writer
        self._work = work

    async def run(self) -> None:
        seen: int | None = None
        trace, looks = (-1, -1), 0
        failing = False
        while True:
            await self._work.rest(EVERY if self._board.watched else None, self._board.noticed)
            newest, looks = self._writer.store.trace(), looks + 1
            if newest == trace and looks < SURELY:
                continue
            try:
                version = await self._writer.run(lambda store: store.data_version())
                if version != seen:
                    await self._board.catch_up()
                    seen = version
                trace, looks = newest, 0
                failing = False
            except Exception as error:
                if not failing:
                    log.error("the store cannot be watched: %s", words_of(error))
                failing = True
