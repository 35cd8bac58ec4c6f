"""Access persons: made, changed, ended (reference, "Access Persons")."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

PERSON = [
    "name", "email", "phone", "pin", "card_number", "department", "status", "rental_source", "created_at", "updated_at",
]  # fmt: skip
STAY = {"starts_at": "2026-11-20T16:00:00", "ends_at": "2026-11-25T11:00:00"}


def add(rentals, kind="access_guest", **attributes):
    made = rentals.send("POST", "access_persons", kind, **{"name": "Ann Smith", "pin": "1234"} | attributes)
    assert made.status_code == 201, made.text
    return made.json()["data"]


def errors(answer):
    assert answer.status_code == 422, answer.text
    return {error["attribute"]: error["messages"] for error in answer.json()["errors"]}


def test_a_user_looks_like_the_one_in_the_reference(rentals):
    user = add(rentals, "access_user", email="ann.smith@example.com", department="Human Resources", card_number="23456")
    assert (user["type"], list(user["attributes"])) == ("access_user", PERSON)
    expected = {
        "name": "Ann Smith", "email": "ann.smith@example.com", "phone": None, "pin": "1234", "card_number": "23456",
        "department": "Human Resources", "status": "current", "rental_source": None,
        "created_at": "2026-11-21T09:00:00Z", "updated_at": "2026-11-21T09:00:00Z",
    }  # fmt: skip
    assert user["attributes"] == expected
    assert user["links"] == {"self": f"{rentals.root}/access_persons/{user['id']}"}
    assert set(user) == {"type", "attributes", "id", "links"}
    assert rentals.get(f"access_persons/{user['id']}").json() == {"data": user}


def test_a_guest_has_a_stay_too_without_a_zone(rentals):
    guest = add(rentals, **STAY)
    assert (guest["type"], list(guest["attributes"])) == ("access_guest", [*PERSON, "starts_at", "ends_at"])
    assert guest["attributes"] == guest["attributes"] | STAY | {"status": "current", "email": None}


def test_a_user_takes_no_stay_and_a_guest_no_department(rentals):
    assert "starts_at" not in add(rentals, "access_user", **STAY)["attributes"]
    assert add(rentals, pin="4321", department="Sales", **STAY)["attributes"]["department"] is None


@pytest.mark.parametrize("zone", ["Z", "+09:00", "-0500", ".000Z"])
def test_a_zone_is_dropped_without_a_word(rentals, zone):
    guest = add(rentals, **{name: value + zone for name, value in STAY.items()})
    assert guest["attributes"] == guest["attributes"] | STAY


@pytest.mark.parametrize(
    ("kind", "change", "expected"),
    [
        ("access_guest", {"name": ""}, {"name": ["is empty"]}),
        ("access_guest", {"name": None, "ends_at": None}, {"name": ["is empty"], "ends_at": ["is empty"]}),
        ("access_user", {"name": "n" * 500}, {"name": ["is too long (maximum is 255 characters)"]}),
        ("access_user", {"email": "nobody"}, {"email": ["is invalid"]}),
        ("access_guest", {"starts_at": "tomorrow"}, {"starts_at": ["is invalid"]}),
        ("access_guest", {"starts_at": "2026-02-30T10:00:00"}, {"starts_at": ["is invalid"]}),
        ("access_guest", {"ends_at": "2026-11-20T15:59:00"}, {"ends_at": ["must be after starts_at"]}),
        ("access_pirate", {}, {"type": ["is not included in the list"]}),
        (None, {}, {"type": ["is empty"]}),
    ],
)
def test_what_is_wrong_is_said_of_the_field(rentals, kind, change, expected):
    sent = {"name": "Ann Smith", "pin": "1234"} | STAY | change
    answer = rentals.send("POST", "access_persons", kind, **sent)
    assert errors(answer) == expected
    assert answer.json()["attributes"] == (sent if "type" not in expected else answer.json()["attributes"])
    for error in answer.json()["errors"]:
        assert error["full_messages"] == [f"{error['attribute']} {message}" for message in error["messages"]]
    assert rentals.get("access_persons").json()["meta"]["total_count"] == 0


def test_a_name_may_hold_anything(rentals):
    name = "\U0001f3e0 [bold]Zoë[/] \u202e家"
    assert add(rentals, name=name, **STAY)["attributes"]["name"] == name


def test_a_stay_in_the_past_is_taken_and_expired(rentals):
    past = add(rentals, starts_at="2020-01-02T16:00:00", ends_at="2020-01-05T11:00:00")
    assert past["attributes"]["status"] == "expired"
    assert past["meta"] == {"restricted_actions": ["update"]}


def test_creating_twice_makes_two(rentals):
    ids = {add(rentals, pin=pin, **STAY)["id"] for pin in ("1111", "2222")}
    assert len(ids) == 2


def test_an_update_changes_what_is_named_and_nothing_else(sim, rentals):
    guest = add(rentals, email="ann@example.com", **STAY)
    sim.world.advance(60)
    path = f"access_persons/{guest['id']}"
    changed = rentals.send("PUT", path, name="Cleaning Crew", ends_at="2026-11-26T00:00:00Z").json()["data"]
    expected = {"name": "Cleaning Crew", "ends_at": "2026-11-26T00:00:00", "updated_at": "2026-11-21T09:01:00Z"}
    assert changed["attributes"] == guest["attributes"] | expected
    assert rentals.get(path).json()["data"] == changed
    assert errors(rentals.send("PUT", path, starts_at="2026-11-27T00:00:00")) == {
        "ends_at": ["must be after starts_at"]
    }
    assert errors(rentals.send("PUT", path, name=" ")) == {"name": ["is empty"]}
    assert rentals.get(path).json()["data"] == changed


def test_deactivating_keeps_the_record_and_ends_updates(rentals):
    user = add(rentals, "access_user")
    ended = rentals.send("PUT", f"access_persons/{user['id']}/deactivate")
    assert ended.status_code == 200
    assert ended.json()["data"]["attributes"]["status"] == "deactivated"
    assert ended.json()["data"]["meta"] == {"restricted_actions": ["update"]}
    assert list(errors(rentals.send("PUT", f"access_persons/{user['id']}", name="B"))) == [None]
    again = rentals.send("PUT", f"access_persons/{user['id']}/deactivate")
    assert again.json() == ended.json()


def test_deleting_leaves_nothing_but_the_name_in_events(sim, rentals):
    user = add(rentals, "access_user")
    lock = sim.world.locks["Beach House"]
    person = sim.world.rentals.people.get(user["id"])
    sim.world.do(lambda: lock.use("unlocked", person, pin="1234", method="pin"))
    gone = rentals.delete(f"access_persons/{user['id']}")
    assert (gone.status_code, gone.content) == (204, b"")
    assert rentals.get(f"access_persons/{user['id']}").status_code == 404
    assert rentals.delete(f"access_persons/{user['id']}").status_code == 404
    sim.world.advance(5)
    (event,) = rentals.events(sim, "Beach House")
    assert event["attributes"]["associated_resource_name"] == "Ann Smith"


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        ({}, timedelta()),
        ({"days_before": 1}, timedelta(days=9, hours=14)),  # the 30th, 16:00 in Denver, is 23:00 UTC
        ({"days_before": 30}, timedelta()),
    ],
)
def test_instructions_are_sent_now_or_days_before_the_stay(sim, rentals, sent, due):
    guest = add(rentals, email="ann@example.com", starts_at="2026-12-01T16:00:00", ends_at="2026-12-05T11:00:00")
    answer = rentals.send("POST", f"access_persons/{guest['id']}/email/notify", **sent)
    assert (answer.status_code, answer.content) == (200, b"")
    (mail,) = sim.world.rentals.mails
    assert (mail.to, mail.about, mail.due_at - sim.world.now) == ("ann@example.com", guest["id"], due)


def test_instructions_need_an_address_and_somebody_whose_time_is_not_over(sim, rentals):
    guest = add(rentals, **STAY)
    path = f"access_persons/{guest['id']}/email/notify"
    assert errors(rentals.send("POST", path)) == {"email": ["is empty"]}
    bad = rentals.send("POST", path, days_before=-1)
    assert set(errors(bad)) == {"days_before", "email"}
    sim.world.rentals.people.get(guest["id"]).ends_at = datetime(2026, 11, 21)
    assert list(errors(rentals.send("POST", path))) == [None]
    assert not sim.world.rentals.mails
