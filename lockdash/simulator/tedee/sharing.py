"""JSON of who may use a device (tedee-facts 3.6, samples 5.8 and 5.9)."""

from __future__ import annotations

from typing import Any

from lockdash.simulator.home.access import Access, Holder, Kind
from lockdash.simulator.home.lock import HomeLock
from lockdash.simulator.people import identifier
from lockdash.simulator.tedee import schedules
from lockdash.simulator.tedee.versions import Version

Json = dict[str, Any]


def access_id(lock: HomeLock, entry: Access) -> str:
    return identifier(f"access/{lock.serial}/{entry.tag}")


def access(lock: HomeLock, entry: Access, version: Version) -> Json:
    """AccessDetails; principals since v37. `organizationUserId` is 0 for who is no user of an organization."""
    holder = entry.holder
    member = lock.organization is not None and holder.number is not None
    shape: Json = {
        "id": access_id(lock, entry),
        "deviceId": lock.id,
        "isPending": entry.pending,
        "organizationUserId": (holder.number or 0) % 100 if member else 0,
        "userEmail": holder.email,
        **window(entry),
    }
    if version.has_principals:
        shape |= {"principalId": holder.id, "principalName": holder.name, "principalType": int(entry.kind)}
    else:
        shape |= {"userId": holder.number, "userName": holder.name}
    return shape


def granted(lock: HomeLock, entry: Access) -> Json:
    """Access result of a success."""
    return _named(entry.kind, entry.holder) | {"id": access_id(lock, entry), "success": True, "error": None}


def refused(kind: Kind, holder: Holder | None, principal_id: str | None, code: int, message: str) -> Json:
    """Access result of a failure. `holder` is None for a group that does not exist: only its id is known."""
    named = _named(kind, holder) if holder else _named(kind, None) | {"principalId": principal_id}
    return named | {"id": None, "success": False, "error": {"code": code, "message": message}}


def window(entry: Access) -> Json:
    """DeviceAccess: level, remote use, and the five schedule fields."""
    return {
        "accessLevel": int(entry.level),
        "remoteAccessDisabled": entry.remote_disabled,
        **schedules.told(entry),
    }


def share(entry: Access) -> Json:
    """The form before v1.34, with its nested repeatEvent."""
    return {
        "accessLevel": int(entry.level),
        "remoteAccessDisabled": entry.remote_disabled,
        "isPending": entry.pending,
        "repeatEvent": {"id": None, **schedules.told(entry)},
    }


def _named(kind: Kind, holder: Holder | None) -> Json:
    return {
        "principalType": int(kind),
        "principalId": holder.id if holder else None,
        "userEmail": holder.email if holder else None,
        "displayName": holder.name if holder else None,
    }
