"""Endpoints of resort lock guests (reference, "Resort Lock Guests"): whole hours, a PIN that the vendor makes."""

from __future__ import annotations

from datetime import datetime
from html import escape

from lockdash.simulator.remotelock import person_shapes
from lockdash.simulator.remotelock.call import Call, Json, present
from lockdash.simulator.remotelock.fields import Fields
from lockdash.simulator.rentals.mail import Mail
from lockdash.simulator.rentals.resort import ResortGuest

OWNER_NAME, OWNER_EMAIL = "Ruth Calder", "ruth.calder@example.com"
_SORTS = ("created_at", "name", "starts_at", "ends_at")


def guests(call: Call) -> Json:
    """GET /resort_lock_guests: all of them, also those whose time is over."""
    found = call.chosen(call.rentals.resort_guests.values())
    return call.listed(found, lambda guest: person_shapes.resort_guest(guest, call.base), sortable=_SORTS)


def guest(call: Call) -> Json:
    return _one(call, _guest(call))


def create(call: Call) -> Json:
    """POST /resort_lock_guests: minutes and seconds are converted to zeros."""
    fields = call.fields
    number, name = fields.required("resort_lock_id"), fields.required("name")
    device = call.rentals.devices.get(number)
    if number and (device is None or device.type != "resort_lock"):
        fields.refuse("resort_lock_id", "is invalid")
    starts_at, ends_at = _hour(fields, "starts_at"), _hour(fields, "ends_at")
    fields.ordered(starts_at, ends_at)
    email, once = fields.email(), fields.flag("one_time_access")
    fields.check()
    assert starts_at is not None
    assert ends_at is not None
    made = call.rentals.add_resort_guest(number, name, starts_at, ends_at, email=email, one_time_access=once)
    return _one(call, made)


def update(call: Call) -> Json:
    """PUT /resort_lock_guests/:id: name and e-mail; anything else is ignored, the PIN holds the times."""
    guest, fields = _guest(call), call.fields
    name = fields.required("name") if "name" in fields else guest.name
    email = fields.email() if "email" in fields else guest.email
    fields.check()
    guest.name, guest.email, guest.updated_at = name, email, call.rentals.world.now
    return _one(call, guest)


def delete(call: Call) -> None:
    del call.rentals.resort_guests[_guest(call).id]


def notify(call: Call) -> None:
    guest, fields = _guest(call), call.fields
    if guest.email is None:
        fields.refuse("email", "is empty")
        fields.check()
    assert guest.email is not None
    call.rentals.mails.append(Mail(guest.email, guest.id, call.rentals.world.now))


def preview(call: Call) -> Json:
    """GET /resort_lock_guests/:id/email/preview: the only resource without an id, as in the reference."""
    guest = _guest(call)
    lock = call.rentals.devices[guest.lock_id]
    code = "-".join((guest.pin[:3], guest.pin[3:6], guest.pin[6:]))
    stay = " to ".join(f"{moment:%B} {moment.day}, {moment:%Y %I:%M %p}" for moment in (guest.starts_at, guest.ends_at))
    body = (
        f"<p>Dear {escape(guest.name)},</p>\n\n<p>Here is your access code for your upcoming stay with us.</p>\n\n"
        f"<p>Access Code: {code}</p>\n\n<p>{escape(lock.location.name)} ({escape(lock.location.address)})<br>\n"
        f"<b>{escape(lock.name)}</b><br>\nAccess times: {stay}</p>\n\n<p>Regards,</p>\n\n<p>{OWNER_NAME}</p>\n"
    )
    attributes = {
        "subject": "Access instructions",
        "body": body,
        "from_name": OWNER_NAME,
        "reply_to": OWNER_EMAIL,
        "cc": None,
        "bcc": None,
    }
    kind = "access_instruction_guest_email_template"
    return {"data": {"type": kind, "attributes": attributes, "links": {"self": f"{call.base}/{kind}/preview"}}}


def _guest(call: Call) -> ResortGuest:
    return present(call.rentals.resort_guests.get(call.id))


def _hour(fields: Fields, name: str) -> datetime | None:
    moment = fields.moment(name, required=True)
    return moment and moment.replace(minute=0, second=0)


def _one(call: Call, guest: ResortGuest) -> Json:
    return {"data": person_shapes.resort_guest(guest, call.base)}
