"""`lockdash status`, from the command line down to HTTP."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from lockdash.__main__ import main
from lockdash.domain.devices import DeviceKind, DoorState, LockState
from lockdash.domain.freshness import Freshness
from lockdash.domain.link import Link
from tests.cli.test_report import DEVICE_KEYS


def test_json_is_one_object_with_the_documented_keys(lockdash):
    result = lockdash("status", "--json")
    assert (result.code, result.err) == (0, "")
    assert list(result.json) == ["accounts", "devices"]
    (account,) = result.json["accounts"]
    assert list(account) == ["name", "vendor", "condition", "since", "budget"]
    assert (account["name"], account["vendor"], account["condition"]) == ("home", "tedee", "live")
    assert list(account["budget"]) == ["limit", "remaining", "resets_at"]
    assert account["budget"]["limit"] == 700
    assert 0 < account["budget"]["remaining"] < 700
    for device in result.json["devices"]:
        assert list(device) == DEVICE_KEYS
        assert DeviceKind(device["kind"])
        assert device["state"] is None or LockState(device["state"])
        assert device["link"] is None or Link(device["link"])
        assert Freshness(device["freshness"])
        assert device["door"] is None or DoorState(device["door"])
        assert device["seen_at"] is None or datetime.fromisoformat(device["seen_at"]).tzinfo is not None


def test_devices_say_what_the_world_is(lockdash):
    devices = {each["name"]: each for each in lockdash("status", "--json").json["devices"]}
    assert (devices["Front Door"]["state"], devices["Front Door"]["door"]) == ("locked", "closed")
    assert (devices["Front Door"]["battery"], devices["Front Door"]["freshness"]) == (54, "fresh")
    assert devices["Garage"]["state"] == "unlocked"
    assert devices["Attic"]["state"] == "uncalibrated"
    assert devices["Garden Gate"]["link"] == "no_bridge"
    assert devices["Cellar"]["link"] == "offline"


def test_for_people_the_most_urgent_come_first(lockdash):
    result = lockdash("status")
    lines = result.out.splitlines()
    assert lines[0].startswith("home  live")
    rows = [line for line in lines if line.endswith("  home")]
    assert "UNLOCKED" in rows[0]
    assert "Locked" in rows[-1] or "–" in rows[-1]
    assert "2 UNLOCKED" in lines[-1]
    assert "\x1b" not in result.out


def test_no_secret_is_printed(lockdash, sim):
    for argv in (["status"], ["status", "--json"]):
        result = lockdash(*argv)
        assert sim.tedee.key not in result.out + result.err


def test_cached_asks_nobody(lockdash, sim):
    before = lockdash("status", "--json")
    asked = len(sim.requests)
    result = lockdash("status", "--cached", "--json")
    assert result.code == 0
    assert len(sim.requests) == asked
    assert result.json["devices"] == before.json["devices"]


def test_cached_before_anything_was_read(lockdash):
    result = lockdash("status", "--cached", "--json")
    assert result.code == 0
    assert result.json["devices"] == []
    assert result.json["accounts"][0]["condition"] == "connecting"
    assert "No devices are known" in lockdash("status", "--cached").out


def test_the_vendors_pace_is_kept_between_runs(lockdash, sim):
    lockdash("status")
    asked = len(sim.requests)
    assert lockdash("status").code == 0
    assert len(sim.requests) == asked


def test_a_wrong_key_is_4(lockdash, sim):
    sim.tedee.key = "another"
    result = lockdash("status", "--json")
    assert result.code == 4
    assert result.json["accounts"][0]["condition"] == "unauthorised"
    assert "home  not signed in for <1 m: " in lockdash("status").out


def test_no_connection_is_4_and_still_prints_what_was_known(lockdash, sim, time_machine):
    lockdash("status")
    sim.faults.add("/my/", cut=True)
    time_machine.move_to(datetime.now(UTC) + timedelta(minutes=14))
    result = lockdash("status")
    assert result.code == 4
    assert "home  offline for <1 m" in result.out
    assert "Locked? 14 m" in result.out
    assert "UNLOCKED? 14 m" in result.out
    devices = lockdash("status", "--cached", "--json").json["devices"]
    assert {each["freshness"] for each in devices if each["kind"] == "lock"} == {"stale"}


def test_one_account_of_two_without_connection_is_0(lockdash, sim, files):
    where = files(accounts=["home", "rentals"])
    sim.faults.add("/remotelock/", cut=True)
    result = lockdash("status", "--json", where=where)
    assert result.code == 0
    assert [each["condition"] for each in result.json["accounts"]] == ["live", "offline"]
    assert lockdash("status", "--account", "rentals", where=where).code == 4


def test_only_one_account(lockdash, files):
    result = lockdash("status", "--json", "--account", "rentals", where=files())
    assert [each["name"] for each in result.json["accounts"]] == ["rentals"]
    assert {each["account"] for each in result.json["devices"]} == {"rentals"}


def test_an_account_that_is_not_configured_is_2(lockdash):
    result = lockdash("status", "--account", "hmoe")
    assert (result.code, result.out) == (2, "")
    assert 'no account is named "hmoe"' in result.err
    assert 'did you mean "home"?' in result.err


def test_an_account_that_was_taken_out_of_the_configuration_is_not_shown(lockdash, files):
    both = files()
    assert {each["account"] for each in lockdash("status", "--json", where=both).json["devices"]} == {"home", "rentals"}
    one = files(accounts=["rentals"])
    result = lockdash("status", "--cached", "--json", where=one)
    assert {each["account"] for each in result.json["devices"]} == {"rentals"}


def test_without_a_configuration_the_next_step_is_told(tmp_path, capsys):
    path = tmp_path / "nowhere.toml"
    assert main(["status", "--config", str(path)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert str(path) in told.err
    assert "lockdash demo" in told.err
    assert "config.example.toml" in told.err


def test_a_mistake_in_the_configuration_is_2_with_its_line(files, tmp_path, capsys):
    where = files(more='[ui]\nthem = "x"\n', accounts=["home"])
    assert main(["status", *where]) == 2
    assert f'{tmp_path / "config.toml"}:9: unknown key "them"; did you mean "theme"?' in capsys.readouterr().err


def test_a_state_folder_that_cannot_be_is_1(files, tmp_path, capsys):
    (tmp_path / "state").write_text("a file")
    assert main(["status", *files(accounts=["home"])]) == 1
    assert str(tmp_path / "state") in capsys.readouterr().err


def test_a_damaged_store_is_told_and_set_aside(lockdash, tmp_path):
    (tmp_path / "state").mkdir()
    (tmp_path / "state/lockdash.db").write_bytes(b"no database at all" * 100)
    result = lockdash("status", "--json")
    assert result.code == 0
    assert "was damaged" in result.err
    assert result.json["devices"]


@pytest.mark.parametrize("mangle", ["html", "cut"])
def test_a_broken_answer_is_a_condition(lockdash, sim, mangle):
    sim.faults.add("/my/", status=200, body="<html>" if mangle == "html" else '{"result": [{"id": 1, "na')
    result = lockdash("status", "--json")
    assert result.json["accounts"][0]["condition"] == "bad_answer"
    assert result.code == 1


def test_names_keep_their_letters_and_lose_their_tricks(lockdash, front):
    front.name = "Tür \x1b[31m[/] \u202eroot 玄関"
    result = lockdash("status", "--json")
    assert "\x1b" not in result.out
    names = [each["name"] for each in json.loads(result.out)["devices"]]
    assert any(name.startswith("Tür") and name.endswith("玄関") and "[/]" in name for name in names)


def test_times_are_utc(lockdash):
    known = lockdash("status", "--json").json
    since = datetime.fromisoformat(known["accounts"][0]["since"])
    assert abs(datetime.now(UTC) - since) < timedelta(minutes=5)
