"""Vendors are found by name, and cost nothing until they are connected."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
from importlib.metadata import EntryPoint, EntryPoints

import msgspec
import pytest

from lockdash.vendors import registry
from lockdash.vendors.registry import UnknownVendor


@pytest.mark.parametrize("name", ["tedee", "remotelock"])
def test_ours_are_plugins(name):
    plugin = registry.plugin(name)
    assert plugin.name == name
    assert plugin.label
    assert issubclass(plugin.settings, msgspec.Struct)
    assert plugin.secrets
    assert plugin.allowance.limit > 0


def test_known_names_ours():
    assert {"tedee", "remotelock"} <= set(registry.known())


def test_an_unknown_one_names_the_known_and_the_nearest():
    with pytest.raises(UnknownVendor, match=r'did you mean "tedee"\? known: .*remotelock'):
        registry.plugin("tede")
    with pytest.raises(LookupError, match="known: "):
        registry.plugin("zzz")


@pytest.mark.parametrize("module", ["tedee", "remotelock", "registry"])
def test_importing_a_plugin_costs_next_to_nothing(module):
    code = (
        f"import sys, lockdash.vendors.{module}; "
        "print([name for name in ('httpx', 'oauthlib', 'ssl', 'asyncio', 'importlib.metadata') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("vendor", ["tedee", "remotelock"])
def test_a_client_imports_what_people_need_when_somebody_asks_for_them(vendor):
    code = (
        f"import sys, lockdash.vendors.{vendor}.client; "
        "print([name for name in sys.modules if name.startswith('lockdash') and 'people' in name])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def _offer(monkeypatch, **entries):
    def entry_points(*, group, name=None):
        found = [EntryPoint(key, value, group) for key, value in entries.items() if name in (None, key)]
        return EntryPoints(found)

    monkeypatch.setattr(importlib.metadata, "entry_points", entry_points)


def test_a_strangers_plugin_comes_by_its_entry_point(monkeypatch):
    _offer(monkeypatch, other="lockdash.vendors.tedee:PLUGIN")
    assert registry.plugin("other").name == "tedee"
    assert "other" in registry.known()


@pytest.mark.parametrize("value", ["no.such.module:PLUGIN", "lockdash.vendors.tedee:NOTHING", "sys:version"])
def test_one_that_cannot_be_loaded_says_so(monkeypatch, value):
    _offer(monkeypatch, other=value)
    with pytest.raises(UnknownVendor, match="other"):
        registry.plugin("other")


def test_ours_need_no_search(monkeypatch):
    def entry_points(**_):
        raise AssertionError("searched")

    monkeypatch.setattr(importlib.metadata, "entry_points", entry_points)
    assert registry.plugin("tedee").label == "Tedee"
