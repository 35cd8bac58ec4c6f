"""What devices refer to by id: locations (name and zone) and models (number)."""

from __future__ import annotations

import msgspec

from lockdash.domain.devices import Device
from lockdash.vendors import fields
from lockdash.vendors.remotelock import wire
from lockdash.vendors.replies import Unreadable


class Place(msgspec.Struct, frozen=True):
    name: str | None
    zone: str | None


class Places(msgspec.Struct, frozen=True):
    """By id. Empty until they were read."""

    locations: dict[str, Place] = {}
    models: dict[str, str] = {}

    def place(self, location_id: object) -> Place:
        return self.locations.get(fields.identity(location_id) or "", _NOWHERE)

    def model(self, model_id: object) -> str | None:
        return self.models.get(fields.identity(model_id) or "")


_NOWHERE = Place(None, None)


def placed_as(known: Device | None, device: Device) -> Device:
    """Return `device`, decoded while places were not known, with what was `known` of where it is."""
    if known is None:
        return device
    return msgspec.structs.replace(device, location=known.location, zone=known.zone, model=known.model)


def location(item: msgspec.Raw) -> tuple[str, Place]:
    """Return a location's id, name and zone. Raises what the decoder raises."""
    found = wire.resource(item)
    sent = wire.attributes(found, wire.LocationAttributes)
    return _identity(found), Place(fields.text(sent.name), fields.text(sent.time_zone, 60))


def model(item: msgspec.Raw) -> tuple[str, str]:
    """Return a model's id and number, such as `LS-6i`. Raises what the decoder raises."""
    found = wire.resource(item)
    sent = wire.attributes(found, wire.ModelAttributes)
    return _identity(found), fields.text(sent.number, 60) or ""


def _identity(found: wire.Resource) -> str:
    identity = fields.identity(found.id)
    if identity is None:
        raise Unreadable("a resource without an id")
    return identity
