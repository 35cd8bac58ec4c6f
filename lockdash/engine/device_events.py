"""What the vendor knows of one device's past, out of the log."""

from __future__ import annotations

from lockdash.domain.devices import Device
from lockdash.domain.events import Event
from lockdash.store.store import Store


def events_of(store: Store, device: Device, limit: int) -> list[Event]:
    """Return the newest events of a device by when they happened, without those that lockdash noted itself."""
    ids, asked = (device.vendor_id, *device.former_ids), limit
    while True:
        found = store.events(account=device.account, device_ids=ids, limit=asked)
        theirs = [each for each in found if not each.kind.is_ours]
        if len(theirs) >= limit or len(found) < asked:
            return theirs[:limit]
        asked *= 2
