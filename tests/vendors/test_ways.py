"""What strangers are told to type is what an account is made of, and what they are told to allow is what is used."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

import lockdash.vendors.tedee
from lockdash.config.loading import load
from lockdash.vendors import registry, signing
from lockdash.vendors.guide import ways_of
from lockdash.vendors.remotelock.ways import LOOPBACK
from lockdash.vendors.signing import OUT_OF_BAND
from lockdash.vendors.tedee.scopes import SCOPES, includes

EXAMPLES = {
    "personal_key": "abc123.x",
    "client_id": "an-id",
    "client_secret": "a-secret",
    "redirect_uri": "http://127.0.0.1/callback",
}
_SCOPE = re.compile(r'"((?:Account|Device|DeviceActivity|DeviceShare|Lock)\.(?:Read|ReadWrite|Operate))"')

WAYS = [
    pytest.param(vendor, way, id=f"{vendor}-{way.label}")
    for vendor in ("tedee", "remotelock")
    for way in ways_of(registry.plugin(vendor))
]


def _values(vendor, way, required_only):
    typed = {asked.key: EXAMPLES[asked.key] for asked in way.asked if asked.required or not required_only}
    return {"name": "home", "vendor": vendor, **way.settings, **typed}


@pytest.mark.parametrize("required_only", [True, False])
@pytest.mark.parametrize(("vendor", "way"), WAYS)
def test_what_was_typed_is_an_account_that_the_configuration_takes(tmp_path, vendor, way, required_only):
    lines = [f'{key} = "{value}"' for key, value in _values(vendor, way, required_only).items()]
    path = tmp_path / "config.toml"
    path.write_text("\n".join(["[[accounts]]", *lines, ""]))
    path.chmod(0o600)
    (account,) = load(path).accounts
    plugin = registry.plugin(vendor)
    assert signing.signs_in(plugin, account.settings) is way.signs_in
    needed = {key for key, needed in signing.secrets_for(plugin, account.settings).items() if needed}
    assert needed <= set(account.secrets)


@pytest.mark.parametrize(("vendor", "way"), WAYS)
def test_what_is_asked_is_a_setting_or_a_secret(vendor, way):
    plugin = registry.plugin(vendor)
    settings = {field.encode_name for field in msgspec.structs.fields(plugin.settings)}
    assert {asked.key for asked in way.asked if asked.secret} <= set(plugin.secrets)
    assert {asked.key for asked in way.asked if not asked.secret} <= settings
    assert set(way.settings) <= settings
    assert len({asked.key for asked in way.asked} | set(way.settings)) == len(way.asked) + len(way.settings)


@pytest.mark.parametrize(("vendor", "way"), WAYS)
def test_it_is_told_in_sentences(vendor, way):
    assert way.address.startswith("https://")
    assert [step for step in (way.about, *way.steps) if not step.endswith(".")] == []
    assert all(asked.label and asked.hint.endswith(".") for asked in way.asked)


def test_the_usual_way_comes_first():
    assert [way.signs_in for vendor in ("tedee", "remotelock") for way in ways_of(registry.plugin(vendor))] == [
        False,
        True,
        False,
        True,
    ]


def test_the_scopes_are_those_that_the_client_asks_for():
    """Whatever names a scope in the client, in a constant or a sentence, but for the table itself."""
    folder = Path(lockdash.vendors.tedee.__file__).parent
    files = [path for path in folder.rglob("*.py") if path.name not in ("scopes.py", "ways.py", "__init__.py")]
    named = {scope for path in files for scope in _SCOPE.findall(path.read_text())}
    # The end of the key is looked up by the checkup, which takes the names from the table.
    assert named | {"Account.Read"} == {scope.name for scope in SCOPES}
    assert {scope.name for scope in SCOPES if scope.needed} == {"Device.Read", "Lock.Operate"}


def test_a_writing_scope_includes_the_reading_one_and_no_other():
    assert includes({"Device.ReadWrite"}, "Device.Read")
    assert not includes({"Device.Read"}, "Device.ReadWrite")
    assert not includes({"DeviceShare.ReadWrite"}, "Device.Read")
    assert not includes({"Lock.OperateWrite"}, "Lock.Operate")


def test_both_redirects_of_remotelock_are_named():
    told = " ".join(ways_of(registry.plugin("remotelock"))[1].steps)
    assert OUT_OF_BAND in told
    assert LOOPBACK in told


def test_telling_it_loads_neither_http_nor_oauth():
    code = (
        "import sys; from lockdash.vendors import registry; from lockdash.vendors.guide import ways_of\n"
        "before = {name for name in sys.modules if name.startswith('lockdash.vendors')}\n"
        "plugins = [registry.plugin(name) for name in ('tedee', 'remotelock')]\n"
        "print([name for name in sys.modules if name.endswith('ways')])\n"
        "assert all(len(ways_of(each)) == 2 for each in plugins)\n"
        "print([name for name in ('httpx', 'oauthlib', 'ssl', 'asyncio') if name in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout.split("\n")[:2] == ["[]", "[]"]


@pytest.mark.parametrize(("vendor", "way"), WAYS)
def test_what_more_can_be_set_is_optional_and_asked_nowhere_else(vendor, way):
    plugin = registry.plugin(vendor)
    optional = {field.encode_name for field in msgspec.structs.fields(plugin.settings) if not field.required}
    assert way.more
    assert set(way.more) <= optional - {asked.key for asked in way.asked} - set(way.settings)
