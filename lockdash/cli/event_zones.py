"""In which time zone the door of an event is: the event says so itself, or what is known of its device."""

from __future__ import annotations

from lockdash.domain.log_rows import LogRow
from lockdash.store.store import Store


class Zones:
    """Reads the devices when one is not known yet. Raises StoreError."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, str | None] = {}

    def of(self, row: LogRow) -> str | None:
        """Return the IANA zone, None if nobody knows."""
        key = row.device_key
        if row.event.zone or key is None:
            return row.event.zone
        if key not in self._known:
            self._known[key] = None
            self._known.update((each.key, each.zone) for each in self._store.load().devices)
        return self._known[key]
