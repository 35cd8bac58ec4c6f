"""Wishes that come back as readings: pure.

The vendor answers a command with the state that was asked for, and its lists repeat that until the device has acted:
a connected one in seconds, a sleeping one when it wakes. Such a state is an echo, and no news.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from lockdash.domain.devices import Contact, Device, LockState
from lockdash.domain.readings import Reading

# How long a device that is in contact may take to act.
ACTING = timedelta(seconds=15)


def has_acted(contact: Contact, wished_at: datetime, now: datetime) -> bool:
    """Whether a device with this `contact` has had its chance to act on a wish of `wished_at`. All by the
    vendor's clock."""
    if contact.connected and now - wished_at >= ACTING:
        return contact.last_at is None or now - contact.last_at >= ACTING
    return contact.last_at is not None and contact.last_at > wished_at and now - contact.last_at >= ACTING


def without_echo(device: Device, known: Device | None, wished_at: datetime | None, now: datetime) -> Device:
    """Return `device`, as listed at the vendor's time `now`, without a state that it cannot have told.

    `known`: the same device as it was known before. `wished_at`: when anybody of ours last sent it a command.
    """
    contact, state = device.contact, device.state
    if contact is None or state is None:
        return device
    before = known.state if known is not None and known.kind is device.kind else None
    if before is not None and before.value is state.value:
        return device
    waits = wished_at is not None and not has_acted(contact, wished_at, now)
    # It slept all the while, yet it is another state: somebody else's wish.
    if waits or _slept_since(before, contact):
        return msgspec.structs.replace(device, state=None, state_raw=None)
    return device


def _slept_since(before: Reading[LockState] | None, contact: Contact) -> bool:
    """Whether a device that is not connected was last in contact when it was known to be as `before`, or earlier.

    The moment of that reading counts, not the known contact: an event tells of a contact without the state, and of
    a state without the contact.
    """
    if contact.connected or before is None or before.as_of is None:
        return False
    return contact.last_at is None or contact.last_at <= before.as_of
