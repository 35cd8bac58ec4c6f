"""The scopes of a Tedee key, and what lockdash does with each (tedee-facts 1.3)."""

from __future__ import annotations

from collections.abc import Collection

from lockdash.vendors.guide import Scope

DEVICES, OPERATE, ACTIVITY = "Device.Read", "Lock.Operate", "DeviceActivity.Read"
SHARES, SHARING, PINS, OWN_KEYS = "DeviceShare.Read", "DeviceShare.ReadWrite", "Device.ReadWrite", "Account.Read"

SCOPES = (
    Scope(DEVICES, "devices with their state and battery, and the names of PINs", needed=True),
    Scope(OPERATE, "locking, unlocking and opening", needed=True),
    Scope(ACTIVITY, "events: who opened which door, and when"),
    Scope(SHARES, "people: who may use which device"),
    Scope(SHARING, f"giving, changing and taking away access; it includes {SHARES}"),
    Scope(PINS, f"adding, changing and deleting PINs of keypads; it includes {DEVICES}"),
    Scope(OWN_KEYS, "a warning before the key ends, by `lockdash doctor`"),
)


def includes(held: Collection[str], scope: str) -> bool:
    """Whether a key with the scopes `held` has `scope`: the writing form includes the reading one."""
    return scope in held or (scope.endswith(".Read") and f"{scope}Write" in held)
