"""The way out to the terminal, in a thread of its own, that never keeps the rest waiting.

Textual 8.2.8 writes from a thread with a queue of thirty pieces. Over a connection that hangs the queue fills, and the
event loop with it stands still: nothing is polled, and not even SIGTERM ends the program.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from threading import Condition, Thread

MOST = 1 << 20
"""Characters that may wait. What is more is thrown away, and all is painted anew once the terminal takes output."""
_LAST_WORDS = 0.5
"""Seconds for which the end waits for a terminal that takes nothing."""


class Outlet(Thread):
    """Writes to the file descriptor `target`. `repaint` is called from the thread when something was thrown away and
    what came after it is written. A terminal that is gone takes everything, and nothing comes of it."""

    def __init__(self, target: int, encoding: str, repaint: Callable[[], None]) -> None:
        super().__init__(daemon=True, name="lockdash-output")
        self._target = target
        self._encoding = encoding
        self._repaint = repaint
        self._changed = Condition()
        self._waiting: list[str] = []
        self._length = 0
        self._torn = self._ending = False

    def write(self, text: str) -> None:
        """Write `text`, which is drawn whole or not at all, as soon as the terminal takes it."""
        with self._changed:
            if self._length + len(text) > MOST:
                self._waiting.clear()
                self._length, self._torn = 0, True
            self._waiting.append(text)
            self._length += len(text)
            self._changed.notify()

    def stop(self) -> None:
        """Write what is left, if the terminal takes it in time, and end."""
        with self._changed:
            self._ending = True
            self._changed.notify()
        self.join(_LAST_WORDS)

    def run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._torn or self._ending)
                text = "".join(self._waiting)
                self._waiting.clear()
                self._length = 0
                torn, self._torn = self._torn, False
                ending = self._ending
            self._put(text.encode(self._encoding, "backslashreplace"))
            if ending:
                return
            if torn:
                self._repaint()

    def _put(self, data: bytes) -> None:
        # Not by way of Python's own file: a thread that hangs in it would hold its lock when the program ends.
        try:
            while data:
                data = data[os.write(self._target, data) :]
        except OSError:
            return
