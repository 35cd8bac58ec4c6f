"""RemoteLock's events, and what they tell of the devices at which they happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import msgspec

from lockdash.domain.devices import Device, DoorState, LockState, Observation
from lockdash.domain.events import Event, EventKind, Outcome
from lockdash.domain.readings import Reading
from lockdash.vendors import fields
from lockdash.vendors.masking import masked
from lockdash.vendors.remotelock import event_words, traits, wire, words
from lockdash.vendors.replies import Heard, Unreadable

_STATES = {"unlocked": LockState.unlocked, "locked": LockState.locked, "jammed": LockState.jammed}
_DOORS = {
    "acs_door_opened": DoorState.open,
    "acs_door_held_open": DoorState.open,
    "acs_door_closed": DoorState.closed,
}


# A link that is up brings an event within seconds; what takes this long waited at the device, or at the vendor.
_LATE = timedelta(minutes=5)
# The device's clock and the vendor's need not agree to the second.
_SAME_TIME = timedelta(minutes=1)


class Happening(msgspec.Struct, frozen=True):
    """An event together with what only its decoder still needs: its bare type, and the values that it reports."""

    event: Event
    name: str
    power_level: int | None = None
    connected_at: datetime | None = None

    @property
    def created_at(self) -> datetime:
        """By what events are followed (remotelock-facts, Events)."""
        return self.event.recorded_at or self.event.occurred_at


class _Parties(msgspec.Struct, frozen=True):
    """Whom and what an event names, by their ids. A name is told once its owner is gone."""

    device_id: str | None
    door: str | None = None
    who_id: str | None = None
    who: str | None = None


def happening(item: msgspec.Raw, heard: Heard) -> Happening:
    """Return one event. Raises what the decoder raises, Unreadable without an id or any time."""
    found = wire.resource(item)
    sent = wire.attributes(found, wire.EventAttributes)
    event_id = fields.identity(found.id)
    created = fields.moment(sent.created_at)
    occurred = fields.moment(sent.occurred_at) or created
    if event_id is None or occurred is None:
        raise Unreadable("an event without an id or a time")
    name = event_words.event_name(found.type)
    meaning = event_words.EVENTS.get(name)
    outcome = _outcome(name, meaning, sent, occurred)
    value = None if meaning is None else _value(name, outcome, sent)
    parties = _parties(sent)
    event = Event(
        account=heard.account,
        id=event_id,
        kind=meaning.kind if meaning is not None else EventKind.unknown,
        kind_raw=fields.text(found.type, 80) or "?",
        outcome=outcome,
        occurred_at=occurred,
        first_seen_at=heard.seen_at,
        recorded_at=created,
        device_id=parties.device_id,
        who=parties.who,
        who_id=parties.who_id,
        how=_how(sent),
        zone=fields.text(sent.time_zone, 60),
        phrase="" if meaning is None else _phrase(meaning, outcome, sent, parties, value),
        value=value,
        door=parties.door,
        late=created is not None and created - occurred >= _LATE,
        raw=masked(item),
    )
    return Happening(
        event=event,
        name=name,
        power_level=fields.percent(sent.power_level),
        connected_at=fields.known_by(sent.connected_at, heard.at),
    )


def _outcome(name: str, meaning: event_words.Meaning | None, sent: wire.EventAttributes, occurred: datetime) -> Outcome:
    if meaning is not None and meaning.outcome is not None:
        return meaning.outcome
    told = words.OUTCOMES.get(sent.status, Outcome.unknown) if isinstance(sent.status, str) else Outcome.unknown
    if name == "connectivity" and told is not Outcome.failed:
        # The type covers both; `connected_at` is the last connection that there was.
        connected = fields.moment(sent.connected_at)
        if connected is None:
            return Outcome.unknown
        return Outcome.succeeded if connected >= occurred - _SAME_TIME else Outcome.failed
    return told


def _value(name: str, outcome: Outcome, sent: wire.EventAttributes) -> str | None:
    if name in ("power_level_low", "battery_replaced"):
        level = fields.percent(sent.power_level)
        return None if level is None else f"{level} %"
    if name == "temperature_changed":
        return traits.degrees(sent.temperature, sent.unit)
    if name == "humidity_changed":
        return traits.measured(sent.humidity, "%")
    info = fields.text(sent.status_info, 80)
    if info is None or info == name or outcome is Outcome.succeeded:
        return None
    return words.STATUS_INFOS.get(info, info.replace("_", " "))


def _phrase(
    meaning: event_words.Meaning,
    outcome: Outcome,
    sent: wire.EventAttributes,
    parties: _Parties,
    value: str | None,
) -> str:
    asked = event_words.Asked(
        outcome=outcome,
        method=fields.text(sent.method, 40),
        source=fields.text(sent.source, 40),
        is_somebody=parties.who_id is not None,
        has_value=value is not None,
    )
    return event_words.phrase(meaning, asked)


def _parties(sent: wire.EventAttributes) -> _Parties:
    """Return whom and what the event names. The publisher is the device, or a person at the device."""
    publisher, other = fields.identity(sent.publisher_id), fields.identity(sent.associated_resource_id)
    kind, other_kind = fields.text(sent.publisher_type), fields.text(sent.associated_resource_type)
    name = fields.text(sent.associated_resource_name)
    if kind in words.PERSONS:
        return _Parties(other, door=name, who_id=publisher)
    if other_kind in words.PERSONS:
        return _Parties(publisher, who_id=other, who=name)
    if other_kind in words.DEVICE_KINDS and kind not in words.DEVICE_KINDS:
        return _Parties(other, door=name)
    return _Parties(publisher)


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
