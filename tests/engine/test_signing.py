"""Signing in over real HTTP: whatever comes back, the token is kept or nothing is changed."""

from __future__ import annotations

import asyncio
import socket
import sqlite3
import threading
from datetime import timedelta

import pytest

from lockdash.domain.secret import Secret
from lockdash.domain.tokens import Token
from lockdash.engine.clock import SystemClock
from lockdash.engine.errand import lock_path
from lockdash.engine.file_lock import FileLock
from lockdash.engine.signing.attempt import PATIENCE
from lockdash.engine.signing.sign_ins import SignIns
from lockdash.engine.vault import StoreVault
from lockdash.engine.writer import Writer
from lockdash.simulator.server import Simulator
from lockdash.store.store import Store, StoreError
from lockdash.vendors import registry
from lockdash.vendors.errors import SignInError, Unauthorised, Unreachable, VendorError, VendorFault
from lockdash.vendors.signing import OUT_OF_BAND
from tests.engine.signing_stage import agreed, asked, home, rentals, shown_code, token_in, visit
from tests.engine.stage import VirtualClock

CLOCK = SystemClock()
PASTED = {"browser": False, "paste": True}
BY_BROWSER = {"browser": True, "paste": False}


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def sim():
    with Simulator(world="small").serve() as served:
        yield served


@pytest.fixture
async def sign_ins(tmp_path):
    """Make those of an account, on a store of their own connection, as another process would."""
    made = []

    def of(config, clock=None):
        store = Store.open(tmp_path)
        made.append((SignIns.of_account(config, registry.plugin(config.vendor), store, clock), store))
        return made[-1][0]

    yield of
    for each, store in made:
        await each.close()
        store.close()


def counts(sim, token):
    return sim.tokens.admits(f"Bearer {token.access.reveal()}", sim.clock.now())


async def until(happened, seconds=30):
    async with asyncio.timeout(seconds):
        while not happened():  # noqa: ASYNC110 - the other side is another thread or process
            await asyncio.sleep(0.01)


async def test_by_a_code_that_the_page_shows(sim, sign_ins, tmp_path):
    mine = sign_ins(rentals(sim))
    assert mine.can("rentals")
    assert not await mine.is_in("rentals")
    attempt = await mine.begin("rentals", **PASTED)
    assert (attempt.listens, attempt.redirect) == (False, OUT_OF_BAND)
    await attempt.finish(await shown_code(attempt.address))
    assert counts(sim, token_in(tmp_path))
    assert token_in(tmp_path).refresh is not None
    assert await mine.is_in("rentals")


@pytest.mark.parametrize("part", ["whole", "query"])
async def test_by_the_address_that_the_browser_ended_at(sim, sign_ins, tmp_path, part):
    sim.tokens.redirects.add("https://example.com/back")
    attempt = await sign_ins(rentals(sim, redirect="https://example.com/back")).begin("rentals", **BY_BROWSER)
    assert (attempt.listens, attempt.redirect) == (False, "https://example.com/back")
    came = await agreed(attempt.address)
    await attempt.finish(came if part == "whole" else came.partition("?")[2])
    assert counts(sim, token_in(tmp_path))


@pytest.mark.parametrize("account", [rentals, home])
async def test_by_a_browser_that_comes_back(sim, sign_ins, tmp_path, account):
    config = account(sim)
    attempt = await sign_ins(config).begin(config.name, **BY_BROWSER)
    assert attempt.listens
    assert (await visit(await agreed(attempt.address))).status_code == 200
    await asyncio.wait_for(attempt.arrival(), 30)
    await attempt.finish()
    assert token_in(tmp_path, config.name).refresh is not None
    await attempt.finish()  # a second end, such as a pasted answer at the same time, changes nothing
    await attempt.close()


async def test_where_no_browser_is_and_the_vendor_shows_no_code_the_address_bar_has_it(sim, sign_ins, tmp_path):
    attempt = await sign_ins(home(sim)).begin("home", **PASTED)
    assert not attempt.listens
    assert attempt.redirect.startswith("http://127.0.0.1:")
    with pytest.raises(ValueError, match="typed"):
        await attempt.arrival()
    await attempt.finish(await agreed(attempt.address))
    assert token_in(tmp_path, "home") is not None


async def test_each_attempt_has_a_state_and_a_proof_of_its_own(sim, sign_ins):
    mine = sign_ins(home(sim))
    one, other = [await mine.begin("home", **PASTED) for _ in range(2)]
    with pytest.raises(SignInError, match="another sign-in") as caught:
        await other.finish(await agreed(one.address))
    assert caught.value.again
    assert asked(sim, "/token") == 0


async def test_a_wrong_answer_can_be_followed_by_the_right_one(sim, sign_ins, tmp_path):
    attempt = await sign_ins(rentals(sim)).begin("rentals", **PASTED)
    for wrong in ("", "not-the-code", "two words"):
        with pytest.raises(SignInError) as caught:
            await attempt.finish(wrong)
        assert caught.value.again
    assert token_in(tmp_path) is None
    await attempt.finish(await shown_code(attempt.address))
    assert counts(sim, token_in(tmp_path))


async def test_a_code_counts_once(sim, sign_ins, tmp_path):
    mine = sign_ins(rentals(sim))
    attempt = await mine.begin("rentals", **PASTED)
    code = await shown_code(attempt.address)
    await attempt.finish(code)
    kept = token_in(tmp_path)
    with pytest.raises(SignInError, match="used before"):
        await (await mine.begin("rentals", **PASTED)).finish(code)
    assert token_in(tmp_path) == kept


async def test_a_code_ages(sim, sign_ins, tmp_path):
    attempt = await sign_ins(rentals(sim)).begin("rentals", **PASTED)
    code = await shown_code(attempt.address)
    sim.clock.advance(601)
    with pytest.raises(SignInError, match="older than 10 minutes") as caught:
        await attempt.finish(code)
    assert caught.value.again
    await attempt.finish(await shown_code(attempt.address))
    assert token_in(tmp_path) is not None


async def test_a_refusal_by_the_user_ends_the_waiting(sim, sign_ins, tmp_path):
    sim.tokens.consent.deny()
    attempt = await sign_ins(rentals(sim)).begin("rentals", **BY_BROWSER)
    page = await visit(await agreed(attempt.address))
    await asyncio.wait_for(attempt.arrival(), 30)
    with pytest.raises(SignInError, match="not to let lockdash in"):
        await attempt.finish()
    assert "not allowed" in page.text
    assert token_in(tmp_path) is None


@pytest.mark.parametrize(
    ("fault", "kind"), [({"status": 503}, VendorFault), ({"cut": True}, VendorError), ({"status": 404}, VendorError)]
)
async def test_a_token_endpoint_in_trouble_leaves_all_as_it_was(sim, sign_ins, tmp_path, fault, kind):
    mine = sign_ins(rentals(sim))
    before = Token(Secret("old access"), CLOCK.now(), Secret("old refresh"))
    store = Store.open(tmp_path)
    store.write_token("rentals", before)
    store.close()
    sim.faults.add("/oauth/token", **fault)
    attempt = await mine.begin("rentals", **PASTED)
    with pytest.raises(kind) as caught:
        await attempt.finish(await shown_code(attempt.address))
    assert not isinstance(caught.value, Unauthorised)
    assert token_in(tmp_path) == before


async def test_a_cancelled_end_keeps_the_token(sim, sign_ins, tmp_path):
    sim.tokens.lag = 1.0
    attempt = await sign_ins(rentals(sim)).begin("rentals", **PASTED)
    ending = asyncio.create_task(attempt.finish(await shown_code(attempt.address)))
    await until(lambda: asked(sim, "/oauth/token"))
    ending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await ending
    assert token_in(tmp_path) is None
    await attempt.close()
    assert counts(sim, token_in(tmp_path))


async def test_a_store_that_cannot_be_written_is_found_out_before_the_code_is_spent(sim, sign_ins, tmp_path):
    attempt = await sign_ins(rentals(sim)).begin("rentals", **PASTED)
    code = await shown_code(attempt.address)
    version = sqlite3.connect(tmp_path / "lockdash.db")
    known = version.execute("PRAGMA user_version").fetchone()[0]
    version.execute("PRAGMA user_version = 999")
    with pytest.raises(StoreError, match="newer lockdash"):
        await attempt.finish(code)
    assert asked(sim, "/oauth/token") == 0
    version.execute(f"PRAGMA user_version = {known}")
    version.close()
    await attempt.finish(code)
    assert token_in(tmp_path) is not None


async def test_a_refresh_that_is_under_way_does_not_take_the_new_ones_place(sim, sign_ins, tmp_path):
    mine = sign_ins(rentals(sim))
    now = sim.clock.now()
    issued = sim.tokens.for_code(sim.tokens.issue_code(OUT_OF_BAND, now), OUT_OF_BAND, now)
    stale = Token(Secret(issued.access), now - timedelta(seconds=1), Secret(issued.refresh))
    store = Store.open(tmp_path)
    store.write_token("rentals", stale)
    vault = StoreVault("rentals", Writer(store), CLOCK)
    attempt = await mine.begin("rentals", **PASTED)
    code = await shown_code(attempt.address)
    client = (await mine._sign_in("rentals")).client
    sim.tokens.lag = 2.0
    refreshing = asyncio.create_task(vault.exchange(stale, client))
    await until(lambda: sim.tokens.refreshes)
    sim.tokens.lag = 0.0
    await attempt.finish(code)
    refreshed = await refreshing
    kept = token_in(tmp_path)
    assert kept not in (stale, refreshed)
    assert counts(sim, kept)
    await vault._writer.close()
    store.close()


async def test_nobody_waits_for_ever_for_a_refresh_that_never_ends(sim, sign_ins, tmp_path):
    clock = VirtualClock(CLOCK.now())
    held = FileLock(lock_path(tmp_path, "rentals"))
    assert held.take()
    attempt = await sign_ins(rentals(sim), clock).begin("rentals", **PASTED)
    ending = asyncio.create_task(attempt.finish(await shown_code(attempt.address)))

    def waited():
        clock.move_on(clock.elapsed + 1.0)
        return ending.done()

    await until(waited)
    with pytest.raises(Unreachable, match="another session"):
        await ending
    held.release()
    assert asked(sim, "/oauth/token") == 0


async def test_of_two_sign_ins_at_once_the_last_one_counts(sim, sign_ins, tmp_path):
    attempts = [await sign_ins(rentals(sim)).begin("rentals", **PASTED) for _ in range(2)]
    codes = [await shown_code(each.address) for each in attempts]
    sim.tokens.lag = 0.3
    await asyncio.gather(*(each.finish(code) for each, code in zip(attempts, codes, strict=True)))
    assert asked(sim, "/oauth/token") == 2
    assert counts(sim, token_in(tmp_path))


async def test_the_browser_is_not_waited_for_for_ever(sim, sign_ins):
    clock = VirtualClock(CLOCK.now())
    attempt = await sign_ins(rentals(sim), clock).begin("rentals", **BY_BROWSER)
    arrival = asyncio.create_task(attempt.arrival())
    await asyncio.sleep(0)
    clock.move_on(PATIENCE - 1)
    assert (await visit(f"{attempt.redirect}?nothing")).status_code == 400
    assert not arrival.done()
    clock.move_on(PATIENCE)
    await asyncio.wait_for(arrival, 30)
    with pytest.raises(SignInError, match="has not come back"):
        await attempt.finish()
    with pytest.raises(OSError):
        await asyncio.open_connection("127.0.0.1", int(attempt.redirect.split(":")[2].split("/")[0]))


async def test_closing_all_leaves_no_listener(sim, sign_ins):
    before = set(threading.enumerate())
    mine = sign_ins(rentals(sim))
    ports = [(await mine.begin("rentals", **BY_BROWSER)).redirect for _ in range(2)]
    await mine.close()
    named = {each.name for each in set(threading.enumerate()) - before}
    assert not {each for each in named if each.startswith("lockdash")}
    for redirect in ports:
        with socket.socket() as again:
            assert again.connect_ex(("127.0.0.1", int(redirect.split(":")[2].split("/")[0]))) != 0


async def test_an_account_with_a_key_cannot_sign_in(sim, sign_ins):
    assert not sign_ins(rentals(sim, grant="client_credentials")).can("rentals")
    assert not sign_ins(rentals(sim)).can("nobody")


async def test_nothing_secret_is_said(sim, sign_ins, tmp_path, caplog):
    caplog.set_level("DEBUG")
    attempt = await sign_ins(rentals(sim)).begin("rentals", **BY_BROWSER)
    came = await agreed(attempt.address)
    await visit(came)
    await attempt.finish()
    token = token_in(tmp_path)
    code = came.partition("code=")[2].partition("&")[0]
    ours = "".join(each.getMessage() for each in caplog.records if each.name.startswith("lockdash"))
    for secret in (code, token.access.reveal(), token.refresh.reveal()):
        assert secret not in f"{ours}{attempt!r}{attempt.__dict__}"
