"""What may be told to strangers: word for word."""

import pytest

from lockdash.domain.secret import Secret
from lockdash.engine.doctor.bundle.discretion import Discretion, words
from lockdash.engine.doctor.bundle.names import stand_ins, without_home
from lockdash.engine.doctor.bundle.skeleton import skeleton
from lockdash.engine.doctor.bundle.vocabulary import program_words, words_of
from lockdash.engine.journal.redaction import forget_secrets, keep_secret

VOCABULARY = words("account the is at in of offline live session polls it ada front door line error s")


@pytest.fixture
def discretion():
    names = stand_ins(
        ["home", "rentals"],
        {
            ("account", "home"),
            ("device", "Front Door"),
            ("device", "Front"),
            ("person", "Ada Sample"),
            ("person", "ada@example.com"),
        },
    )
    return Discretion(names, VOCABULARY)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("account home: offline", "account account-1: offline"),
        ("account RENTALS: live", "account account-2: live"),
        ("the Front Door is offline", "the device-2 is offline"),
        ("the front-door is offline", "the device-2 is offline"),
        ("the Front is offline", "the device-1 is offline"),
        ("Ada Sample polls it", "person-1 polls it"),
        ("ada polls it", "person-1 polls it"),
        ("Grace Holm polls it", "… polls it"),
        ("Grace polls Holm", "… polls …"),
        ("the PIN 4711 is offline", "the … •••• is offline"),
        ("the 4711 is offline", "the … is offline"),
        ("in 12 s, line 240", "in 12 s, line 240"),
        ("at 2026-11-21T10:00:00.123Z", "at 2026-11-21T10:00:00.123Z"),
        ("at 203.0.113.9", "at …"),
        ("at 10.0.0.7", "at …"),
        ("at 127.0.0.1", "at 127.0.0.1"),
        ("at +48 601 234 567", "at …"),
        ("the 玄関 is offline", "the … is offline"),
        ("the 🏠 is offline", "the  is offline"),
        ("the Fr\u0430nt is offline", "the … is offline"),
    ],
)
def test_what_is_told(discretion, said, told):
    assert discretion.told(said) == told


def test_a_secret_is_masked_even_if_it_consists_of_words_that_may_be_told(discretion):
    keep_secret(Secret("live-session-door"))
    try:
        assert "live-session-door" not in discretion.told("the error of live-session-door is live")
    finally:
        forget_secrets()


def test_more_words_may_be_told_where_code_is_named(discretion, tmp_path):
    source = tmp_path / "code.py"
    source.write_text('def unforeseen():\n    """Of Grace."""\n    return "thing"  # Holm\n')
    more = discretion.with_words(words_of([source, tmp_path / "missing.py"]))
    assert more.told("unforeseen thing of Grace Holm, line.py:1234") == "unforeseen thing of …, line.…:1234"
    assert more.told("Ada Sample") == "person-1"
    assert discretion.told("unforeseen") == "…"


def test_the_program_has_its_own_words_and_none_of_its_examples():
    known = program_words()
    assert {"lockdash", "offline", "vendor", "polls"} <= known
    assert not {"nora", "lindqvist", "ada", "sample", "garage", "4711", "2026"} & known


def test_a_home_folder_is_not_told(monkeypatch):
    monkeypatch.setenv("HOME", "/home/grace")
    assert without_home("/home/grace/.config and /home/grace") == "~/.config and ~"


CONFIGURATION = """\
[[accounts]]
name = "home"
vendor = "tedee"
personal_key_command = "pass show canary"
api_url = "https://canary.example.com"
api_version = "v36"
canary = "canary"

[[accounts]]
name = "canary"
vendor = "remotelock"
grant = "client_credentials"
client_id = "canary"
client_secret = "canary"
auth_url = "https://connect.remotelock.com"
unlock = "ask"

[[accounts]]
name = "other"
vendor = "canary"
canary = 1

[ui]
theme = "canary"
unlock = "canary"
bell = true

[keys]
canary = "c"

[canary]
"""


def test_of_the_configuration_only_its_form_is_told(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text(CONFIGURATION)
    told = skeleton(path, {"home": "account-1"})
    assert "canary" not in str(told)
    (file,) = told["files"]
    first, second, third = file["accounts"]
    assert first == {
        "name": "account-1",
        "vendor": "tedee",
        "api_url": "…",
        "api_version": "v36",
        "unknown keys": 1,
        "secrets": {"personal_key": "command"},
    }
    assert second == {
        "name": "…",
        "vendor": "remotelock",
        "unlock": "ask",
        "grant": "client_credentials",
        "client_id": "…",
        "auth_url": "https://connect.remotelock.com",
        "secrets": {"client_secret": "value"},
    }
    assert third == {"name": "…", "vendor": "…", "other keys": 1}
    assert file["ui"] == {"theme": "…", "unlock": "…", "bell": True}
    assert (file["keys"], file["other tables"]) == (1, 1)


@pytest.mark.parametrize("text", ["canary = [", "accounts = 'canary'\nui = 3\nkeys = []\n", "\x00canary"])
def test_of_a_broken_configuration_too(tmp_path, text):
    path = tmp_path / "config.toml"
    path.write_text(text)
    assert "canary" not in str(skeleton(path, {}))
