"""What can be asked to be done to people: one order is one request to the vendor, and one record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

import msgspec
from msgspec import UNSET, UnsetType

from lockdash.domain.accesses import Access, Group, Place, TargetKind
from lockdash.domain.changes import Change, ChangeKind, ChangeStatus
from lockdash.domain.devices import Device
from lockdash.domain.people import Ability, Credentials, Person
from lockdash.domain.secret import Secret
from lockdash.domain.windows import Window
from lockdash.vendors.people import Copied, NewAccess, NewPerson, PersonChange, Preview, Terms, Written


class Create(msgspec.Struct, frozen=True, tag=True):
    account: str
    new: NewPerson


class Update(msgspec.Struct, frozen=True, tag=True):
    person: Person
    change: PersonChange


class Deactivate(msgspec.Struct, frozen=True, tag=True):
    person: Person


class Delete(msgspec.Struct, frozen=True, tag=True):
    person: Person


class Grant(msgspec.Struct, frozen=True, tag=True):
    person: Person
    access: NewAccess


class ChangeAccess(msgspec.Struct, frozen=True, tag=True):
    person: Person
    access: Access
    terms: Terms


class Revoke(msgspec.Struct, frozen=True, tag=True):
    person: Person
    access: Access


class Copy(msgspec.Struct, frozen=True, tag=True):
    """`person`: whose access it is."""

    person: Person
    access: Access
    to: tuple[Person | str, ...]


class Instruct(msgspec.Struct, frozen=True, tag=True):
    person: Person
    days_before: int | None = None


class Reveal(msgspec.Struct, frozen=True, tag=True):
    person: Person


class ShowLetter(msgspec.Struct, frozen=True, tag=True):
    person: Person


ToSomebody: TypeAlias = (
    Update | Deactivate | Delete | Grant | ChangeAccess | Revoke | Copy | Instruct | Reveal | ShowLetter
)
Order: TypeAlias = Create | ToSomebody

KINDS: Mapping[type, ChangeKind] = {
    Create: ChangeKind.create,
    Update: ChangeKind.update,
    Deactivate: ChangeKind.deactivate,
    Delete: ChangeKind.delete,
    Grant: ChangeKind.grant,
    ChangeAccess: ChangeKind.change_access,
    Revoke: ChangeKind.revoke,
    Copy: ChangeKind.copy,
    Instruct: ChangeKind.instruct,
    Reveal: ChangeKind.reveal,
    ShowLetter: ChangeKind.preview,
}


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an order. `change`: its record. `written`: what the vendor has now; `credentials`, `preview`: what
    was asked to be shown, held for a moment. `fields`: refusals by the field of the request, "" for no single one.
    `alarms`: where what came back differs from what was asked for, in words. `found`: whom a look found after an answer
    that did not come. `copied`: in the order of the request.
    """

    change: Change
    written: Written | None = None
    credentials: Credentials | None = None
    preview: Preview | None = None
    fields: Mapping[str, str] = {}
    alarms: tuple[str, ...] = ()
    found: tuple[Written, ...] = ()
    copied: tuple[Copied, ...] = ()

    @property
    def is_done(self) -> bool:
        return self.change.status is ChangeStatus.done


def account_of(order: Order) -> str:
    return order.account if isinstance(order, Create) else order.person.account


def changes_nothing(order: Order) -> bool:
    """Whether `order` only shows something: it may be asked for as often as somebody likes."""
    return isinstance(order, Reveal | ShowLetter)


def needs(order: Order) -> Iterator[Ability]:
    """Yield the abilities that the origin must have for `order`."""
    match order:
        case Create(new=new):
            yield Ability.create
            if new.pin is not None:
                yield Ability.choose_pin
            if new.generate_pin:
                yield Ability.generate_pin
            if new.one_time:
                yield Ability.one_time
        case Update(change=change):
            yield from _needs_of(change)
        case Grant(access=access):
            yield Ability.grant if isinstance(access.target, Device) else Ability.grant_many
        case ChangeAccess(access=access, terms=terms):
            yield Ability.change_schedule if schedule_only(access, terms) else Ability.change_terms
        case Instruct(days_before=days_before):
            yield Ability.instruct if days_before is None else Ability.instruct_later
        case _:
            yield _PLAIN[type(order)]


_PLAIN: Mapping[type, Ability] = {
    Deactivate: Ability.deactivate,
    Delete: Ability.delete,
    Revoke: Ability.revoke,
    Copy: Ability.copy,
    Reveal: Ability.reveal,
    ShowLetter: Ability.preview,
}


def schedule_only(access: Access, terms: Terms) -> bool:
    """Whether `terms` differ from those of `access` in nothing but the schedule."""
    return terms.schedule_id != access.schedule_id and all(
        getattr(terms, name) == getattr(access, name)
        for name in ("guest_start", "guest_end", "window", "level", "remote")
    )


def secrets_of(order: Order) -> tuple[Secret, ...]:
    """Return the secrets that `order` deals with, as far as they are known before it is sent."""
    match order:
        case Create(new=new):
            found: tuple[object, ...] = (new.pin, new.card)
        case Update(change=change):
            found = (change.pin, change.card)
        case _:
            found = ()
    return tuple(each for each in found if isinstance(each, Secret) and each)


def target_of(order: Order) -> tuple[TargetKind | None, str | None, str]:
    """Return the kind, the vendor's id and the name of the door that `order` is about; no name of one that only has
    its id."""
    match order:
        case Create(new=NewPerson(first=NewAccess() as access)) | Grant(access=access):
            return _of_target(access.target)
        case ChangeAccess(access=access) | Revoke(access=access) | Copy(access=access):
            return access.target_kind, access.target_id, ""
        case _:
            return None, None, ""


def details_of(order: Order) -> str:
    """Return what was asked for beside who and where, in words without any secret."""
    match order:
        case Create(new=new):
            return _of_stay(new.stay) if new.stay is not None else ""
        case Update(change=change):
            stay = change.stay
            named = [
                name for name in ("name", "email", "department", "pin", "card") if getattr(change, name) is not UNSET
            ]
            return ", ".join([*named, *([_of_stay(stay)] if isinstance(stay, Window) else [])])
        case Copy(to=to):
            return "to " + ", ".join(each if isinstance(each, str) else each.name for each in to)
        case _:
            return ""


def _of_stay(stay: Window) -> str:
    ends = (stay.starts_at, stay.ends_at)
    return " to ".join(each.isoformat(" ", "minutes") if each is not None else "any time" for each in ends)


def _of_target(target: Device | Group | Place) -> tuple[TargetKind, str, str]:
    if isinstance(target, Device):
        return TargetKind.device, target.vendor_id, target.name
    kind = TargetKind.door_group if isinstance(target, Group) else TargetKind.location
    return kind, target.id, target.name


def _needs_of(change: PersonChange) -> Iterator[Ability]:
    if any(not isinstance(each, UnsetType) for each in (change.name, change.email, change.department)):
        yield Ability.change
    if not isinstance(change.stay, UnsetType):
        yield Ability.change_stay
    if change.generate_pin or not isinstance(change.pin, UnsetType) or not isinstance(change.card, UnsetType):
        yield Ability.change_pin
