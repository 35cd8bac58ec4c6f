"""Endpoints of devices and ACS doors (reference, "Devices", "ACS Doors")."""

from __future__ import annotations

from lockdash.simulator.remotelock import shapes
from lockdash.simulator.remotelock.answers import general, not_found, resource
from lockdash.simulator.remotelock.call import Call, Json
from lockdash.simulator.rentals.devices import AcsDoor, Device, PowerPlug
from lockdash.simulator.rentals.wifi_lock import WifiLock

DEVICE_SORTS = ("created_at", "name")
TEMPORARY_UNLOCK = 5.0  # seconds; the reference does not say


def devices(call: Call) -> Json:
    """GET /devices: all types; default order created_at."""
    return _devices(call, list(call.rentals.devices.values()))


def doors(call: Call) -> Json:
    """GET /acs/doors."""
    return _devices(call, [device for device in call.rentals.devices.values() if isinstance(device, AcsDoor)])


def device(call: Call) -> Json:
    """GET /devices/:id; doors live under /acs/doors, as their own links say."""
    return _one(call, device_of(call))


def door(call: Call) -> Json:
    return _one(call, door_of(call))


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


def _devices(call: Call, found: list[Device]) -> Json:
    chosen = call.filtered(found)
    if places := call.values("attributes[location_id]"):
        chosen = [device for device in chosen if device.location.id in places]
    if kinds := call.values("attributes[model_id]"):
        chosen = [device for device in chosen if shapes.model_id(device.model) in kinds]
    return call.listed(chosen, lambda device: shapes.device(device, call.base), sortable=DEVICE_SORTS)


def device_of(call: Call) -> Device:
    found = call.rentals.devices.get(call.id)
    if found is None or isinstance(found, AcsDoor):
        raise not_found()
    return found


def door_of(call: Call) -> AcsDoor:
    found = call.rentals.devices.get(call.id)
    if not isinstance(found, AcsDoor):
        raise not_found()
    return found


def _one(call: Call, device: Device) -> Json:
    return {"data": shapes.device(device, call.base)}


def _turn(call: Call, state: str) -> Json:
    """PUT /devices/:id/lock and /unlock: the answer echoes the wish, whatever the lock will make of it."""
    device = permitted(device_of(call))
    if not isinstance(device, WifiLock):
        raise resource(f"A {device.type} cannot be {state}.")
    device.ask(state)
    return _one(call, device)


def _ask_door(call: Call, state: str, seconds: float | None = None) -> Json:
    door = permitted(door_of(call))
    assert isinstance(door, AcsDoor)
    door.ask(state, seconds)
    return _one(call, door)


def _power(call: Call, *, on: bool) -> Json:
    device = permitted(device_of(call))
    if not isinstance(device, PowerPlug):
        raise resource(f"A {device.type} cannot be powered {'on' if on else 'off'}.")
    device.switch(on)
    return _one(call, device)


def permitted(device: Device) -> Device:
    """401 means "not permitted" here (remotelock-facts, "Authentication and errors")."""
    if not device.operable:
        raise general(401, "You are not authorized to perform this action.", "unauthorized")
    return device
