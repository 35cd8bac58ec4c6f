"""People are made ready before anybody asks: thousands of them take longer than a key may wait, and the detail
of a device tells how many may open it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lockdash.store.errors import StoreError
from lockdash.tui.messages import PeopleLoaded
from lockdash.tui.waking import Waker

if TYPE_CHECKING:
    from lockdash.tui.dashboard import LockdashApp

CALM = 2.0
"""Seconds after the first paint: whatever the user looks for first comes first."""


class Preparing:
    """Loads what the store has of people, once. It asks no vendor, and follows nothing."""

    def __init__(self, app: LockdashApp) -> None:
        self._app = app
        self._waker = Waker(app, app.clock, self._begin)

    def arm(self) -> None:
        """Begin when it is calm."""
        self._waker.arm(CALM)

    def stop(self) -> None:
        self._waker.stop()

    def _begin(self) -> None:
        self._app.run_worker(self._load(), name="load people", group="load people", exit_on_error=False)

    async def _load(self) -> None:
        try:
            await self._app.engine.people.load()
        except StoreError:  # whoever opens the tab is told
            return
        self._app.post_message(PeopleLoaded())
