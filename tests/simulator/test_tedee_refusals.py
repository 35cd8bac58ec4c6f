"""Access that Tedee does not give: a 201 that is no success, or a plain refusal (tedee-facts 3.10, sample 5.9)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lockdash.simulator.home.access import Level
from lockdash.simulator.worlds.household import CLEANERS

FRONT, STUDIO = "device/40101/access", "device/40107/access"
GUEST = {"accessLevel": 0, "principalType": 0, "userEmail": "new.guest@example.com"}
GROUP = {"accessLevel": 0, "principalType": 1, "principalId": CLEANERS.id}


def refusal(tedee, path, body):
    answer = tedee.send("POST", path, body)
    assert answer.status_code == 201, answer.text
    result = answer.json()
    assert (result["id"], result["success"]) == (None, False)
    return result


def names(tedee, path):
    return [entry["principalName"] for entry in tedee.get(path).json()["result"]]


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        (FRONT, GUEST | {"accessLevel": 3}, 1000),
        (FRONT, GUEST | {"accessLevel": 2}, 1000),
        (FRONT, GUEST | {"weekDays": 0}, 1000),
        (FRONT, GUEST | {"weekDays": 128}, 1000),
        (FRONT, GUEST | {"endDate": "2026-11-21T08:59:59Z"}, 1000),
        (FRONT, GUEST | {"startDate": "2026-12-02T00:00:00Z", "endDate": "2026-12-01T00:00:00Z"}, 1000),
        (FRONT, GUEST | {"dayStartTime": "08:00:00.000Z"}, 1000),
        (FRONT, GUEST | {"userEmail": "JAN.sample@example.com"}, 1003),
        (STUDIO, GUEST | {"userEmail": "Nina.Berg@example.com"}, 1004),
        (FRONT, GROUP, 1005),
        (STUDIO, GROUP | {"principalId": "cccccccc-0000-4000-8000-000000000009"}, 1006),
        (STUDIO, GROUP, 1007),
        (FRONT, GUEST | {"userEmail": "ada.sample@example.com"}, 1008),
    ],
)
def test_a_grant_is_refused_within_a_201(tedee, path, body, code):
    before = names(tedee, path)
    error = refusal(tedee, path, body)["error"]
    assert set(error) == {"code", "message"}
    assert error["code"] == code
    assert names(tedee, path) == before


def test_a_refusal_reads_as_the_sample(tedee):
    result = refusal(tedee, FRONT, GUEST | {"userEmail": "jan.sample@example.com"})
    assert (result["displayName"], result["userEmail"]) == ("Jan Sample", "jan.sample@example.com")
    assert result["error"]["message"] == "Device access for this user already exists"


def test_the_same_grant_twice_is_an_invitation_and_a_refusal(tedee):
    assert tedee.send("POST", FRONT, GUEST).json()["success"] is True
    assert refusal(tedee, FRONT, GUEST)["error"]["code"] == 1004


def test_an_admin_gives_no_more_than_that_and_nothing_to_the_owner(sim, tedee):
    jan = sim.world.home.people[1]
    with sim.world.guard:
        sim.world.home.locks[40101].access_level = Level.admin
        own, jans, *others = sim.world.home.access[40101]
        assert jans.holder == jan
        entries = [replace(own, level=Level.admin), replace(jans, level=Level.owner), *others]
        sim.world.home.access[40101] = entries
    assert refusal(tedee, FRONT, GUEST | {"accessLevel": 2})["error"]["code"] == 1001
    assert refusal(tedee, FRONT, GUEST | {"userEmail": jan.email})["error"]["code"] == 1002
    assert tedee.send("POST", FRONT, GUEST | {"accessLevel": 1}).json()["success"] is True


@pytest.mark.parametrize(
    "change",
    [
        {"principalType": None},
        {"principalType": 2},
        {"userEmail": None},
        {"userEmail": "nobody"},
        {"principalType": 1},
        {"accessLevel": None},
        {"accessLevel": "guest"},
        {"remoteAccessDisabled": "no"},
        {"weekDays": "31"},
        {"startDate": "tomorrow"},
        {"startDate": "2026-12-01T00:00:00+01:00"},
        {"dayStartTime": "8 am", "dayEndTime": "17:00:00.000Z"},
        {"dayStartTime": 8},
    ],
)
def test_what_cannot_be_read_is_a_bad_request_in_the_envelope(tedee, change):
    answer = tedee.send("POST", FRONT, GUEST | change)
    assert answer.status_code == 400
    assert answer.json()["success"] is False


@pytest.mark.parametrize("body", [None, [], "x"])
def test_a_body_must_be_an_object(tedee, body):
    assert tedee.send("POST", FRONT, body).status_code == 400


@pytest.mark.parametrize("change", [{"weekDays": 200}, {"accessLevel": 2}, {"endDate": "2020-01-01T00:00:00Z"}])
def test_a_change_that_cannot_be_is_a_bad_request(tedee, change):
    number = tedee.send("POST", FRONT, GUEST).json()["id"]
    assert tedee.send("PUT", f"{FRONT}/{number}", {"accessLevel": 0} | change).status_code == 400


@pytest.mark.parametrize("body", [{}, {"principals": "x"}, {"principals": ["x"]}, {"principals": [{}]}])
def test_a_copy_needs_principals(tedee, body):
    number = tedee.send("POST", FRONT, GUEST).json()["id"]
    assert tedee.send("POST", f"{FRONT}/{number}/copy-to", body).status_code == 400


def test_an_unknown_device_or_access_is_not_found(tedee):
    assert tedee.get("device/99/access").status_code == 404
    assert tedee.send("POST", "device/99/access", GUEST).status_code == 404
    assert tedee.send("POST", f"{FRONT}/x/copy-to", {"principals": []}).status_code == 404
