"""The bench of the setup: a real test of an account, in a store of its own, and what is left of it."""

from __future__ import annotations

import re
import tempfile
import urllib.request
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from lockdash.config.loading import load
from lockdash.config.writing import WriteError
from lockdash.domain.findings import Level, worst
from lockdash.simulator.server import Simulator
from lockdash.store.store import Store
from lockdash.tui.setup.bench import StoreBench
from lockdash.tui.setup.fields import Fields
from lockdash.vendors import registry
from lockdash.vendors.guide import ways_of


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No proxy, no browser, and temporary folders that can be counted."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")
    monkeypatch.delenv("BROWSER", raising=False)
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))


@pytest.fixture
def sim() -> Iterator[Simulator]:
    with Simulator(world="small").serve() as served:
        yield served


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[StoreBench]:
    made = StoreBench(tmp_path / "etc" / "config.toml", tmp_path / "state")
    yield made
    await made.close()
    assert list((tmp_path / "tmp").iterdir()) == []


def typed(vendor: str, way: int, **texts: str) -> Fields:
    plugin = registry.plugin(vendor)
    fields = Fields(plugin, ways_of(plugin)[way], (), Path("/nowhere/config.d"))
    for name, text in texts.items():
        fields.type(name, text)
    assert fields.problems == {}
    return fields


def tedee(sim: Simulator, key: str | None = None) -> Fields:
    return typed("tedee", 0, personal_key=key or sim.tedee.key, api_url=sim.tedee_url)


def remotelock(sim: Simulator, way: int = 0, secret: str | None = None) -> Fields:
    return typed(
        "remotelock",
        way,
        client_id=sim.tokens.client_id,
        client_secret=secret or sim.tokens.client_secret,
        api_url=sim.remotelock_api_url,
        auth_url=sim.remotelock_auth_url,
    )


async def level(bench: StoreBench, fields: Fields, *, signed_in: bool = False) -> Level:
    account = fields.account
    assert account is not None
    return worst((await bench.try_account(account, signed_in=signed_in)).findings)


def code(address: str) -> str:
    """What the page at `address` shows to whoever agrees."""
    with urllib.request.urlopen(address) as page:
        found = re.search(r'id="authorization_code">([^<]+)<', page.read().decode())
    assert found is not None
    return found[1]


async def test_a_right_key_is_saved_where_it_is_read_and_the_users_store_is_left_alone(sim, bench, tmp_path) -> None:
    fields = tedee(sim)
    assert await level(bench, fields) is Level.ok
    assert not (tmp_path / "state").exists()
    path, remark = await bench.save(fields.draft, signed_in=False)
    assert (path.parent, path.stat().st_mode & 0o777, remark) == (tmp_path / "etc" / "config.d", 0o600, "")
    [account] = load(tmp_path / "etc" / "config.toml").accounts
    assert (account.name, account.settings.api_url) == ("tedee", sim.tedee_url)
    assert account.secrets["personal_key"].text.reveal() == sim.tedee.key
    assert not (tmp_path / "state").exists()


async def test_a_wrong_key_is_a_failure(sim, bench) -> None:
    assert await level(bench, tedee(sim, "another.key")) is Level.failure


async def test_a_token_that_the_right_secret_brought_does_not_hide_a_wrong_one(sim, bench) -> None:
    assert await level(bench, remotelock(sim)) is Level.ok
    assert await level(bench, remotelock(sim, secret="wrong")) is Level.failure


async def test_a_sign_in_goes_into_the_users_store_with_the_account(sim, bench, tmp_path) -> None:
    fields = remotelock(sim, way=1)
    account = fields.account
    assert account is not None
    attempt = await bench.sign_in(account)
    assert not attempt.listens
    await attempt.finish(code(attempt.address))
    assert await level(bench, fields, signed_in=True) is Level.ok
    assert not (tmp_path / "state").exists()
    _, remark = await bench.save(fields.draft, signed_in=True)
    assert remark == ""
    store = Store.open(tmp_path / "state")
    token = store.read_token("remotelock")
    store.close()
    assert token is not None
    assert token.refresh is not None


async def test_an_account_that_is_saved_without_its_sign_in_says_how_to_make_it(sim, bench, tmp_path) -> None:
    fields = remotelock(sim, way=1)
    assert await level(bench, fields, signed_in=True) is Level.failure
    _, remark = await bench.save(fields.draft, signed_in=True)
    assert "lockdash login remotelock" in remark
    assert not (tmp_path / "state").exists()


async def test_a_store_that_cannot_be_written_costs_the_sign_in_only(sim, bench, tmp_path) -> None:
    fields = remotelock(sim, way=1)
    account = fields.account
    assert account is not None
    attempt = await bench.sign_in(account)
    await attempt.finish(code(attempt.address))
    (tmp_path / "state").write_text("in the way")
    path, remark = await bench.save(fields.draft, signed_in=True)
    assert path.exists()
    assert "could not be kept" in remark


async def test_a_folder_that_cannot_be_made_is_told_and_nothing_is_left(sim, bench, tmp_path) -> None:
    (tmp_path / "etc").write_text("in the way")
    with pytest.raises(WriteError, match=r"config\.d"):
        await bench.save(tedee(sim).draft, signed_in=False)


async def test_a_name_that_is_taken_meanwhile_is_told(sim, bench) -> None:
    await bench.save(tedee(sim).draft, signed_in=False)
    with pytest.raises(WriteError, match="already"):
        await bench.save(tedee(sim).draft, signed_in=False)


async def test_a_test_without_a_place_is_a_finding(sim, bench, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    account = tedee(sim).account
    assert account is not None
    [finding] = (await bench.try_account(account, signed_in=False)).findings
    assert (finding.level, "no place for a test" in finding.said) == (Level.failure, True)
