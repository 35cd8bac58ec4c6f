"""RemoteLock's words in ours."""

from __future__ import annotations

from lockdash.domain.devices import DeviceKind, LockState
from lockdash.domain.events import Outcome

# Types that are not here are listed as unknown, read-only (remotelock-facts, Devices).
DEVICE_KINDS: dict[str, DeviceKind] = {
    "lock": DeviceKind.lock,
    "acs_door": DeviceKind.door,
    "resort_lock": DeviceKind.offline_lock,
    "igloo_lock": DeviceKind.offline_lock,
    "power_plug": DeviceKind.power_plug,
    "thermostat": DeviceKind.thermostat,
}

STATES: dict[str, LockState] = {
    "locked": LockState.locked,
    "unlocked": LockState.unlocked,
    "jammed": LockState.jammed,
}

PERSONS = frozenset({"access_user", "access_guest", "access_person", "resort_lock_guest"})

OUTCOMES: dict[str, Outcome] = {"succeeded": Outcome.succeeded, "failed": Outcome.failed}

METHODS: dict[str, str] = {
    "pin": "PIN",
    "card": "card",
    "smart_card": "smart card",
    "manual": "by hand",
    "local_pin": "PIN of the keypad",
}
# Only where no method is given. "user" says nothing of how.
SOURCES: dict[str, str] = {"network": "remote", "device": "the device itself"}

# The reference names one of them ("timeout"); the others are shown as they come.
STATUS_INFOS: dict[str, str] = {"timeout": "no answer in time"}

POWER_SOURCES: dict[str, str] = {
    "hardwire": "mains",
    "alkaline_battery": "alkaline batteries",
    "lithium_battery": "lithium batteries",
}
MAINS = "hardwire"

WAKES: dict[str, str] = {
    "user_action": "when used, and at heartbeats",
    "user_action_except_manual": "when used (not by the knob), and at heartbeats",
    "heartbeat_interval": "at heartbeats only",
}
