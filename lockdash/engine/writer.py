"""The one thread that touches the store, so that the event loop never waits for a disk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from lockdash.store.store import Store

T = TypeVar("T")


class Writer:
    """Runs jobs on the store one after the other, in the order in which they were handed in."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="lockdash-store")

    @property
    def store(self) -> Store:
        """For short reads on the caller's own thread; the store has a lock of its own."""
        return self._store

    def run(self, job: Callable[[Store], T]) -> asyncio.Future[T]:
        """Hand in `job`. A job that has begun is finished, even if nobody waits for it any more."""
        return asyncio.get_running_loop().run_in_executor(self._thread, job, self._store)

    async def close(self) -> None:
        """Finish what was handed in and end the thread."""
        await asyncio.to_thread(self._thread.shutdown)
