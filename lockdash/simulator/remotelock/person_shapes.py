"""JSON of people and of what they may open, attribute by attribute as in the reference's examples."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lockdash.simulator.remotelock.shapes import stamp
from lockdash.simulator.rentals.accesses import Access, Accessible
from lockdash.simulator.rentals.groups import DoorGroup, GroupDoor
from lockdash.simulator.rentals.persons import AccessPerson
from lockdash.simulator.rentals.rentals import Rentals
from lockdash.simulator.rentals.resort import ResortGuest

Json = dict[str, Any]

_FOLDERS = {"lock": "devices", "acs_door": "acs/doors", "door_group": "groups", "location": "locations"}


def wall(moment: datetime | None) -> str | None:
    """ISO 8601 in whole seconds, without a zone."""
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%S")


def person(person: AccessPerson, status: str, base: str) -> Json:
    """`starts_at` and `ends_at` are there for guests only; whose time is over can no longer be updated."""
    attributes: Json = {
        "name": person.name,
        "email": person.email,
        "phone": None,
        "pin": person.pin,
        "card_number": person.card_number,
        "department": person.department,
        "status": status,
        "rental_source": None,
        "created_at": stamp(person.created_at),
        "updated_at": stamp(person.updated_at),
    }
    if person.starts_at is not None:
        attributes |= {"starts_at": wall(person.starts_at), "ends_at": wall(person.ends_at)}
    links = {"self": f"{base}/access_persons/{person.id}"}
    shape: Json = {"type": person.type, "attributes": attributes, "id": person.id, "links": links}
    if status in ("expired", "deactivated"):
        shape["meta"] = {"restricted_actions": ["update"]}
    return shape


def access(access: Access, rentals: Rentals, base: str) -> Json:
    """`access_schedule_id` and its link are there only if there is one."""
    counts = rentals.accesses.counts(access)
    whose = f"{base}/access_persons/{access.person.id}"
    attributes: Json = {
        "guest_start_time": access.guest_start_time,
        "guest_end_time": access.guest_end_time,
        "devices_count": counts.devices,
        "devices_synced_count": counts.synced,
        "devices_pending_sync_count": counts.pending,
        "devices_failed_sync_count": counts.failed,
        "accessible_type": access.accessible.type,
        "created_at": stamp(access.created_at),
        "updated_at": stamp(access.updated_at),
    }
    links = {"self": f"{whose}/accesses/{access.id}"}
    if access.schedule_id is not None:
        attributes["access_schedule_id"] = access.schedule_id
        links["access_schedule"] = f"{base}/schedules/{access.schedule_id}"
    attributes |= {
        "access_person_id": access.person.id,
        "access_person_type": access.person.type,
        "accessible_id": access.accessible.id,
    }
    links |= {"access_person": whose, "accessible": _address(access.accessible, base)}
    return {"type": "access_person_access", "attributes": attributes, "id": access.id, "links": links}


def group(group: DoorGroup, base: str) -> Json:
    attributes = {
        "name": group.name,
        "created_at": stamp(group.created_at),
        "updated_at": stamp(group.updated_at),
    }
    links = {"self": f"{base}/groups/{group.id}"}
    return {"type": group.type, "attributes": attributes, "id": group.id, "links": links}


def group_door(door: GroupDoor, group: DoorGroup, base: str) -> Json:
    attributes = {
        "created_at": stamp(door.created_at),
        "updated_at": stamp(door.created_at),
        "door_id": door.device_id,
        "door_type": door.door_type,
        "door_group_id": group.id,
    }
    links = {
        "self": f"{base}/groups/{group.id}/doors/{door.id}",
        "door": _address(Accessible(door.door_type, door.device_id), base),
        "door_group": f"{base}/groups/{group.id}",
    }
    return {"type": "door_group_door", "attributes": attributes, "id": door.id, "links": links}


def resort_guest(guest: ResortGuest, base: str) -> Json:
    attributes = {
        "name": guest.name,
        "email": guest.email,
        "pin": guest.pin,
        "starts_at": wall(guest.starts_at),
        "ends_at": wall(guest.ends_at),
        "one_time_access": guest.one_time_access,
        "rental_source": None,
        "created_at": stamp(guest.created_at),
        "updated_at": stamp(guest.updated_at),
        "resort_lock_id": guest.lock_id,
    }
    links = {
        "self": f"{base}/resort_lock_guests/{guest.id}",
        "resort_lock": f"{base}/devices/{guest.lock_id}",
    }
    return {"type": "resort_lock_guest", "attributes": attributes, "id": guest.id, "links": links}


def _address(target: Accessible, base: str) -> str:
    return f"{base}/{_FOLDERS[target.type]}/{target.id}"
