"""The events of an account in the order in which the cloud learned of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

from lockdash.simulator.rentals.events import Event

KEPT = 200_000
_FIRST = datetime.min.replace(tzinfo=UTC)


class EventFeed:
    """Keeps the newest `KEPT`. What was asked for lately stays sorted until the next event: a history of thousands is
    read page by page."""

    def __init__(self) -> None:
        self._events: list[Event] = []
        self._views: dict[object, list[Event]] = {}

    def __len__(self) -> int:
        return len(self._events)

    def __iter__(self) -> Iterator[Event]:
        return iter(self._events)

    def append(self, event: Event) -> None:
        self._events.append(event)
        self._views.clear()
        if len(self._events) > KEPT * 1.1:
            del self._events[:-KEPT]

    def pop(self) -> Event:
        """Take the newest one back."""
        self._views.clear()
        return self._events.pop()

    def remember(self, events: Iterable[Event]) -> None:
        """Put in what the cloud learned of before, at each event's `created_at`; the newest stay if it is too much."""
        self._events = sorted([*self._events, *events], key=lambda event: event.created_at or _FIRST)[-KEPT:]
        self._views.clear()

    def view(self, wish: object, make: Callable[[Iterable[Event]], list[Event]]) -> list[Event]:
        """Return what `make` makes of the events, newest first: made once for each `wish` until another comes."""
        if wish not in self._views:
            self._views[wish] = make(reversed(self._events))
        return self._views[wish]
