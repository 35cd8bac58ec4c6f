"""What is sent to a keypad, and what is refused before that (tedee-facts 2.5)."""

from __future__ import annotations

import msgspec
from msgspec import UNSET

from lockdash.domain.pins import TEDEE, objections
from lockdash.domain.secret import Secret
from lockdash.domain.windows import Window
from lockdash.vendors.abilities import impossible
from lockdash.vendors.people import NewPerson, PersonChange, Terms
from lockdash.vendors.tedee.people.requests import first_access
from lockdash.vendors.tedee.people.schedules import fields_of

_NO_FIELD = "a keypad keeps a name, digits and times, and nothing else of a PIN"


def body(name: str, pin: Secret, window: Window | None) -> Secret:
    """Return all that is written of a PIN: what is left out counts for nothing. Raises FieldRefused without a name."""
    if not name.strip():
        raise impossible("a PIN has a name, which the lock writes into its log", "name")
    schedule = fields_of(window)
    return Secret(msgspec.json.encode({"alias": name.strip(), "pin": pin.reveal(), **schedule}).decode())


def created(new: NewPerson) -> Secret:
    """Return the body of a new PIN."""
    if new.email or new.department or new.card or new.one_time:
        raise impossible(_NO_FIELD)
    if new.stay is not None:
        raise impossible("at Tedee a PIN's access says from when to when, and nobody has a stay")
    if new.pin is None:
        raise impossible("Tedee makes no PINs: say which", "pin")
    _check_digits(new.pin)
    first = first_access(new)
    check_terms(first)
    return body(new.name, new.pin, first.window)


def changed(change: PersonChange, name: str, pin: Secret, window: Window | None) -> Secret:
    """Return the body of a PIN that is `name`, `pin` and `window` now."""
    new_name = name if change.name is UNSET else change.name
    return body(new_name, pin if change.pin is UNSET else change.pin, window)


def check_change(change: PersonChange) -> None:
    """Raises Rejected for what cannot be changed of a PIN, whatever it is now. Digits that stay are not judged: the
    lock has taken them."""
    if change.generate_pin:
        raise impossible("Tedee makes no PINs: say which", "pin")
    if any(each is not UNSET for each in (change.email, change.department, change.card)):
        raise impossible(_NO_FIELD)
    if change.stay is not UNSET:
        raise impossible("the times of a PIN belong to its access")
    if change.pin is not UNSET:
        _check_digits(change.pin)


def check_terms(terms: Terms) -> None:
    """Raises Rejected for what only other accesses have."""
    others = (terms.schedule_id, terms.guest_start, terms.guest_end, terms.level, terms.remote)
    if any(each is not None for each in others):
        raise impossible(_NO_FIELD)


def known_version(cursor: str | None, lock_id: str) -> str | None:
    """Return the `listVersion` that was read last of this very lock."""
    owner, _, version = (cursor or "").partition("|")
    return version if owner == lock_id and version.isascii() and version.isdigit() else None


def _check_digits(pin: Secret) -> None:
    if wrong := objections(pin, TEDEE):
        raise impossible("; ".join(wrong), "pin")
