"""`lockdash events --follow`: what was asked for, then whatever is written to the log, by any session, as it comes."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

from lockdash.cli.event_forms import Form
from lockdash.cli.event_outlet import Outlet
from lockdash.cli.event_pages import PAGE, Asked, oldest_first
from lockdash.cli.exits import Exit
from lockdash.cli.output import say
from lockdash.cli.session import session
from lockdash.config.settings import Config
from lockdash.domain.events import Event
from lockdash.domain.log_rows import LogRow
from lockdash.engine.engine import Engine
from lockdash.store.log_reading import Mark
from lockdash.store.store import Store, StoreError

_NEWS = timedelta(days=1)
"""So far back reaches what is new where nothing was known before."""
_LATELY = timedelta(minutes=1)
"""What was seen first so shortly before the beginning may be written after it."""
_AGAIN = 5.0
"""Seconds until a store that could not be read is tried again."""


async def follow(config: Config, store: Store, asked: Asked, form: Form) -> Exit:
    """Print events until somebody ends it: return the exit code for SIGTERM. Ctrl-C cancels. Raises BrokenPipeError
    when nobody reads any more, and StoreError before the first line."""
    async with session(config, store) as engine:
        outlet = Outlet()
        try:
            async with _endings(engine) as terminated:
                following = asyncio.create_task(_Following(engine, store, asked, form, outlet).run())
                endings = [asyncio.create_task(each.wait()) for each in (terminated, outlet.gone)]
                try:
                    await asyncio.wait({following, *endings}, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    for task in (following, *endings):
                        task.cancel()
                    await asyncio.wait({following, *endings})
                if not following.cancelled():
                    following.result()
                if outlet.gone.is_set():
                    raise BrokenPipeError
                return Exit.terminated
        finally:
            outlet.close()


class _Following:
    def __init__(self, engine: Engine, store: Store, asked: Asked, form: Form, outlet: Outlet) -> None:
        self._engine = engine
        self._store = store
        self._asked = asked
        self._form = form
        self._outlet = outlet
        self._news = asyncio.Event()
        self._printed: dict[int, Event] = {}

    async def run(self) -> None:
        """Print for ever."""
        unsubscribe = self._engine.log.subscribe(lambda _: self._news.set())
        try:
            mark = await asyncio.to_thread(self._store.log.mark)
            floor = await self._print_asked()
            await self._engine.start()
            while True:
                mark = await self._print_new(mark, floor)
        finally:
            unsubscribe()

    async def _print_asked(self) -> datetime:
        """Print what is in the log. Return since when something has to have happened, or been told, to be new: what is
        older is the past, which others may be reading into the log at this moment."""
        begun = datetime.now(UTC)
        floor = self._asked.query.since or begun - _NEWS
        await self._outlet.write(self._form.head())
        pages = oldest_first(self._store.log.page, self._asked)
        is_first = True
        while rows := await asyncio.to_thread(next, pages, None):
            if is_first:
                floor, is_first = min(floor, rows[0].event.occurred_at), False
            lately = (each for each in rows if each.event.first_seen_at > begun - _LATELY)
            self._printed.update((each.place.seq, each.event) for each in lately)
            await self._outlet.write(self._form.rows(rows))
        return floor

    async def _print_new(self, mark: Mark, floor: datetime) -> Mark:
        """Print what was written since `mark`, return the mark behind it, and wait until there may be more."""
        query, log = self._asked.query, self._store.log
        try:
            rows, mark, is_all = await asyncio.to_thread(log.written, query, mark, PAGE)
        except StoreError as error:
            say(str(error))
            await self._rest(_AGAIN)
            return mark
        news = [each for each in rows if self._is_news(each, floor)]
        if news:
            # What came at once came in the vendor's order, which may be any.
            await self._outlet.write(self._form.rows(sorted(news, key=lambda each: each.place)))
        if is_all:
            self._printed.clear()
            await self._rest(None)
        return mark

    def _is_news(self, row: LogRow, floor: datetime) -> bool:
        """Not what was written while the first pages were read, and stood in them already."""
        event = row.event
        told = max(event.occurred_at, event.recorded_at or event.occurred_at)
        return self._asked.takes(row) and told >= floor and self._printed.get(row.place.seq) != event

    async def _rest(self, seconds: float | None) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), seconds)
        self._news.clear()


@asynccontextmanager
async def _endings(engine: Engine) -> AsyncIterator[asyncio.Event]:
    """While inside: an event that SIGTERM sets, and a Ctrl-Z that lets others poll."""
    loop, terminated = asyncio.get_running_loop(), asyncio.Event()

    def suspend() -> None:
        engine.suspend()
        os.kill(os.getpid(), signal.SIGSTOP)
        engine.resume()

    handlers = {signal.SIGTERM: terminated.set, signal.SIGTSTP: suspend}
    for number, handler in handlers.items():
        loop.add_signal_handler(number, handler)
    try:
        yield terminated
    finally:
        for number in handlers:
            loop.remove_signal_handler(number)
