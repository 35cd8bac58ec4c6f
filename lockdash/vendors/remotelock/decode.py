"""RemoteLock's devices of all types."""

from __future__ import annotations

from datetime import datetime

import msgspec

from lockdash.domain.commands import CommandKind
from lockdash.domain.devices import Contact, Device, DeviceKind, LockState, device_key
from lockdash.domain.readings import Reading
from lockdash.domain.schedule_kinds import ScheduleKind
from lockdash.vendors import fields
from lockdash.vendors.remotelock import wire, words
from lockdash.vendors.remotelock.places import Places
from lockdash.vendors.remotelock.traits import shown_state, traits
from lockdash.vendors.replies import Heard, Unreadable

EVERY = 50.0
"""Seconds between two reads of all devices: with jitter and the reading itself within the minute in which an age is
still `<1 m`, so that a page of connected locks does not change for being read."""

_ACTIONS: dict[DeviceKind, frozenset[CommandKind]] = {
    DeviceKind.lock: frozenset({CommandKind.lock, CommandKind.unlock}),
    DeviceKind.door: frozenset({CommandKind.lock, CommandKind.unlock, CommandKind.open}),
    DeviceKind.power_plug: frozenset({CommandKind.power_on, CommandKind.power_off}),
}
# What `meta.restricted_actions` calls our commands.
_RESTRICTED = {"temporary_unlock": CommandKind.open} | {
    str(kind): kind for kind in CommandKind if kind is not CommandKind.open
}
_DENIED: dict[DeviceKind, str] = {
    DeviceKind.offline_lock: "it has no connection: it works with PINs only",
    DeviceKind.thermostat: "lockdash only shows thermostats",
    DeviceKind.unknown: "lockdash does not know this type, so it only shows it",
}


def device(item: msgspec.Raw, places: Places, heard: Heard) -> Device:
    """Return one device. Raises what the decoder raises, Unreadable without an id."""
    return device_of(wire.resource(item), places, heard)


def device_of(found: wire.Resource, places: Places, heard: Heard) -> Device:
    """Return a resource as a device."""
    sent = wire.attributes(found, wire.DeviceAttributes)
    vendor_id = fields.identity(found.id)
    if vendor_id is None:
        raise Unreadable("a device without an id")
    kind = words.DEVICE_KINDS.get(found.type, DeviceKind.unknown)
    type_name = fields.text(found.type, 40) or "?"
    serial = fields.serial(sent.serial_number)
    place = places.place(sent.location_id)
    contact = _contact(sent, heard)
    as_of = _vouched_until(contact, heard)
    state, raw = _state(sent, kind, as_of, heard)
    actions, denied = _actions(found, kind)
    return Device(
        key=device_key(heard.account, serial, vendor_id),
        account=heard.account,
        vendor_id=vendor_id,
        kind=kind,
        name=fields.text(sent.name) or serial or f"{type_name} {vendor_id[:8]}",
        serial=serial,
        kind_raw=type_name,
        model=places.model(sent.model_id) or None,
        location=place.name,
        zone=place.zone,
        state=state,
        state_raw=raw if kind.has_lock_state else shown_state(sent, kind),
        battery=_battery(sent, as_of, heard),
        contact=contact,
        actions=actions,
        denied=denied,
        traits=traits(sent, kind),
        schedule_ids=_schedule_ids(sent),
        renew_every=EVERY,
    )


def _contact(sent: wire.DeviceAttributes, heard: Heard) -> Contact | None:
    """`connected`: the socket is up now; `alive`: it still heartbeats. None for what has no connection at all."""
    connected = fields.flag(sent.connected)
    if connected is None and sent.connected_at is None and sent.alive is None:
        return None
    heartbeat = fields.number(sent.heartbeat_interval)
    return Contact(
        connected=connected,
        seen_at=heard.seen_at,
        alive=fields.flag(sent.alive),
        last_at=fields.known_by(sent.connected_at, heard.at),
        heartbeat=heartbeat if heartbeat and heartbeat > 0 else None,
    )


def _vouched_until(contact: Contact | None, heard: Heard) -> datetime | None:
    """The latest moment that the vendor can know of: now while the device is connected, else its last contact.
    None if there is neither: a door that is disconnected, a lock that never connected."""
    if contact is None:
        return None
    return heard.at if contact.connected else contact.last_at


def _state(
    sent: wire.DeviceAttributes, kind: DeviceKind, as_of: datetime | None, heard: Heard
) -> tuple[Reading[LockState] | None, str | None]:
    """Without a contact what a device "is" may be what was last asked of it (remotelock-facts): that is no news."""
    raw = fields.text(sent.state, 40)
    if not kind.has_lock_state or raw is None or as_of is None:
        return None, None
    value = words.STATES.get(raw, LockState.unknown) if isinstance(sent.state, str) else LockState.unknown
    return Reading(value, as_of, heard.seen_at), raw


def _battery(sent: wire.DeviceAttributes, as_of: datetime | None, heard: Heard) -> Reading[int | None] | None:
    """The level depends on the power source being set right; on mains it means nothing (remotelock-facts)."""
    if sent.power_source == words.MAINS or (sent.power_level is None and sent.power_source is None):
        return None
    return Reading(fields.percent(sent.power_level) if as_of is not None else None, as_of, heard.seen_at)


def _schedule_ids(sent: wire.DeviceAttributes) -> dict[ScheduleKind, str]:
    ids = {
        ScheduleKind.auto_lock: fields.identity(sent.auto_lock_schedule_id),
        ScheduleKind.lock_action: fields.identity(sent.lock_action_schedule_id),
        ScheduleKind.power_plug: fields.identity(sent.power_plug_schedule_id),
        ScheduleKind.thermostat: fields.identity(sent.thermostat_schedule_id),
    }
    return {kind: number for kind, number in ids.items() if number is not None}


def _actions(found: wire.Resource, kind: DeviceKind) -> tuple[frozenset[CommandKind], str | None]:
    allowed = _ACTIONS.get(kind, frozenset())
    restricted = found.meta.restricted_actions if found.meta is not None else None
    names = [name for name in restricted if isinstance(name, str)] if isinstance(restricted, list) else []
    taken = allowed & {_RESTRICTED[name] for name in names if name in _RESTRICTED}
    if taken:
        return allowed - taken, f"RemoteLock does not allow it: {', '.join(sorted(taken))}"
    return allowed, _DENIED.get(kind)
