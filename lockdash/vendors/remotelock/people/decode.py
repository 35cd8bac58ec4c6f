"""RemoteLock's people as domain values. PINs and cards leave here as `Credentials` only, and only for who asks."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import msgspec
from msgspec import UnsetType

from lockdash.domain.accesses import Access, AccountDefaults, Group, Place, Sync, TargetKind, access_key
from lockdash.domain.people import Ability, Credentials, Person, PersonKind, PersonStatus, person_key
from lockdash.domain.secret import Secret
from lockdash.vendors import fields
from lockdash.vendors.remotelock import places, wire
from lockdash.vendors.remotelock.people import shapes
from lockdash.vendors.remotelock.people.times import clock_of, stay_of
from lockdash.vendors.replies import Unreadable

PERSONS, RESORT_GUESTS = "people", "resort_guests"
"""The origins."""
USER, GUEST = "access_user", "access_guest"
ACS_DOOR = "acs_door"

_LONGEST_ADDRESS = 254
_KINDS = {USER: PersonKind.user, GUEST: PersonKind.guest}
_STATUSES = {
    str(status): status
    for status in (PersonStatus.upcoming, PersonStatus.current, PersonStatus.expired, PersonStatus.deactivated)
}
_RESTRICTED = {
    "update": frozenset({Ability.change, Ability.change_pin, Ability.change_stay}),
    "deactivate": frozenset({Ability.deactivate}),
    "delete": frozenset({Ability.delete}),
}
_TARGETS = {
    "lock": TargetKind.device,
    ACS_DOOR: TargetKind.device,
    "door_group": TargetKind.door_group,
    "location": TargetKind.location,
}


class Seen(NamedTuple):
    """Somebody, as an answer tells of them. `access`: theirs, where it is made of the person (resort locks)."""

    person: Person
    credentials: Credentials
    created_at: datetime | None
    access: Access | None = None


def person(item: msgspec.Raw, account: str) -> Seen:
    """Return a user or a guest. Raises what the decoder raises, Unreadable without an id and for a stay that cannot be
    understood. A type that we do not know is a guest if it has a stay."""
    found = wire.resource(item)
    sent = wire.attributes(found, shapes.PersonAttributes)
    person_id = _identity(found)
    stay = stay_of(sent.starts_at, sent.ends_at)
    kind = _KINDS.get(found.type, PersonKind.guest if stay else PersonKind.user)
    somebody = Person(
        key=person_key(account, PERSONS, person_id),
        account=account,
        id=person_id,
        origin=PERSONS,
        kind=kind,
        name=fields.text(sent.name) or f"{kind.capitalize()} {person_id[:8]}",
        status=_status(sent.status),
        status_raw=fields.text(sent.status, 40) or "",
        email=fields.text(sent.email, _LONGEST_ADDRESS),
        department=fields.text(sent.department),
        stay=stay if kind is PersonKind.guest else None,
        has_pin=_is_there(sent.pin),
        has_card=_is_there(sent.card_number),
        denied=_denied(found),
    )
    return Seen(somebody, Credentials(_secret(sent.pin), _secret(sent.card_number)), fields.moment(sent.created_at))


def resort_guest(item: msgspec.Raw, account: str) -> Seen:
    """Return a guest of a resort lock, who has one access and no status. Raises as `person`, and without a lock."""
    found = wire.resource(item)
    sent = wire.attributes(found, shapes.ResortGuestAttributes)
    guest_id, lock_id = _identity(found), fields.identity(sent.resort_lock_id)
    if lock_id is None:
        raise Unreadable("a guest of no lock")
    guest = Person(
        key=person_key(account, RESORT_GUESTS, guest_id),
        account=account,
        id=guest_id,
        origin=RESORT_GUESTS,
        kind=PersonKind.guest,
        name=fields.text(sent.name) or f"Guest {guest_id[:8]}",
        email=fields.text(sent.email, _LONGEST_ADDRESS),
        stay=stay_of(sent.starts_at, sent.ends_at),
        has_pin=_is_there(sent.pin),
        has_card=False,
        one_time=fields.flag(sent.one_time_access) is True,
        denied=_denied(found),
    )
    access = Access(
        key=access_key(account, f"resort/{guest_id}"),
        account=account,
        person_key=guest.key,
        target_kind=TargetKind.device,
        target_id=lock_id,
    )
    return Seen(guest, Credentials(_secret(sent.pin)), fields.moment(sent.created_at), access)


def access(item: msgspec.Raw, account: str) -> Access:
    """Return an access. Raises what the decoder raises, Unreadable if it is not clear whose or to what it is."""
    found = wire.resource(item)
    sent = wire.attributes(found, shapes.AccessAttributes)
    access_id = _identity(found)
    holder, target = fields.identity(sent.access_person_id), fields.identity(sent.accessible_id)
    kind = _TARGETS.get(sent.accessible_type) if isinstance(sent.accessible_type, str) else None
    if holder is None:
        raise Unreadable("an access of nobody")
    if target is None or kind is None:
        raise Unreadable("an access to what is neither a door nor a group nor a location")
    return Access(
        key=access_key(account, access_id),
        account=account,
        person_key=person_key(account, PERSONS, holder),
        target_kind=kind,
        target_id=target,
        id=access_id,
        schedule_id=fields.identity(sent.access_schedule_id),
        guest_start=clock_of(sent.guest_start_time),
        guest_end=clock_of(sent.guest_end_time),
        sync=_sync(sent),
    )


def group(item: msgspec.Raw, account: str) -> Group:
    """Return a group, without its doors. Raises what the decoder raises, Unreadable without an id."""
    found = wire.resource(item)
    group_id = _identity(found)
    name = fields.text(wire.attributes(found, shapes.NamedAttributes).name)
    return Group(account=account, id=group_id, name=name or f"Group {group_id[:8]}")


def group_door(item: msgspec.Raw) -> str:
    """Return the id of a device that is in a group. Raises what the decoder raises, Unreadable without one."""
    device_id = fields.identity(wire.attributes(wire.resource(item), shapes.GroupDoorAttributes).door_id)
    if device_id is None:
        raise Unreadable("a door without an id")
    return device_id


def place(item: msgspec.Raw, account: str) -> Place:
    """Return a location. Raises what the decoder raises, Unreadable without an id."""
    place_id, found = places.location(item)
    return Place(account=account, id=place_id, name=found.name or f"Location {place_id[:8]}", zone=found.zone)


def defaults(item: msgspec.Raw, account: str) -> AccountDefaults:
    """Return an account's times. Raises what the decoder raises, Unreadable without both."""
    sent = wire.attributes(wire.resource(item), shapes.AccountAttributes)
    starts, ends = clock_of(sent.default_guest_start_time), clock_of(sent.default_guest_end_time)
    if starts is None or ends is None:
        raise Unreadable("an account without default times for guests")
    return AccountDefaults(account=account, guest_start=starts, guest_end=ends)


def _identity(found: wire.Resource) -> str:
    identity = fields.identity(found.id)
    if identity is None:
        raise Unreadable(f"{'somebody' if found.type in _KINDS else 'something'} without an id")
    return identity


def _status(raw: object) -> PersonStatus | None:
    if raw is None:
        return None
    return _STATUSES.get(raw, PersonStatus.unknown) if isinstance(raw, str) else PersonStatus.unknown


def _denied(found: wire.Resource) -> frozenset[Ability]:
    restricted = found.meta.restricted_actions if found.meta is not None else None
    names = [name for name in restricted if isinstance(name, str)] if isinstance(restricted, list) else []
    return frozenset().union(*(_RESTRICTED.get(name, frozenset()) for name in names))


def _sync(sent: shapes.AccessAttributes) -> Sync | None:
    """The vendor counts no device for a door of an access control system: it has nothing to hear."""
    total, synced = fields.whole(sent.devices_count), fields.whole(sent.devices_synced_count)
    pending, failed = fields.whole(sent.devices_pending_sync_count), fields.whole(sent.devices_failed_sync_count)
    if total is None or synced is None or pending is None or failed is None:
        return None
    if min(total, synced, pending, failed) < 0 or (sent.accessible_type == ACS_DOOR and not total):
        return None
    return Sync(total=total, synced=synced, pending=pending, failed=failed)


def _is_there(secret: Secret | UnsetType | None) -> bool | None:
    return None if isinstance(secret, UnsetType) else bool(secret)


def _secret(secret: Secret | UnsetType | None) -> Secret | None:
    return secret if isinstance(secret, Secret) and secret else None
