"""Endpoints of accesses: a person's, a device's and a door's (reference, "Access Persons", "Devices", "ACS Doors").

Where the reference is silent: the same access once more is a 409, an accessible or a schedule that is not there, or not
of accesses, is a resource error about its id, and whose time is over is given nothing new.
"""

from __future__ import annotations

from lockdash.simulator.remotelock import person_shapes
from lockdash.simulator.remotelock.answers import duplicate, resource
from lockdash.simulator.remotelock.call import Call, Json, present
from lockdash.simulator.remotelock.device_endpoints import device_of, door_of
from lockdash.simulator.remotelock.fields import Fields
from lockdash.simulator.remotelock.people_endpoints import PIN_TAKEN, whose
from lockdash.simulator.rentals.accesses import Access, Accessible
from lockdash.simulator.rentals.devices import Device
from lockdash.simulator.rentals.persons import GUEST
from lockdash.simulator.rentals.schedules import AccessSchedule

ACCESSIBLE_TYPES = ("lock", "acs_door", "door_group", "location")


def accesses(call: Call) -> Json:
    """GET /access_persons/:access_person_id/accesses."""
    return _listed(call, call.rentals.accesses.of(whose(call, "owner")))


def access(call: Call) -> Json:
    return _one(call, _access(call))


def grant(call: Call) -> Json:
    """POST /access_persons/:access_person_id/accesses. The times of a stay are a guest's, a user's are dropped."""
    person, fields, rentals = whose(call, "owner"), call.fields, call.rentals
    if not rentals.people.is_live(person):
        status = rentals.people.status(person)
        raise resource(f"An access person that is {status} is given no access.", None, call.body.get("attributes"))
    target = _target(call, fields)
    schedule_id = _schedule_id(call, fields)
    times = {name: fields.time_of_day(name) for name in ("guest_start_time", "guest_end_time")}
    fields.check()
    if person.type != GUEST:
        times = dict.fromkeys(times)
    for other in rentals.accesses.of(person):
        same = (other.accessible, other.schedule_id, other.guest_start_time, other.guest_end_time)
        if same == (target, schedule_id, *times.values()):
            raise duplicate("The access person has this access already.")
    if rentals.accesses.clashes(person, person.pin, rentals.accesses.reach(target)):
        fields.refuse("pin", PIN_TAKEN)
        fields.check()
    return _one(call, rentals.accesses.grant(person, target, schedule_id=schedule_id, **times))


def reschedule(call: Call) -> Json:
    """PUT /access_persons/:access_person_id/accesses/:id: the schedule alone; anything else is ignored."""
    access, fields = _access(call), call.fields
    if "access_schedule_id" in fields:
        schedule_id = _schedule_id(call, fields)
        fields.check()
        call.rentals.accesses.reschedule(access, schedule_id)
    return _one(call, access)


def revoke(call: Call) -> None:
    call.rentals.accesses.revoke(_access(call))


def of_device(call: Call) -> Json:
    """GET /devices/:id/access_person_accesses: of all who may open it now or later, by whatever access."""
    return _covering(call, device_of(call))


def of_door(call: Call) -> Json:
    """GET /acs/doors/:id/access_person_accesses."""
    return _covering(call, door_of(call))


def _covering(call: Call, device: Device) -> Json:
    kinds = call.types("attributes[access_person_type]")
    found = [
        access
        for access in call.rentals.accesses.covering(device)
        if (not kinds or access.person.type in kinds) and call.rentals.people.is_live(access.person)
    ]
    return _listed(call, found)


def _access(call: Call) -> Access:
    return present(call.rentals.accesses.get(whose(call, "owner"), call.id))


def _target(call: Call, fields: Fields) -> Accessible:
    """Read what is to be opened; the type must fit what the id names."""
    target = Accessible(fields.required("accessible_type"), fields.required("accessible_id"))
    if target.type and target.type not in ACCESSIBLE_TYPES:
        fields.refuse("accessible_type", "is not included in the list")
    elif target.type and target.id and not call.rentals.accesses.exists(target):
        fields.refuse("accessible_id", "is invalid")
    return target


def _schedule_id(call: Call, fields: Fields) -> str | None:
    number = fields.text("access_schedule_id")
    if number is not None and not isinstance(call.rentals.schedules.get(number), AccessSchedule):
        fields.refuse("access_schedule_id", "is invalid")
    return number


def _listed(call: Call, found: list[Access]) -> Json:
    return call.listed(call.chosen(found), lambda access: person_shapes.access(access, call.rentals, call.base))


def _one(call: Call, access: Access) -> Json:
    return {"data": person_shapes.access(access, call.rentals, call.base)}
