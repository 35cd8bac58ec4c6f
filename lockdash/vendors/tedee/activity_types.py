"""Tedee's numbers for what happened (DeviceActivity, tedee-facts 3.8): its name, our kind, how it was done, and what it
says in plain words."""

from __future__ import annotations

from lockdash.domain.events import EventKind, Outcome

_REMOTE, _BUTTON, _AUTO, _HAND, _PIN = "remote", "button", "automatic", "by hand", "PIN"
_FINGER, _HOMEKIT, _MATTER, _LINK, _BRIDGE = "fingerprint", "HomeKit", "Matter", "access link", "bridge API"

_K = EventKind

TYPES: dict[int, tuple[str, EventKind, str | None]] = {
    32: ("LockedRemote", _K.locked, _REMOTE),
    33: ("UnlockedRemote", _K.unlocked, _REMOTE),
    34: ("LockedButton", _K.locked, _BUTTON),
    35: ("UnlockedButton", _K.unlocked, _BUTTON),
    36: ("LockedAuto", _K.locked, _AUTO),
    37: ("UnlockedAuto", _K.unlocked, _AUTO),
    38: ("LockedManual", _K.locked, _HAND),
    39: ("UnlockedManual", _K.unlocked, _HAND),
    40: ("Jammed", _K.jammed, None),
    41: ("PowerOff", _K.system, None),
    42: ("PowerOn", _K.system, None),
    43: ("Calibration", _K.system, None),
    46: ("BatteryCharging", _K.battery, None),
    47: ("PartiallyOpenManual", _K.unlocked, _HAND),
    48: ("PartiallyOpenButton", _K.unlocked, _BUTTON),
    49: ("PartiallyOpenAuto", _K.unlocked, _AUTO),
    50: ("BatteryStopCharging", _K.battery, None),
    51: ("PulledRemote", _K.opened, _REMOTE),
    52: ("PulledAuto", _K.opened, _AUTO),
    53: ("PulledManual", _K.opened, _HAND),
    54: ("PartiallyOpenRemote", _K.unlocked, _REMOTE),
    55: ("PulledAutoByRemote", _K.opened, _REMOTE),
    56: ("PostponedLock", _K.locked, _BUTTON),
    57: ("UnlockedHomeKit", _K.unlocked, _HOMEKIT),
    58: ("PartiallyOpenHomeKit", _K.unlocked, _HOMEKIT),
    59: ("LockedHomeKit", _K.locked, _HOMEKIT),
    60: ("PulledHomeKit", _K.opened, _HOMEKIT),
    61: ("UnlockByPin", _K.unlocked, _PIN),
    62: ("IncorrectPin", _K.denied, _PIN),
    63: ("PullSpringByPin", _K.opened, _PIN),
    64: ("PartiallyOpenByPin", _K.unlocked, _PIN),
    65: ("LockedByKeypadWithPin", _K.locked, _PIN),
    66: ("LockedByKeypadWithoutPin", _K.locked, "keypad"),
    67: ("LockForceUnlocked", _K.unlocked, "forced"),
    68: ("LockForceUnlockedByPin", _K.unlocked, "PIN, forced"),
    74: ("LockUncalibrated", _K.system, None),
    75: ("UnauthorizedPin", _K.denied, "PIN, outside its hours"),
    76: ("PulledAutoByPin", _K.opened, _PIN),
    77: ("UnlockedByFingerprint", _K.unlocked, _FINGER),
    78: ("ForceUnlockedByFingerprint", _K.unlocked, "fingerprint, forced"),
    79: ("PartiallyOpenByFingerprint", _K.unlocked, _FINGER),
    80: ("PulledByFingerprint", _K.opened, _FINGER),
    81: ("PulledAutoByFingerprint", _K.opened, _FINGER),
    83: ("DoorOpened", _K.door, None),
    84: ("DoorClosed", _K.door, None),
    85: ("DoorSensorUncalibrated", _K.door, None),
    86: ("DoorOpenTooLong", _K.door, None),
    87: ("LockPulledByAutoUnlock", _K.opened, "auto-unlock"),
    88: ("LockUnlockedByMatter", _K.unlocked, _MATTER),
    89: ("LockPartiallyOpenByMatter", _K.unlocked, _MATTER),
    90: ("LockLockedByMatter", _K.locked, _MATTER),
    91: ("LockPullSpringByMatter", _K.opened, _MATTER),
    92: ("LockPullSpringAutoByMatter", _K.opened, _MATTER),
    93: ("LockForceUnlockedByMatter", _K.unlocked, "Matter, forced"),
    224: ("FirmwareUpdateByBridge", _K.system, "bridge"),
    225: ("FirmwareUpdateByMobile", _K.system, "mobile"),
    226: ("LockedByAccessLink", _K.locked, _LINK),
    227: ("LockedByBridgeApi", _K.locked, _BRIDGE),
    228: ("UnlockedByAccessLink", _K.unlocked, _LINK),
    229: ("UnlockedByBridgeApi", _K.unlocked, _BRIDGE),
    230: ("PulledByAccessLink", _K.opened, _LINK),
    231: ("PulledByBridgeApi", _K.opened, _BRIDGE),
    232: ("PartiallyOpenByAccessLink", _K.unlocked, _LINK),
    233: ("PartiallyOpenByBridgeApi", _K.unlocked, _BRIDGE),
    234: ("PulledAutoByAccessLink", _K.opened, _LINK),
    235: ("PulledAutoByBridgeApi", _K.opened, _BRIDGE),
    10000: ("GateUnlockedByRemote", _K.opened, _REMOTE),
    10001: ("GateUnlockedByAccessLink", _K.opened, _LINK),
}

# It did not come about, or it tells of something that is not as it should be.
_FAILED = frozenset({40, 41, 62, 74, 75, 85, 86})
_PARTLY = frozenset({47, 48, 49, 54, 58, 64, 79, 89, 232, 233})
_ANNOUNCED = 56


def outcome(number: int | None) -> Outcome:
    """A semi-locked bolt and a lock that was only announced are neither done nor failed."""
    if number not in TYPES or number in _PARTLY or number == _ANNOUNCED:
        return Outcome.unknown
    return Outcome.failed if number in _FAILED else Outcome.succeeded


def phrase(number: int | None) -> str:
    """Return what happened, with places for who and where; "" for a number that is not known."""
    if number is None or number not in TYPES:
        return ""
    if number in _PHRASES:
        return _PHRASES[number]
    _, kind, how = TYPES[number]
    done = f"{kind} {{door}} only in part," if number in _PARTLY else f"{kind} {{door}}"
    return f"{{who}} {done} {_WAYS[how or '']}"


_WAYS: dict[str, str] = {
    _REMOTE: "remotely",
    _BUTTON: "with the button",
    _HAND: "by hand",
    _PIN: "with a PIN",
    _FINGER: "with a fingerprint",
    _HOMEKIT: "with HomeKit",
    _MATTER: "over Matter",
    _LINK: "with an access link",
    _BRIDGE: "through the bridge",
    "keypad": "at the keypad",
    "forced": "by force",
    "PIN, forced": "with a PIN, by force",
    "fingerprint, forced": "with a fingerprint, by force",
    "Matter, forced": "over Matter, by force",
}

# What nobody does, and what is not said by what was done and how.
_PHRASES: dict[int, str] = {
    36: "{door} locked by itself",
    37: "{door} unlocked by itself",
    40: "{door} jammed",
    41: "{door} was switched off",
    42: "{door} was switched on",
    43: "{door} was calibrated",
    46: "the battery of {door} began to charge",
    49: "{door} unlocked only in part, by itself",
    50: "the battery of {door} stopped charging",
    52: "{door} opened by itself",
    56: "{who} had {door} lock a moment later, with the button",
    62: "somebody tried a wrong PIN at {door}",
    74: "{door} lost its calibration",
    75: "{who} tried a PIN at {door} outside its hours",
    83: "{door} was opened",
    84: "{door} was closed",
    85: "the door sensor of {door} lost its calibration",
    86: "{door} was open too long",
    87: "auto-unlock opened {door} for {who}",
    224: "the firmware of {door} was updated through the bridge",
    225: "the firmware of {door} was updated with a phone",
}
