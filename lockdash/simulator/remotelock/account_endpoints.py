"""Endpoints of the account itself, its user, places and models (reference, sections of these names)."""

from __future__ import annotations

from lockdash.simulator.remotelock import shapes
from lockdash.simulator.remotelock.call import Call, Json, present
from lockdash.simulator.remotelock.models import MODELS

_SORTS = ("created_at", "name")
_GUEST_TIMES = ("default_guest_start_time", "default_guest_end_time")


def account(call: Call) -> Json:
    return {"data": shapes.account(call.rentals, call.base)}


def update_account(call: Call) -> Json:
    """PUT /account: its name, and from when to when a guest's day lasts."""
    rentals, fields = call.rentals, call.fields
    changes = {name: fields.time_of_day(name) for name in _GUEST_TIMES if name in fields}
    if "name" in fields:
        changes["name"] = fields.required("name")
    fields.check()
    for name, value in changes.items():
        if value is not None:
            setattr(rentals, name, value)
    rentals.updated_at = rentals.world.now
    return account(call)


def user(call: Call) -> Json:
    return {"data": shapes.user(call.rentals, call.base)}


def locations(call: Call) -> Json:
    found = call.filtered(call.rentals.locations)
    return call.listed(found, lambda place: shapes.location(place, call.base), sortable=_SORTS, default="name")


def location(call: Call) -> Json:
    place = present(next((place for place in call.rentals.locations if place.id == call.id), None))
    return {"data": shapes.location(place, call.base)}


def models(call: Call) -> Json:
    return call.listed(MODELS, lambda model: shapes.model(model, call.base), sortable=("number",), default=None)


def model(call: Call) -> Json:
    found = present(next((model for model in MODELS if shapes.model_id(model.number) == call.id), None))
    return {"data": shapes.model(found, call.base)}
