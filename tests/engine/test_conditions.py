from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import pytest

from lockdash.config.secrets import SecretKind, SecretSource
from lockdash.domain.accounts import Account, Condition
from lockdash.domain.budget import Limits
from lockdash.domain.commands import CommandKind
from lockdash.domain.devices import LockState
from lockdash.engine import conditions
from lockdash.store.errors import StoreError
from lockdash.store.store import Store
from lockdash.vendors.base import Answer, Feed
from lockdash.vendors.errors import BadAnswer, RateLimited, Rejected, Unauthorised, Unreachable, VendorFault
from tests.engine.stage import START, config, gaps

LATER = START + timedelta(minutes=3)


def account(condition: Condition = Condition.connecting, **more) -> Account:
    return Account(name="home", vendor="pretend", condition=condition, since=START, **more)


@pytest.mark.parametrize(
    ("error", "condition", "words"),
    [
        (Unreachable("no route"), Condition.offline, "no route"),
        (Unauthorised("key refused", remedy="make a new one"), Condition.unauthorised, "key refused; make a new one"),
        (RateLimited("wait"), Condition.rate_limited, "wait"),
        (VendorFault("503"), Condition.vendor_error, "503"),
        (BadAnswer("HTML"), Condition.bad_answer, "HTML"),
        (Rejected("no such list", status=404), Condition.vendor_error, "no such list"),
        (KeyError("pin 1234"), Condition.vendor_error, "unexpected: KeyError"),
        (
            StoreError("lockdash.db: the disk is full"),
            Condition.vendor_error,
            "unexpected: lockdash.db: the disk is full",
        ),
    ],
)
def test_an_error_is_a_condition_in_words(error, condition, words):
    failed = conditions.failed(account(Condition.live, last_ok_at=START), error, LATER, LATER)
    assert (failed.condition, failed.detail) == (condition, words)
    assert (failed.since, failed.retry_at, failed.last_ok_at) == (LATER, LATER, START)


def test_since_stays_while_the_condition_does():
    once = conditions.failed(account(), Unreachable("refused"), LATER, LATER)
    again = conditions.failed(once, Unreachable("timed out"), None, LATER + timedelta(minutes=1))
    assert (again.since, again.detail) == (LATER, "timed out")


@pytest.mark.parametrize(
    ("skew", "condition", "words"),
    [
        (None, Condition.live, ""),
        (60.0, Condition.live, ""),
        (61.0, Condition.clock_skew, "61 s ahead of the vendor's"),
        (-3600.0, Condition.clock_skew, "3600 s behind the vendor's"),
    ],
)
def test_a_wrong_clock_is_a_warning(skew, condition, words):
    fine = conditions.succeeded(account(Condition.offline, detail="old", retry_at=LATER), skew, LATER)
    assert (fine.condition, fine.retry_at, fine.last_ok_at) == (condition, None, LATER)
    assert words in fine.detail
    assert "old" not in fine.detail


@pytest.mark.parametrize("condition", list(Condition))
def test_an_old_live_proves_nothing(condition):
    found = conditions.as_found(account(condition, last_ok_at=START), START + timedelta(hours=1))
    if condition.failing and condition is not Condition.clock_skew:
        assert found.condition is condition
    else:
        assert found.condition is Condition.connecting
    fresh = conditions.as_found(account(condition, last_ok_at=START), START + timedelta(minutes=1))
    assert fresh.condition is condition


async def test_an_account_that_was_never_seen_is_connecting(stage):
    async with stage.engine(start=False) as engine:
        assert engine.snapshot.accounts["home"].condition is Condition.connecting


async def test_an_outage_shows_keeps_the_data_and_heals_within_a_minute(stage, caplog):
    caplog.set_level(logging.INFO, "lockdash.engine.conditions")
    async with stage.engine() as engine:
        before = engine.snapshot.devices
        stage.script.down = Unreachable("connection refused")
        await stage.pass_time(1800)
        down = engine.snapshot.accounts["home"]
        assert down.condition is Condition.offline
        assert down.detail == "connection refused"
        assert down.since < stage.clock.now() - timedelta(minutes=25)
        assert stage.clock.now() < down.retry_at <= stage.clock.now() + timedelta(seconds=60)
        assert engine.snapshot.devices == before
        pauses = gaps([read.at for read in stage.script.reads])
        assert max(pauses) <= 60
        assert len(stage.script.reads) < 70
        stage.script.down = None
        await stage.pass_time(61)
        up = engine.snapshot.accounts["home"]
        assert (up.condition, up.detail, up.retry_at) == (Condition.live, "", None)
        assert engine.events("home/S1") == []
        assert engine.snapshot.commands == {}
        lines = [record.getMessage() for record in caplog.records]
        assert lines == ["account home: offline: connection refused", "account home: live again"]


async def test_a_rate_limit_is_obeyed_to_the_second(stage):
    async with stage.engine() as engine:
        until = stage.clock.now() + timedelta(seconds=500)
        stage.script.limits = Limits(blocked_until=until)
        stage.script.down = RateLimited("too many", retry_at=until)
        await stage.pass_time(30)
        stage.script.down, stage.script.limits = None, None
        limited = engine.snapshot.accounts["home"]
        assert limited.condition is Condition.rate_limited
        assert limited.retry_at == until
        count = len(stage.script.reads)
        assert (await engine.refresh())["home"].startswith("out of requests, next read in 4")
        await stage.pass_time(465)
        assert len(stage.script.reads) == count
        await stage.pass_time(10)
        assert len(stage.script.reads) > count
        assert engine.snapshot.accounts["home"].condition is Condition.live


async def test_one_bad_feed_leaves_the_others_alone(stage):
    stage.feeds(Feed("devices", every=60, floor=5), Feed("events", every=10, floor=5))
    stage.script.answers["devices"] = lambda: stage.script.list()
    stage.script.answers["events"] = BadAnswer("HTML")
    async with stage.engine() as engine:
        await stage.pass_time(200)
        shown = engine.snapshot.accounts["home"]
        assert (shown.condition, shown.detail, shown.since) == (Condition.bad_answer, "HTML", START)
        assert shown.last_ok_at > stage.clock.now() - timedelta(seconds=70)
        assert len(stage.script.at("devices")) == 4
        stage.script.answers["events"] = Answer()
        await stage.pass_time(61)
        assert engine.snapshot.accounts["home"].condition is Condition.live


async def test_a_missing_scope_of_one_feed_does_not_forbid_commands(stage):
    stage.feeds(Feed("devices", every=60, floor=5), Feed("events", every=10, floor=5))
    stage.script.answers["devices"] = lambda: stage.script.list()
    stage.script.answers["events"] = Unauthorised("events: not permitted", remedy="ask for the scope")
    async with stage.engine() as engine:
        await stage.pass_time(100)
        assert engine.snapshot.accounts["home"].condition is Condition.unauthorised
        assert engine.judge("home/S1", CommandKind.lock).allowed


async def test_a_wrong_key_forbids_commands_and_is_tried_again(stage):
    async with stage.engine() as engine:
        stage.script.down = Unauthorised("the key is not accepted")
        await stage.pass_time(60)
        judgement = engine.judge("home/S1", CommandKind.lock)
        assert not judgement.allowed
        assert "the key is not accepted" in judgement.reason
        stage.script.down = None
        await stage.pass_time(90)
        assert engine.judge("home/S1", CommandKind.lock).allowed


async def test_a_devices_own_feed_says_nothing_of_the_account(stage):
    stage.script.answers["activity"] = Unauthorised("no DeviceActivity.Read")
    async with stage.engine() as engine:
        await engine.focus("home/S1")
        await stage.pass_time(10)
        assert engine.snapshot.accounts["home"].condition is Condition.live
        assert len(stage.script.at("activity")) == 1


async def test_a_defect_is_a_condition_and_the_poller_goes_on(stage, caplog):
    async with stage.engine() as engine:
        stage.script.answers["sync"] = lambda: {}["pin 1234"]
        await stage.pass_time(30)
        shown = engine.snapshot.accounts["home"]
        assert shown.condition is Condition.vendor_error
        assert shown.detail.startswith("unexpected: KeyError at ")
        assert "1234" not in shown.detail + caplog.text
        del stage.script.answers["sync"]
        await stage.pass_time(61)
        assert engine.snapshot.accounts["home"].condition is Condition.live


async def test_a_store_that_fails_is_shown_and_survived(stage, monkeypatch):
    async with stage.engine() as engine:

        def full(*_, **__):
            raise StoreError("lockdash.db cannot grow: the disk is full")

        with monkeypatch.context() as patch:
            patch.setattr(Store, "put_account", full)
            patch.setattr(Store, "put_devices", full)
            await stage.pass_time(60)
            shown = engine.snapshot.accounts["home"]
            assert shown.condition is Condition.vendor_error
            assert "the disk is full" in shown.detail
        await stage.pass_time(61)
        assert engine.snapshot.accounts["home"].condition is Condition.live


async def test_a_secret_that_cannot_be_had_is_told_and_tried_again(stage, monkeypatch):
    monkeypatch.delenv("LOCKDASH_TEST_KEY", raising=False)
    stage.config = config(secret=SecretSource(SecretKind.env, "LOCKDASH_TEST_KEY"))
    async with stage.engine(start=False) as engine:
        await engine.start()
        await stage.until(lambda: engine.snapshot.accounts["home"].condition is not Condition.connecting)
        shown = engine.snapshot.accounts["home"]
        assert shown.condition is Condition.unauthorised
        assert "the key of home could not be had: the environment variable LOCKDASH_TEST_KEY" in shown.detail
        monkeypatch.setenv("LOCKDASH_TEST_KEY", "opens nothing")
        await stage.pass_time(61)
        assert engine.snapshot.accounts["home"].condition is Condition.live


async def test_an_unknown_vendor_is_told(stage):
    stage.config = config(vendor="nuki")
    async with stage.engine() as engine:
        shown = engine.snapshot.accounts["home"]
        assert shown.condition is Condition.unauthorised
        assert "no vendor is called 'nuki'" in shown.detail


async def test_a_clock_that_is_wrong_is_told_while_data_comes_in(stage):
    stage.script.limits = Limits(skew=300.0)
    async with stage.engine() as engine:
        assert engine.snapshot.accounts["home"].condition is Condition.clock_skew
        assert engine.snapshot.devices["home/S1"].state.value is LockState.locked
        stage.script.limits = Limits(skew=0.1)
        await stage.pass_time(30)
        assert engine.snapshot.accounts["home"].condition is Condition.live


async def test_a_sweep_that_takes_too_long_says_so(stage):
    async def hang(*_) -> None:
        await asyncio.Event().wait()

    async with stage.engine(start=False) as engine:
        stage.plugins["pretend"].connect = lambda connection: type(
            "Hanging", (), {"feeds": (Feed("locks", 60, 5),), "read": hang, "aclose": lambda self: asyncio.sleep(0)}
        )()
        reading = asyncio.create_task(engine.read_once(timeout=15))
        for _ in range(2000):
            await asyncio.sleep(0)
            stage.clock.move_on(stage.clock.elapsed + 0.01)
            if reading.done():
                break
        await reading
        assert engine.snapshot.accounts["home"].condition is Condition.offline
        assert engine.snapshot.accounts["home"].detail == "no answer within 15 s"
