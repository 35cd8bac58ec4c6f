"""Endpoints of access exceptions (reference, "Access Exceptions"): an update needs the dates, not the name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from lockdash.simulator.remotelock import schedule_shapes
from lockdash.simulator.remotelock.call import Call, Json, present
from lockdash.simulator.remotelock.fields import Fields
from lockdash.simulator.rentals.exceptions import AccessException


def exceptions(call: Call) -> Json:
    found = call.chosen(call.rentals.exceptions.values())
    return call.listed(found, lambda each: schedule_shapes.exception(each, call.base), sortable=("created_at", "name"))


def exception(call: Call) -> Json:
    return {"data": schedule_shapes.exception(_exception(call), call.base)}


def create(call: Call) -> Json:
    fields, now = call.fields, call.rentals.world.now
    name, dates = fields.required("name"), _dates(fields)
    fields.check()
    return _kept(call, AccessException(name, dates, now, call.rentals.people.new_id(), now))


def update(call: Call) -> Json:
    before, fields = _exception(call), call.fields
    name = fields.required("name") if "name" in fields else before.name
    dates = _dates(fields)
    fields.check()
    return _kept(call, replace(before, name=name, dates=dates, number=before.id, updated_at=call.rentals.world.now))


def delete(call: Call) -> None:
    """DELETE /access_exceptions/:id: also of one that schedules go with; the reference knows no refusal."""
    call.rentals.remove_exception(_exception(call))


def _dates(fields: Fields) -> tuple[tuple[date, date], ...]:
    sent = fields.entries("dates")
    if not fields.given("dates") or not sent:
        fields.refuse("dates", "is empty")
    dates = [(_day(each.get("start_date")), _day(each.get("end_date"))) for each in sent]
    found = tuple((first, last) for first, last in dates if first is not None and last is not None)
    if len(found) < len(dates):
        fields.refuse("dates", "is invalid")
    if any(last < first for first, last in found):
        fields.refuse("dates", "end_date must not be before start_date")
    return found


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def _kept(call: Call, exception: AccessException) -> Json:
    call.rentals.exceptions[exception.id] = exception
    return {"data": schedule_shapes.exception(exception, call.base)}


def _exception(call: Call) -> AccessException:
    return present(call.rentals.exceptions.get(call.id))
