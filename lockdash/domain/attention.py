"""What needs a person, and how much: the order of the device list and of the header's counts."""

from __future__ import annotations

from enum import IntEnum

from lockdash.domain.devices import Device, DoorState, LockState
from lockdash.domain.freshness import Freshness
from lockdash.domain.link import Link

LOW_BATTERY = 20  # per cent; both vendors' apps warn from here on


class Attention(IntEnum):
    """Most urgent first (the design's dark cockpit): a door that is open, a jam, what is not known, ..."""

    open = 0
    jammed = 1
    unknown = 2
    unreachable = 3
    low_battery = 4
    none = 5


_NOT_KNOWN = frozenset(
    {LockState.unknown, LockState.uncalibrated, LockState.semi_locked, LockState.calibrating, LockState.updating}
)


def attention(device: Device, fresh: Freshness, reach: Link | None) -> Attention:
    """Return why `device` needs a person. An open door stays urgent when its reading grows old, and a bolt that
    is out while the door stands open keeps nobody out."""
    state = device.state.value if device.state else None
    if (state is not None and state.is_open) or (device.door is not None and device.door.value is DoorState.open):
        return Attention.open
    if state is LockState.jammed:
        return Attention.jammed
    if device.kind.has_lock_state and (state is None or state in _NOT_KNOWN or fresh is Freshness.stale):
        return Attention.unknown
    if reach in (Link.overdue, Link.offline):
        return Attention.unreachable
    if is_low(device):
        return Attention.low_battery
    return Attention.none


def is_low(device: Device) -> bool:
    """Whether the battery is known, low and not being charged."""
    level = device.battery.value if device.battery else None
    return level is not None and level <= LOW_BATTERY and not device.charging
