"""What time it is in the pretend world."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Protocol

DEFAULT_START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


class Clock(Protocol):
    """Times are aware and UTC."""

    def now(self) -> datetime: ...

    def advance(self, seconds: float) -> None:
        """Jump ahead by `seconds`. Raises ValueError if negative: time does not run backwards."""


class ManualClock:
    """Stands still until it is told to move."""

    def __init__(self, start: datetime = DEFAULT_START) -> None:
        self._now = start.astimezone(UTC)
        self._guard = threading.Lock()

    def now(self) -> datetime:
        return self._now

    def advance(self, seconds: float) -> None:
        with self._guard:
            self._now += _ahead(seconds)


class SystemClock:
    """The machine's clock, plus what it was told to jump ahead."""

    def __init__(self) -> None:
        self._offset = timedelta()
        self._guard = threading.Lock()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def advance(self, seconds: float) -> None:
        with self._guard:
            self._offset += _ahead(seconds)


def _ahead(seconds: float) -> timedelta:
    if seconds < 0:
        raise ValueError(f"time does not run backwards ({seconds} s)")
    return timedelta(seconds=seconds)
