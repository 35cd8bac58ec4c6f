"""An account that is not let in, and is again: in whichever session that was put right, all of them go on at once."""

from __future__ import annotations

import msgspec
import pytest

from lockdash.config.secrets import SecretKind, SecretSource
from lockdash.domain.accounts import Condition
from lockdash.domain.secret import Secret
from lockdash.engine import conditions
from lockdash.store.store import Store
from lockdash.vendors.errors import SignedOut, Unauthorised, Unreachable, VendorFault
from tests.engine.stage import LOCKS, SYNC, config

SOON = 2.0
"""Seconds within which a running session goes on."""


def condition(engine, account="home"):
    return engine.snapshot.accounts[account].condition


def by_another(stage, step):
    """Move the account's condition on, as another process does that signs in or out."""
    store = Store.open(stage.folder)
    account = next(each for each in store.load().accounts if each.name == "home")
    store.put_account(step(account, stage.clock.now()))
    store.close()


def given(secret):
    return {"key": SecretSource(SecretKind.value, Secret(secret))}


@pytest.fixture
def signed_out(stage):
    """Nothing is sent without a token."""
    stage.script.down = SignedOut("nobody has signed in")
    stage.script.cost = 0
    return stage


async def test_an_account_that_nobody_signed_in_is_not_asked_for_again_and_again(signed_out):
    async with signed_out.engine() as engine:
        await signed_out.pass_time(3600)
        assert condition(engine) is Condition.unauthorised
        assert len(signed_out.script.reads) < 150  # about one a minute, all feeds together


@pytest.mark.parametrize("minutes", [1, 7, 90])
async def test_signed_in_by_another_process_it_goes_on_at_once(signed_out, minutes):
    async with signed_out.engine() as engine:
        engine.subscribe(lambda snapshot: None)
        await signed_out.pass_time(minutes * 60 + 13)
        signed_out.script.down, signed_out.script.cost = None, 1
        by_another(signed_out, conditions.signed_in)
        await signed_out.pass_time(SOON)
        assert condition(engine) is Condition.live
        assert engine.snapshot.devices


async def test_signed_in_at_once_after_it_was_signed_out_no_floor_holds_it_up(signed_out):
    """Nobody heard of the reads that failed, so that they do not count."""
    signed_out.feeds(LOCKS, SYNC)
    async with signed_out.engine() as engine:
        engine.subscribe(lambda snapshot: None)
        await signed_out.pass_time(5)
        signed_out.script.down, signed_out.script.cost = None, 1
        by_another(signed_out, conditions.signed_in)
        await signed_out.pass_time(SOON)
        assert condition(engine) is Condition.live
        assert signed_out.script.at("locks")[-1] <= signed_out.clock.elapsed


async def test_what_the_vendor_did_hear_keeps_its_floor(stage):
    stage.feeds(LOCKS)
    stage.script.down = SignedOut("the vendor has ended the sign-in")
    async with stage.engine() as engine:
        engine.subscribe(lambda snapshot: None)
        stage.script.down = None
        by_another(stage, conditions.signed_in)
        await stage.pass_time(LOCKS.floor - 1)
        assert len(stage.script.reads) == 1
        await stage.pass_time(SOON)
        assert condition(engine) is Condition.live


async def test_signed_out_by_another_process_it_uses_its_own_token_no_more(stage):
    async with stage.engine() as engine:
        engine.subscribe(lambda snapshot: None)
        await stage.pass_time(30)
        assert len(stage.script.connections) == 1
        stage.script.down = SignedOut("nobody has signed in")
        by_another(stage, conditions.signed_out)
        await stage.pass_time(120)
        assert len(stage.script.connections) == 2
        assert condition(engine) is Condition.unauthorised


async def test_signed_out_and_in_again_between_two_reads_it_is_read_as_soon_as_the_floor_allows(stage):
    stage.feeds(LOCKS)
    async with stage.engine() as engine:
        engine.subscribe(lambda snapshot: None)
        await stage.pass_time(LOCKS.floor / 2)
        by_another(stage, conditions.signed_out)
        await stage.pass_time(SOON)
        by_another(stage, conditions.signed_in)
        await stage.pass_time(LOCKS.floor / 2)
        assert condition(engine) is Condition.live
        assert len(stage.script.reads) == 2


async def test_of_several_sessions_the_one_that_reads_goes_on(signed_out):
    async with signed_out.engine(seed=1) as one, signed_out.engine(seed=2) as other:
        for engine in (one, other):
            engine.subscribe(lambda snapshot: None)
        await signed_out.pass_time(200)
        before = len(signed_out.script.reads)
        signed_out.script.down, signed_out.script.cost = None, 1
        by_another(signed_out, conditions.signed_in)
        await signed_out.pass_time(SOON)
        assert {condition(one), condition(other)} == {Condition.live}
        await signed_out.pass_time(LOCKS.floor + SOON)
        assert [each.feed for each in signed_out.script.reads[before:]].count("locks") == 1


async def test_a_key_that_is_not_accepted_is_fetched_again(stage, tmp_path):
    key = tmp_path / "key"
    key.write_text("old")
    key.chmod(0o600)
    stage.config = config(secret=SecretSource(SecretKind.file, str(key)))
    stage.feeds(SYNC)
    stage.script.down = Unauthorised("the key is not accepted")
    async with stage.engine() as engine:
        await stage.pass_time(600)
        assert len(stage.script.connections) == 1
        key.write_text("new")
        tries = len(stage.script.reads)
        await stage.until(lambda: len(stage.script.connections) == 2, within=70)
        assert stage.script.connections[1].secrets["key"].reveal() == "new"
        assert len(stage.script.reads) == tries + 1, "the old one is not tried once more"
        stage.script.down = None
        await stage.until(lambda: condition(engine) is Condition.live, within=70)


async def test_a_user_who_asks_need_not_wait_for_a_command_to_be_run_again(stage, tmp_path):
    key = tmp_path / "key"
    stage.config = config(secret=SecretSource(SecretKind.command, f"cat {key}"))
    async with stage.engine() as engine:
        assert condition(engine) is Condition.unauthorised
        key.write_text("here now")
        assert await engine.refresh("home") == {"home": ""}
        await engine.idle()
        assert condition(engine) is Condition.live


async def test_an_account_that_is_replaced_is_tried_at_once_with_its_new_secret(stage):
    stage.script.down = Unauthorised("the key is not accepted")
    async with stage.engine() as engine:
        await stage.pass_time(400)
        stage.script.down = None
        await engine.replace_account(msgspec.structs.replace(stage.config.accounts[0], secrets=given("new")))
        await stage.until(lambda: condition(engine) is Condition.live, within=LOCKS.floor)
        assert stage.script.connections[-1].secrets["key"].reveal() == "new"


async def test_only_an_account_that_runs_can_be_replaced(stage):
    async with stage.engine() as engine:
        strange = msgspec.structs.replace(stage.config.accounts[0], name="cabin")
        with pytest.raises(KeyError):
            await engine.replace_account(strange)
        with pytest.raises(ValueError, match="pretend"):
            await engine.replace_account(msgspec.structs.replace(stage.config.accounts[0], vendor="other"))


async def test_what_failed_before_the_new_key_says_nothing_of_it(stage):
    """One feed is read well at once, the others not before their floors: they do not keep the account signed out."""
    stage.feeds(LOCKS, SYNC)
    stage.script.down = Unauthorised("the key is not accepted")
    async with stage.engine() as engine:
        await stage.pass_time(SYNC.floor + 5)
        stage.script.down = None
        await engine.replace_account(msgspec.structs.replace(stage.config.accounts[0], secrets=given("new")))
        await stage.until(lambda: condition(engine) is Condition.live, within=SYNC.floor + 1)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (Unreachable("the token endpoint does not answer"), Condition.offline),
        (VendorFault("the token endpoint is in trouble"), Condition.vendor_error),
    ],
)
async def test_a_token_endpoint_that_is_down_signs_nobody_out(stage, error, told):
    async with stage.engine() as engine:
        await stage.pass_time(10)
        stage.script.down = error
        await stage.pass_time(300)
        assert condition(engine) is told
        stage.script.down = None
        await stage.until(lambda: condition(engine) is Condition.live, within=70)


async def test_an_account_that_was_well_is_left_as_it_is(stage):
    async with stage.engine() as engine:
        await stage.pass_time(30)
        before = engine.snapshot.accounts["home"]
        assert conditions.signed_in(before, stage.clock.now()) is before
