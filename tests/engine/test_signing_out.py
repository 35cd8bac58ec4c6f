"""Signing out: the vendor is told, and what is here is forgotten whatever the vendor says."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from lockdash.config.secrets import SecretKind, SecretSource
from lockdash.domain.accounts import Account, Condition
from lockdash.domain.secret import Secret
from lockdash.domain.tokens import Token
from lockdash.engine.clock import SystemClock
from lockdash.engine.signing import sign_ins
from lockdash.engine.signing.sign_ins import SignIns
from lockdash.simulator.server import Simulator
from lockdash.store.store import Store
from lockdash.vendors import registry
from lockdash.vendors.signing import OUT_OF_BAND
from tests.engine.signing_stage import asked, home, rentals, token_in

CLOCK = SystemClock()


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


@pytest.fixture
async def of(store):
    made = []

    def of(config):
        made.append(SignIns.of_account(config, registry.plugin(config.vendor), store))
        return made[-1]

    yield of
    for each in made:
        await each.close()


@pytest.fixture
def token(sim, store):
    """What a sign-in left in the store."""
    now = sim.clock.now()
    issued = sim.tokens.for_code(sim.tokens.issue_code(OUT_OF_BAND, now), OUT_OF_BAND, now)
    token = Token(Secret(issued.access), now + timedelta(hours=1), Secret(issued.refresh))
    store.write_token("rentals", token)
    store.put_account(Account(name="rentals", vendor="remotelock", condition=Condition.live, since=now))
    return token


def counts(sim, token):
    return sim.tokens.admits(f"Bearer {token.access.reveal()}", sim.clock.now())


def row(store):
    return next(each for each in store.load().accounts if each.name == "rentals")


async def test_both_tokens_are_given_back_and_all_sessions_are_told(sim, of, store, token, tmp_path):
    assert counts(sim, token)
    assert await of(rentals(sim)).sign_out("rentals") == ""
    assert not counts(sim, token)
    assert asked(sim, "/oauth/revoke") == 2
    assert token_in(tmp_path) is None
    assert row(store).condition is Condition.unauthorised
    assert not await of(rentals(sim)).is_in("rentals")


@pytest.mark.parametrize("fault", [{"status": 503}, {"cut": True}, {"status": 400, "body": "{}"}])
async def test_what_the_vendor_does_not_take_is_forgotten_all_the_same(sim, of, store, token, tmp_path, fault):
    sim.faults.add("/oauth/revoke", **fault)
    assert "127.0.0.1" in await of(rentals(sim)).sign_out("rentals")
    assert token_in(tmp_path) is None
    assert row(store).condition is Condition.unauthorised


async def test_a_vendor_that_does_not_answer_is_not_waited_for_for_long(sim, of, store, token, tmp_path, monkeypatch):
    monkeypatch.setattr(sign_ins, "REVOKE_LIMIT", 0.3)
    sim.faults.add("/oauth/revoke", delay=120.0)
    async with asyncio.timeout(60):
        assert await of(rentals(sim)).sign_out("rentals") != ""
    assert token_in(tmp_path) is None


async def test_a_secret_that_cannot_be_had_keeps_nobody_signed_in(sim, of, store, token, tmp_path):
    config = rentals(sim)
    config.secrets["client_secret"] = SecretSource(SecretKind.env, "LOCKDASH_TEST_NOWHERE")
    assert "could not be had" in await of(config).sign_out("rentals")
    assert token_in(tmp_path) is None


async def test_where_nobody_is_signed_in_the_vendor_is_not_asked(sim, of, store, tmp_path):
    assert await of(rentals(sim)).sign_out("rentals") == ""
    assert asked(sim, "/oauth/revoke") == 0


async def test_an_account_that_signs_in_by_itself_gives_its_token_back_and_is_not_signed_out(sim, of, store, token):
    assert await of(rentals(sim, grant="client_credentials")).sign_out("rentals") == ""
    assert not counts(sim, token)
    assert row(store).condition is Condition.live


async def test_a_vendor_that_takes_no_token_back_is_said_to(sim, of, store, token, tmp_path):
    store.write_token("home", token)
    said = await of(home(sim)).sign_out("home")
    assert "takes no token back" in said
    assert token_in(tmp_path, "home") is None


async def test_cancelled_it_goes_on(sim, of, store, token, tmp_path):
    sim.faults.add("/oauth/revoke", delay=0.5)
    mine = of(rentals(sim))
    leaving = asyncio.create_task(mine.sign_out("rentals"))
    async with asyncio.timeout(30):
        while not asked(sim, "/oauth/revoke"):  # noqa: ASYNC110 - the other side is another thread
            await asyncio.sleep(0.01)
    leaving.cancel()
    await asyncio.gather(leaving, return_exceptions=True)
    await mine.close()
    assert token_in(tmp_path) is None
