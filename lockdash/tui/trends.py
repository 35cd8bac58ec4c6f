"""Battery histories, read from the store when a row first needs them, and continued by what is heard from then on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from lockdash.domain.devices import Device

History = list[tuple[datetime, int]]

_STEP = 6 * 3600.0
"""Seconds of which one level is kept: a battery that wavers at each look has 100,000 in 90 days, which no curve and
no trend needs, and each paint would pay for."""
_MOST = 360
"""Levels kept of one battery: 90 days."""


class Trends:
    """`read`: how to get the history of a device key, oldest first. Closed until `open`:
    the first paint does without."""

    def __init__(self, read: Callable[[str], History]) -> None:
        self._read = read
        self._known: dict[str, tuple[int, History]] = {}
        self._open = False

    def open(self) -> None:
        """From now on histories are read."""
        self._open = True

    def history(self, device: Device) -> History:
        """Return the battery levels of `device`, oldest first: the last one of each few hours."""
        battery = device.battery
        if not self._open or battery is None or battery.value is None:
            return []
        level, history = self._known.get(device.key, (None, []))
        if level != battery.value:
            if history:
                _add(history, battery.known_at, battery.value)
            else:
                for at, earlier in self._read(device.key):
                    _add(history, at, earlier)
            self._known[device.key] = (battery.value, history)
        return history

    def points(self, device: Device) -> list[int]:
        """Return the same without the times."""
        return [level for _, level in self.history(device)]


def _add(history: History, at: datetime, level: int) -> None:
    if history and at < history[-1][0]:
        return  # heard late, or before the clock was set back
    if history and at.timestamp() // _STEP == history[-1][0].timestamp() // _STEP:
        history.pop()
    history.append((at, level))
    del history[:-_MOST]
