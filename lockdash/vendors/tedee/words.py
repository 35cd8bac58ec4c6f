"""Tedee's numbers in our words (tedee-facts 3.3 and 3.4)."""

from __future__ import annotations

from lockdash.domain.devices import DeviceKind, DoorState, LockState

# 255 is the bridge's "unpulling", seen for locks out of reach as well: not known.
STATES: dict[int, LockState] = {
    0: LockState.uncalibrated,
    1: LockState.calibrating,
    2: LockState.unlocked,
    3: LockState.semi_locked,
    4: LockState.unlocking,
    5: LockState.locking,
    6: LockState.locked,
    7: LockState.open,
    8: LockState.opening,
    9: LockState.unknown,
    18: LockState.updating,
}

# 0 is "no sensor", which is no reading at all; 1 disconnected and 4 uncalibrated are not known.
NO_SENSOR = 0
DOORS: dict[int | None, DoorState] = {2: DoorState.open, 3: DoorState.closed}

TYPES: dict[int, tuple[DeviceKind, str]] = {
    1: (DeviceKind.bridge, "Bridge"),
    2: (DeviceKind.lock, "Lock PRO"),
    3: (DeviceKind.keypad, "Keypad"),
    4: (DeviceKind.lock, "Lock GO"),
    5: (DeviceKind.gate, "Gate"),
    6: (DeviceKind.unknown, "Dry contact"),
    8: (DeviceKind.door_sensor, "Door sensor"),
    10: (DeviceKind.keypad, "Keypad PRO"),
}

ACCESS_LEVELS: dict[int | None, str] = {0: "guest", 1: "admin", 2: "owner", 3: "none"}
OWNER, NO_ACCESS = 2, 3

# What a refused request for one device means where the vendor says nothing (tedee-facts 2.5 and 3.10).
STATUS_WORDS = {
    403: "your access does not allow it",
    404: "this device is not known any more; it may have been added again",
    409: "the device is busy with another request",
    412: "the device is not set up for it",
    423: "the device is disconnected",
    428: "the device is disconnected or not set up for it",
}
