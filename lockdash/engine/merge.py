"""What an answer makes of what is known: pure rules, so that no failed poll and no late answer invents anything.

A reading gives way only to one that is known for a later moment (`Reading.known_at`; at the same moment the
one that was seen later). What brings no news leaves what is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from lockdash.domain.devices import Contact, Device, LockState, Observation, device_key
from lockdash.domain.readings import Reading
from lockdash.vendors.base import Answer

replace = msgspec.structs.replace
T = TypeVar("T")


def merge(old: Device | None, new: Device, now: datetime, interval: float | None, feed: str) -> Device:
    """Return `new`, a whole description by `feed`, with the readings of `old` where it brings no newer ones.

    `interval`: seconds within which its readings should be renewed, None if that is not known yet.
    """
    every = interval if interval is not None else old.renew_every if old is not None else new.renew_every
    merged = new if old is None else _onto(old, new)
    if merged.state is None and merged.kind.has_lock_state:
        merged = replace(merged, state=Reading(LockState.unknown, None, now))
    return _renewed(replace(merged, listed_by=feed, gone_at=None), every)


def apply(device: Device, news: Observation) -> Device:
    """Return `device` with what `news` says of it, as far as that is newer than what is there."""
    changes: dict[str, Any] = {}
    if news.state is not None:
        if _supersedes(device.state, device.state_raw, news.state, news.state_raw):
            changes.update(_state_changes(device, news.state, news.state_raw, news.state_since))
    elif news.state_raw is not None and not device.kind.has_lock_state:
        changes["state_raw"] = news.state_raw
    if news.door is not None and _is_newer(device.door, news.door):
        changes["door"] = news.door
    if news.battery is not None and _is_newer(device.battery, news.battery):
        changes["battery"] = news.battery
    if news.charging is not None and (news.battery is None or "battery" in changes):
        changes["charging"] = news.charging
    if news.contact is not None and _is_later_contact(device.contact, news.contact):
        changes["contact"] = news.contact
    return replace(device, **changes) if changes else device


def absorb(
    known: Mapping[str, Device], answer: Answer, now: datetime, intervals: Mapping[str, float], feed: str
) -> dict[str, Device]:
    """Return the devices, by key, that `answer` of `feed` makes different from `known` (all of one account, by key).

    `intervals`: by vendor id, how often a device's readings are renewed. A feed's roll says nothing of devices that
    another one lists. A list in which an item could not be understood is not complete: the missing device may be
    that item. The revision of a device stays that of its last list: an observation with another one is a reason to
    read the list, no description.
    """
    now_known = {key: _rebased(device, now) for key, device in known.items()}
    listed = keyed(answer.devices, known)
    for key, device in listed.items():
        now_known[key] = merge(now_known.get(key), device, now, intervals.get(device.vendor_id), feed)
    if answer.roll is not None and not answer.problems:
        for key, device in now_known.items():
            if device.listed_by == feed and device.gone_at is None and device.vendor_id not in answer.roll:
                now_known[key] = replace(device, gone_at=now)
    keys = {device.vendor_id: key for key, device in now_known.items() if device.gone_at is None}
    for news in answer.observations:
        found = keys.get(news.vendor_id)
        if found is not None:
            device = apply(now_known[found], news)
            now_known[found] = _renewed(device, intervals.get(news.vendor_id, device.renew_every))
    return {key: device for key, device in now_known.items() if device != known.get(key)}


def keyed(devices: Iterable[Device], known: Mapping[str, Device]) -> dict[str, Device]:
    """Return `devices` by identity, each with its key set.

    A device that is listed twice (pages that overlap) is taken as it was listed last. Two devices with one
    serial number are both kept: the one that had the serial number's key before keeps it, else the first;
    the others get the key of a device without one.
    """
    by_vendor_id = {device.vendor_id: device for device in devices}
    groups: dict[str, list[Device]] = {}
    for device in by_vendor_id.values():
        groups.setdefault(device_key(device.account, device.serial, device.vendor_id), []).append(device)
    found: dict[str, Device] = {}
    for key, group in groups.items():
        holder = known.get(key)
        first = next((each for each in group if holder is not None and each.vendor_id == holder.vendor_id), group[0])
        for device in group:
            own = key if device is first else device_key(device.account, None, device.vendor_id)
            found[own] = device if device.key == own else replace(device, key=own)
    return found


def _onto(old: Device, new: Device) -> Device:
    changes: dict[str, Any] = {
        "door": _newest(old.door, new.door),
        "battery": _newest(old.battery, new.battery),
        "charging": old.charging if new.charging is None else new.charging,
        "contact": new.contact if _is_later_contact(old.contact, new.contact) else old.contact,
    }
    if new.state is not None and _supersedes(old.state, old.state_raw, new.state, new.state_raw):
        changes.update(_state_changes(old, new.state, new.state_raw, new.state_since))
    elif new.state is not None or new.kind.has_lock_state:
        changes.update(state=old.state, state_raw=old.state_raw, state_since=old.state_since)
    elif new.state_raw is None:
        changes["state_raw"] = old.state_raw
    if new.vendor_id != old.vendor_id:
        changes["former_ids"] = (*(each for each in old.former_ids if each != new.vendor_id), old.vendor_id)
    else:
        changes["former_ids"] = old.former_ids
    return replace(new, **changes)


def _state_changes(old: Device, state: Reading[LockState], raw: str | None, since: datetime | None) -> dict[str, Any]:
    """The state with what belongs to it: the vendor's own word and the start of one state say nothing of another."""
    same = old.state is not None and old.state.value is state.value
    return {
        "state": state,
        "state_raw": raw if raw is not None or not same else old.state_raw,
        "state_since": since if since is not None or not same else old.state_since,
    }


def _supersedes(
    old: Reading[LockState] | None, old_raw: str | None, new: Reading[LockState], new_raw: str | None
) -> bool:
    """A reading that says nothing at all never hides one that does, and gives way to any that does."""
    if _says_nothing(new, new_raw):
        return old is None
    return old is None or _says_nothing(old, old_raw) or _is_newer(old, new)


def _says_nothing(reading: Reading[LockState], raw: str | None) -> bool:
    return reading.value is LockState.unknown and reading.as_of is None and raw is None


def _is_newer(old: Reading[Any] | None, new: Reading[Any]) -> bool:
    return old is None or (new.known_at, new.seen_at) >= (old.known_at, old.seen_at)


def _newest(old: Reading[T] | None, new: Reading[T] | None) -> Reading[T] | None:
    return new if new is not None and _is_newer(old, new) else old


def _is_later_contact(old: Contact | None, new: Contact | None) -> bool:
    return new is not None and (old is None or new.seen_at >= old.seen_at)


def _renewed(device: Device, every: float) -> Device:
    return device if device.renew_every == every else replace(device, renew_every=every)


def _rebased(device: Device, now: datetime) -> Device:
    """Take times after `now` for `now`: our clock was set back, and nothing may stay newer than all that comes."""
    changes: dict[str, Any] = {}
    for name in ("state", "door", "battery"):
        reading: Reading[Any] | None = getattr(device, name)
        if reading is not None and reading.seen_at > now:
            changes[name] = replace(reading, seen_at=now)
    if device.contact is not None and device.contact.seen_at > now:
        changes["contact"] = replace(device.contact, seen_at=now)
    return replace(device, **changes) if changes else device
