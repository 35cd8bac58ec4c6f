"""RemoteLock's words in ours."""

from __future__ import annotations

from lockdash.domain.devices import DeviceKind, LockState
from lockdash.domain.events import EventKind, Outcome

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

# Without the suffix `_event`. The outcome is the type's own where it names one: a failed synchronisation carries
# the status "succeeded", because the report of it did (remotelock-facts, Events).
EVENTS: dict[str, tuple[EventKind, Outcome | None]] = {
    "unlocked": (EventKind.unlocked, None),
    "locked": (EventKind.locked, None),
    "unlockedlocked": (EventKind.unlocked, None),
    "access_denied": (EventKind.denied, Outcome.failed),
    "access_person_used": (EventKind.used, None),
    "kore_ready_pin_used": (EventKind.used, None),
    "jammed": (EventKind.jammed, Outcome.failed),
    "access_person_synced": (EventKind.synced, Outcome.succeeded),
    "access_person_sync_failed": (EventKind.sync_failed, Outcome.failed),
    "access_guest_late_sync": (EventKind.sync_failed, Outcome.failed),
    "reset": (EventKind.system, None),
    "connectivity": (EventKind.link, None),
    "power_level_low": (EventKind.battery, None),
    "battery_replaced": (EventKind.battery, None),
    "acs_door_opened": (EventKind.door, None),
    "acs_door_closed": (EventKind.door, None),
    "acs_door_held_open": (EventKind.door, None),
    "acs_requested_to_exit": (EventKind.door, None),
    "temperature_changed": (EventKind.climate, None),
    "humidity_changed": (EventKind.climate, None),
    "relay_enabled": (EventKind.relay, None),
    "relay_disabled": (EventKind.relay, None),
}

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


def event_name(kind: str) -> str:
    """Return a type as subscriptions spell it."""
    return kind.removesuffix("_event")
