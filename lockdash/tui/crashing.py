"""An app that ends in order also when something happens that nobody foresaw.

Textual 8.2.8 prints the exception on the terminal then, with the local variables of every frame: tokens and PINs.
"""

from __future__ import annotations

import asyncio
import logging

from textual.app import App, ReturnType
from textual.worker import Worker, WorkerFailed, WorkerState

from lockdash.engine.journal import strays

log = logging.getLogger("lockdash.tui")


class Crashing(App[ReturnType]):
    """`crash`: what ended the app, None if nothing did."""

    crash: Exception | None = None

    async def run_async(self, **how: object) -> ReturnType | None:
        """Run as the base class does. Raises `crash`, once the terminal is the user's again."""
        strays.log_loop(asyncio.get_running_loop())
        result = await super().run_async(**how)  # type: ignore[arg-type]
        if self.crash is not None:
            raise self.crash
        return result

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A worker that failed does not end the app; what came of it is told where it is known what it was for."""
        if event.state is WorkerState.ERROR:
            log.error("%s failed: %s", event.worker.name or "a worker", event.worker.error)

    def _handle_exception(self, error: Exception) -> None:
        """End the app because of `error`, and print nothing."""
        if self.crash is not None:
            log.error("and then, while it ended: %s", error)
            return
        self.crash = error.error if isinstance(error, WorkerFailed) and isinstance(error.error, Exception) else error
        self._return_code = 1
        if self._exception is None:  # Textual's pilot raises it in a test
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()
