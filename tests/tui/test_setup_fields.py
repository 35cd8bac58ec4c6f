"""What is typed of a new account, and the account that it makes: by the rules of the configuration."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lockdash.config.secrets import SecretKind
from lockdash.config.settings import AccountConfig
from lockdash.tui.setup.fields import KEPT, Fields, one_line
from lockdash.tui.setup.naming import suggested
from lockdash.tui.setup.settings import labelled, settings_of
from lockdash.vendors import registry
from lockdash.vendors.base import Plugin
from lockdash.vendors.guide import ways_of
from tests.tui.setup_stage import FOLDER, KEY, LatchPlugin, LatchSettings, PlainPlugin

BY_KEY, BY_SIGN_IN = LatchPlugin.ways


def fields(*taken: str, plugin: Plugin | None = None, way: int = 0, **texts: str) -> Fields:
    plugin = plugin or LatchPlugin()
    made = Fields(plugin, ways_of(plugin)[way], taken, FOLDER)
    for name, text in texts.items():
        made.type(name, text)
    return made


def account(of: Fields) -> AccountConfig:
    assert of.problems == {}
    found = of.account
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("taken", "name"), [((), "tedee"), (("home",), "tedee"), (("tedee",), "tedee-2"), (("tedee", "tedee-2"), "tedee-3")]
)
def test_a_name_is_suggested_that_is_free(taken, name):
    assert suggested("tedee", taken) == name
    assert fields("latchworks").text("name") == "latchworks-2"


@pytest.mark.parametrize(("key", "label"), [("api_url", "API URL"), ("client_id", "Client ID"), ("grant", "Grant")])
def test_keys_are_read_as_words(key, label):
    assert labelled(key) == label


def test_what_was_typed_makes_an_account():
    found = account(fields(access_key=f"  {KEY} ", name=" lodge "))
    assert (found.name, found.vendor) == ("lodge", "latchworks")
    assert found.settings == LatchSettings()
    assert found.secrets["access_key"].kind is SecretKind.value
    assert found.secrets["access_key"].text.reveal() == KEY


@pytest.mark.parametrize(
    ("form", "text", "kind"),
    [("_env", "LATCH_KEY", SecretKind.env), ("_command", "pass show 'my lock'", SecretKind.command)],
)
def test_a_secret_can_be_kept_elsewhere(form, text, kind):
    made = fields(**{f"access_key{form}": text, "access_key": "is not asked for any more"})
    made.choose(f"access_key{KEPT}", form)
    assert f"access_key{form}" in made.fields
    assert "access_key" not in made.fields
    found = account(made).secrets["access_key"]
    assert (found.kind, found.text) == (kind, text)
    assert made.draft.secrets == {}


def test_a_secret_file_is_named_from_the_root(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    made = fields(access_key_file="latch.key")
    made.choose(f"access_key{KEPT}", "_file")
    assert made.draft.values["access_key_file"] == os.path.join(os.path.realpath(tmp_path), "latch.key")


def test_what_is_needed_is_told_of_the_field_that_is_shown():
    made = fields()
    assert made.problems == {"access_key": "this is needed"}
    made.choose(f"access_key{KEPT}", "_command")
    assert made.problems == {"access_key_command": "this is needed"}
    assert made.first == "access_key_command"


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [
        ("name", "a/b", "slash"),
        ("name", "home", "another account"),
        ("name", "n" * 201, "longer"),
        ("api_url", "not an address", "api_url"),
        ("api_url", "http://api.latchworks.example", "https"),
        ("pages", "many", "whole number"),
    ],
)
def test_mistakes_are_told_by_the_configurations_rules_at_their_field(name, text, word):
    made = fields("home", access_key=KEY, **{name: text})
    assert word in made.problems[name]
    assert made.account is None


def test_a_command_without_its_second_quotation_mark_is_told():
    made = fields(access_key_command="pass show 'x")
    made.choose(f"access_key{KEPT}", "_command")
    assert "quotation mark" in made.problems["access_key_command"]


def test_settings_are_written_where_they_differ_from_the_usual():
    made = fields(access_key=KEY, pages="7", api_url="https://api.latchworks.example")
    made.choose("quick", "true")
    made.choose("region", "north")
    assert made.draft.values == {"pages": 7, "quick": True}
    assert account(made).settings == LatchSettings(pages=7, quick=True)


def test_more_settings_are_there_on_demand():
    made = fields()
    assert made.more == ("region", "api_url", "pages", "quick")
    assert "region" not in made.fields
    made.shows_more = True
    assert set(made.more) <= set(made.fields)
    assert [each.value for each in made.options("quick")] == ["true", "false"]


def test_a_vendor_without_ways_is_asked_for_what_it_must_have():
    made = fields(plugin=PlainPlugin(), site="Lake", token="t0ken")
    assert made.fields == ("name", "site", "token", f"token{KEPT}")
    assert account(made).settings.site == "Lake"


@pytest.mark.parametrize("name", ["tedee", "remotelock"])
def test_each_way_of_our_vendors_makes_an_account_of_what_it_asks_for(name):
    plugin = registry.plugin(name)
    for number, way in enumerate(ways_of(plugin)):
        made = fields(plugin=plugin, way=number)
        for each in way.asked:
            if each.required:
                made.type(each.key, "word.of-some-length")
        assert account(made).vendor == name
        assert all(len(field.label) < 21 for field in made.FIELDS), "a label is cut"
        known = {*settings_of(plugin), *plugin.secrets}
        assert {each.key for each in way.asked} | set(way.settings) <= known


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        (f"{KEY}\n", KEY),
        (f"\r\n  {KEY}\t", KEY),
        (f"{KEY[:9]}\n{KEY[9:]}", KEY),
        (f"\x1b[31m{KEY}\x1b[0m\u200b\u202e", KEY),
    ],
)
def test_what_is_pasted_comes_out_clean(pasted, kept):
    assert fields().pasted("access_key", pasted) == kept
    assert one_line(pasted) == kept


def test_only_what_was_typed_is_lost_by_leaving():
    made = fields()
    assert not made.is_edited
    made.type("access_key", "x")
    assert made.is_edited
    made.type("access_key", "")
    assert not made.is_edited


def test_no_secret_is_printed_with_the_draft_or_its_file():
    made = fields(access_key=KEY)
    assert KEY not in made.draft.toml("••••")
    assert 'access_key = "••••"' in made.draft.toml("••••")
    assert KEY not in repr(made.draft)
    assert KEY not in repr(made)


def test_the_account_has_no_file_yet():
    found = account(fields(access_key=KEY))
    assert found.place is None
    assert Path(FOLDER).exists() is False
