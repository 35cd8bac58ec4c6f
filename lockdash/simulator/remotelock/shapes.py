"""JSON of RemoteLock's resources, attribute by attribute as in the reference's examples."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lockdash.simulator.people import identifier
from lockdash.simulator.remotelock.models import Model
from lockdash.simulator.rentals.devices import AcsDoor, Device, OfflineDevice, OnlineDevice, PowerPlug, Thermostat
from lockdash.simulator.rentals.events import Event, Party
from lockdash.simulator.rentals.rentals import Location, Rentals
from lockdash.simulator.rentals.wifi_lock import WifiLock

Json = dict[str, Any]

# Those of the reference's examples, and of the later types those that are about a person at a door.
ACCESS_EVENTS = {
    f"{name}_event"
    for name in (
        *("unlocked", "locked", "unlockedlocked", "access_denied", "access_person_used", "kore_ready_pin_used"),
        "jammed",
    )
}
_ACCESS_ATTRIBUTES = ("associated_resource_name", "status_info", "method", "card", "pin", "smart_card_serial_number")


def stamp(moment: datetime | None) -> str | None:
    """ISO 8601 in whole seconds, UTC."""
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def device(device: Device, base: str) -> Json:
    """One device of any type; doors under their own address."""
    folder = "acs/doors" if isinstance(device, AcsDoor) else "devices"
    links = {"self": f"{base}/{folder}/{device.id}"}
    attributes = _attributes(device)
    if not isinstance(device, AcsDoor):
        attributes |= {"model_id": model_id(device.model)}
        links["model"] = f"{base}/models/{model_id(device.model)}"
    attributes["location_id"] = device.location.id
    links["location"] = f"{base}/locations/{device.location.id}"
    for name, number in device.schedule_ids.items():
        attributes[name] = number
        links[name.removesuffix("_id")] = f"{base}/schedules/{number}"
    shape: Json = {"type": device.type, "attributes": attributes, "id": device.id, "links": links}
    if device.restricted:
        shape["meta"] = {"restricted_actions": list(device.restricted)}
    return shape


def _attributes(device: Device) -> Json:
    match device:
        case WifiLock():
            return _link(device) | _lock(device) | _registered(device) | _stay(device) | {"local_pins": _pins(device)}
        case Thermostat():
            return _link(device) | _thermostat(device) | _registered(device)
        case PowerPlug():
            return _link(device) | _plug(device)
        case AcsDoor():
            return {"name": device.name, "state": device.shown_state, "connected": device.connected} | _registered(
                device
            )
        case OfflineDevice():
            return {"name": device.name} | _stay(device) | _registered(device) | {"serial_number": device.serial}
        case _:
            raise TypeError(f"no shape for {device!r}")


def _link(device: OnlineDevice) -> Json:
    return {
        "name": device.name,
        "heartbeat_interval": device.heartbeat_interval,
        "wifi_level": 0,
        "signal_quality": device.signal_quality,
        "connected": device.connected,
        "alive": device.alive,
        "power_source": device.power_source,
        "connected_at": stamp(device.connected_at),
        "serial_number": device.serial,
    }


def _lock(device: WifiLock) -> Json:
    return {
        "wake_wifi": device.wake_wifi,
        "muted": device.muted,
        "auto_lock": device.shown_auto_lock,
        "auto_lock_timeout": device.auto_lock_timeout,
        "programming_code": device.programming_code,
        "state": device.shown_state,
        "power_level": int(device.power_level),
    }


def _pins(device: WifiLock) -> list[str] | None:
    return None if device.local_pins is None else list(device.local_pins)


def _thermostat(device: Thermostat) -> Json:
    return {
        "current_mode": device.current_mode,
        "target_mode": device.target_mode,
        "fan_mode": device.fan_mode,
        "hold": device.hold,
        "temperature": device.temperature,
        "target_temperature": device.target_temperature,
        "unit": "F",
        "humidity": device.humidity,
        "energy_saver": device.energy_saver,
        "scheduled_target_temperature": device.scheduled_target_temperature,
        "desired_target_temperature": device.target_temperature,
    }


def _plug(device: PowerPlug) -> Json:
    """Plugs have no created_at and no updated_at in the reference."""
    return {
        "on": device.on,
        "voltage": 120.0,
        "power": 4.5 if device.on else 0.0,
        "power_factor": 0.57,
        "current": 0.06 if device.on else 0.0,
        "frequency": 59.95,
        "total_power": device.total_power,
        "occupied": device.occupied,
    }


def _registered(device: Device) -> Json:
    return {"created_at": stamp(device.created_at), "updated_at": stamp(device.updated_at)}


def _stay(device: WifiLock | OfflineDevice) -> Json:
    return {
        "default_guest_start_time": device.default_guest_start_time,
        "default_guest_end_time": device.default_guest_end_time,
    }


def event(event: Event, gone: Mapping[str, str], base: str) -> Json:
    """One event; its attributes depend on its type. `associated_resource_*` are there where the reference has them,
    its name only if it is among the `gone`."""
    attributes: Json = {
        "source": event.source,
        "status": event.status,
        "time_zone": event.time_zone,
        "occurred_at": stamp(event.occurred_at),
        "created_at": stamp(event.created_at),
        "updated_at": stamp(event.created_at),
    }
    links = {"self": f"{base}/events/{event.id}", "publisher": _link_to(event.publisher, base)}
    if event.type in ACCESS_EVENTS:
        attributes |= dict.fromkeys(_ACCESS_ATTRIBUTES)
    attributes |= {key: stamp(value) if isinstance(value, datetime) else value for key, value in event.details.items()}
    attributes |= {"publisher_id": event.publisher.id, "publisher_type": event.publisher.type}
    other = event.associated
    if event.type in ACCESS_EVENTS or other is not None:
        attributes["associated_resource_name"] = gone.get(other.id) if other else None
        attributes["associated_resource_id"] = other.id if other else None
        attributes["associated_resource_type"] = other.type if other else None
    if other is not None:
        links["associated_resource"] = _link_to(other, base)
    return {"type": event.type, "attributes": attributes, "id": event.id, "links": links}


def _link_to(party: Party, base: str) -> str:
    match party.type:
        case "access_user" | "access_guest":
            folder = "access_persons"
        case "acs_door":
            folder = "acs/doors"
        case _:
            folder = "devices"
    return f"{base}/{folder}/{party.id}"


def location(location: Location, base: str) -> Json:
    attributes = {
        "name": location.name,
        "phone": location.phone,
        "address": location.address,
        "address2": None,
        "city": location.city,
        "state": location.state,
        "postal_code": location.postal_code,
        "country": location.country,
        "time_zone": location.time_zone,
        "created_at": stamp(location.created_at),
        "updated_at": stamp(location.created_at),
    }
    links = {"self": f"{base}/locations/{location.id}"}
    return {"type": "location", "attributes": attributes, "id": location.id, "links": links}


def model(model: Model, base: str) -> Json:
    attributes = {"number": model.number, "type": model.type, "capabilities": model.capabilities}
    number = model_id(model.number)
    return {"type": "model", "attributes": attributes, "id": number, "links": {"self": f"{base}/models/{number}"}}


def model_id(number: str) -> str:
    return identifier(f"model/{number}")


def account(rentals: Rentals, base: str) -> Json:
    role = identifier("role/owner")
    attributes = {
        "name": rentals.name,
        "created_at": stamp(rentals.world.opened_at),
        "updated_at": stamp(rentals.updated_at),
        "default_guest_start_time": rentals.default_guest_start_time,
        "default_guest_end_time": rentals.default_guest_end_time,
        "rental_guest_time_override": False,
        "primary_owner_id": identifier("user/owner"),
        "owner_role_id": role,
    }
    links = {"self": f"{base}/account", "primary_owner": f"{base}/user", "owner_role": f"{base}/roles/{role}"}
    return {"type": "account", "attributes": attributes, "id": identifier("account/rentals"), "links": links}


def user(rentals: Rentals, base: str) -> Json:
    account_id = identifier("account/rentals")
    attributes = {
        "name": "Ruth Calder",
        "email": "ruth.calder@example.com",
        "handle": "ruth_calder",
        "created_at": stamp(rentals.world.opened_at),
        "updated_at": stamp(rentals.world.opened_at),
        "primary_account_id": account_id,
        "default_account_id": account_id,
    }
    links = {"self": f"{base}/user", "primary_account": f"{base}/account", "default_account": f"{base}/account"}
    return {"type": "user", "attributes": attributes, "id": identifier("user/owner"), "links": links}
