"""JSON of the Tedee API: locks, syncs, operations, activities, bridges, keypads (tedee-facts 3 and 5)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from lockdash.simulator.home.activity import Activity
from lockdash.simulator.home.home import Bridge, Home, Keypad, Operation
from lockdash.simulator.home.lock import HomeLock
from lockdash.simulator.people import identifier
from lockdash.simulator.tedee import sharing
from lockdash.simulator.tedee.dates import created, spell
from lockdash.simulator.tedee.versions import Version

Json = dict[str, Any]

KEYPAD, DOOR_SENSOR = 3, 8

_OWNER = identifier("tedee/owner")
_MORE_SETTINGS: Json = {
    "autoLockImplicitEnabled": False,
    "autoLockImplicitDelay": 5,
    "autoLockAfterDoorClosedEnabled": False,
    "postponedLockEnabled": True,
    "postponedLockDelay": 5,
    "buttonLockEnabled": True,
    "buttonUnlockEnabled": True,
    "isAsync": False,
    "openDoorAlertEnabled": False,
    "openDoorAlertThreshold": 300,
}
_USER_SETTINGS: Json = {
    "autoUnlockEnabled": False,
    "autoUnlockConfirmEnabled": True,
    "autoUnlockRangeIn": 100,
    "autoUnlockRangeOut": 200,
    "autoUnlockTimeout": 20,
    "autoUnlockCheckWiFi": False,
    "wiFiName": None,
    "autoUnlockPullCondition": 1,
    "autoUnlockCancelOtherAutoUnlock": False,
    "bellAlertDisabled": None,
    "favorite": False,
    "location": {"latitude": 0.0, "longitude": 0.0},
}


def lock(home: Home, lock: HomeLock, version: Version, *, user_settings: bool, accessories: bool) -> Json:
    """The Lock model as that version has it (3.2)."""
    shape: Json = {
        "id": lock.id,
        "serialNumber": lock.serial,
        "name": lock.name,
        "type": lock.type,
        "organizationId": lock.organization,
        "userIdentity": _OWNER,
        "created": created(home.world.opened_at - timedelta(days=600, hours=lock.id % 100)),
        "timeZone": lock.zone,
        "connectedToId": lock.connected_to,
        "isConnected": lock.connected,
        "accessLevel": lock.access_level,
        "revision": lock.revision,
        "deviceRevision": lock.revision,
        "targetDeviceRevision": lock.revision,
        "beaconMajor": 56,
        "beaconMinor": lock.id % 1000,
        version.list_state_key: state(lock),
        "deviceSettings": settings(lock),
        "softwareVersions": [
            {"softwareType": 0, "version": lock.version, "updateAvailable": lock.update_available},
        ],
    }
    own = next((entry for entry in home.access_to(lock) if entry.holder == home.user and entry.level == 0), None)
    if version.has_access:
        shape["accessDetails"] = sharing.window(own) if own else None
    else:
        shape["shareDetails"] = sharing.share(own) if own else None
    if version.has_organization_names:
        shape |= {"organizationName": None, "organizationSlug": None}
    keypads = [keypad.id for keypad in home.keypads.values() if keypad.lock_id == lock.id]
    if not version.has_accessories:
        shape |= {"connectedToKeypadId": keypads[0] if keypads else None, "connectedToDryContactId": None}
    elif accessories:
        shape["accessories"] = [{"id": number, "deviceType": KEYPAD} for number in keypads]
        if lock.door:
            shape["accessories"].append({"id": lock.id + 20000, "deviceType": DOOR_SENSOR})
    if user_settings:
        shape["userSettings"] = dict(_USER_SETTINGS)
    return shape


def sync(lock: HomeLock, version: Version) -> Json:
    """LockSync."""
    shape: Json = {"id": lock.id, "isConnected": lock.connected, version.sync_state_key: state(lock)}
    if version.sync_has_revision:
        shape["revision"] = lock.revision
    return shape


def state(lock: HomeLock) -> Json | None:
    """LockState: None for a lock that is disconnected or has no bridge."""
    if not lock.reachable:
        return None
    return {
        "state": int(lock.state),
        "doorState": int(lock.door),
        "isCharging": lock.charging,
        "batteryLevel": None if lock.battery is None else int(lock.battery),
        "stateChangeResult": lock.result,
        "lastStateChangedDate": spell(lock.changed_at, lock.id),
    }


def settings(lock: HomeLock) -> Json:
    return {_camel(name): value for name, value in asdict(lock.settings).items()} | _MORE_SETTINGS


def accepted(operation: Operation, changed: str) -> Json:
    return {"operationId": operation.id, "lastStateChangedDate": changed}


def operation(operation: Operation) -> Json:
    """DeviceOperation. `result` while pending is not documented: 0, as in the sample."""
    return {
        "operationId": operation.id,
        "deviceId": operation.device_id,
        "type": int(operation.type),
        "status": "COMPLETED" if operation.completed else "PENDING",
        "result": operation.result,
    }


def activity(entry: Activity) -> Json:
    shape: Json = {
        "id": entry.id,
        "deviceId": entry.device_id,
        "userId": entry.user_id,
        "username": entry.user_name,
        "event": entry.event,
        "source": entry.source,
        "date": spell(entry.date, 1),
    }
    if entry.pin_alias is not None:
        shape["pinAlias"] = entry.pin_alias
    return shape


def bridge(bridge: Bridge, home: Home) -> Json:
    return {
        "id": bridge.id,
        "serialNumber": bridge.serial,
        "name": bridge.name,
        "type": 1,
        "organizationId": None,
        "userIdentity": _OWNER,
        "created": created(home.world.opened_at - timedelta(days=601)),
        "timeZone": bridge.zone,
        "wasConfigured": True,
        "isUpdating": False,
        "isConnected": bridge.online,
        "accessLevel": 2,
        "accessDetails": None,
        "beaconMajor": 10,
        "beaconMinor": 10,
        "revision": 1,
        "deviceRevision": 1,
        "targetDeviceRevision": 1,
        "softwareVersions": [
            {"softwareType": 0, "version": "2.2.47682", "updateAvailable": False},
            {"softwareType": 1, "version": "2.0.0", "updateAvailable": True},
        ],
    }


def keypad(keypad: Keypad, home: Home) -> Json:
    """isConnected is not used for keypads; the battery time has the spelling that clients have seen (3.7)."""
    return {
        "id": keypad.id,
        "serialNumber": keypad.serial,
        "name": keypad.name,
        "type": KEYPAD,
        "userIdentity": _OWNER,
        "created": created(home.world.opened_at - timedelta(days=500)),
        "timeZone": "Europe/Warsaw",
        "connectedToId": keypad.bridge_id,
        "connectedToLockId": keypad.lock_id,
        "isConnected": None,
        "accessLevel": 2,
        "accessDetails": None,
        "revision": 3,
        "deviceRevision": 3,
        "targetDeviceRevision": 3,
        "deviceState": {
            "batteryLevel": keypad.battery,
            "batteryLevelModifiedTime": spell(home.world.opened_at - timedelta(days=3), 0),
        },
        "deviceSettings": {
            "batteryType": 0,
            "soundLevel": 1,
            "backlightLevel": 2,
            "bellButtonEnabled": True,
            "lockByButtonEnabled": True,
        },
        "softwareVersions": [{"softwareType": 0, "version": "1.4.1", "updateAvailable": False}],
    }


def _camel(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(part.capitalize() for part in tail)
