"""Endpoints of schedules of all types (reference, "Schedules").

An update changes what it names, as everywhere; the reference's example of one, with a name and an empty week in its
answer, may be read otherwise. A schedule that is in use is deleted like any other: the reference knows no refusal.
"""

from __future__ import annotations

from dataclasses import replace

from lockdash.simulator.remotelock import schedule_shapes
from lockdash.simulator.remotelock.call import Call, Json, present
from lockdash.simulator.remotelock.fields import Fields
from lockdash.simulator.remotelock.week_fields import read_days
from lockdash.simulator.rentals.schedules import KINDS, AccessSchedule, Schedule


def schedules(call: Call) -> Json:
    found = call.filtered(call.rentals.schedules.values())
    return call.listed(found, lambda each: _shape(call, each), sortable=("created_at", "name"))


def schedule(call: Call) -> Json:
    return {"data": _shape(call, _schedule(call))}


def create(call: Call) -> Json:
    kind, fields, now = KINDS[call.type_of(tuple(KINDS))], call.fields, call.rentals.world.now
    name, days, exception_id = fields.required("name"), read_days(fields, kind), _exception_id(call, fields, kind)
    fields.check()
    return _kept(call, kind(name, days, now, call.rentals.people.new_id(), exception_id, now))


def update(call: Call) -> Json:
    """PUT /schedules/:id; its type stays."""
    before, fields = _schedule(call), call.fields
    name = fields.required("name") if "name" in fields else before.name
    days = {**before.days, **read_days(fields, type(before))}
    named = "access_exception_id" in fields
    exception_id = _exception_id(call, fields, type(before)) if named else before.exception_id
    fields.check()
    named_so = replace(before, name=name, number=before.id)
    return _kept(call, replace(named_so, days=days, exception_id=exception_id, updated_at=call.rentals.world.now))


def delete(call: Call) -> None:
    call.rentals.remove_schedule(_schedule(call))


def _exception_id(call: Call, fields: Fields, kind: type[Schedule]) -> str | None:
    """Only access schedules have one; of others it is ignored."""
    number = fields.text("access_exception_id") if kind is AccessSchedule else None
    if number is not None and number not in call.rentals.exceptions:
        fields.refuse("access_exception_id", "is invalid")
    return number


def _kept(call: Call, schedule: Schedule) -> Json:
    call.rentals.put_schedule(schedule)
    return {"data": _shape(call, schedule)}


def _schedule(call: Call) -> Schedule:
    return present(call.rentals.schedules.get(call.id))


def _shape(call: Call, schedule: Schedule) -> Json:
    return schedule_shapes.schedule(schedule, call.rentals, call.base)
