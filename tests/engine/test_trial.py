"""An account put to the test: it is asked, or why it could not be asked is a finding."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from lockdash.config.secrets import SecretKind, SecretSource
from lockdash.domain.findings import Level, worst
from lockdash.engine.trial import try_account
from lockdash.simulator.server import Simulator
from lockdash.store.store import Store, StoreError
from lockdash.vendors import registry
from lockdash.vendors.checkup import Checkup
from tests.engine.signing_stage import given, rentals
from tests.engine.stage import Script, ScriptedPlugin, VirtualClock, config


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def sim():
    with Simulator(world="small").serve() as served:
        yield served


@pytest.fixture
def store(tmp_path):
    opened = Store.open(tmp_path)
    yield opened
    opened.close()


def subjects(checkup):
    return {each.subject: each.level for each in checkup.findings}


async def test_a_good_account_tells_its_devices(sim, store):
    checkup = await try_account(rentals(sim, grant="client_credentials"), store)
    assert worst(checkup.findings) is Level.ok
    assert checkup.devices == len(sim.world.rentals.devices)


async def test_it_spends_of_the_budget_that_all_sessions_share(sim, store):
    account = rentals(sim, grant="client_credentials")
    await try_account(account, store)
    allowance = registry.plugin("remotelock").allowance
    assert store.budget("rentals", allowance, datetime.now(UTC)).remaining < allowance.limit


async def test_a_wrong_key_is_a_finding(sim, store):
    account = rentals(sim, grant="client_credentials")
    wrong = msgspec.structs.replace(account, secrets={"client_secret": given("wrong")})
    checkup = await try_account(wrong, store)
    assert subjects(checkup)["signed in"] is Level.failure
    assert checkup.devices is None


async def test_nobody_has_signed_in(sim, store):
    assert subjects(await try_account(rentals(sim), store))["signed in"] is Level.failure


async def test_a_secret_that_cannot_be_had_is_a_finding(sim, store):
    source = SecretSource(SecretKind.env, "LOCKDASH_TEST_NOWHERE")
    account = msgspec.structs.replace(rentals(sim), secrets={"client_secret": source})
    (finding,) = (await try_account(account, store)).findings
    assert (finding.level, "LOCKDASH_TEST_NOWHERE" in finding.said) == (Level.failure, True)


async def test_a_vendor_that_is_down_is_a_finding(sim, store):
    sim.faults.add("/remotelock", status=503)
    sim.faults.add("/connect", status=503)
    checkup = await try_account(rentals(sim, grant="client_credentials"), store)
    assert worst(checkup.findings) is Level.failure


class _Broken:
    async def check_up(self) -> Checkup:
        raise KeyError("s3cr3t")


class _Full:
    async def check_up(self) -> Checkup:
        raise StoreError("the disk is full")


class _Plugin(ScriptedPlugin):
    checkup: object = None

    def connect(self, connection):
        client = super().connect(connection)
        if self.checkup is not None:
            client.checkup = self.checkup
        return client


@pytest.fixture
def plugin():
    return _Plugin(Script(VirtualClock()))


async def test_a_plugin_without_tests_is_said_to_have_none(store, plugin):
    (finding,) = (await try_account(config().accounts[0], store, lambda vendor: plugin)).findings
    assert finding.level is Level.warning
    assert plugin.script.closed == 1


async def test_a_test_that_breaks_is_a_finding_without_its_text(store, plugin):
    plugin.checkup = _Broken()
    (finding,) = (await try_account(config().accounts[0], store, lambda vendor: plugin)).findings
    assert finding.level is Level.failure
    assert "KeyError" in finding.said
    assert "s3cr3t" not in finding.said


async def test_a_store_that_fails_is_told(store, plugin):
    plugin.checkup = _Full()
    with pytest.raises(StoreError, match="full"):
        await try_account(config().accounts[0], store, lambda vendor: plugin)
