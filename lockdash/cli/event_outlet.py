"""The standard output of a command that goes on for ever: whoever reads it slowly keeps nobody else waiting.

This process may be the one that polls for all sessions. A write that blocks its event loop would stop that, and end it
by nothing but a kill.
"""

from __future__ import annotations

import asyncio
import os
import stat
import sys
from contextlib import suppress
from threading import Thread


class Outlet:
    """`gone`: set when whoever read us has gone, which a pipe tells also while nothing is written. Belongs to the
    running event loop."""

    def __init__(self) -> None:
        sys.stdout.flush()
        self.gone = asyncio.Event()
        self._target = sys.stdout.fileno()
        self._loop = asyncio.get_running_loop()
        self._is_watched = stat.S_ISFIFO(os.fstat(self._target).st_mode)
        if self._is_watched:
            self._loop.add_reader(self._target, self._left)

    async def write(self, data: bytes) -> None:
        """Write all of `data`. Raises BrokenPipeError, and OSError for a full disk. Cancelled, it leaves the rest to a
        thread that dies with the process."""
        done: asyncio.Future[None] = self._loop.create_future()

        def settle(error: OSError | None) -> None:
            if not done.done():
                done.set_exception(error) if error is not None else done.set_result(None)

        def work() -> None:
            failed: OSError | None = None
            try:
                _write(self._target, data)
            except OSError as error:
                failed = error
            with suppress(RuntimeError):  # nobody waits any more: the loop is closed
                self._loop.call_soon_threadsafe(settle, failed)

        Thread(target=work, daemon=True, name="lockdash-output").start()
        await done

    def close(self) -> None:
        if self._is_watched:
            self._is_watched = False
            self._loop.remove_reader(self._target)

    def _left(self) -> None:
        """The reading end of a pipe is closed: nothing else can be heard at its writing end."""
        self.close()
        self.gone.set()


def _write(target: int, data: bytes) -> None:
    # Not by way of Python's own file: a thread that hangs in it would hold its lock when the program ends.
    while data:
        data = data[os.write(target, data) :]
