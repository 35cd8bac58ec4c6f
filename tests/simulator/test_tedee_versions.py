"""What each version of the Tedee API calls things (tedee-facts 0), and the shapes of v37 (3 and 5)."""

from __future__ import annotations

import pytest

from tests.simulator.conftest import Tedee

# version: key of the state in the list, in sync; sync has revision; accessories; accessDetails; organizationName
TABLE = [
    ("v1.30", "lockProperties", "lockProperties", False, False, False, True),
    ("v1.31", "lockProperties", "lockProperties", False, False, False, True),
    ("v1.32", "lockProperties", "lockProperties", False, False, False, True),
    ("v1.33", "lockProperties", "lockProperties", True, True, False, True),
    ("v1.34", "deviceState", "lockProperties", True, True, True, True),
    ("v1.35", "deviceState", "deviceState", True, True, True, False),
    ("v1.36", "deviceState", "deviceState", True, True, True, False),
    ("v37", "deviceState", "deviceState", True, True, True, False),
]

LOCK = {
    "id", "serialNumber", "name", "type", "organizationId", "userIdentity", "created", "timeZone", "connectedToId",
    "isConnected", "accessLevel", "accessDetails", "revision", "deviceRevision", "targetDeviceRevision", "beaconMajor",
    "beaconMinor", "deviceState", "deviceSettings", "softwareVersions",
}  # fmt: skip
STATE = {"state", "doorState", "isCharging", "batteryLevel", "stateChangeResult", "lastStateChangedDate"}
SETTINGS = {
    "autoLockEnabled", "autoLockDelay", "autoLockImplicitEnabled", "autoLockImplicitDelay",
    "autoLockAfterDoorClosedEnabled", "pullSpringEnabled", "pullSpringDuration", "autoPullSpringEnabled",
    "postponedLockEnabled", "postponedLockDelay", "buttonLockEnabled", "buttonUnlockEnabled", "isAsync",
    "openDoorAlertEnabled", "openDoorAlertThreshold", "doorStateEventLoggingEnabled",
}  # fmt: skip
USER_SETTINGS = {
    "autoUnlockEnabled", "autoUnlockConfirmEnabled", "autoUnlockRangeIn", "autoUnlockRangeOut", "autoUnlockTimeout",
    "autoUnlockCheckWiFi", "wiFiName", "autoUnlockPullCondition", "autoUnlockCancelOtherAutoUnlock",
    "bellAlertDisabled", "favorite", "location",
}  # fmt: skip


@pytest.mark.parametrize(
    ("version", "listed", "synced", "revision", "accessories", "access", "organization"),
    TABLE,
    ids=[r[0] for r in TABLE],
)
def test_each_version_speaks_as_it_did(sim, version, listed, synced, revision, accessories, access, organization):
    asker = Tedee(sim, version)
    lock = asker.get("lock", IncludeAccessories="true").json()["result"][0]
    sync = asker.get("lock/sync").json()["result"][0]
    asker.close()
    assert ({"lockProperties", "deviceState"} & set(lock)) == {listed}
    assert ({"lockProperties", "deviceState"} & set(sync)) == {synced}
    assert ("revision" in sync) is revision
    assert ("accessories" in lock) is accessories
    assert ("connectedToKeypadId" in lock) is not accessories
    assert ("accessDetails" in lock) is access
    assert ("shareDetails" in lock) is not access
    assert ("organizationName" in lock) is organization


@pytest.mark.parametrize("version", ["v1.29", "v1.37", "v38", "v2"])
def test_an_unknown_version_is_not_found_and_the_known_ones_are_named(sim, version):
    asker = Tedee(sim, version)
    answer = asker.get("lock")
    asker.close()
    assert answer.status_code == 404
    assert answer.json()["success"] is False
    assert "v37" in answer.headers["API-Supported-Versions"]


def test_a_lock_of_v37_has_every_attribute_and_no_other(tedee):
    lock = tedee.get("lock").json()["result"][0]
    assert set(lock) == LOCK
    assert set(lock["deviceState"]) == STATE
    assert set(lock["deviceSettings"]) == SETTINGS
    assert set(lock["softwareVersions"][0]) == {"softwareType", "version", "updateAvailable"}


def test_more_is_told_when_asked_for(tedee):
    lock = tedee.get("lock/40101", IncludeAccessories="true", IncludeUserSettings="true").json()["result"]
    assert set(lock) == LOCK | {"accessories", "userSettings"}
    assert set(lock["userSettings"]) == USER_SETTINGS
    assert lock["accessories"] == [{"id": 50100, "deviceType": 3}, {"id": 60101, "deviceType": 8}]


def test_the_envelope_is_the_documented_one(tedee):
    answer = tedee.get("lock/sync")
    assert set(answer.json()) == {"result", "success", "errorMessages", "statusCode"}
    assert answer.json()["statusCode"] == answer.status_code == 200
    assert len(answer.headers["X-Correlation-ID"]) == 32


def test_names_in_the_path_and_the_query_are_case_insensitive(sim, tedee):
    shouted = tedee.get("LOCK", FILTERS_TEXT="", iNCLUDEaCCESSORIES="true")
    assert "accessories" in shouted.json()["result"][0]


def test_dates_are_spelled_in_all_documented_ways(sim, tedee):
    sim.world.set("Garden Gate", connected_to=30100)
    states = [lock["deviceState"] for lock in tedee.get("lock").json()["result"]]
    dates = {state["lastStateChangedDate"] for state in states if state}
    tails = {date[19:] for date in dates}
    assert any(tail.endswith("Z") for tail in tails)
    assert any(tail.endswith("+00:00") for tail in tails)
    assert {len(tail) for tail in tails if tail[-1].isdigit() and "+" not in tail} == {3, 4, 8}


def test_before_v37_access_names_users_and_since_then_principals(sim):
    keys = {}
    for version in ("v1.34", "v37"):
        asker = Tedee(sim, version)
        keys[version] = set(asker.get("device/40101/access").json()["result"][0])
        asker.close()
    assert keys["v37"] - keys["v1.34"] == {"principalId", "principalName", "principalType"}
    older = Tedee(sim, "v1.33")
    assert older.get("device/40101/access").status_code == 404
    older.close()
