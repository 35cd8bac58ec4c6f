"""The switches over HTTP, for a simulator in another process."""

from __future__ import annotations

import httpx
import pytest

from lockdash.simulator.tedee.tokens import Asked


@pytest.fixture
def control(sim):
    with httpx.Client(base_url=f"{sim.url}/control/") as client:
        yield client


def test_faults_are_added_listed_and_cleared(sim, tedee, control):
    assert control.post("faults", json={"path": "bridge", "status": 500, "times": 3}).status_code == 201
    assert tedee.get("bridge").status_code == 500
    (listed,) = control.get("faults").json()
    assert (listed["path"], listed["hits"]) == ("bridge", 1)
    assert control.delete("faults").status_code == 204
    assert tedee.get("bridge").status_code == 200


@pytest.mark.parametrize(
    "fault", [{"sttus": 500}, {"mangle": "melt"}, {"pattern": "["}, {"status": "x"}, {"status": 9}, {"delay": -1}, []]
)
def test_a_fault_that_cannot_be_is_refused_in_words(control, fault):
    answer = control.post("faults", json=fault)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_time_and_conditions_are_set(sim, tedee, control):
    before = sim.world.now
    control.post("world", json={"do": "advance", "seconds": 90})
    assert (sim.world.now - before).total_seconds() == 90
    control.post("world", json={"do": "set", "name": "Front Door", "fields": {"state": "unlocked", "battery": 7}})
    state = tedee.get("lock/40101").json()["result"]["deviceState"]
    assert (state["state"], state["batteryLevel"]) == (2, 7)
    assert control.get("world").json()["Front Door"] == "unlocked"


def test_a_lock_is_removed_and_added_again(sim, tedee, control):
    control.post("world", json={"do": "remove", "name": "Garage"})
    assert tedee.get("lock/40102").status_code == 404
    control.post("world", json={"do": "put_back", "name": "Garage"})
    assert tedee.get("lock/40110").json()["result"]["serialNumber"] == "22110401-000102"


def test_a_device_is_removed_and_woken(sim, rentals, control):
    control.post("world", json={"do": "wake", "name": "Cabin"})
    assert rentals.device(sim, "Cabin")["connected"] is True
    control.post("world", json={"do": "remove", "name": "Lounge"})
    assert rentals.get("devices", {"type": "thermostat"}).json()["data"] == []


@pytest.mark.parametrize(
    "order",
    [
        {"do": "explode"},
        {},
        {"do": "advance", "seconds": -1},
        {"do": "set", "name": "Nowhere", "fields": {}},
        {"do": "set", "name": "Garage", "fields": {"colour": "red"}},
        {"do": "set", "name": "Garage", "fields": {"id": 1}},
        {"do": "set", "name": "Garage", "fields": {"state": "ajar"}},
        {"do": "remove", "name": "Nowhere"},
        {"do": "put_back", "name": "Garage"},
        {"do": "wake", "name": "Lounge"},
    ],
)
def test_an_order_that_cannot_be_carried_out_is_refused_in_words(control, order):
    answer = control.post("world", json=order)
    assert answer.status_code == 400
    assert answer.json()["error"]


def _tedee_signed_in(sim):
    """Return whether the token of a new sign-in counts, as a question."""
    tokens, now = sim.tedee.tokens, sim.clock.now()
    code = tokens.issue_code(Asked("http://127.0.0.1/", frozenset({"Device.Read"}), "v" * 43, "plain"), now)
    access = tokens.for_code(code, "http://127.0.0.1/", "v" * 43, now).access
    return lambda: tokens.scopes(f"Bearer {access}", now) is not None


def _remotelock_signed_in(sim):
    access, now = sim.tokens.for_client(sim.clock.now()).access, sim.clock.now()
    return lambda: sim.tokens.admits(f"Bearer {access}", now)


@pytest.mark.parametrize(("vendor", "sign_in"), [("tedee", _tedee_signed_in), ("remotelock", _remotelock_signed_in)])
@pytest.mark.parametrize("order", ["expire", "revoke"])
def test_sign_ins_are_ended(sim, control, vendor, sign_in, order):
    counts = sign_in(sim)
    assert counts()
    assert control.post("sign-ins", json={"vendor": vendor, "do": order}).status_code == 200
    assert not counts()


@pytest.mark.parametrize("vendor", ["tedee", "remotelock"])
def test_the_next_sign_ins_are_denied(sim, control, vendor):
    consent = {"tedee": sim.tedee.tokens, "remotelock": sim.tokens}[vendor].consent
    assert control.post("sign-ins", json={"vendor": vendor, "do": "deny", "times": 2}).status_code == 200
    assert [consent.given() for _ in range(3)] == [False, False, True]


@pytest.mark.parametrize(
    "order",
    [
        {"vendor": "acme", "do": "deny"},
        {"do": "deny"},
        {"vendor": "tedee"},
        {"vendor": "tedee", "do": "explode"},
        {"vendor": "tedee", "do": "deny", "times": "x"},
        {"vendor": "tedee", "do": "deny", "times": -1},
        {"vendor": "tedee", "do": "revoke", "times": 1},
        [],
    ],
)
def test_a_sign_in_that_cannot_be_changed_so(control, order):
    answer = control.post("sign-ins", json=order)
    assert answer.status_code == 400
    assert answer.json()["error"]
