"""What is asked of the event log, in workers: each answer is a message, and a store that cannot be read is one too."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from datetime import tzinfo
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.message import Message
from textual.worker import Worker

from lockdash.domain.event_query import EventQuery, Place
from lockdash.engine.log.views import Page
from lockdash.store.errors import StoreError
from lockdash.tui.events.heat import heat_of, heat_period
from lockdash.tui.events.periods import Period, step_for, tallied
from lockdash.tui.events.window import BEGINNING, PAGE
from lockdash.tui.messages import HeatRead, LogCounted, LogDrawn, LogRead, LogUnreadable

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from textual.screen import Screen

    from lockdash.engine.log.log import Log


class Part(StrEnum):
    """Which page is asked for. `newest`, `oldest`: to start anew with. `older`, `newer`: next to what is there.
    `again`: what is in sight. `arrived`: what came since one left the end."""

    newest = "newest"
    oldest = "oldest"
    older = "older"
    newer = "newer"
    again = "again"
    arrived = "arrived"


class Asked(NamedTuple):
    """`stamp`: the number of the question. `place`: from where on, where that is no end."""

    stamp: int
    part: Part
    place: Place | None = None


class LogQuestions:
    """For one screen. `stamp`: the number of the question that is asked now; answers to others are stale."""

    def __init__(self, screen: Screen[Any], log: Log) -> None:
        self._screen = screen
        self._log = log
        self._under_way: set[Asked] = set()
        self.query = EventQuery()
        self.stamp = 0

    def begin(self, query: EventQuery, part: Part = Part.newest) -> None:
        """Ask something else, from one end on; what was asked before is not wanted any more."""
        self.query = query
        self.stamp += 1
        self._under_way.clear()
        self.ask(part)

    def ask(self, part: Part, place: Place | None = None, limit: int = PAGE) -> None:
        """Ask for a page, unless it is under way."""
        asked = Asked(self.stamp, part, place)
        if any((each.stamp, each.part) == (asked.stamp, part) for each in self._under_way):
            return
        self._under_way.add(asked)
        is_start = part in (Part.newest, Part.oldest)
        self._work(
            partial(self._page, asked, self.query, limit), "log" if is_start else f"log {part}", exclusive=is_start
        )

    def is_asking(self, part: Part) -> bool:
        return any((each.stamp, each.part) == (self.stamp, part) for each in self._under_way)

    def sum_up(self, period: Period | None) -> None:
        """Ask how many there are, and when; `period`: None if that is not to be seen."""
        self._work(partial(self._sum, self.stamp, self.query, period), "log sums", exclusive=True)

    def heat(self, now: datetime, zone: tzinfo) -> None:
        """Ask when doors are used."""
        self._work(partial(self._heat, self.stamp, self.query, now, zone), "log heat", exclusive=True)

    def acknowledge(self, places: Collection[Place]) -> None:
        """The user has seen these."""
        self._work(partial(self._told, self.stamp, partial(self._log.acknowledge, places)), "log seen", exclusive=False)

    def open(self) -> None:
        """Ask how far the past was read."""
        self._work(partial(self._told, self.stamp, self._log.open), "log archives", exclusive=True)

    def _work(self, job: Callable[[], Coroutine[None, None, None]], group: str, *, exclusive: bool) -> None:
        """`job`: makes what is to be done, for a worker may be stopped before it begins."""
        run: Callable[..., Worker[None]] = self._screen.run_worker
        run(job, name=group, group=group, exclusive=exclusive, exit_on_error=False)

    async def _told(self, stamp: int, do: Callable[[], Awaitable[object]]) -> None:
        try:
            await do()
        except StoreError as error:
            self._screen.post_message(LogUnreadable(stamp, str(error)))

    async def _page(self, asked: Asked, query: EventQuery, limit: int) -> None:
        async def read() -> None:
            self._screen.post_message(LogRead(asked, await self._read(asked, query, limit)))

        try:
            await self._told(asked.stamp, read)
        finally:
            self._under_way.discard(asked)

    async def _read(self, asked: Asked, query: EventQuery, limit: int) -> Page:
        match asked.part:
            case Part.newest:
                return await self._log.page(query, limit=limit)
            case Part.oldest:
                return await self._log.page(query, after=BEGINNING, limit=limit)
            case Part.older:
                return await self._log.page(query, before=asked.place, limit=limit)
            case _:
                return await self._log.page(query, after=asked.place, limit=limit)

    async def _sum(self, stamp: int, query: EventQuery, period: Period | None) -> None:
        def post(message: Message) -> None:
            self._screen.post_message(message)

        async def read() -> None:
            if period is not None:
                bars = await self._log.bars(query, period.since, period.until, period.step)
                post(LogDrawn(stamp, period, tallied(period, bars)))
            post(LogCounted(stamp, await self._log.count(query)))

        await self._told(stamp, read)

    async def _heat(self, stamp: int, query: EventQuery, now: datetime, zone: tzinfo) -> None:
        async def read() -> None:
            since, until = heat_period(query, now)
            bars = await self._log.bars(query, since, until, step_for(zone, since, until))
            self._screen.post_message(HeatRead(heat_of(bars, since, until, zone)))

        await self._told(stamp, read)
