"""What states, commands, links and kinds are called, on the screen and on the command line alike."""

from __future__ import annotations

from collections.abc import Mapping

from lockdash.domain.commands import CommandKind
from lockdash.domain.devices import DeviceKind, LockState
from lockdash.domain.link import Link

STATE_WORDS: Mapping[LockState, str] = {
    LockState.locked: "Locked",
    LockState.unlocked: "UNLOCKED",
    LockState.semi_locked: "Semi-locked",
    LockState.open: "OPEN",
    LockState.locking: "Locking",
    LockState.unlocking: "Unlocking",
    LockState.opening: "Opening",
    LockState.jammed: "JAMMED",
    LockState.uncalibrated: "Not calibrated",
    LockState.calibrating: "Calibrating",
    LockState.updating: "Updating",
    LockState.unknown: "Unknown",
}

DOING: Mapping[CommandKind, str] = {
    CommandKind.lock: "locking",
    CommandKind.unlock: "unlocking",
    CommandKind.open: "opening",
    CommandKind.power_on: "switching on",
    CommandKind.power_off: "switching off",
}

NAMES: Mapping[CommandKind, str] = {
    CommandKind.lock: "lock",
    CommandKind.unlock: "unlock",
    CommandKind.open: "open",
    CommandKind.power_on: "power on",
    CommandKind.power_off: "power off",
}

LINK_WORDS: Mapping[Link, str] = {
    Link.live: "live",
    Link.asleep: "asleep",
    Link.overdue: "overdue",
    Link.offline: "offline",
    Link.no_bridge: "no bridge",
}

KIND_WORDS: Mapping[DeviceKind, str] = {
    DeviceKind.lock: "lock",
    DeviceKind.door: "door",
    DeviceKind.offline_lock: "offline lock",
    DeviceKind.power_plug: "power plug",
    DeviceKind.thermostat: "thermostat",
    DeviceKind.bridge: "bridge",
    DeviceKind.keypad: "keypad",
    DeviceKind.door_sensor: "door sensor",
    DeviceKind.gate: "gate",
    DeviceKind.unknown: "unknown device",
}


def begun(text: str) -> str:
    """Return `text` with a capital at its start and the rest as it is: `72 °F` keeps its unit."""
    return text[:1].upper() + text[1:]
