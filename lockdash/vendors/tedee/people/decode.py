"""Tedee's people as domain values."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from lockdash.domain.accesses import Access, Level, TargetKind, access_key
from lockdash.domain.people import Person, PersonKind, PersonStatus, person_key
from lockdash.vendors import fields
from lockdash.vendors.paths import segment
from lockdash.vendors.replies import Unreadable
from lockdash.vendors.tedee import wire
from lockdash.vendors.tedee.people import shapes
from lockdash.vendors.tedee.people.schedules import window_of

MEMBERS, PINS = "members", "pins"
"""The origins."""
LEVELS = {Level.guest: 0, Level.admin: 1, Level.owner: 2}
USER, GROUP = 0, 1
"""principalType (tedee-facts 3.4)."""

_LONGEST_ADDRESS = 254
_LEVELS: dict[int | None, Level] = {number: level for level, number in LEVELS.items()}


class Seen(NamedTuple):
    """Somebody, and their access to one device."""

    person: Person
    access: Access


class PinPlace(NamedTuple):
    """Where a keypad's PIN is: the lock, and its number there."""

    lock_id: str
    number: str

    @classmethod
    def of(cls, person: Person) -> PinPlace:
        return cls(*person.id.split("/", 1))

    @property
    def id(self) -> str:
        return f"{self.lock_id}/{self.number}"

    @property
    def path(self) -> str:
        return f"/my/lock/{segment(self.lock_id)}/pin/{segment(self.number)}"

    def access_key(self, account: str) -> str:
        return access_key(account, f"pin/{self.id}")


def member_access(item: msgspec.Raw, account: str, device_id: str) -> Seen:
    """Return an item of a device's access list. Raises what the decoder raises, Unreadable without an id, for one of
    nobody, and for a window that cannot be understood."""
    sent = msgspec.json.decode(item, type=shapes.AccessDetails)
    access_id = fields.identity(sent.id)
    if access_id is None:
        raise Unreadable("an access without an id")
    holder = member(
        account,
        kind=_kind(sent.principal_type),
        principal_id=sent.principal_id,
        name=fields.text(sent.principal_name) or fields.text(sent.user_name),
        email=sent.user_email,
        user_id=sent.user_id,
    )
    if holder is None:
        raise Unreadable("an access of nobody")
    disabled = fields.flag(sent.remote_access_disabled)
    access = Access(
        key=access_key(account, access_id),
        account=account,
        person_key=holder.key,
        target_kind=TargetKind.device,
        target_id=device_id,
        id=access_id,
        window=window_of(sent),
        level=_LEVELS.get(fields.whole(sent.access_level), Level.unknown),
        remote=None if disabled is None else not disabled,
        invited=fields.flag(sent.is_pending) is True,
    )
    return Seen(holder, access)


def member_given(result: shapes.AccessResult, account: str) -> Person | None:
    """Return whom an access was given to, None if the answer does not say."""
    return member(
        account,
        kind=_kind(result.principal_type),
        principal_id=result.principal_id,
        name=fields.text(result.display_name),
        email=result.user_email,
    )


def member(
    account: str, *, kind: PersonKind, principal_id: object, name: str | None, email: object, user_id: object = None
) -> Person | None:
    """Return a user or a group, None if nothing tells who it is.

    One principal is one person at all devices. Before v37 there are none: then the e-mail address tells who it is,
    which stays the same when somebody who was invited makes an account, or else the number of the user.
    """
    address = fields.text(email, _LONGEST_ADDRESS)
    number = fields.identity(user_id)
    own_id = fields.identity(principal_id) or (address.lower() if address else None)
    if own_id is None and number not in (None, "0"):
        own_id = number
    if own_id is None:
        return None
    return Person(
        key=person_key(account, MEMBERS, own_id),
        account=account,
        id=own_id,
        origin=MEMBERS,
        kind=kind,
        name=name or address or f"{kind.capitalize()} {own_id}",
        email=address,
    )


def pin_listed(item: msgspec.Raw, account: str, lock_id: str) -> Seen:
    """Return an item of a keypad's list, which has no more than names: when the PIN counts is not known from it, so
    that its status is not either. Raises what the decoder raises, Unreadable without an id."""
    sent = msgspec.json.decode(item, type=shapes.Pin)
    place = PinPlace(lock_id, wire.number_of(sent.id))
    return _code(account, place, sent.alias, None)


def pin_detailed(sent: shapes.PinDetails, account: str, place: PinPlace) -> Seen:
    """Return a PIN's name and window. Raises Unreadable for a window that cannot be understood."""
    person, access = _code(account, place, sent.alias, sent)
    return Seen(msgspec.structs.replace(person, status=None), access)


def _code(account: str, place: PinPlace, alias: object, schedule: wire.Schedule | None) -> Seen:
    person = Person(
        key=person_key(account, PINS, place.id),
        account=account,
        id=place.id,
        origin=PINS,
        kind=PersonKind.code,
        name=fields.text(alias) or f"PIN {place.number}",
        status=PersonStatus.unknown,
        has_pin=True,
    )
    access = Access(
        key=place.access_key(account),
        account=account,
        person_key=person.key,
        target_kind=TargetKind.device,
        target_id=place.lock_id,
        window=window_of(schedule) if schedule is not None else None,
    )
    return Seen(person, access)


def _kind(principal_type: object) -> PersonKind:
    return PersonKind.group if fields.whole(principal_type) == GROUP else PersonKind.member
