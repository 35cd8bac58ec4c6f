"""The terminal's bell and a notification for what wants attention at once, if the user wants them."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from lockdash.domain.alarms import ALARM
from lockdash.tui.waking import Waker

if TYPE_CHECKING:
    from lockdash.domain.log_rows import LogRow
    from lockdash.engine.log.views import LogNews
    from lockdash.tui.dashboard import LockdashApp

GATHER = 0.5
"""Seconds for which more alarms are waited for: what happens at once is told at once."""
REST = 10.0
"""Seconds, at least, between two rings: whoever tries a hundred PINs rings six times a minute."""


class Alarms:
    """Rings for the alarms that the engine hands to this session: each goes to one of those that ring, whatever is on
    their screens. Without the settings `bell` and `notify` it asks for none and follows nothing."""

    def __init__(self, app: LockdashApp) -> None:
        self._app = app
        self._waker = Waker(app, app.clock, self._ring)
        self._waiting: list[LogRow] = []
        self._rang_at = float("-inf")
        self._unsubscribe: Callable[[], None] | None = None

    def open(self) -> None:
        """Ring from now on, if the user wants it."""
        ui = self._app.config.ui
        if self._unsubscribe is None and (ui.bell or ui.notify):
            log = self._app.engine.log
            self._unsubscribe = log.subscribe(self._hear)
            log.ring(True)

    def close(self) -> None:
        """Ring no more."""
        self._waker.stop()
        self._waiting = []
        if self._unsubscribe is not None:
            self._app.engine.log.ring(False)
            self._unsubscribe()
            self._unsubscribe = None

    def _hear(self, news: LogNews) -> None:
        now = self._app.clock.now()
        # What nobody rang for when it happened may be handed over later: nothing can be done about it any more.
        fresh = [row for row in news.alarms if now - row.event.first_seen_at <= ALARM]
        if not fresh:
            return
        if not self._waiting:
            rested = self._rang_at + REST - self._app.clock.monotonic()
            self._waker.arm(max(GATHER, rested))
        self._waiting += fresh

    def _ring(self) -> None:
        app, rows = self._app, self._waiting
        self._waiting, self._rang_at = [], app.clock.monotonic()
        if app.config.ui.bell:
            app.bell()
        if app.config.ui.notify and app._driver is not None:
            from lockdash.tui.notification import alarm_text, notify_sequence

            app._driver.write(notify_sequence(alarm_text(rows, app.clock.now(), app.zone), os.environ))
