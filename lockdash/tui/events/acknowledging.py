"""What was in sight for a while is acknowledged, by the app's clock."""

from __future__ import annotations

from collections.abc import Callable, Collection

from textual.message_pump import MessagePump

from lockdash.domain.event_query import Place
from lockdash.engine.clock import Clock
from lockdash.tui.events.seeing import Seeing
from lockdash.tui.waking import Waker


class Acknowledging:
    """Calls `seen` with the places that were in sight for as long as it takes, each once."""

    def __init__(self, target: MessagePump, clock: Clock, seen: Callable[[list[Place]], None]) -> None:
        self._clock = clock
        self._seen = seen
        self._seeing = Seeing()
        self._waker = Waker(target, clock, self._wake)

    def look(self, places: Collection[Place]) -> None:
        """`places` are in sight now, and nothing else is."""
        self._seeing.look(places, self._clock.monotonic())
        self._arm()

    def stop(self) -> None:
        """Nothing is in sight."""
        self.look(())

    def _wake(self) -> None:
        places = self._seeing.ripe(self._clock.monotonic())
        if places:
            self._seen(places)
        self._arm()

    def _arm(self) -> None:
        wait = self._seeing.wait(self._clock.monotonic())
        if wait is None:
            self._waker.stop()
        else:
            self._waker.arm(wait)
