"""Tedee's locks, whole (the list) and as news (the sync)."""

from __future__ import annotations

from datetime import datetime

import msgspec

from lockdash.domain.commands import CommandKind
from lockdash.domain.devices import Contact, Device, DeviceKind, DoorState, LockState, Observation, device_key
from lockdash.domain.readings import Reading
from lockdash.vendors import fields
from lockdash.vendors.replies import Heard
from lockdash.vendors.tedee import wire, words
from lockdash.vendors.tedee.traits import firmware_trait, settings_trait

SYNC_EVERY = 20.0
LIST_EVERY = 3600.0

_JAMMED = 1
# Moving on, locked again, or open: the result is that of an earlier movement, or less urgent than an open door.
_NOT_JAMMED = frozenset({4, 5, 6, 7, 8})


def lock(item: msgspec.Raw, heard: Heard) -> Device:
    """Return a lock of the list. Raises what the decoder raises, Unreadable without an id."""
    return device_of(msgspec.json.decode(item, type=wire.Lock), heard)


def device_of(sent: wire.Lock, heard: Heard) -> Device:
    """Return a lock as a device."""
    vendor_id = wire.number_of(sent.id)
    number = fields.whole(sent.type)
    kind, model = words.TYPES.get(number, (DeviceKind.lock, None)) if number is not None else (DeviceKind.lock, None)
    serial = fields.serial(sent.serial_number)
    news = observation_of(vendor_id, sent.is_connected, sent.current, sent.revision, heard)
    actions, denied = _actions(sent, kind)
    return Device(
        key=device_key(heard.account, serial, vendor_id),
        account=heard.account,
        vendor_id=vendor_id,
        kind=kind,
        name=fields.text(sent.name) or serial or f"Lock {vendor_id}",
        serial=serial,
        kind_raw=fields.text(sent.type, 40) or "",
        model=model,
        zone=fields.text(sent.time_zone, 60),
        state=news.state,
        state_raw=news.state_raw,
        state_since=news.state_since,
        door=news.door,
        battery=news.battery,
        charging=news.charging,
        contact=news.contact,
        actions=actions,
        denied=denied,
        traits=_traits(sent),
        revision=news.revision,
        renew_every=SYNC_EVERY if fields.flag(sent.is_connected) is not None else LIST_EVERY,
    )


def sync(item: msgspec.Raw, heard: Heard) -> Observation:
    """Return one lock's news from a sync. Raises what the decoder raises, Unreadable without an id."""
    sent = msgspec.json.decode(item, type=wire.LockSync)
    vendor_id = wire.number_of(sent.id)
    return observation_of(vendor_id, sent.is_connected, sent.current, sent.revision, heard)


def observation_of(
    vendor_id: str, is_connected: object, current: wire.DeviceState | None, revision: object, heard: Heard
) -> Observation:
    """Return what a lock's connection and state say. A lock without a state brings no news but its connection."""
    connected = fields.flag(is_connected)
    # `isConnected` is null for a lock that is paired with no bridge (tedee-facts 3.2).
    contact = Contact(connected=connected, seen_at=heard.seen_at, bridged=connected is not None)
    if current is None:
        return Observation(vendor_id=vendor_id, contact=contact, revision=fields.whole(revision))
    changed = fields.known_by(current.last_state_changed_date, heard.at)
    as_of = heard.at if connected else changed
    state, raw = lock_state(current)
    return Observation(
        vendor_id=vendor_id,
        state=None if state is None else Reading(state, as_of, heard.seen_at),
        state_raw=raw,
        state_since=changed,
        door=_door(current, as_of, heard.seen_at),
        battery=Reading(fields.percent(current.battery_level), as_of, heard.seen_at),
        charging=fields.flag(current.is_charging),
        contact=contact,
        revision=fields.whole(revision),
    )


def lock_state(current: wire.DeviceState) -> tuple[LockState | None, str | None]:
    """Return the state in our words and in the vendor's number: `3 (result 1)` where a movement went wrong.

    A jam is the result of the last movement, not state 3 by itself (field note 1, tedee-facts 7.6).
    """
    if current.state is None:
        return None, None
    number = fields.whole(current.state)
    raw = fields.text(current.state, 40) or "?"
    result = fields.whole(current.state_change_result)
    if result:
        raw = f"{raw} (result {result})"
    if number is None:
        return LockState.unknown, raw
    if result == _JAMMED and number not in _NOT_JAMMED:
        return LockState.jammed, raw
    return words.STATES.get(number, LockState.unknown), raw


def _door(current: wire.DeviceState, as_of: datetime | None, seen_at: datetime) -> Reading[DoorState] | None:
    number = fields.whole(current.door_state)
    if current.door_state is None or number == words.NO_SENSOR:
        return None
    return Reading(words.DOORS.get(number, DoorState.unknown), as_of, seen_at)


def _actions(sent: wire.Lock, kind: DeviceKind) -> tuple[frozenset[CommandKind], str | None]:
    """Return what the caller may ask of a lock, and why not more (tedee-facts 9, "can operate").

    A guest's weekly window is not judged here: the lock itself refuses outside of it.
    """
    if kind is not DeviceKind.lock:
        return frozenset(), "lockdash only shows this kind of device"
    if fields.flag(sent.is_connected) is None and sent.connected_to_id is None:
        return frozenset(), "it is paired with no bridge, so it cannot be reached from here"
    level = fields.whole(sent.access_level)
    access = sent.access_details or sent.share_details
    if level == words.NO_ACCESS:
        return frozenset(), "your account has no access to it"
    if level != words.OWNER and access is not None and fields.flag(access.remote_access_disabled):
        return frozenset(), "your access to it does not include remote control"
    settings = sent.device_settings
    if settings is not None and fields.flag(settings.pull_spring_enabled):
        return frozenset({CommandKind.lock, CommandKind.unlock, CommandKind.open}), None
    return frozenset({CommandKind.lock, CommandKind.unlock}), "its pull spring is off"


def _traits(sent: wire.Lock) -> dict[str, str]:
    traits: dict[str, str] = {}
    settings = sent.device_settings
    if settings is not None:
        if (auto := fields.flag(settings.auto_lock_enabled)) is not None:
            delay = fields.whole(settings.auto_lock_delay)
            traits["Auto-lock"] = "off" if not auto else f"after {delay} s" if delay is not None else "on"
        if (pull := fields.flag(settings.pull_spring_enabled)) is not None:
            traits["Pull spring"] = _pull_spring(settings) if pull else "off"
    types = {fields.whole(each.device_type) for each in sent.accessories or []}
    if 8 in types:
        traits["Door sensor"] = "paired"
    if types & {3, 10} or sent.connected_to_keypad_id is not None:
        traits["Keypad"] = "paired"
    level = words.ACCESS_LEVELS.get(fields.whole(sent.access_level))
    if level is not None:
        traits["Your access"] = f"{level}, at certain times" if _has_window(sent) else level
    traits |= firmware_trait(sent.software_versions) | settings_trait(sent.device_revision, sent.target_device_revision)
    return traits


def _pull_spring(settings: wire.DeviceSettings) -> str:
    duration = fields.whole(settings.pull_spring_duration)
    held = f"{duration} s" if duration is not None else "on"
    auto = fields.flag(settings.auto_pull_spring_enabled)
    return f"{held}, also pulled by a plain unlock at the door or in the app" if auto else held


def _has_window(sent: wire.Lock) -> bool:
    access = sent.access_details or sent.share_details
    if access is None:
        return False
    limits = (access.week_days, access.start_date, access.end_date, access.day_start_time, access.day_end_time)
    return any(limit is not None for limit in (*limits, access.repeat_event))
