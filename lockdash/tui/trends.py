"""Battery histories, read from the store when a row first needs them and again when its battery changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from lockdash.domain.devices import Device
from lockdash.domain.readings import Reading

History = list[tuple[datetime, int]]


class Trends:
    """`read`: how to get the history of a device key, oldest first. Closed until `open`:
    the first paint does without."""

    def __init__(self, read: Callable[[str], History]) -> None:
        self._read = read
        self._known: dict[str, tuple[Reading[int | None] | None, History]] = {}
        self._open = False

    def open(self) -> None:
        """From now on histories are read."""
        self._open = True

    def history(self, device: Device) -> History:
        """Return the battery levels of `device`, oldest first."""
        if not self._open or device.battery is None:
            return []
        known = self._known.get(device.key)
        level = device.battery.value
        if known is None or known[0] is None or known[0].value != level:
            known = self._known[device.key] = (device.battery, self._read(device.key))
        return known[1]

    def points(self, device: Device) -> list[int]:
        """Return the same without the times."""
        return [level for _, level in self.history(device)]
