"""Writes that go wrong on the way: done or not, the caller cannot tell (remotelock-facts, "People and access")."""

from __future__ import annotations

import httpx
import pytest

from tests.simulator.test_hanging_up import wait_until
from tests.simulator.test_remotelock_people import STAY, errors

ANN = {"name": "Ann Smith", "pin": "1234"} | STAY


def create(rentals):
    return rentals.send("POST", "access_persons", "access_guest", **ANN)


def names(sim):
    return [person.name for person in sim.world.rentals.people]


def test_writes_count_in_the_same_limit_and_what_is_refused_is_not_done(sim, rentals):
    with sim.world.guard:
        sim.limit.take(sim.world.now, 119)
    assert create(rentals).headers["X-RateLimit-Remaining"] == "0"
    assert rentals.delete(f"access_persons/{sim.world.rentals.people.named('Ann Smith').id}").status_code == 429
    assert names(sim) == ["Ann Smith"]


def test_an_answer_that_is_cut_comes_after_the_deed(sim, rentals):
    sim.faults.add("/access_persons", method="POST", cut=True, times=1)
    with pytest.raises(httpx.TransportError):
        create(rentals)
    assert names(sim) == ["Ann Smith"]
    assert errors(create(rentals)) == {"pin": ["has already been taken"]}


def test_an_answer_that_comes_too_late_comes_after_the_deed(sim, rentals):
    sim.world.rentals.quirks.lag = 30.0
    rentals.hurry(0.2)
    with pytest.raises(httpx.ReadTimeout):
        create(rentals)
    wait_until(lambda: names(sim) == ["Ann Smith"])
    assert sim.requests[-1].status == 0


def test_a_lost_answer_is_a_500_after_the_deed(sim, rentals):
    sim.world.rentals.quirks.lost_answers = 1
    answer = create(rentals)
    assert (answer.status_code, set(answer.json())) == (500, {"message", "type"})
    assert names(sim) == ["Ann Smith"]
    assert rentals.get("access_persons").status_code == 200


def test_a_fault_with_a_status_comes_before_the_deed(sim, rentals):
    sim.faults.add("/access_persons", method="POST", status=503, times=1)
    assert create(rentals).status_code == 503
    assert names(sim) == []
    assert create(rentals).status_code == 201


@pytest.mark.parametrize("body", [b"[]", b"{", b'"x"'])
def test_a_body_is_a_json_object(rentals, body):
    assert rentals.put("account", content=body).status_code == 400


def test_attributes_are_an_object(rentals):
    answer = rentals.put("account", content=b'{"attributes": [1]}')
    assert (answer.status_code, answer.json()["errors"][0]["attribute"]) == (422, "attributes")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "access_persons/none"),
        ("PUT", "access_persons/none"),
        ("PUT", "access_persons/none/deactivate"),
        ("POST", "access_persons/none/email/notify"),
        ("GET", "access_persons/none/accesses"),
        ("POST", "access_persons/none/accesses"),
        ("DELETE", "access_persons/none/accesses/none"),
        ("GET", "devices/none/access_person_accesses"),
        ("GET", "acs/doors/none/access_person_accesses"),
        ("PUT", "groups/none"),
        ("POST", "groups/none/doors"),
        ("DELETE", "groups/none/doors/none"),
        ("PUT", "resort_lock_guests/none"),
        ("GET", "resort_lock_guests/none/email/preview"),
    ],
)
def test_what_is_not_there_is_a_general_error(rentals, method, path):
    answer = rentals.send(method, path)
    assert (answer.status_code, set(answer.json())) == (404, {"message", "type"})
