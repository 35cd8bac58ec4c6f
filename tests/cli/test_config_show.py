"""`lockdash config show`: what holds, and where it comes from."""

import json
import tomllib

import pytest

from lockdash.__main__ import main
from lockdash.config.loading import load

KEY = "opens-nothing"
MAIN = f"""\
[[accounts]]
name = "home"
vendor = "tedee"
personal_key = "{KEY}"
unlock = "ask"

[ui]
bell = true
theme = "one"

[keys]
lock = "x"
devices.unlock = ["u", "U"]
"""
MORE = """\
[[accounts]]
name = "rentals"
vendor = "remotelock"
client_id = 'a "quoted" id'
client_secret_command = "pass show 'remote lock'"
grant = "authorization_code"
[ui]
theme = "two"
"""


@pytest.fixture
def config(tmp_path):
    path = tmp_path / "lockdash/config.toml"
    (path.parent / "config.d").mkdir(mode=0o700, parents=True)
    for each, text in ((path, MAIN), (path.parent / "config.d/rentals.toml", MORE)):
        each.write_text(text)
        each.chmod(0o600)
    return path


@pytest.fixture
def show(config, capfd):
    def run(*argv, before=()):
        code = main([*before, "--config", str(config), "config", "show", *argv])
        out, err = capfd.readouterr()
        assert (code, err) == (0, "")
        assert KEY not in out
        return out

    return run


def origins(out):
    """What stands behind the values, by line."""
    return [
        (line.partition(" = ")[0], line.rpartition(" # ")[2])
        for line in out.splitlines()
        if " = " in line.split("#")[0]
    ]


def test_every_value_has_its_place(show):
    found = origins(show())
    assert found[:5] == [
        ("name", "config.toml:2"),
        ("vendor", "config.toml:3"),
        ("personal_key", "config.toml:4"),
        ("api_url", "default"),
        ("api_version", "default"),
    ]
    for each in (
        ("client_secret_command", "config.d/rentals.toml:5"),
        ("grant", "config.d/rentals.toml:6"),
        ("theme", "config.d/rentals.toml:8"),
        ("bell", "config.toml:8"),
        ("notify", "default"),
        ("lock", "config.toml:12"),
        ('"devices.unlock"', "config.toml:13"),
    ):
        assert each in found


def test_it_is_toml_of_the_same_meaning(show, config, tmp_path):
    out = show()
    document = tomllib.loads(out)
    assert document["accounts"][0]["personal_key"] == "••••"
    assert document["accounts"][1]["client_secret_command"] == "pass show 'remote lock'"
    again = tmp_path / "again.toml"
    again.write_text(out.replace("••••", KEY))
    again.chmod(0o600)
    before, after = load(config), load(again)
    assert (after.ui, after.keys) == (before.ui, before.keys)
    assert [each.settings for each in after.accounts] == [each.settings for each in before.accounts]
    assert [after.unlock_of(name) for name in ("home", "rentals")] == ["ask", "grace"]


def test_the_files_come_first(show, config):
    assert show().splitlines()[:3] == [f"# {config}", f"# {config.parent}/config.d/rentals.toml", ""]


def test_what_an_account_leaves_to_the_screen_says_so(show, config):
    config.write_text(MAIN.replace("bell = true", "read_only = true"))
    assert origins(show()).count(("read_only", "config.toml:8")) == 3


def test_what_options_say_holds(show):
    found = origins(show("--read-only", before=("--theme", "mine")))
    assert found.count(("read_only", "option")) == 3
    assert ("theme", "option") in found


def test_as_json(show, config):
    found = json.loads(show("--json"))
    home, rentals = found["accounts"]
    assert home["personal_key"] == {"value": "••••", "from": "file", "file": str(config), "line": 4}
    assert home["api_version"] == {"value": "v37", "from": "default", "file": None, "line": None}
    assert rentals["client_secret_command"]["value"] == "pass show 'remote lock'"
    assert found["ui"]["theme"]["line"] == 8
    assert found["keys"]["devices.unlock"]["value"] == ["u", "U"]
    assert found["files"] == [str(config), str(config.parent / "config.d/rentals.toml")]


def test_what_cannot_be_used_is_not_shown(config, capfd):
    config.write_text(MAIN.replace("bell", "bel"))
    assert main(["--config", str(config), "config", "show"]) == 2
    out, err = capfd.readouterr()
    assert (out, KEY in err) == ("", False)
    assert f"{config}:8: unknown key" in err
