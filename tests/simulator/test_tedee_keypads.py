"""The way to a keypad: which locks have one, how long they take, and what else can come of it (tedee-facts 2.5)."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from time import monotonic, sleep

import httpx
import pytest

from lockdash.simulator.home.keypad import type_pin
from lockdash.simulator.home.lock import State
from lockdash.simulator.home.pins import Pin

PINS = "lock/40101/pin"
PLUMBER = {"alias": "Plumber", "pin": "50381"}


@contextmanager
def under_way(sim, tedee, *request) -> Iterator[Future[httpx.Response]]:
    """A request that the lock has begun to work on."""
    radio = sim.world.locks["Front Door"].radio
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(tedee.send, *request)
        until = monotonic() + 10
        while not radio.busy and monotonic() < until:
            sleep(0.005)
        assert radio.busy
        yield asked


def aliases(tedee):
    return [pin["alias"] for pin in tedee.get(PINS).json()["result"]["pins"]]


def seconds(sim, least, most):
    sim.world.set("Front Door", **{"radio.seconds": (least, most), "radio.patience": most})


def test_an_answer_takes_its_time_and_no_other_is_given_meanwhile(sim, tedee):
    seconds(sim, 1.0, 2.0)
    with under_way(sim, tedee, "POST", PINS, PLUMBER) as asked:
        for method, path in [("GET", PINS), ("GET", f"{PINS}/1"), ("POST", PINS), ("DELETE", f"{PINS}/1")]:
            assert tedee.send(method, path, PLUMBER).status_code == 409
        assert tedee.send("PUT", f"{PINS}/1", PLUMBER).status_code == 409
        assert tedee.get("lock/40101").status_code == 200, "what the cloud knows itself"
        sim.world.advance(0.9)
        assert not asked.done()
        assert sim.world.locks["Front Door"].radio.busy
        sim.world.advance(1.1)
        assert asked.result(10).status_code == 201
    seconds(sim, 0.0, 0.0)
    assert aliases(tedee) == ["Cleaner", "Dog walker", "Plumber"]


def test_a_lock_that_does_not_answer_times_out_and_has_done_nothing(sim, tedee):
    sim.world.set("Front Door", **{"radio.deaf": True})
    assert tedee.get(PINS).status_code == 408
    assert tedee.send("POST", PINS, PLUMBER).status_code == 408
    assert tedee.send("PUT", f"{PINS}/1", PLUMBER).status_code == 408
    assert tedee.send("DELETE", f"{PINS}/1").status_code == 408
    sim.world.set("Front Door", **{"radio.deaf": False})
    assert aliases(tedee) == ["Cleaner", "Dog walker"]


def test_an_answer_that_is_lost_times_out_though_it_is_done(sim, tedee):
    sim.world.set("Front Door", **{"radio.loses_answers": True})
    assert tedee.send("POST", PINS, PLUMBER).status_code == 408
    sim.world.set("Front Door", **{"radio.loses_answers": False})
    assert aliases(tedee)[-1] == "Plumber"
    assert tedee.send("POST", PINS, PLUMBER).status_code == 406


def test_a_lock_that_drops_out_meanwhile_times_out(sim, tedee):
    seconds(sim, 1.0, 1.0)
    with under_way(sim, tedee, "POST", PINS, PLUMBER) as asked:
        sim.world.set("Front Door", online=False)
        sim.world.advance(1)
        assert asked.result(10).status_code == 408
    seconds(sim, 0.0, 0.0)
    sim.world.set("Front Door", online=True)
    assert aliases(tedee) == ["Cleaner", "Dog walker"]


def test_a_lock_may_be_busy_with_somebody_else(sim, tedee):
    sim.world.set("Front Door", **{"radio.busy": True})
    answer = tedee.get(PINS)
    assert (answer.status_code, answer.json()["statusCode"]) == (409, 409)


@pytest.mark.parametrize(
    "fields", [{"keypad": False}, {"connected_to": None}, {"online": False}], ids=["no keypad", "no bridge", "offline"]
)
@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", PINS), ("GET", f"{PINS}/1"), ("POST", PINS), ("PUT", f"{PINS}/1"), ("DELETE", f"{PINS}/1")],
)
def test_a_keypad_and_a_connected_bridge_are_needed(sim, tedee, method, path, fields):
    sim.world.set("Front Door", **fields)
    assert tedee.send(method, path, PLUMBER).status_code == 428


def test_guests_have_no_pins_to_manage(sim, tedee):
    sim.world.set("Front Door", access_level=0)
    assert tedee.get(PINS).status_code == 403
    assert tedee.send("POST", PINS, PLUMBER).status_code == 403


@pytest.mark.parametrize(
    ("code", "event", "alias", "state"),
    [
        ("25907", 61, "Cleaner", State.unlocked),
        ("50382", 62, None, State.locked),
        ("192837", 75, "Dog walker", State.locked),  # it is Saturday
    ],
)
def test_a_pin_that_is_typed_is_logged_under_its_alias(sim, tedee, code, event, alias, state):
    lock = sim.world.locks["Front Door"]
    sim.world.do(lambda: type_pin(lock, code))
    sim.world.advance(10)
    entry = tedee.get("deviceactivity", deviceId=40101).json()["result"][0]
    assert (entry["event"], entry.get("pinAlias"), entry["username"]) == (event, alias, None)
    assert lock.state is state


def test_a_pin_that_was_just_created_opens_and_one_that_was_deleted_does_not(sim, tedee):
    lock = sim.world.locks["Front Door"]
    number = tedee.send("POST", PINS, PLUMBER).json()["result"]["id"]
    sim.world.do(lambda: type_pin(lock, "50381"))
    sim.world.advance(10)
    assert lock.log[-1].pin_alias == "Plumber"
    tedee.send("DELETE", f"{PINS}/{number}")
    sim.world.do(lambda: type_pin(lock, "50381"))
    assert lock.log[-1].event == 62


def test_the_digits_are_not_shown_by_mistake():
    assert "50381" not in repr(Pin("Plumber", "50381"))
