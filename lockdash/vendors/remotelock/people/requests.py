"""What is sent about people, by the names of the API. What it would drop without a word is refused here."""

from __future__ import annotations

from datetime import datetime

from msgspec import UNSET, UnsetType

from lockdash.domain.accesses import Access, Group, Place
from lockdash.domain.devices import Device, DeviceKind
from lockdash.domain.people import Person, PersonKind
from lockdash.domain.secret import Secret
from lockdash.domain.walltime import is_whole_hour
from lockdash.domain.windows import Window
from lockdash.vendors.abilities import impossible
from lockdash.vendors.people import NewAccess, NewPerson, PersonChange, Terms
from lockdash.vendors.remotelock.desk import Attributes
from lockdash.vendors.remotelock.people.times import clock_text, wall_text

RESORT_LOCK = "resort_lock"

_DOORS = {DeviceKind.lock: "lock", DeviceKind.door: "acs_door"}
_ONLY_SCHEDULES = "RemoteLock changes only the schedule of an access: grant it anew, and revoke the old one after that"


def new_person(new: NewPerson) -> Attributes:
    """Return what a creation says. Raises Rejected (FieldRefused) for what cannot be."""
    _must_not(new.one_time, "one_time", "only the PINs of resort locks can be good for one entry")
    _must_not(new.first is not None, "target", "an access person is created first, and given accesses after that")
    if new.kind not in (PersonKind.user, PersonKind.guest):
        raise impossible("RemoteLock knows users and guests", "kind")
    _check_code(new.pin, new.generate_pin, needed=not new.card)
    _check_kind(new.kind, new.department is not None, new.stay is not None)
    if new.kind is PersonKind.guest and new.stay is None:
        raise impossible("a guest has a stay: say from when to when", "starts_at")
    return {
        "name": new.name,
        **({"email": new.email} if new.email else {}),
        **({"department": new.department} if new.department else {}),
        **(stay(new.stay) if new.stay is not None else {}),
        **({"pin": new.pin} if new.pin else {}),
        **({"generate_pin": True} if new.generate_pin else {}),
        **({"card_number": new.card} if new.card else {}),
    }


def changed_person(person: Person, change: PersonChange) -> Attributes:
    """Return what an update says; None takes something away. Raises Rejected (FieldRefused) for what cannot be."""
    pin = None if isinstance(change.pin, UnsetType) else change.pin
    _check_code(pin, change.generate_pin, needed=False)
    _check_kind(person.kind, change.department is not UNSET, change.stay is not UNSET)
    sent: dict[str, object] = {
        "name": change.name,
        "email": change.email,
        "department": change.department,
        "card_number": change.card,
    }
    if not isinstance(change.stay, UnsetType):
        sent |= stay(change.stay)
    if pin is not None:
        sent["pin"] = pin
    if change.generate_pin:
        sent["generate_pin"] = True
    return _something({name: value for name, value in sent.items() if value is not UNSET})


def new_resort_guest(new: NewPerson) -> Attributes:
    """Return what a creation says. Raises Rejected (FieldRefused) for what cannot be."""
    if new.kind is not PersonKind.guest or new.stay is None:
        raise impossible("who opens a resort lock is a guest, from a whole hour to a whole hour", "starts_at")
    _must_not(bool(new.pin), "pin", "a resort lock's PIN is made of its times: nobody can choose it")
    _must_not(bool(new.card), "card", "a resort lock takes no cards")
    _must_not(bool(new.department), "department", "a guest of a resort lock has no department")
    return {
        "resort_lock_id": _resort_lock(new.first),
        "name": new.name,
        **stay(new.stay, whole_hours=True),
        **({"email": new.email} if new.email else {}),
        **({"one_time_access": True} if new.one_time else {}),
    }


def changed_resort_guest(change: PersonChange) -> Attributes:
    """Return what an update says. Raises Rejected (FieldRefused) for what cannot be."""
    _must_not(change.stay is not UNSET, "starts_at", "the times of a resort lock's guest cannot be changed")
    _must_not(change.pin is not UNSET or change.generate_pin, "pin", "the PIN of a resort lock's guest stays")
    _must_not(change.card is not UNSET, "card", "a resort lock takes no cards")
    _must_not(change.department is not UNSET, "department", "a guest of a resort lock has no department")
    sent = {"name": change.name, "email": change.email}
    return _something({name: value for name, value in sent.items() if value is not UNSET})


def new_access(person: Person, access: NewAccess) -> Attributes:
    """Return what a grant says. Raises Rejected (FieldRefused) for what cannot be."""
    _only_remotelocks(access)
    times = {"guest_start": access.guest_start, "guest_end": access.guest_end}
    for field, clock in times.items():
        _must_not(clock is not None and person.kind is not PersonKind.guest, field, "only guests come and leave")
    kind, target_id = _accessible(access.target)
    return {
        "accessible_type": kind,
        "accessible_id": target_id,
        **({"access_schedule_id": access.schedule_id} if access.schedule_id is not None else {}),
        **{f"{field}_time": clock_text(clock) for field, clock in times.items() if clock is not None},
    }


def changed_access(access: Access, terms: Terms) -> Attributes:
    """Return what a change of an access says: its schedule. Raises FieldRefused for anything else."""
    _only_remotelocks(terms)
    _must_not(terms.guest_start != access.guest_start, "guest_start", _ONLY_SCHEDULES)
    _must_not(terms.guest_end != access.guest_end, "guest_end", _ONLY_SCHEDULES)
    return {"access_schedule_id": terms.schedule_id}


def stay(window: Window, *, whole_hours: bool = False) -> dict[str, str]:
    """Return a stay as it is sent: wall-clock times as they are. Raises FieldRefused."""
    _must_not(window.is_weekly, "starts_at", "a stay has no days of the week: give the access a schedule")
    sent = {}
    for field, wall in (("starts_at", window.starts_at), ("ends_at", window.ends_at)):
        sent[field] = wall_text(_wall(wall, field, whole_hours=whole_hours))
    return sent


def _wall(wall: datetime | None, field: str, *, whole_hours: bool) -> datetime:
    if wall is None:
        raise impossible("a stay has a beginning and an end", field)
    # The server drops a zone without a word (remotelock-facts, "People and access").
    _must_not(wall.tzinfo is not None, field, "a stay is in the time on the wall at the door, without a zone")
    _must_not(whole_hours and not is_whole_hour(wall), field, "a resort lock knows whole hours only")
    return wall


def _accessible(target: Device | Group | Place) -> tuple[str, str]:
    if not isinstance(target, Device):
        return "door_group" if isinstance(target, Group) else "location", target.id
    kind = _DOORS.get(target.kind)
    if kind is None:
        raise impossible("RemoteLock gives accesses to locks and doors, groups and locations only", "target")
    return kind, target.vendor_id


def _resort_lock(first: NewAccess | None) -> str:
    if first is None or not isinstance(first.target, Device) or first.target.kind_raw != RESORT_LOCK:
        raise impossible("a guest of a resort lock needs one", "target")
    _only_remotelocks(first)
    _must_not(first.schedule_id is not None, "schedule_id", "a resort lock knows no schedules")
    _must_not(first.guest_start is not None, "guest_start", "at a resort lock the times of the stay count")
    _must_not(first.guest_end is not None, "guest_end", "at a resort lock the times of the stay count")
    return first.target.vendor_id


def _only_remotelocks(terms: Terms) -> None:
    _must_not(
        terms.window is not None, "window", "at RemoteLock the stay says from when to when, and a schedule the days"
    )
    _must_not(terms.level is not None, "level", "RemoteLock has no levels of access")
    _must_not(terms.remote is not None, "remote", "RemoteLock has no accesses from afar")


def _check_code(pin: Secret | None, generate: bool, *, needed: bool) -> None:
    _must_not(bool(pin) and generate, "pin", "either a PIN of your own or one that RemoteLock makes")
    _must_not(pin is not None and not pin, "pin", "the PIN is empty")
    _must_not(needed and not pin and not generate, "pin", "a PIN, one that RemoteLock makes, or a card is needed")


def _check_kind(kind: PersonKind, has_department: bool, has_stay: bool) -> None:
    guest = kind is PersonKind.guest
    _must_not(guest and has_department, "department", "RemoteLock keeps the department of users only")
    _must_not(not guest and has_stay, "starts_at", "a user is permanent: only guests have a stay")


def _something(sent: dict[str, object]) -> Attributes:
    if not sent:
        raise impossible("there is nothing to change")
    return sent


def _must_not(wrong: bool, field: str, words: str) -> None:
    if wrong:
        raise impossible(words, field)
