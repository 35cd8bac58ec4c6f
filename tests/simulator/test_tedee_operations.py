"""Commands at Tedee: accepted, carried out later, or not (tedee-facts 2.1, 3.3, 3.4)."""

from __future__ import annotations

import pytest

from lockdash.simulator.home.lock import State

OK, JAMMED, ERROR, BUSY = 0, 1, 2, 3


def command(sim, tedee, name, wish, **query):
    number = sim.world.locks[name].id
    answer = tedee.post(f"lock/{number}/operation/{wish}", **query)
    assert answer.status_code == 202, answer.text
    return answer.json()["result"]["operationId"]


def result(tedee, operation):
    found = tedee.get(f"device/operation/{operation}").json()["result"]
    return found["result"] if found["status"] == "COMPLETED" else None


def state(sim, name):
    return sim.world.locks[name].state


def test_a_command_is_accepted_then_pending_then_completed(sim, tedee):
    answer = tedee.post("lock/40102/operation/lock")
    accepted = answer.json()
    assert (answer.status_code, accepted["statusCode"]) == (202, 202)
    assert set(accepted["result"]) == {"operationId", "lastStateChangedDate"}
    operation = accepted["result"]["operationId"]
    pending = tedee.get(f"device/operation/{operation}").json()["result"]
    assert pending == {"operationId": operation, "deviceId": 40102, "type": 0, "status": "PENDING", "result": 0}
    assert state(sim, "Garage") is State.locking
    sim.world.advance(1.9)
    assert result(tedee, operation) is None
    sim.world.advance(1.2)
    assert result(tedee, operation) == OK
    after = tedee.get("lock/40102/sync").json()["result"]["deviceState"]
    assert (after["state"], after["stateChangeResult"]) == (6, 0)
    assert after["lastStateChangedDate"] > accepted["result"]["lastStateChangedDate"]


def test_a_lock_that_jams_says_so_in_the_operation_and_in_its_state(sim, tedee):
    operation = command(sim, tedee, "Back Door", "lock")
    sim.world.advance(4)
    assert result(tedee, operation) == JAMMED
    after = tedee.get("lock/40103/sync").json()["result"]["deviceState"]
    assert (after["state"], after["stateChangeResult"]) == (3, 1)
    sim.world.advance(5)
    assert [entry["event"] for entry in tedee.get("deviceactivity", deviceId=40103).json()["result"]] == [40]


def test_an_uncalibrated_lock_calls_it_a_success_and_does_nothing(sim, tedee):
    operation = command(sim, tedee, "Attic", "unlock", mode=3)
    sim.world.advance(4)
    assert result(tedee, operation) == OK
    assert state(sim, "Attic") is State.uncalibrated
    assert tedee.get("deviceactivity", deviceId=40106).json()["result"] == []


def test_without_a_pull_spring_a_pull_is_a_success_that_does_nothing(sim, tedee):
    operation = command(sim, tedee, "Garage", "pull")
    sim.world.advance(4)
    assert (result(tedee, operation), state(sim, "Garage")) == (OK, State.unlocked)


def test_pull_holds_the_latch_and_lets_it_go(sim, tedee):
    sim.world.set("Studio", state="unlocked")
    operation = command(sim, tedee, "Studio", "pull")
    assert state(sim, "Studio") is State.pulling
    sim.world.advance(1.5)
    assert (result(tedee, operation), state(sim, "Studio")) == (OK, State.pulled)
    sim.world.advance(2)
    assert state(sim, "Studio") is State.unlocked


@pytest.mark.parametrize(
    ("name", "start", "wish", "mode", "outcome", "end"),
    [
        ("Studio", "locked", "unlock", 0, OK, State.unlocked),
        ("Studio", "locked", "unlock", 4, OK, State.unlocked),  # pulls only if auto-pull is on
        ("Studio", "unlocked", "unlock", 0, OK, State.unlocked),
        ("Studio", "unlocked", "unlock", 4, OK, State.pulled),
        ("Main Entrance", "locked", "unlock", 0, OK, State.pulled),
        ("Main Entrance", "locked", "unlock", 3, OK, State.unlocked),
        ("Main Entrance", "locked", "unlock", 4, OK, State.pulled),
        ("Studio", "semi_locked", "unlock", 3, OK, State.unlocked),
        ("Studio", "semi_locked", "lock", 0, OK, State.locked),
        ("Studio", "locked", "lock", 0, OK, State.locked),
        ("Studio", "locked", "pull", 0, ERROR, State.locked),
        ("Studio", "unknown", "unlock", 3, ERROR, State.unknown),
        ("Studio", "unknown", "unlock", 2, OK, State.unlocked),
        ("Studio", "unknown", "lock", 0, ERROR, State.unknown),
        ("Studio", "updating", "unlock", 3, BUSY, State.updating),
    ],
)
def test_modes_and_start_states(sim, tedee, name, start, wish, mode, outcome, end):
    sim.world.set(name, state=start, travel=(2.0, 2.0), **{"settings.pull_spring_duration": 60})
    operation = command(sim, tedee, name, wish, mode=mode)
    sim.world.advance(3.5)
    assert (result(tedee, operation), state(sim, name)) == (outcome, end)


@pytest.mark.parametrize("mode", [1, 5, "x"])
def test_modes_that_do_not_exist_are_bad_requests(tedee, mode):
    assert tedee.post("lock/40101/operation/unlock", mode=mode).status_code == 400


def test_a_second_command_while_it_moves_is_busy(sim, tedee):
    first = command(sim, tedee, "Garage", "lock")
    second = command(sim, tedee, "Garage", "unlock", mode=3)
    sim.world.advance(4)
    assert (result(tedee, first), result(tedee, second)) == (OK, BUSY)
    assert first != second


def test_a_lock_that_stalls_leaves_its_operation_pending_for_ever(sim, tedee):
    sim.world.set("Garage", stalls=True)
    operation = command(sim, tedee, "Garage", "lock")
    sim.world.advance(600)
    assert result(tedee, operation) is None


@pytest.mark.parametrize(
    ("name", "status"),
    [("Cellar", 423), ("Garden Gate", 423), ("Neighbour", 403)],
    ids=["offline", "no bridge", "no remote access"],
)
def test_what_cannot_be_reached_or_may_not_be_used_refuses(sim, tedee, name, status):
    answer = tedee.post(f"lock/{sim.world.locks[name].id}/operation/unlock", mode=3)
    assert (answer.status_code, answer.json()["success"]) == (status, False)


@pytest.mark.parametrize("path", ["lock/1/operation/lock", "lock/x/operation/lock", "lock/40101/operation/open"])
def test_an_unknown_lock_or_operation_is_not_found(tedee, path):
    assert tedee.post(path).status_code == 404


def test_an_unknown_operation_id_is_not_found(tedee):
    assert tedee.get("device/operation/12345").status_code == 404


def test_auto_lock_locks_after_its_delay_and_is_logged_as_such(sim, tedee):
    command(sim, tedee, "Main Entrance", "unlock", mode=3)
    sim.world.advance(31)
    assert state(sim, "Main Entrance") is State.unlocked
    sim.world.advance(6)
    assert state(sim, "Main Entrance") is State.locked
    sim.world.advance(5)
    assert [entry["event"] for entry in tedee.get("deviceactivity", deviceId=40108).json()["result"]] == [36, 33]


def test_auto_lock_waits_for_an_open_door(sim):
    sim.world.set("Front Door", **{"settings.auto_lock_enabled": True, "settings.auto_lock_delay": 10})
    sim.world.set("Front Door", state="unlocked", door="opened")
    sim.world.advance(60)
    assert state(sim, "Front Door") is State.unlocked
    sim.world.set("Front Door", door="closed")
    sim.world.advance(10)
    assert state(sim, "Front Door") is State.locked
