"""The event log as screens and the command line know it. Reading it never waits for what is written."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Protocol

from lockdash.domain.event_query import EventQuery, Place
from lockdash.domain.log_rows import Bar, LogRow
from lockdash.engine.board import Board
from lockdash.engine.failures import where_of, words_of
from lockdash.engine.log.reader import LogReader
from lockdash.engine.log.views import Archive, Count, LogNews, Page
from lockdash.engine.snapshot import Snapshot
from lockdash.engine.work import Alarm, Work
from lockdash.engine.writer import Writer
from lockdash.store.archive import Job

log = logging.getLogger("lockdash.engine.log")

Listener = Callable[[LogNews], None]
COUNTED = 10_000
"""Events that are counted one by one; of more, only that there are more."""
_PRUNED_AT_ONCE = 5000


class Past(Protocol):
    """Who reads the past of the accounts into the log."""

    def archives(self, jobs: Iterable[Job]) -> Mapping[str, Archive]:
        """Return how far that has come, by account. `jobs`: as they are stored."""

    async def backfill(self, accounts: Iterable[str] | None = None) -> None:
        """Read on until all is there or nothing more can be had."""


class Log:
    """Pages, counts and searches of what happened; news of it while somebody listens.

    `archives`: how far the past of each account was read, as of the last news; loaded by `open`.
    """

    def __init__(self, board: Board, writer: Writer, work: Work, past: Past) -> None:
        self._board = board
        self._writer = writer
        self._work = work
        self._past = past
        self._reader = LogReader(writer.store.path.parent)
        self._listeners: list[Listener] = []
        self._rings = False
        self._alarm = Alarm()
        self._told = (board.snapshot.log_revision, board.snapshot.unseen)
        self._follows = False
        self._unsubscribe: Callable[[], None] = lambda: None
        self.archives: Mapping[str, Archive] = {}

    @property
    def unseen(self) -> int:
        """How many events want attention that nobody has given them, in whatever session."""
        return self._board.snapshot.unseen

    async def open(self) -> None:
        """Learn how far the past was read. Raises StoreError."""
        self.archives = self._past.archives(await self._reader.run(lambda store: store.archive.jobs()))

    async def page(
        self, query: EventQuery, *, before: Place | None = None, after: Place | None = None, limit: int = 200
    ) -> Page:
        """Return up to `limit` rows that `query` finds, the newest first: the newest of all, those older than `before`,
        or those next newer than `after`. Raises StoreError."""
        rows = await self._reader.run(lambda store: store.log.page(query, before, after, limit + 1))
        is_last = len(rows) <= limit
        kept = rows if is_last else rows[1:] if after is not None else rows[:-1]
        return Page(tuple(kept), is_last)

    async def count(self, query: EventQuery) -> Count:
        """Return how many events `query` finds; from `COUNTED` on only that there are more. Raises StoreError."""
        number = await self._reader.run(lambda store: store.log.count(query, COUNTED))
        return Count(min(number, COUNTED), number <= COUNTED)

    async def bars(self, query: EventQuery, since: datetime, until: datetime, step: float) -> list[Bar]:
        """Return how much happened in each `step` (seconds) from `since` to `until`; steps of nothing are left out.
        Raises StoreError."""
        return await self._reader.run(lambda store: store.log.bars(query, since, until, step))

    async def acknowledge(self, places: Collection[Place]) -> None:
        """The user has seen these. Raises StoreError."""
        seen = tuple(places)
        await self._board.write(lambda store, known: store.log.acknowledge(seen))

    async def prune(self, before: datetime, told: Callable[[int], None] = lambda gone: None) -> int:
        """Remove what happened before `before`, for ever, and return how many events that were. `told` is called with
        the number so far. Raises StoreError."""
        gone = 0
        while some := await self._board.write(lambda store, known: store.archive.prune(before, _PRUNED_AT_ONCE)):
            gone += some
            told(gone)
        return gone

    async def backfill(self, accounts: Iterable[str] | None = None) -> None:
        """Read the past of `accounts` (all) until their archives are complete or cannot go on; listeners hear of it.
        Raises StoreError."""
        await self._past.backfill(accounts)
        await self.open()

    def ring(self, wanted: bool) -> None:
        """Whether this session rings for alarms. Each is handed to one of those that do."""
        self._rings = wanted
        self._alarm.ring()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` on the event loop after each change. Returns what ends that."""
        if not self._listeners:
            self._unsubscribe = self._board.subscribe(self._heard)
        self._listeners.append(listener)
        if not self._follows:
            self._follows = True
            self._work.spawn(self._follow(), "log")

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)
                if not self._listeners:
                    self._unsubscribe()

        return unsubscribe

    async def close(self) -> None:
        """Close the connection."""
        await self._reader.close()

    def _heard(self, snapshot: Snapshot) -> None:
        if (snapshot.log_revision, snapshot.unseen) != self._told:
            self._alarm.ring()

    async def _follow(self) -> None:
        while True:
            await self._work.rest(None, self._alarm)
            try:
                await self._tell()
            except Exception as error:  # the engine's watcher mends the store, and tells
                log.info("the log cannot be followed: %s", words_of(error))

    async def _tell(self) -> None:
        snapshot = self._board.snapshot
        self._told = (snapshot.log_revision, snapshot.unseen)
        alarms: list[LogRow] = []
        if self._rings:
            alarms = await self._writer.run(lambda store: store.log.claim_alarms())
        await self.open()
        news = LogNews(revision=snapshot.log_revision, unseen=snapshot.unseen, alarms=tuple(alarms))
        for listener in tuple(self._listeners):
            try:
                listener(news)
            except Exception as error:
                log.error("a listener failed: %s", where_of(error))
