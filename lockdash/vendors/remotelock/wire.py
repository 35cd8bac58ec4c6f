"""What RemoteLock sends, by its reference (v1). Shapes are strict, single values are read by `fields`.

PINs and codes become `Secret` here and are carried no further.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from msgspec import Raw

from lockdash.domain.secret import Secret
from lockdash.vendors.replies import Unreadable

T = TypeVar("T")

_MOST_ERRORS = 10


class Meta(msgspec.Struct):
    page: Any = None
    per_page: Any = None
    total_pages: Any = None
    total_count: Any = None


class Collection(msgspec.Struct):
    """A page of a list. There is no default: an answer without `data` is no empty list."""

    data: list[Raw]
    meta: Meta | None = None


class Single(msgspec.Struct):
    data: Raw


class ResourceMeta(msgspec.Struct):
    restricted_actions: Any = None


class Resource(msgspec.Struct):
    """Every resource. `attributes` are decoded by the type."""

    type: str
    attributes: Raw
    id: Any = None
    meta: ResourceMeta | None = None


class DeviceAttributes(msgspec.Struct):
    """Of all types of devices together: each has some of them."""

    name: Any = None
    serial_number: Any = None
    model_id: Any = None
    location_id: Any = None
    state: Any = None
    connected: Any = None
    alive: Any = None
    connected_at: Any = None
    updated_at: Any = None
    heartbeat_interval: Any = None
    power_source: Any = None
    power_level: Any = None
    signal_quality: Any = None
    wake_wifi: Any = None
    muted: Any = None
    auto_lock: Any = None
    auto_lock_timeout: Any = None
    programming_code: Secret | None = None
    local_pins: Secret | None = None
    on: Any = None
    voltage: Any = None
    power: Any = None
    total_power: Any = None
    occupied: Any = None
    current_mode: Any = None
    target_mode: Any = None
    fan_mode: Any = None
    hold: Any = None
    temperature: Any = None
    target_temperature: Any = None
    unit: Any = None
    humidity: Any = None
    auto_lock_schedule_id: Any = None
    lock_action_schedule_id: Any = None
    power_plug_schedule_id: Any = None
    thermostat_schedule_id: Any = None


class EventAttributes(msgspec.Struct):
    """Of all types of events together. Thermostats' are not in the reference; they are called as the device's own."""

    source: Any = None
    status: Any = None
    status_info: Any = None
    time_zone: Any = None
    occurred_at: Any = None
    created_at: Any = None
    method: Any = None
    pin: Secret | None = None
    card: Secret | None = None
    smart_card_serial_number: Secret | None = None
    power_level: Any = None
    temperature: Any = None
    unit: Any = None
    humidity: Any = None
    connected_at: Any = None
    publisher_id: Any = None
    publisher_type: Any = None
    associated_resource_id: Any = None
    associated_resource_type: Any = None
    associated_resource_name: Any = None


class LocationAttributes(msgspec.Struct):
    name: Any = None
    time_zone: Any = None


class ModelAttributes(msgspec.Struct):
    number: Any = None


class _ResourceErrors(msgspec.Struct):
    """Both shapes of errors: of a resource (`errors`) and general ones (`message`, `type`); OAuth's as well."""

    errors: Any = None
    message: Any = None
    type: Any = None
    error: Any = None
    error_description: Any = None


def resource(item: Raw) -> Resource:
    """Return an item's envelope. Raises what the decoder raises."""
    return msgspec.json.decode(item, type=Resource)


def attributes(found: Resource, shape: type[T]) -> T:
    """Return a resource's attributes. Raises what the decoder raises."""
    if not bytes(found.attributes).startswith(b"{"):
        raise Unreadable("attributes that are no object")
    return msgspec.json.decode(found.attributes, type=shape, dec_hook=_sealed)


def _sealed(kind: type, value: object) -> object:
    """Whatever stands where a secret belongs is one, of any JSON type."""
    if kind is Secret:
        return Secret(value if isinstance(value, str) else msgspec.json.encode(value).decode())
    raise NotImplementedError(f"no rule for {kind.__name__}")


class FieldError(msgspec.Struct, frozen=True):
    """One of a resource's errors. `attribute`: None if it is about none in particular. The words are not cleaned."""

    attribute: str | None
    messages: list[str]
    full_messages: list[str]


def field_errors(body: bytes) -> list[FieldError]:
    """Return a resource's errors, none if `body` is of another kind. The wish that it echoes (`attributes`) is left
    out: it may hold a PIN (reference, "Errors")."""
    refusal = _refusal(body)
    errors = refusal.errors if refusal is not None else None
    found: list[FieldError] = []
    for error in errors[:_MOST_ERRORS] if isinstance(errors, list) else ():
        if isinstance(error, dict):
            attribute = error.get("attribute")
            messages, whole = _texts(error.get("messages")), _texts(error.get("full_messages"))
            named = attribute if isinstance(attribute, str) else None
            found.append(FieldError(named, messages or whole, whole or messages))
    return found


def refusal_words(body: bytes) -> str:
    """Return what an error's body says, "" if nothing."""
    refusal = _refusal(body)
    if refusal is None:
        return ""
    said = [words for error in field_errors(body) for words in error.full_messages]
    for text in (refusal.message, refusal.error_description):
        if isinstance(text, str):
            said.append(text)
    for code in (refusal.type, refusal.error):
        if isinstance(code, str):
            said.append(f"({code})" if said else code)
    return " ".join(said)


def _refusal(body: bytes) -> _ResourceErrors | None:
    try:
        return msgspec.json.decode(body, type=_ResourceErrors)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None


def _texts(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
