"""Reads the log in a thread and through a connection of its own: a search holds up neither commands nor screens."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from lockdash.store.store import Store

T = TypeVar("T")


class LogReader:
    """Opens the store in `folder` when it is first asked for something."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._thread: ThreadPoolExecutor | None = None
        self._store: Store | None = None

    def run(self, job: Callable[[Store], T]) -> asyncio.Future[T]:
        """Run `job`, which only reads, after those that were handed in before. Raises StoreError."""
        if self._thread is None:
            self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="lockdash-log")
        return asyncio.get_running_loop().run_in_executor(self._thread, self._done, job)

    async def close(self) -> None:
        """Finish what was handed in; what is asked for later opens the store again."""
        thread, self._thread = self._thread, None
        if thread is not None:
            await asyncio.get_running_loop().run_in_executor(thread, self._shut)
            thread.shutdown()

    def _done(self, job: Callable[[Store], T]) -> T:
        if self._store is None:
            self._store = Store.open(self._folder)
        elif self._store.is_replaced():
            self._store.reopen()
        return job(self._store)

    def _shut(self) -> None:
        store, self._store = self._store, None
        if store is not None:
            store.close()
