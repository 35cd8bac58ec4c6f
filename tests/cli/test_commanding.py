"""`lockdash lock`, `unlock` and `open`: what is done, what is said, and every exit code."""

import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lockdash.simulator.home.lock import State


def lock_named(sim, name):
    return next(lock for lock in sim.world.home.locks.values() if lock.name == name)


def sent(sim):
    return [heard for heard in sim.requests if "/operation/" in heard.path and heard.method == "POST"]


def test_lock_is_done_and_confirmed(lockdash, sim):
    garage = lock_named(sim, "Garage")
    result = lockdash("lock", "garage")
    assert result.code == 0
    assert garage.state is State.locked
    assert result.out.startswith("Garage (home): lock confirmed")
    assert result.out.count("\n") == 1
    steps = [line.split(": ")[1].split()[0] for line in result.err.splitlines()]
    assert steps == ["asked", "accepted", "confirmed"]
    assert len(sent(sim)) == 1


def test_unlock_one_acts_at_once(lockdash, front):
    assert lockdash("unlock", "Front Door").code == 0
    assert front.state is State.unlocked


def test_json_on_stdout_and_talk_on_stderr(lockdash):
    result = lockdash("lock", "garage", "--json")
    (item,) = result.json["commands"]
    assert list(item) == [
        *("account", "key", "name", "command", "status"),
        *("requested_at", "accepted_at", "settled_at", "evidence", "reason"),
    ]
    assert (item["name"], item["command"], item["status"], item["reason"]) == ("Garage", "lock", "confirmed", None)
    assert item["evidence"]
    assert "asked" in result.err


def test_several_are_locked_without_a_question(lockdash, sim):
    result = lockdash("lock", "garage", "front door")
    assert result.code == 0
    assert [line.split(" (")[0] for line in result.out.splitlines()] == ["Garage", "Front Door"]


def test_a_lock_that_jams_is_1(lockdash):
    result = lockdash("lock", "Back Door", "--wait", "300")
    assert result.code == 1
    assert "Back Door (home): lock failed: " in result.out


def test_what_is_not_confirmed_in_time_is_3(lockdash, front):
    front.stalls = True
    result = lockdash("unlock", "front", "--wait", "5")
    assert result.code == 3
    assert result.out == "Front Door (home): unlock accepted, not confirmed within 5 s\n"


def test_wait_0_waits_for_the_vendor_to_take_it(lockdash, front):
    front.stalls = True
    result = lockdash("unlock", "front", "--wait", "0")
    assert result.code == 3
    assert "accepted" in result.err


@pytest.mark.parametrize(
    ("name", "why"),
    [("Attic", "not calibrated"), ("Garden Gate", "no bridge"), ("Porch Keypad", "cannot be locked")],
)
def test_what_cannot_be_is_refused_with_1(lockdash, sim, name, why):
    result = lockdash("lock", name)
    assert result.code == 1
    assert f"{name} (home): lock refused: " in result.out
    assert why in result.out
    assert not sent(sim)


def test_the_worst_outcome_of_several_is_the_programs(lockdash, sim):
    result = lockdash("lock", "garage", "attic", "--json")
    assert result.code == 1
    assert [each["status"] for each in result.json["commands"]] == ["confirmed", "refused"]
    assert lock_named(sim, "Garage").state is State.locked


@pytest.mark.parametrize("argv", [["unlock", "garage", "front"], ["open", "studio"], ["open", "Main Entrance"]])
def test_what_asks_needs_yes_where_nobody_can_be_asked(lockdash, sim, argv):
    result = lockdash(*argv)
    assert (result.code, result.out) == (2, "")
    assert "--yes" in result.err
    assert not sent(sim)


def test_yes_answers_the_question(lockdash, sim):
    result = lockdash("unlock", "garage", "front", "--yes")
    assert result.code == 0
    assert len(sent(sim)) == 2


def test_open_with_yes(lockdash, sim):
    assert lockdash("open", "studio", "--yes", "--wait", "300").code == 0


def test_an_account_can_have_unlock_ask(lockdash, files, sim):
    result = lockdash("unlock", "front", where=files(more='unlock = "ask"\n', accounts=["home"]))
    assert result.code == 2
    assert "Unlock Front Door (home)?" in result.err
    assert not sent(sim)


def test_read_only_is_refused_with_1(lockdash, files, sim):
    assert lockdash("lock", "garage", "--read-only").code == 1
    result = lockdash("lock", "garage", where=files(more="read_only = true\n", accounts=["home"]))
    assert result.code == 1
    assert "read-only" in result.out
    assert not sent(sim)


@pytest.mark.parametrize(("name", "told"), [("frnt door", 'did you mean "Front Door"'), ("ga", "fits 2 devices")])
def test_a_name_that_is_not_clear_is_2_and_nothing_is_sent(lockdash, sim, name, told):
    result = lockdash("lock", "Back Door", name)
    assert result.code == 2
    assert told in result.err
    assert not sent(sim)


def test_a_name_of_another_account_is_not_found(lockdash, files):
    result = lockdash("lock", "Beach House", "--account", "home", where=files())
    assert result.code == 2


def test_no_connection_is_4_and_nothing_is_guessed(lockdash, sim):
    sim.faults.add("/my/", cut=True)
    result = lockdash("lock", "garage")
    assert result.code == 4
    assert "home: offline" in result.err
    assert "No device is known yet" in result.err


def test_a_wrong_key_is_4_although_the_device_is_known(lockdash, sim, time_machine):
    lockdash("status")
    sim.tedee.key = "another"
    time_machine.move_to(datetime.now(UTC) + timedelta(minutes=1))
    result = lockdash("lock", "garage")
    assert result.code == 4
    assert "not signed in" in result.out


def test_a_connection_that_is_lost_only_now_is_4_as_well(lockdash, files, sim):
    lockdash("status")  # nothing is due for a while after this, so only the command itself meets the closed port
    where = files(accounts=["home"])
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    configuration = Path(where[1])
    configuration.write_text(configuration.read_text().replace(f":{sim.port}/", f":{port}/"))
    result = lockdash("lock", "garage", where=where)
    assert result.code == 4
    assert "not sent" in result.out
    assert "refuses the connection" in result.out


def test_both_vendors_in_one_command(lockdash, files, sim):
    result = lockdash("lock", "garage", "Beach House", "--wait", "300", where=files())
    assert result.code == 0, result.out
    assert "Garage (home): lock confirmed" in result.out
    assert "Beach House (rentals): lock confirmed" in result.out
