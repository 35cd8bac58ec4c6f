"""What the world does to the process: Ctrl-Z and fg, a hang-up, a plain kill."""

from __future__ import annotations

import asyncio
import signal
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from textual.events import Event

if TYPE_CHECKING:
    from lockdash.tui.shell import LookApp

_ENDINGS = (signal.SIGHUP, signal.SIGTERM)


class Interruptions:
    """The part of the app that is stopped, goes on and ends in order, whoever wants it so."""

    _deaf_until = float("-inf")

    def listen_to_signals(self) -> None:
        """Be told from now on. Ctrl-Z at once: a moment later the process stands still."""
        app = _app(self)
        loop = asyncio.get_running_loop()
        for number in _ENDINGS:
            with suppress(NotImplementedError, RuntimeError, ValueError):  # not in the main thread: a test
                loop.add_signal_handler(number, self.end_by_signal, number)
        app.app_suspend_signal.subscribe(app, self._suspended, immediate=True)
        app.app_resume_signal.subscribe(app, self._resumed)

    def forget_input(self) -> None:
        """What was typed until now was typed blindly: the process stood still. It is not meant for what is here now."""
        self._deaf_until = time.monotonic()

    def is_forgotten(self, event: Event) -> bool:
        """Whether `event` came before that; Textual's events bear the monotonic time at which they were read."""
        return event.time < self._deaf_until

    def _suspended(self, _: object) -> None:
        self.stand_still()

    def _resumed(self, _: object) -> None:
        self.go_on()
        self.repaint()

    def stand_still(self) -> None:
        """The process is about to be stopped."""

    def go_on(self) -> None:
        """It goes on."""

    def repaint(self) -> None:
        """Draw every screen anew: the terminal shows another one now, though Textual 8.2.8 believes that it is ours."""
        for screen in _app(self).screen_stack:
            screen.refresh()

    def end_by_signal(self, number: int) -> None:
        """Leave as whoever sent signal `number` wants it."""
        app = _app(self)
        app.leaving = True
        app.exit(return_code=128 + number)


def _app(interruptions: Interruptions) -> LookApp[Any]:
    return cast("LookApp[Any]", interruptions)
