"""`lockdash doctor` against the simulator: what it finds in healthy and in broken accounts, and how it says so."""

import json

import pytest

from lockdash.cli.status_line import StatusLine
from lockdash.engine.doctor import accounts

CHECK = ["section", "subject", "level", "said", "remedy"]


@pytest.fixture
def doctor(lockdash, files):
    """Run it on both accounts; `found` of its JSON: the checks of a section by their subjects."""
    both = files()

    def run(*argv, where=both):
        return lockdash("doctor", *argv, where=where)

    return run


def checks(result, section):
    return {each["subject"]: each for each in result.json["checks"] if each["section"] == section}


def test_json_is_one_object_with_the_documented_keys(doctor):
    result = doctor("--json")
    assert list(result.json) == ["ok", "worst", "checks"]
    assert all(list(each) == CHECK for each in result.json["checks"])
    sections = list(dict.fromkeys(each["section"] for each in result.json["checks"]))
    assert sections == [
        "program",
        "terminal",
        "configuration",
        "store",
        "sessions",
        "account home",
        "account rentals",
        "logs",
    ]


def test_a_healthy_house_has_no_failure(doctor):
    result = doctor("--json")
    assert result.code == 0
    assert result.json["ok"]
    assert result.json["worst"] in ("ok", "warning")
    for name in ("account home", "account rentals"):
        found = checks(result, name)
        assert {each["level"] for each in found.values()} == {"ok"}, found
        assert {"reachable", "signed in", "clock", "scopes", "devices"} <= set(found)


def test_nothing_at_the_vendors_is_changed(doctor, sim):
    doctor("--json")
    changed = [heard for heard in sim.requests if heard.method != "GET" and "/oauth/token" not in heard.path]
    assert sim.requests
    assert changed == []


def test_a_wrong_key_is_a_failure_of_its_account_only(doctor, sim):
    sim.tedee.key = "another"
    result = doctor("--json")
    assert result.code == 1
    assert not result.json["ok"]
    found = checks(result, "account home")["signed in"]
    assert found["level"] == "failure"
    assert found["remedy"]
    assert checks(result, "account rentals")["signed in"]["level"] == "ok"


def test_a_missing_scope_is_told_by_name(doctor, sim):
    sim.tedee.scopes -= {"DeviceActivity.Read"}
    result = doctor("--json")
    worse = [each for each in result.json["checks"] if each["section"] == "account home" and each["level"] != "ok"]
    assert any("DeviceActivity.Read" in each["said"] for each in worse), worse


def test_a_clock_that_is_off_by_ten_minutes_is_told(doctor, sim):
    sim.faults.add(date_skew=-600)
    found = checks(doctor("--json"), "account home")["clock"]
    assert found["level"] != "ok"
    assert "10 min" in found["said"] or "600 s" in found["said"]
    assert found["remedy"]


def test_a_vendor_that_is_down_is_a_failure_and_the_other_is_tried(doctor, sim):
    sim.faults.add("/tedee/", status=503)
    sim.faults.add("/remotelock/", cut=True)
    result = doctor("--json")
    assert result.code == 1
    for name in ("account home", "account rentals"):
        assert "failure" in {each["level"] for each in checks(result, name).values()}


def test_a_vendor_that_does_not_answer_is_waited_for_no_longer_than_it_may(doctor, sim, monkeypatch):
    monkeypatch.setattr(accounts, "SECONDS", 1.0)
    sim.faults.add("/tedee/", delay=30)
    found = checks(doctor("--json"), "account home")["reachable"]
    assert found["level"] == "failure"
    assert "within 1 s" in found["said"]


def test_offline_asks_nobody(doctor, sim):
    doctor("--json")
    asked = len(sim.requests)
    for option in ("--offline", "--cached"):
        result = doctor("--json", option)
        assert result.code == 0
        assert checks(result, "account home")["trial"]["level"] == "ok"
    assert len(sim.requests) == asked


def test_what_sessions_found_is_told_as_well(doctor, lockdash, sim):
    sim.tedee.key = "another"
    lockdash("status")
    found = checks(doctor("--json", "--offline"), "account home")["condition"]
    assert found["level"] == "failure"
    assert "not signed in" in found["said"]


def test_a_damaged_store_is_told_left_and_does_not_keep_accounts_from_being_tried(doctor, tmp_path):
    (tmp_path / "state").mkdir(mode=0o700)
    path = tmp_path / "state" / "lockdash.db"
    path.write_bytes(b"no database at all" * 100)
    result = doctor("--json")
    assert result.code == 1
    assert checks(result, "store")["integrity"]["level"] == "failure"
    assert checks(result, "account home")["signed in"]["level"] == "ok"
    assert checks(result, "account rentals")["signed in"]["level"] == "ok"
    assert path.read_bytes().startswith(b"no database")


def test_without_the_store_a_sign_in_cannot_be_tried(doctor, files, tmp_path):
    (tmp_path / "state").write_text("a file")
    where = files()
    path = tmp_path / "config.toml"
    path.write_text(path.read_text().replace("client_credentials", "authorization_code"))
    result = doctor("--json", where=where)
    found = checks(result, "account rentals")["trial"]
    assert found["level"] == "warning"
    assert "store" in found["said"]
    assert checks(result, "account home")["signed in"]["level"] == "ok"


def test_somebody_who_never_signed_in_is_told_the_command(doctor, files, tmp_path):
    where = files()
    path = tmp_path / "config.toml"
    path.write_text(path.read_text().replace("client_credentials", "authorization_code"))
    found = checks(doctor("--json", where=where), "account rentals")
    assert found["signed in"]["level"] == "failure"
    assert found["signed in"]["remedy"] == found["token"]["remedy"] == "run: lockdash login rentals"


def test_a_broken_configuration_is_told_and_the_rest_examined(doctor, lockdash, files):
    lockdash("status")
    result = doctor("--json", where=files(more='[ui]\nthem = "x"\n', accounts=["home"]))
    assert result.code == 1
    (problem,) = [each for each in result.json["checks"] if each["subject"] == "problem"]
    assert 'config.toml:9: unknown key "them"' in problem["said"]
    assert checks(result, "store")["integrity"]["level"] == "ok"
    assert checks(result, "account home")["condition"]["said"].startswith("live")


def test_a_secret_that_cannot_be_had_is_told_once(doctor, files, tmp_path, sim):
    where = files(accounts=["home"])
    path = tmp_path / "config.toml"
    path.write_text(path.read_text().replace(f'personal_key = "{sim.tedee.key}"', 'personal_key_command = "false"'))
    result = doctor("--json", where=where)
    (failure,) = [each for each in result.json["checks"] if each["level"] == "failure"]
    assert (failure["section"], failure["subject"]) == ("configuration", "secret")
    assert "exit code 1" in failure["said"]
    assert checks(result, "account home")["trial"]["level"] == "warning"


def test_keys_that_the_screen_does_not_take_are_told(doctor, files):
    result = doctor("--json", "--offline", where=files(more='[keys]\nno_such_action = "x"\n', accounts=["home"]))
    found = checks(result, "configuration")["keymap"]
    assert found["level"] == "warning"
    assert "no_such_action" in found["said"]


def test_no_secret_is_printed(doctor, sim):
    for argv in ([], ["--json"]):
        result = doctor(*argv)
        for secret in (sim.tedee.key, sim.tokens.client_secret):
            assert secret not in result.out + result.err


def test_ctrl_c_prints_what_is_there(doctor, monkeypatch):
    def interrupted(self, text):
        if text.startswith("trying"):
            raise KeyboardInterrupt

    monkeypatch.setattr(StatusLine, "show", interrupted)
    result = doctor("--json")
    assert result.code == 130
    assert checks(result, "store")["disk"]["level"] == "ok"
    assert "broken off" in checks(result, "account home")["trial"]["said"]


def test_a_defect_in_one_examination_does_not_hide_the_others(doctor, monkeypatch):
    def defect(*_):
        raise ZeroDivisionError("canary")

    monkeypatch.setattr("lockdash.engine.doctor.sessions.examine", defect)
    result = doctor("--json", "--offline")
    found = checks(result, "sessions")["doctor"]
    assert found["level"] == "failure"
    assert "ZeroDivisionError" in found["said"]
    assert "canary" not in result.out
    assert checks(result, "logs")


def test_for_people_the_remedy_stands_beneath(doctor, sim):
    sim.tedee.key = "another"
    lines = doctor().out.splitlines()
    at = next(number for number, row in enumerate(lines) if "FAILURE signed in" in row)
    assert lines[at + 1].strip().startswith("→ ")
    assert "account home" in lines
    assert "failure" in lines[-1]
    assert "\x1b" not in "".join(lines)


def test_json_is_all_that_is_on_stdout(doctor):
    assert json.loads(doctor("--json").out)
