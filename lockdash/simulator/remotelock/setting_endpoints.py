"""Endpoint of a device's settings (reference, "Update a lock", "a PowerPlug", "a Thermostat"): its name, and by which
schedules it goes. Other settings are ignored here."""

from __future__ import annotations

from lockdash.simulator.remotelock import shapes
from lockdash.simulator.remotelock.call import Call, Json
from lockdash.simulator.remotelock.device_endpoints import device_of, permitted
from lockdash.simulator.remotelock.fields import Fields
from lockdash.simulator.remotelock.models import MODELS
from lockdash.simulator.rentals.devices import Device

_SCHEDULES = {
    "auto_lock_schedule_id": "auto_lock_schedule",
    "lock_action_schedule_id": "lock_action_schedule",
    "power_plug_schedule_id": "power_plug_schedule",
    "thermostat_schedule_id": "thermostat_schedule",
}
_CAPABILITIES = {model.number: model.capabilities for model in MODELS}


def update(call: Call) -> Json:
    """PUT /devices/:id. A schedule that the device cannot go by is a resource error, as the reference says of invalid
    options ("Resource errors")."""
    device, fields = permitted(device_of(call)), call.fields
    changes: dict[str, str | None] = {"name": fields.required("name")} if "name" in fields else {}
    for name, kind in _SCHEDULES.items():
        if name in fields:
            changes[name] = _schedule_id(call, fields, device, name, kind)
    fields.check()
    for name, value in changes.items():
        setattr(device, name, value)
    device.updated_at = call.rentals.world.now
    call.rentals.tell(device)
    return {"data": shapes.device(device, call.base)}


def _schedule_id(call: Call, fields: Fields, device: Device, name: str, kind: str) -> str | None:
    number = fields.text(name)
    schedule = call.rentals.schedules.get(number or "")
    if name not in device.schedule_fields or not _CAPABILITIES.get(device.model, {}).get(kind, True):
        fields.refuse(name, "is not supported by this device")
    elif number is not None and (schedule is None or schedule.type != kind):
        fields.refuse(name, "is invalid")
    return number
