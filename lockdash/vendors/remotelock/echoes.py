"""Wishes that come back as readings.

The vendor answers a command with the state that was asked for, and its lists repeat that until the device has acted:
a connected one in seconds, a sleeping one when it wakes. Such a state is an echo, and no news.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from lockdash.domain.devices import Contact, Device, LockState

# How long a device that is in contact may take to act.
ACTING = timedelta(seconds=15)


def has_acted(contact: Contact, wished_at: datetime, now: datetime) -> bool:
    """Whether a device with this `contact` has had its chance to act on a wish of `wished_at`. All by the
    vendor's clock."""
    if contact.connected and now - wished_at >= ACTING:
        return contact.last_at is None or now - contact.last_at >= ACTING
    return contact.last_at is not None and contact.last_at > wished_at and now - contact.last_at >= ACTING


class Echoes:
    """Remembers, for each device, the state that it had at its last contact; and when a wish was sent to it."""

    def __init__(self) -> None:
        self._heard: dict[str, tuple[datetime | None, LockState]] = {}
        self._wished_at: dict[str, datetime] = {}

    def wished(self, vendor_id: str, at: datetime) -> None:
        """A command was taken for the device, at the vendor's time `at`."""
        self._wished_at[vendor_id] = at

    def without(self, device: Device, now: datetime) -> Device:
        """Return `device`, as told at the vendor's time `now`, without a state that it cannot have told."""
        contact, state = device.contact, device.state
        if contact is None or state is None:
            return device
        known_contact, known = self._heard.get(device.vendor_id, (None, None))
        wished_at = self._wished_at.get(device.vendor_id)
        waits = wished_at is not None and not has_acted(contact, wished_at, now)
        # It slept all the while, yet it is another state: somebody else's wish.
        slept = not contact.connected and known is not None and known_contact == contact.last_at
        if (waits or slept) and known is not state.value:
            return msgspec.structs.replace(device, state=None, state_raw=None)
        self._heard[device.vendor_id] = (contact.last_at, state.value)
        return device
