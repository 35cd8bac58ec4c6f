"""What is going to happen, in order of time; same instants in the order in which they were planned."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count

Action = Callable[[], object]


class Agenda:
    def __init__(self) -> None:
        self._planned: list[tuple[datetime, int, Action]] = []
        self._numbers = count()

    def plan(self, when: datetime, action: Action) -> None:
        heapq.heappush(self._planned, (when, next(self._numbers), action))

    def due(self, until: datetime) -> Iterator[tuple[datetime, Action]]:
        """Yield what is due up to and including `until`, also what is planned meanwhile."""
        while self._planned and self._planned[0][0] <= until:
            when, _, action = heapq.heappop(self._planned)
            yield when, action
