"""Limits, versions and both shapes of errors (reference, "Errors", "API versioning", "Rate Limiting")."""

from __future__ import annotations

import httpx
import pytest


def test_every_answer_tells_what_is_left_and_when_it_resets(sim, rentals):
    sim.world.advance(10)
    first, second = rentals.get("account"), rentals.get("devices/none")
    assert [answer.headers["X-RateLimit-Limit"] for answer in (first, second)] == ["120", "120"]
    assert [answer.headers["X-RateLimit-Remaining"] for answer in (first, second)] == ["119", "118"]
    assert int(first.headers["X-RateLimit-Reset"]) == int(sim.world.now.timestamp()) + 50


def test_the_121st_request_of_a_minute_is_refused_until_the_reset(sim, rentals):
    with sim.world.guard:
        sim.limit.take(sim.world.now, 119)
    assert rentals.get("account").status_code == 200
    refused = rentals.get("account")
    assert refused.status_code == 429
    assert refused.json() == {"message": "Your account has exceeded the rate limit. Check the X-RateLimit-* headers."}
    assert refused.headers["X-RateLimit-Remaining"] == "0"
    sim.world.advance(int(refused.headers["X-RateLimit-Reset"]) - sim.world.now.timestamp())
    assert rentals.get("account").headers["X-RateLimit-Remaining"] == "119"


def test_a_command_that_is_refused_for_the_limit_is_not_carried_out(sim, rentals):
    with sim.world.guard:
        sim.limit.take(sim.world.now, 120)
    assert rentals.put(f"devices/{sim.world.locks['Beach House'].id}/unlock").status_code == 429
    sim.world.advance(5)
    assert sim.world.locks["Beach House"].state == "locked"


@pytest.mark.parametrize(
    "path", ["devices/none", "events/none", "locations/none", "models/none", "acs/doors/none", "x"]
)
def test_what_is_not_there_is_a_general_error(rentals, path):
    answer = rentals.get(path)
    assert answer.status_code == 404
    assert set(answer.json()) == {"message", "type"}


def test_doors_and_devices_have_addresses_of_their_own(sim, rentals):
    assert rentals.get(f"devices/{sim.world.locks['Pool Gate'].id}").status_code == 404
    assert rentals.get(f"acs/doors/{sim.world.locks['Cabin'].id}").status_code == 404


@pytest.mark.parametrize(("name", "action"), [("Lounge", "lock"), ("Linen Store", "unlock"), ("Cabin", "power_on")])
def test_what_a_device_cannot_do_is_a_resource_error_about_no_attribute(sim, rentals, name, action):
    answer = rentals.put(f"devices/{sim.world.locks[name].id}/{action}")
    assert answer.status_code == 422
    assert set(answer.json()) == {"attributes", "errors"}
    (error,) = answer.json()["errors"]
    assert error["attribute"] is None
    assert error["messages"] == error["full_messages"]


def test_not_permitted_is_401_and_a_bad_token_403(sim, rentals):
    sim.world.set("Beach House", operable=False)
    assert rentals.put(f"devices/{sim.world.locks['Beach House'].id}/unlock").status_code == 401
    sim.tokens.expire_access()
    answer = rentals.get("account")
    assert (answer.status_code, set(answer.json())) == (403, {"message", "type"})


def test_put_needs_the_content_type_and_json_if_anything(sim, rentals):
    path = f"devices/{sim.world.locks['Beach House'].id}/unlock"
    assert rentals.put(path, headers={}).status_code == 415
    assert rentals.put(path, content=b"{").status_code == 400
    assert rentals.put(path, content=b"{}").status_code == 200


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/vnd.lockstate.v1+json", 200),
        ("application/vnd.lockstate+json; version=1", 200),
        ("*/*", 200),
        ("application/vnd.lockstate.v2+json", 406),
        ("application/vnd.lockstate+json; version=2", 406),
    ],
)
def test_the_version_in_the_accept_header(rentals, accept, status):
    assert rentals.get("account", Accept=accept).status_code == status


def test_the_version_in_the_path(rentals):
    assert rentals.get("v1/devices").json()["meta"]["total_count"] == 10
    assert rentals.get("v2/devices").status_code == 404


def test_without_a_token_nothing_is_said_of_the_limit(sim):
    answer = httpx.get(f"{sim.remotelock_api_url}/devices")
    assert answer.status_code == 403
    assert "X-RateLimit-Limit" not in answer.headers
