"""Lines of standard input while other things are waited for."""

from __future__ import annotations

import asyncio
import os
import threading
from contextlib import suppress

_MOST = 64 * 1024  # bytes; no address is as long


class Typed:
    """Reads from the first `line` on. In a thread that nobody waits for, since nothing ends a read before its time."""

    def __init__(self, descriptor: int = 0) -> None:
        self._descriptor = descriptor
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._thread: threading.Thread | None = None
        self._has_ended = False

    async def line(self) -> str | None:
        """Return the next line, None at the end of the input, also if it never was open."""
        if self._thread is None:
            loop = asyncio.get_running_loop()
            self._thread = threading.Thread(target=self._read, args=(loop,), name="lockdash-input", daemon=True)
            self._thread.start()
        if self._has_ended:
            return None
        found = await self._lines.get()
        self._has_ended = found is None
        return found

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        rest = b""
        with suppress(RuntimeError):  # the loop has ended: nobody waits any more
            while part := self._part():
                *lines, rest = (rest + part).split(b"\n")
                if len(rest) > _MOST:
                    lines, rest = [*lines, rest], b""
                for line in lines:
                    loop.call_soon_threadsafe(self._lines.put_nowait, line.decode("utf-8", "replace"))
            if rest:
                loop.call_soon_threadsafe(self._lines.put_nowait, rest.decode("utf-8", "replace"))
            loop.call_soon_threadsafe(self._lines.put_nowait, None)

    def _part(self) -> bytes:
        try:
            return os.read(self._descriptor, _MOST)
        except OSError:  # closed, or a terminal that is gone
            return b""
