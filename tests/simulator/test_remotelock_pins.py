"""PINs of access persons: the rules, and what becomes of one that is taken (remotelock-facts, "People and access")."""

from __future__ import annotations

import pytest

from tests.simulator.test_remotelock_people import STAY, add, errors


def ask(rentals, name="Bob Stone", **code):
    return rentals.send("POST", "access_persons", "access_guest", name=name, **code | STAY)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ({}, "is empty"),
        ({"pin": ""}, "is empty"),
        ({"pin": None, "generate_pin": False}, "is empty"),
        ({"pin": "123"}, "is too short (minimum is 4 characters)"),
        ({"pin": "12345678901"}, "is too long (maximum is 10 characters)"),
        ({"pin": "12a4"}, "is not a number"),
        ({"pin": "١٢٣٤"}, "is not a number"),
        ({"pin": ["1234"]}, "is invalid"),
    ],
)
def test_each_rule_has_its_words(rentals, code, message):
    answer = ask(rentals, **code)
    assert errors(answer) == {"pin": [message]}
    assert answer.json()["errors"][0]["full_messages"] == [f"PIN {message}"]


@pytest.mark.parametrize("pin", ["1234", "0000", "1234567890", 5678])
def test_pins_within_the_rules_are_kept(rentals, pin):
    assert ask(rentals, pin=pin).json()["data"]["attributes"]["pin"] == str(pin)


def test_a_card_is_enough(rentals):
    made = ask(rentals, card_number="23456").json()["data"]["attributes"]
    assert (made["pin"], made["card_number"]) == (None, "23456")


def test_generated_pins_are_four_digits_and_never_the_same(rentals):
    pins = [
        ask(rentals, f"Guest {index}", generate_pin=True).json()["data"]["attributes"]["pin"] for index in range(20)
    ]
    assert all(len(pin) == 4 and pin.isdigit() for pin in pins)
    assert len(set(pins)) == 20


def test_a_second_person_with_a_pin_gets_another_and_201(rentals):
    add(rentals, **STAY)
    answer = ask(rentals, pin="1234")
    assert answer.status_code == 201
    given = answer.json()["data"]["attributes"]["pin"]
    assert given != "1234"
    assert given.isdigit()


def test_the_same_creation_again_is_refused(rentals):
    add(rentals, **STAY)
    answer = ask(rentals, "Ann Smith", pin="1234")
    assert errors(answer) == {"pin": ["has already been taken"]}
    assert answer.json()["errors"][0]["full_messages"] == ["PIN has already been taken"]


def test_without_the_quirk_every_taken_pin_is_refused(sim, rentals):
    sim.world.rentals.quirks.replaces_pins = False
    add(rentals, **STAY)
    assert errors(ask(rentals, pin="1234")) == {"pin": ["has already been taken"]}


def test_a_pin_is_free_again_when_its_owner_is_deactivated(rentals):
    first = add(rentals, **STAY)
    rentals.send("PUT", f"access_persons/{first['id']}/deactivate")
    assert ask(rentals, pin="1234").json()["data"]["attributes"]["pin"] == "1234"


def test_one_pin_for_two_is_refused_where_they_would_share_a_door(sim, rentals):
    ann, bob = add(rentals, **STAY), ask(rentals, pin="8888").json()["data"]
    beach, cabin = (sim.world.locks[name].id for name in ("Beach House", "Cabin"))

    def grant(person, lock):
        return rentals.send(
            "POST", f"access_persons/{person['id']}/accesses", accessible_type="lock", accessible_id=lock
        )

    assert grant(ann, beach).status_code == grant(bob, cabin).status_code == 201
    changed = rentals.send("PUT", f"access_persons/{bob['id']}", pin="1234")
    assert changed.json()["data"]["attributes"]["pin"] == "1234"
    assert errors(grant(bob, beach)) == {"pin": ["has already been taken"]}
    rentals.send("PUT", f"access_persons/{bob['id']}", pin="8888")
    assert grant(bob, beach).status_code == 201
    assert errors(rentals.send("PUT", f"access_persons/{bob['id']}", pin="1234")) == {"pin": ["has already been taken"]}


def test_one_code_has_to_be_left(rentals):
    ann = add(rentals, **STAY)
    path = f"access_persons/{ann['id']}"
    assert errors(rentals.send("PUT", path, pin="")) == {"pin": ["is empty"]}
    swapped = rentals.send("PUT", path, pin=None, card_number="777").json()["data"]["attributes"]
    assert (swapped["pin"], swapped["card_number"]) == (None, "777")
    fresh = rentals.send("PUT", path, generate_pin=True).json()["data"]["attributes"]
    assert len(fresh["pin"]) == 4
