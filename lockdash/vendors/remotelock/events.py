"""RemoteLock's events, and what they tell of the devices at which they happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from lockdash.domain.devices import Device, DoorState, LockState, Observation
from lockdash.domain.events import Event, EventKind, Outcome
from lockdash.domain.readings import Reading
from lockdash.vendors import fields
from lockdash.vendors.masking import masked
from lockdash.vendors.remotelock import wire, words
from lockdash.vendors.replies import Heard, Unreadable

_STATES = {"unlocked": LockState.unlocked, "locked": LockState.locked, "jammed": LockState.jammed}
_DOORS = {
    "acs_door_opened": DoorState.open,
    "acs_door_held_open": DoorState.open,
    "acs_door_closed": DoorState.closed,
}


class Happening(msgspec.Struct, frozen=True):
    """An event together with what only its decoder still needs: its bare type, and the values that it reports."""

    event: Event
    name: str
    power_level: int | None = None
    connected_at: datetime | None = None
    status_info: str | None = None


def happening(item: msgspec.Raw, heard: Heard) -> Happening:
    """Return one event. Raises what the decoder raises, Unreadable without an id or any time."""
    found = wire.resource(item)
    sent = wire.attributes(found, wire.EventAttributes)
    event_id = fields.identity(found.id)
    created = fields.moment(sent.created_at)
    occurred = fields.moment(sent.occurred_at) or created
    if event_id is None or occurred is None:
        raise Unreadable("an event without an id or a time")
    type_name = fields.text(found.type, 80) or "?"
    name = words.event_name(found.type)
    kind, own_outcome = words.EVENTS.get(name, (EventKind.unknown, None))
    device_id, person_id, person = _parties(sent)
    event = Event(
        account=heard.account,
        id=event_id,
        kind=kind,
        kind_raw=type_name,
        outcome=own_outcome or _outcome(sent.status),
        occurred_at=occurred,
        first_seen_at=heard.seen_at,
        recorded_at=created,
        device_id=device_id,
        who=person,
        who_id=person_id,
        how=_how(sent),
        zone=fields.text(sent.time_zone, 60),
        raw=masked(item),
    )
    return Happening(
        event=event,
        name=name,
        power_level=fields.percent(sent.power_level),
        connected_at=fields.known_by(sent.connected_at, heard.at),
        status_info=fields.text(sent.status_info),
    )


def _outcome(status: object) -> Outcome:
    return words.OUTCOMES.get(status, Outcome.unknown) if isinstance(status, str) else Outcome.unknown


def _parties(sent: wire.EventAttributes) -> tuple[str | None, str | None, str | None]:
    """Return the device's id, the person's id, and the person's name, which is told once the person is gone."""
    publisher, other = fields.identity(sent.publisher_id), fields.identity(sent.associated_resource_id)
    name = fields.text(sent.associated_resource_name)
    if fields.text(sent.publisher_type) in words.PERSONS:
        return other, publisher, None
    if fields.text(sent.associated_resource_type) in words.PERSONS:
        return publisher, other, name
    return publisher, None, None


def _how(sent: wire.EventAttributes) -> str | None:
    method = fields.text(sent.method, 40)
    if method is not None:
        return words.METHODS.get(method, method)
    return words.SOURCES.get(sent.source) if isinstance(sent.source, str) else None


def observations(happenings: Iterable[Happening], known: Mapping[str, Device], heard: Heard) -> tuple[Observation, ...]:
    """Return what `happenings` tell of their devices, the latest of each kind of news for each device.

    `known`: the devices by id; an event alone does not say enough of a connection.
    """
    news: dict[str, Observation] = {}
    for each in sorted(happenings, key=lambda one: one.event.occurred_at):
        device_id = each.event.device_id
        if device_id is None:
            continue
        told = _told(each, known.get(device_id), heard)
        if told:
            news[device_id] = msgspec.structs.replace(news.get(device_id, Observation(vendor_id=device_id)), **told)
    return tuple(news.values())


def _told(each: Happening, device: Device | None, heard: Heard) -> dict[str, object]:
    at = min(each.event.occurred_at, heard.at)
    if each.name in _STATES and (each.event.outcome is Outcome.succeeded or each.name == "jammed"):
        return {
            "state": Reading(_STATES[each.name], at, heard.seen_at),
            "state_raw": each.name,
            "state_since": at,
        }
    if each.name in _DOORS:
        return {"door": Reading(_DOORS[each.name], at, heard.seen_at)}
    if each.name == "power_level_low" and each.power_level is not None:
        return {"battery": Reading(each.power_level, at, heard.seen_at)}
    contact = device.contact if device is not None else None
    if each.name == "connectivity" and contact is not None and each.connected_at is not None:
        last = each.connected_at if contact.last_at is None else max(contact.last_at, each.connected_at)
        return {"contact": msgspec.structs.replace(contact, last_at=last)}
    return {}


def worth_a_list(happenings: Iterable[Happening], known: Mapping[str, Device]) -> bool:
    """Whether `happenings` tell of something that only a list of the devices shows: a device that is not `known`,
    or a change that an event reports without the value. Before anything is known, the list is on its way anyway."""
    if not known:
        return False
    values = (EventKind.relay, EventKind.climate, EventKind.link)
    return any(
        each.event.kind in values or each.event.device_id not in known
        for each in happenings
        if each.event.device_id is not None
    )
