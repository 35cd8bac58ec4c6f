"""How often Tedee may be asked (tedee-facts 4), and who may ask (1)."""

from __future__ import annotations

import httpx
import pytest

from tests.simulator.conftest import Tedee


def test_a_sync_sooner_than_20_s_after_the_last_is_refused(sim, tedee):
    assert tedee.get("lock/sync").status_code == 200
    sim.world.advance(12.5)
    refused = tedee.get("lock/sync")
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "8"
    assert refused.json() == {"success": False, "errorMessages": ["Too many requests."], "statusCode": 429}
    sim.world.advance(7.5)
    assert tedee.get("lock/sync").status_code == 200


def test_both_forms_of_sync_share_the_20_s(sim, tedee):
    assert tedee.get("lock/40101/sync").status_code == 200
    assert tedee.get("lock/sync").status_code == 429
    sim.world.advance(20)
    assert tedee.get("lock/sync", id=40102).status_code == 200
    assert tedee.get("lock/40101/sync").status_code == 429


def test_one_single_sync_after_an_own_command_is_free(sim, tedee):
    tedee.get("lock/sync")
    tedee.post("lock/40102/operation/lock")
    sim.world.advance(4)
    assert tedee.get("lock/40101/sync").status_code == 429, "another lock"
    assert tedee.get("lock/40102/sync").status_code == 200
    assert tedee.get("lock/40102/sync").status_code == 429, "free only once"


def test_the_list_is_given_10_times_in_10_minutes(sim, tedee):
    answers = [tedee.get("lock").status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]
    sim.world.advance(590)
    refused = tedee.get("lock")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "10")
    sim.world.advance(10)
    assert tedee.get("lock").status_code == 200


def test_the_700th_request_of_an_hour_is_answered_and_the_next_waits_for_the_hours_end(sim, tedee):
    assert tedee.get("bridge").status_code == 200
    with sim.world.guard:
        sim.tedee.hourly.take(sim.world.now, 698)
    sim.world.advance(1800)
    assert tedee.get("bridge").status_code == 200
    refused = tedee.post("lock/40102/operation/lock")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1800")
    sim.world.advance(1800)
    assert tedee.get("bridge").status_code == 200


@pytest.mark.parametrize("header", [None, "Bearer x", "PersonalKey wrong", "personalkey"])
def test_a_missing_or_wrong_key_is_unauthorised(sim, header):
    answer = httpx.get(f"{sim.tedee_url}/api/v37/my/lock", headers={"Authorization": header} if header else {})
    assert answer.status_code == 401
    assert answer.json()["statusCode"] == 401
    assert "result" not in answer.json()


@pytest.mark.parametrize(
    ("scope", "method", "path"),
    [
        ("Device.Read", "get", "lock"),
        ("Device.Read", "get", "device/operation/1"),
        ("Lock.Operate", "post", "lock/40101/operation/lock"),
        ("DeviceActivity.Read", "get", "deviceactivity"),
        ("DeviceShare.Read", "get", "device/40101/access"),
    ],
)
def test_a_missing_scope_is_forbidden_and_named(sim, tedee, scope, method, path):
    sim.tedee.scopes -= {scope, f"{scope}Write"}
    answer = getattr(tedee, method)(path)
    assert answer.status_code == 403
    assert scope in answer.json()["errorMessages"][0]


@pytest.mark.parametrize(
    ("scope", "method", "path"),
    [
        ("DeviceShare", "POST", "device/40101/access"),
        ("DeviceShare", "PUT", "device/40101/access/x"),
        ("DeviceShare", "DELETE", "device/40101/access/x"),
        ("DeviceShare", "POST", "device/40101/access/x/copy-to"),
        ("Device", "POST", "lock/40101/pin"),
        ("Device", "PUT", "lock/40101/pin/1"),
        ("Device", "DELETE", "lock/40101/pin/1"),
    ],
)
def test_a_reading_scope_does_not_write(sim, tedee, scope, method, path):
    sim.tedee.scopes = frozenset({f"{scope}.Read"})
    answer = tedee.send(method, path, {})
    assert answer.status_code == 403
    assert answer.json()["errorMessages"] == [f"Missing scope: {scope}.ReadWrite."]


def test_access_and_pins_count_against_the_hour_as_all_else(sim, tedee):
    paths = ("device/40101/access", "lock/40101/pin", "lock/40101/pin/1")
    assert [tedee.get(path).status_code for path in paths] == [200] * 3
    assert sim.tedee.hourly.used == 3
    with sim.world.guard:
        sim.tedee.hourly.take(sim.world.now, 697)
    for method in ("POST", "GET"):
        assert tedee.send(method, "lock/40101/pin", {}).status_code == 429
    assert tedee.send("POST", "device/40101/access", {}).status_code == 429


def test_a_writing_scope_reads_as_well(sim, tedee):
    sim.tedee.scopes = frozenset({"Device.ReadWrite"})
    assert tedee.get("lock").status_code == 200


def test_a_key_that_was_revoked_counts_no_more(sim, tedee):
    sim.tedee.key = "demo02.another"
    assert tedee.get("lock").status_code == 401
    other = Tedee(sim, key="demo02.another")
    assert other.get("lock").status_code == 200
    other.close()
