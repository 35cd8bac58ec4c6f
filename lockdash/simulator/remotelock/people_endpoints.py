"""Endpoints of access persons (reference, "Access Persons").

Where the reference is silent: what is restricted in `meta` is a resource error about no attribute, and a PIN may be
had twice as long as no door is opened by both.
"""

from __future__ import annotations

from datetime import timedelta

from lockdash.simulator.remotelock import person_shapes
from lockdash.simulator.remotelock.answers import resource
from lockdash.simulator.remotelock.call import Call, Json, present
from lockdash.simulator.remotelock.fields import Fields
from lockdash.simulator.rentals.mail import Mail
from lockdash.simulator.rentals.persons import GUEST, LIVE, USER, AccessPerson, PinTaken
from lockdash.simulator.rentals.zones import moment

PIN_TAKEN = "has already been taken"
_SORTS = ("created_at", "updated_at", "name", "department", "starts_at", "ends_at")


def persons(call: Call) -> Json:
    """GET /access_persons: current and upcoming ones unless asked for others."""
    wanted = set(call.values("attributes[status]")) or LIVE
    people = call.rentals.people
    found = [person for person in call.filtered(people) if people.status(person) in wanted]
    return call.listed(found, lambda person: _shape(call, person), sortable=_SORTS)


def person(call: Call) -> Json:
    return _one(call, whose(call))


def create(call: Call) -> Json:
    """POST /access_persons. The PIN in the answer may be another than the one asked for (`Quirks.replaces_pins`)."""
    kind = call.type_of((USER, GUEST))
    fields, people = call.fields, call.rentals.people
    name = fields.required("name")
    traits = {"email": fields.email(), "card_number": fields.text("card_number")}
    pin, generated = fields.pin(), fields.flag("generate_pin")
    if not (generated or fields.given("card_number") or fields.given("pin")):
        fields.refuse("pin", "is empty")
    if kind == USER:
        traits["department"] = fields.text("department")
    starts_at = fields.moment("starts_at", required=True) if kind == GUEST else None
    ends_at = fields.moment("ends_at", required=True) if kind == GUEST else None
    fields.ordered(starts_at, ends_at)
    fields.check()
    try:
        traits["pin"] = people.new_pin() if generated else pin and people.pin_for(name, pin)
    except PinTaken:
        fields.refuse("pin", PIN_TAKEN)
        raise fields.problem() from None
    traits["id"] = people.new_id()
    if starts_at is None or ends_at is None:
        return _one(call, people.add_user(name, **traits))
    return _one(call, people.add_guest(name, starts_at, ends_at, **traits))


def update(call: Call) -> Json:
    """PUT /access_persons/:id. A new code has to reach the locks like a new access."""
    person, fields = _changeable(call), call.fields
    changes: dict[str, object] = {}
    if "name" in fields:
        changes["name"] = fields.required("name")
    if "email" in fields:
        changes["email"] = fields.email()
    if "department" in fields and person.type == USER:
        changes["department"] = fields.text("department")
    if person.type == GUEST:
        changes |= {name: fields.moment(name, required=True) for name in ("starts_at", "ends_at") if name in fields}
        stay = {"starts_at": person.starts_at, "ends_at": person.ends_at} | changes
        fields.ordered(stay["starts_at"], stay["ends_at"])  # type: ignore[arg-type]
    changes |= _new_code(call, person, fields)
    fields.check()
    at_the_lock = any(getattr(person, name) != value for name, value in changes.items() if name in _AT_THE_LOCK)
    for name, value in changes.items():
        setattr(person, name, value)
    call.rentals.people.touch(person)
    if at_the_lock:
        call.rentals.accesses.renew(person)
    return _one(call, person)


def deactivate(call: Call) -> Json:
    """PUT /access_persons/:id/deactivate; once more changes nothing."""
    person = whose(call)
    if not person.deactivated:
        call.rentals.people.deactivate(person)
    return _one(call, person)


def delete(call: Call) -> None:
    call.rentals.people.delete(whose(call))


def notify(call: Call) -> None:
    """POST /access_persons/:id/email/notify: at once, or `days_before` the stay; at once too if that is past."""
    person, fields = _changeable(call), call.fields
    days = fields.count("days_before")
    if person.email is None:
        fields.refuse("email", "is empty")
    fields.check()
    assert person.email is not None
    due_at = now = call.rentals.world.now
    if days is not None and person.starts_at is not None:
        zones = call.rentals.accesses.zones(person) or {call.rentals.time_zone}
        due_at = min(moment(person.starts_at, zone) for zone in zones) - timedelta(days=days)
    call.rentals.mails.append(Mail(person.email, person.id, max(now, due_at)))


def whose(call: Call, name: str = "id") -> AccessPerson:
    return present(call.rentals.people.get(call.param(name)))


def _changeable(call: Call) -> AccessPerson:
    person = whose(call)
    status = call.rentals.people.status(person)
    if status not in LIVE:
        raise resource(f"An access person that is {status} cannot be updated.", None, call.body.get("attributes"))
    return person


_AT_THE_LOCK = ("pin", "card_number", "starts_at", "ends_at")


def _new_code(call: Call, person: AccessPerson, fields: Fields) -> dict[str, object]:
    """Return the PIN and card that are asked for; one of them has to be left."""
    changes: dict[str, object] = {}
    if "card_number" in fields:
        changes["card_number"] = fields.text("card_number")
    if fields.flag("generate_pin"):
        changes["pin"] = call.rentals.people.new_pin()
    elif "pin" in fields:
        pin = changes["pin"] = fields.pin()
        doors = [door for access in call.rentals.accesses.of(person) for door in call.rentals.accesses.doors(access)]
        if isinstance(pin, str) and call.rentals.accesses.clashes(person, pin, doors):
            fields.refuse("pin", PIN_TAKEN)
    code = {"pin": person.pin, "card_number": person.card_number} | changes
    if not code["pin"] and not code["card_number"] and not fields.given("pin"):
        fields.refuse("pin", "is empty")
    return changes


def _shape(call: Call, person: AccessPerson) -> Json:
    return person_shapes.person(person, call.rentals.people.status(person), call.base)


def _one(call: Call, person: AccessPerson) -> Json:
    return {"data": _shape(call, person)}
