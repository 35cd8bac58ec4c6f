"""The switches over HTTP, for a simulator in another process."""

from __future__ import annotations

import httpx
import pytest


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
