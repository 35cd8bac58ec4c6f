"""Devices and what is read of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from lockdash.domain.commands import CommandKind
from lockdash.domain.readings import Reading
from lockdash.domain.schedule_kinds import ScheduleKind


class DeviceKind(StrEnum):
    lock = "lock"
    door = "door"
    offline_lock = "offline_lock"
    power_plug = "power_plug"
    thermostat = "thermostat"
    bridge = "bridge"
    keypad = "keypad"
    door_sensor = "door_sensor"
    gate = "gate"
    unknown = "unknown"

    @property
    def has_lock_state(self) -> bool:
        """Whether a lock state is expected of it, so that a missing one is worth a mention."""
        return self in (DeviceKind.lock, DeviceKind.door)


class LockState(StrEnum):
    locked = "locked"
    unlocked = "unlocked"
    semi_locked = "semi_locked"
    open = "open"
    locking = "locking"
    unlocking = "unlocking"
    opening = "opening"
    jammed = "jammed"
    uncalibrated = "uncalibrated"
    calibrating = "calibrating"
    updating = "updating"
    unknown = "unknown"

    @property
    def is_open(self) -> bool:
        """Nobody needs a key to walk in."""
        return self in (LockState.unlocked, LockState.open)

    @property
    def is_moving(self) -> bool:
        """Passing through on its way to another state."""
        return self in (LockState.locking, LockState.unlocking, LockState.opening)


class DoorState(StrEnum):
    open = "open"
    closed = "closed"
    unknown = "unknown"


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """What a vendor says of a device's connection, kept as facts: the link follows from them and the time.

    `connected`: the connection is up now (None: the vendor does not say).
    `alive`: it still heartbeats regularly (RemoteLock).
    `last_at`: its last successful connection (UTC). `heartbeat`: seconds between connections of a device
    that sleeps in between; None or 0: it does not sleep. `bridged`: False if it has no way to the internet.
    """

    connected: bool | None
    seen_at: datetime
    alive: bool | None = None
    last_at: datetime | None = None
    heartbeat: float | None = None
    bridged: bool = True


class Observation(msgspec.Struct, frozen=True, kw_only=True):
    """News of one device that is not a full description of it. A field that is None brings no news."""

    vendor_id: str
    state: Reading[LockState] | None = None
    state_raw: str | None = None
    state_since: datetime | None = None
    door: Reading[DoorState] | None = None
    battery: Reading[int | None] | None = None
    charging: bool | None = None
    contact: Contact | None = None
    revision: int | None = None


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """One device as last heard of.

    `key`: its identity for ever, `account/serial`, or `account/#vendor_id` where it has no serial number.
    `vendor_id`: what the vendor calls it now (Tedee changes it when a lock is added again); `former_ids`: what it was
    called before, oldest first.
    `kind_raw`, `state_raw`: the vendor's own words, cleaned, for what our words do not cover. A device
    without a lock state says in `state_raw` what it does ("on", "77 °F").
    `state`: None if it has none, or, from a decoder, if this answer brought no news of it.
    `state_since`: when the vendor says the state began. `battery`: per cent, value None if it is not known.
    `actions`: what the caller may ask of it; `denied`: why not more, in words for the user.
    `traits`: label to text, facts worth a line in the detail pane, in that order.
    `schedule_ids`: by which schedules it goes, the vendor's ids.
    `revision`: the vendor's version of its settings. `renew_every`: seconds between the vendor's
    answers that speak of it; `listed_by`: the feed that lists it (both set by the engine). `gone_at`: since when the
    vendor no longer lists it.
    """

    key: str
    account: str
    vendor_id: str
    kind: DeviceKind
    name: str
    serial: str | None = None
    kind_raw: str = ""
    model: str | None = None
    location: str | None = None
    zone: str | None = None
    state: Reading[LockState] | None = None
    state_raw: str | None = None
    state_since: datetime | None = None
    door: Reading[DoorState] | None = None
    battery: Reading[int | None] | None = None
    charging: bool | None = None
    contact: Contact | None = None
    actions: frozenset[CommandKind] = frozenset()
    denied: str | None = None
    traits: dict[str, str] = {}
    schedule_ids: Mapping[ScheduleKind, str] = {}
    revision: int | None = None
    renew_every: float = 60.0
    listed_by: str = ""
    former_ids: tuple[str, ...] = ()
    gone_at: datetime | None = None


def device_key(account: str, serial: str | None, vendor_id: str) -> str:
    """The identity of a device: by serial number where there is one, since vendor ids change."""
    return f"{account}/{serial}" if serial else f"{account}/#{vendor_id}"
