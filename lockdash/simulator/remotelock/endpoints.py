"""Endpoints of the RemoteLock API (reference, "Devices", "ACS Doors", "Events", "Locations", "Models", ...)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from lockdash.simulator.remotelock import paging, shapes
from lockdash.simulator.remotelock.answers import general, not_found, resource
from lockdash.simulator.remotelock.models import MODELS
from lockdash.simulator.rentals.devices import AcsDoor, Device, PowerPlug
from lockdash.simulator.rentals.rentals import Rentals
from lockdash.simulator.rentals.wifi_lock import WifiLock

Json = dict[str, Any]

DEVICE_SORTS = ("created_at", "name")
EVENT_SORTS = ("created_at", "occurred_at")
TEMPORARY_UNLOCK = 5.0  # seconds; the reference does not say

# The reference names types both ways: `lock` in its examples, `Lock` and `ACS::Door` in its parameter table.
_TYPE_NAMES = {
    "Lock": "lock",
    "PowerPlug": "power_plug",
    "Thermostat": "thermostat",
    "ResortLock": "resort_lock",
    "ACS::Door": "acs_door",
}


@dataclass(frozen=True)
class Call:
    request: Request
    rentals: Rentals
    base: str

    @property
    def id(self) -> str:
        return str(self.request.path_params["id"])


def devices(call: Call) -> Json:
    """GET /devices: all types; default order created_at."""
    return _devices(call, list(call.rentals.devices.values()))


def doors(call: Call) -> Json:
    """GET /acs/doors."""
    return _devices(call, [device for device in call.rentals.devices.values() if isinstance(device, AcsDoor)])


def device(call: Call) -> Json:
    """GET /devices/:id; doors live under /acs/doors, as their own links say."""
    return _one(call, _device(call))


def door(call: Call) -> Json:
    return _one(call, _door(call))


def lock(call: Call) -> Json:
    return _turn(call, "locked")


def unlock(call: Call) -> Json:
    return _turn(call, "unlocked")


def power_on(call: Call) -> Json:
    return _power(call, on=True)


def power_off(call: Call) -> Json:
    return _power(call, on=False)


def lock_door(call: Call) -> Json:
    return _ask_door(call, "locked")


def unlock_door(call: Call) -> Json:
    return _ask_door(call, "unlocked")


def unlock_door_for_a_while(call: Call) -> Json:
    return _ask_door(call, "unlocked", TEMPORARY_UNLOCK)


def events(call: Call) -> Json:
    """GET /events: what has been uploaded so far; default order occurred_at, newest first."""
    query = call.request.query_params
    found = _filtered(call, reversed(call.rentals.events))
    ordered = paging.ordered(found, query, EVENT_SORTS, "-occurred_at")
    return paging.page(ordered, query, lambda event: shapes.event(event, call.rentals.gone, call.base))


def event(call: Call) -> Json:
    for event in call.rentals.events:
        if event.id == call.id:
            return {"data": shapes.event(event, call.rentals.gone, call.base)}
    raise not_found()


def locations(call: Call) -> Json:
    query = call.request.query_params
    found = paging.ordered(_filtered(call, call.rentals.locations), query, ("created_at", "name"), "name")
    return paging.page(found, query, lambda place: shapes.location(place, call.base))


def location(call: Call) -> Json:
    for place in call.rentals.locations:
        if place.id == call.id:
            return {"data": shapes.location(place, call.base)}
    raise not_found()


def models(call: Call) -> Json:
    query = call.request.query_params
    return paging.page(
        paging.ordered(MODELS, query, ("number",), None), query, lambda model: shapes.model(model, call.base)
    )


def model(call: Call) -> Json:
    for model in MODELS:
        if shapes.model_id(model.number) == call.id:
            return {"data": shapes.model(model, call.base)}
    raise not_found()


def account(call: Call) -> Json:
    return {"data": shapes.account(call.rentals, call.base)}


def user(call: Call) -> Json:
    return {"data": shapes.user(call.rentals, call.base)}


def _devices(call: Call, found: list[Device]) -> Json:
    query = call.request.query_params
    chosen = _filtered(call, found)
    if places := paging.values(query, "attributes[location_id]"):
        chosen = [device for device in chosen if device.location.id in places]
    if kinds := paging.values(query, "attributes[model_id]"):
        chosen = [device for device in chosen if shapes.model_id(device.model) in kinds]
    ordered = paging.ordered(chosen, query, DEVICE_SORTS, "created_at")
    return paging.page(ordered, query, lambda device: shapes.device(device, call.base))


def _filtered(call: Call, items: Any) -> list[Any]:
    """Filter by `id[]` and `type`."""
    query = call.request.query_params
    ids = set(paging.values(query, "id"))
    types = {_TYPE_NAMES.get(name, name) for name in paging.values(query, "type")}
    return [item for item in items if (not ids or item.id in ids) and (not types or item.type in types)]


def _device(call: Call) -> Device:
    found = call.rentals.devices.get(call.id)
    if found is None or isinstance(found, AcsDoor):
        raise not_found()
    return found


def _door(call: Call) -> AcsDoor:
    found = call.rentals.devices.get(call.id)
    if not isinstance(found, AcsDoor):
        raise not_found()
    return found


def _one(call: Call, device: Device) -> Json:
    return {"data": shapes.device(device, call.base)}


def _turn(call: Call, state: str) -> Json:
    """PUT /devices/:id/lock and /unlock: the answer echoes the wish, whatever the lock will make of it."""
    device = _permitted(_device(call))
    if not isinstance(device, WifiLock):
        raise resource(f"A {device.type} cannot be {state}.")
    device.ask(state)
    return _one(call, device)


def _ask_door(call: Call, state: str, seconds: float | None = None) -> Json:
    door = _permitted(_door(call))
    assert isinstance(door, AcsDoor)
    door.ask(state, seconds)
    return _one(call, door)


def _power(call: Call, *, on: bool) -> Json:
    device = _permitted(_device(call))
    if not isinstance(device, PowerPlug):
        raise resource(f"A {device.type} cannot be powered {'on' if on else 'off'}.")
    device.switch(on)
    return _one(call, device)


def _permitted(device: Device) -> Device:
    """401 means "not permitted" here (remotelock-facts, "Authentication and errors")."""
    if not device.operable:
        raise general(401, "You are not authorized to perform this action.", "unauthorized")
    return device
