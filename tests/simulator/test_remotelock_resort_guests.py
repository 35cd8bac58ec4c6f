"""Guests of resort locks (reference, "Resort Lock Guests")."""

from __future__ import annotations

import pytest

from tests.simulator.test_remotelock_people import errors


@pytest.fixture
def ask(sim, rentals):
    """Ask for a guest of the Linen Store."""

    def asked(**change):
        sent = {
            "resort_lock_id": sim.world.locks["Linen Store"].id,
            "name": "Ann Smith",
            "starts_at": "2026-12-01T13:00:00",
            "ends_at": "2026-12-05T16:00:00",
            "email": "june@example.com",
        }
        return rentals.send("POST", "resort_lock_guests", **sent | change)

    return asked


def test_a_guest_looks_like_the_one_in_the_reference(sim, rentals, ask):
    answer = ask()
    assert answer.status_code == 201
    guest = answer.json()["data"]
    lock = sim.world.locks["Linen Store"].id
    assert guest["type"] == "resort_lock_guest"
    assert guest["attributes"] == {
        "name": "Ann Smith",
        "email": "june@example.com",
        "pin": guest["attributes"]["pin"],
        "starts_at": "2026-12-01T13:00:00",
        "ends_at": "2026-12-05T16:00:00",
        "one_time_access": False,
        "rental_source": None,
        "created_at": "2026-11-21T09:00:00Z",
        "updated_at": "2026-11-21T09:00:00Z",
        "resort_lock_id": lock,
    }
    assert guest["links"] == {
        "self": f"{rentals.root}/resort_lock_guests/{guest['id']}",
        "resort_lock": f"{rentals.root}/devices/{lock}",
    }
    assert rentals.get(f"resort_lock_guests/{guest['id']}").json() == {"data": guest}


def test_the_vendor_makes_a_pin_of_ten_digits(ask):
    pins = {ask(pin="1234").json()["data"]["attributes"]["pin"] for _ in range(3)}
    assert len(pins) == 3
    assert all(len(pin) == 10 and pin.isdigit() for pin in pins)


def test_minutes_and_seconds_become_zeros(ask):
    made = ask(starts_at="2026-12-01T13:59:59", ends_at="2026-12-01T14:01:00Z").json()["data"]["attributes"]
    assert (made["starts_at"], made["ends_at"]) == ("2026-12-01T13:00:00", "2026-12-01T14:00:00")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"name": ""}, {"name": ["is empty"]}),
        ({"starts_at": None}, {"starts_at": ["is empty"]}),
        ({"ends_at": "2026-12-01T13:59:00"}, {"ends_at": ["must be after starts_at"]}),
        ({"resort_lock_id": "none"}, {"resort_lock_id": ["is invalid"]}),
        ({"resort_lock_id": None}, {"resort_lock_id": ["is empty"]}),
        ({"one_time_access": "yes"}, {"one_time_access": ["is invalid"]}),
        ({"email": "june"}, {"email": ["is invalid"]}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_of_the_field(rentals, ask, change, expected):
    assert errors(ask(**change)) == expected
    assert rentals.get("resort_lock_guests").json()["meta"]["total_count"] == 0


def test_only_a_resort_lock_will_do(sim, ask):
    assert errors(ask(resort_lock_id=sim.world.locks["Cabin"].id)) == {"resort_lock_id": ["is invalid"]}


def test_name_and_address_can_be_changed_and_nothing_else(sim, rentals, ask):
    guest = ask(one_time_access=True).json()["data"]
    sim.world.advance(60)
    path = f"resort_lock_guests/{guest['id']}"
    changed = rentals.send("PUT", path, name="Jonatan Doery", ends_at="2027-01-01T10:00:00").json()["data"]
    expected = {"name": "Jonatan Doery", "updated_at": "2026-11-21T09:01:00Z"}
    assert changed["attributes"] == guest["attributes"] | expected
    assert rentals.get(path).json()["data"] == changed


def test_guests_are_sorted_and_deleted(rentals, ask):
    ids = [
        ask(name=name, starts_at=f"2026-12-0{day}T01:00:00").json()["data"]["id"] for name, day in (("b", 1), ("a", 2))
    ]

    def listed(**query):
        return [item["id"] for item in rentals.get("resort_lock_guests", query).json()["data"]]

    assert listed() == ids
    assert listed(sort="name") == listed(sort="-starts_at") == ids[::-1]
    gone = rentals.delete(f"resort_lock_guests/{ids[0]}")
    assert (gone.status_code, gone.content) == (204, b"")
    assert listed() == ids[1:]
    assert rentals.get(f"resort_lock_guests/{ids[0]}").status_code == 404


def test_instructions_are_shown_and_sent(sim, rentals, ask):
    guest = ask(name="John <Doe>").json()["data"]
    shown = rentals.get(f"resort_lock_guests/{guest['id']}/email/preview").json()["data"]
    assert set(shown) == {"type", "attributes", "links"}
    assert shown["type"] == "access_instruction_guest_email_template"
    assert list(shown["attributes"]) == ["subject", "body", "from_name", "reply_to", "cc", "bcc"]
    pin, body = guest["attributes"]["pin"], shown["attributes"]["body"]
    assert f"Access Code: {pin[:3]}-{pin[3:6]}-{pin[6:]}" in body
    assert "Dear John &lt;Doe&gt;," in body
    assert "December 1, 2026 01:00 PM to December 5, 2026 04:00 PM" in body
    sent = rentals.send("POST", f"resort_lock_guests/{guest['id']}/email/notify")
    assert (sent.status_code, sent.content) == (200, b"")
    assert [(mail.to, mail.about) for mail in sim.world.rentals.mails] == [("june@example.com", guest["id"])]


def test_nothing_is_sent_without_an_address(sim, rentals, ask):
    guest = ask(email=None).json()["data"]
    assert errors(rentals.send("POST", f"resort_lock_guests/{guest['id']}/email/notify")) == {"email": ["is empty"]}
    assert not sim.world.rentals.mails
