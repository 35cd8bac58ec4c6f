"""`lockdash config path`, `check` and `schema`."""

import json
import os

import pytest

from lockdash.__main__ import main
from tests.cli.test_program import HEAVY, imported_by

HOME = '[[accounts]]\nname = "home"\nvendor = "tedee"\npersonal_key = "opens-nothing"\n'
RENTALS = '[[accounts]]\nname = "rentals"\nvendor = "remotelock"\nclient_id = "id"\nclient_secret_env = "RL_SECRET"\n'


@pytest.fixture
def config(tmp_path):
    path = tmp_path / "lockdash/config.toml"
    path.parent.mkdir(mode=0o700)
    path.write_text(HOME)
    path.chmod(0o600)
    return path


@pytest.fixture
def drop_in(config):
    path = config.parent / "config.d/rentals.toml"
    path.parent.mkdir(mode=0o700)
    path.write_text(RENTALS)
    path.chmod(0o600)
    return path


@pytest.fixture
def run(config, capfd):
    def run(*argv):
        code = main(["--config", str(config), "--state-dir", str(config.parent / "state"), "config", *argv])
        return code, *capfd.readouterr()

    return run


def test_path_is_one_line_whether_it_exists_or_not(run, config):
    assert run("path") == (0, f"{config}\n", "")
    config.unlink()
    assert run("path") == (0, f"{config}\n", "")


def test_path_of_everything(run, config, drop_in):
    code, out, err = run("path", "--all")
    assert (code, err) == (0, "")
    assert [line.split(maxsplit=1) for line in out.splitlines()] == [
        ["configuration", str(config)],
        ["drop-in", str(drop_in)],
        ["store", f"{config.parent}/state  (does not exist)"],
    ]
    config.unlink()
    assert run("path", "--all")[1].splitlines()[0] == f"configuration  {config}  (does not exist)"


def test_check_of_one_good_file(run, config):
    assert run("check") == (0, f"{config} is good: 1 account\n", "")


def test_check_of_several_good_files(run, config, drop_in):
    assert run("check") == (0, f"{config} and one more file in {drop_in.parent} are good: 2 accounts\n", "")
    (drop_in.parent / "ui.toml").write_text("[ui]\nbell = true\n")
    assert run("check") == (0, f"{config} and 2 more files in {drop_in.parent} are good: 2 accounts\n", "")


def test_check_tells_all_that_is_wrong_with_all_files(run, config, drop_in):
    config.write_text(HOME + "[ui]\nbel = 1\n")
    drop_in.write_text(HOME)
    code, out, err = run("check")
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        f'{config}:6: unknown key "bel"; did you mean "bell"?',
        f'{drop_in}:2: a second account is named "home"; the first one is in {config}:2',
    ]


def test_check_of_nothing(run, config):
    config.unlink()
    assert run("check") == (2, "", f"{config}: there is no such file\n")


def test_check_knows_actions_and_keys(run, config):
    config.write_text(HOME + '[keys]\nlok = "l"\nrefresh = "R"\ndevices.lock_all = "ctrl+b"\n')
    code, out, err = run("check")
    assert (code, out) == (2, "")
    first, second = err.splitlines()
    assert first.startswith(f'{config}:6: [keys] there is no action "lok"; did you mean "lock"?')
    assert second.startswith(f"{config}:8: [keys] lock_all: ")


def test_check_of_good_keys(run, config):
    config.write_text(HOME + '[keys]\nrefresh = "R"\n')
    assert run("check")[0] == 0


def test_schema_is_json(run, config):
    config.unlink()
    code, out, err = run("schema")
    assert (code, err) == (0, "")
    assert json.loads(out)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_something_has_to_be_asked(capfd):
    with pytest.raises(SystemExit) as ended:
        main(["config"])
    assert ended.value.code == 2
    assert "DEED" in capfd.readouterr().err


def test_without_a_home_it_says_what_to_name(monkeypatch, capfd):
    monkeypatch.delenv("HOME")
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    assert main(["config", "path"]) == 2
    assert "--config FILE, LOCKDASH_CONFIG" in capfd.readouterr().err


@pytest.mark.parametrize("deed", ["path", "show", "check", "schema"])
def test_neither_screen_nor_network_nor_store_is_imported(config, deed):
    config.write_text(HOME + '[keys]\nrefresh = "R"\n')
    loaded = set(imported_by("--config", str(config), "config", deed))
    assert "lockdash.cli.config" in loaded
    assert not {*HEAVY, "sqlite3", "lockdash.store.store"} & loaded


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything")
def test_a_folder_that_cannot_be_read(run, drop_in):
    drop_in.parent.chmod(0)
    try:
        code, _, err = run("path", "--all")
    finally:
        drop_in.parent.chmod(0o700)
    assert (code, err) == (2, f"{drop_in.parent} cannot be read: Permission denied\n")
