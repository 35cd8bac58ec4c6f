"""What stands beside Tedee's locks: bridges, keypads, gates, door sensors, dry contacts. Shown, never operated."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import msgspec

from lockdash.domain.devices import Contact, Device, DeviceKind, device_key
from lockdash.domain.readings import Reading
from lockdash.vendors import fields
from lockdash.vendors.base import Problem
from lockdash.vendors.replies import Heard, each
from lockdash.vendors.tedee import wire, words
from lockdash.vendors.tedee.traits import firmware_trait, settings_trait

EVERY = 3600.0

# The lists of "device details"; the spelling of the last two differs between pages (tedee-facts 2.2).
_KINDS = {
    "bridges": DeviceKind.bridge,
    "keypads": DeviceKind.keypad,
    "gates": DeviceKind.gate,
    "doorsensors": DeviceKind.door_sensor,
}
_TOLD_OF_ELSEWHERE = "locks"


def devices(groups: Mapping[str, msgspec.Raw], heard: Heard) -> tuple[list[Device], list[Problem]]:
    """Return all devices but the locks, of every list there is, also of lists that are not known yet."""
    found: list[Device] = []
    problems: list[Problem] = []
    for name, group in groups.items():
        if name.lower() == _TOLD_OF_ELSEWHERE:
            continue
        where = fields.text(name, 40) or "?"
        kind = _KINDS.get(name.lower(), DeviceKind.unknown)
        lists, bad = each([group], _items, where)
        items = lists[0] if lists else []
        good, worse = each(items, partial(device, kind=kind, heard=heard), where)
        found += good
        problems += bad + worse
    return found, problems


def _items(group: msgspec.Raw) -> list[msgspec.Raw]:
    return msgspec.json.decode(group, type=list[msgspec.Raw] | None) or []


def device(item: msgspec.Raw, kind: DeviceKind, heard: Heard) -> Device:
    """Return one device of the list of `kind`. Raises what the decoder raises, Unreadable without an id."""
    sent = msgspec.json.decode(item, type=wire.Accompanying)
    vendor_id = wire.number_of(sent.id)
    number = fields.whole(sent.type)
    by_type, model = words.TYPES.get(number, (kind, None)) if number is not None else (kind, None)
    serial = fields.serial(sent.serial_number)
    return Device(
        key=device_key(heard.account, serial, vendor_id),
        account=heard.account,
        vendor_id=vendor_id,
        kind=kind if kind is not DeviceKind.unknown else by_type,
        name=fields.text(sent.name) or serial or f"{model or 'Device'} {vendor_id}",
        serial=serial,
        kind_raw=fields.text(sent.type, 40) or "",
        model=model,
        zone=fields.text(sent.time_zone, 60),
        battery=_battery(sent, heard),
        contact=_contact(sent, heard),
        denied="lockdash only shows this kind of device",
        traits=_traits(sent),
        revision=fields.whole(sent.revision),
        renew_every=EVERY,
    )


def _battery(sent: wire.Accompanying, heard: Heard) -> Reading[int | None] | None:
    """The vendor leaves a battery out that was read more than 30 days ago (tedee-facts 3.7)."""
    state = sent.device_state
    if state is None:
        return None
    read_at = state.battery_level_modified_time or state.battery_level_modified_date_time
    return Reading(fields.percent(state.battery_level), fields.known_by(read_at, heard.at), heard.seen_at)


def _contact(sent: wire.Accompanying, heard: Heard) -> Contact | None:
    """Keypads and door sensors do not say whether they are connected: null, unused."""
    connected = fields.flag(sent.is_connected)
    if connected is None:
        return None
    # A gate that its own maker's account does not list any more is unlinked.
    linked = fields.flag(sent.is_present_in_external) is not False
    return Contact(connected=connected, seen_at=heard.seen_at, bridged=linked)


def _traits(sent: wire.Accompanying) -> dict[str, str]:
    traits: dict[str, str] = {}
    if fields.flag(sent.is_updating):
        traits["Now"] = "updating its software"
    if (external := fields.text(sent.external_name)) is not None:
        traits["Controller"] = external
    traits |= firmware_trait(sent.software_versions) | settings_trait(sent.device_revision, sent.target_device_revision)
    return traits
