"""Several sessions on one store: who reads what, who takes over, and what each of them knows."""

from __future__ import annotations

from contextlib import AsyncExitStack
from datetime import timedelta

import pytest

from lockdash.domain.accounts import Condition
from lockdash.domain.commands import CommandKind, CommandStatus
from lockdash.domain.devices import LockState
from lockdash.engine.policy import Refusal
from lockdash.store.errors import StoreDamaged, StoreError
from lockdash.store.opening import NAME
from lockdash.store.store import Store
from lockdash.vendors.base import Answer, Evidence, Receipt, Verdict
from tests.engine.stage import event, gaps

DOOR = "home/S1"


async def test_only_the_leader_reads_and_even_signs_in(stage):
    async with AsyncExitStack() as sessions:
        engines = [await sessions.enter_async_context(stage.engine(seed=seed)) for seed in range(5)]
        for engine in engines:
            engine.subscribe(lambda _: None)
        await stage.pass_time(300)
        assert len(stage.script.connections) == 1
        assert all(each.snapshot.devices == engines[0].snapshot.devices for each in engines)
        assert {len(each.snapshot.sessions) for each in engines} == {5}
        assert all(each.snapshot.polled_by["home"] is not None for each in engines)


async def test_the_next_leader_goes_on_where_the_last_one_stopped(stage):
    async with AsyncExitStack() as sessions:
        first = stage.engine(seed=1)
        await first.__aenter__()
        await sessions.enter_async_context(stage.engine(seed=2))
        await stage.pass_time(100)
        await first.__aexit__(None, None, None)
        await stage.pass_time(100)
    between = gaps(stage.script.at("sync"))
    assert min(between) >= 20
    assert max(between) <= 20 * 1.03 + 2
    assert len(stage.script.at("locks")) == 1


async def test_a_suspended_session_lets_others_poll(stage):
    async with stage.engine(seed=1) as first, stage.engine(seed=2) as second:
        await stage.pass_time(30)
        first.suspend()
        assert first.snapshot.polled_by == {"home": None}
        await stage.pass_time(60)
        assert len(stage.script.connections) == 2
        assert max(gaps(stage.script.at("sync"))) <= 20 * 1.03 + 2
        first.resume()
        await stage.pass_time(5)
        assert first.snapshot.polled_by == second.snapshot.polled_by != {"home": None}


async def test_a_follower_refreshes_by_itself_within_the_floors(stage):
    async with stage.engine(seed=1), stage.engine(seed=2) as second:
        await stage.pass_time(65)
        locks, syncs = len(stage.script.at("locks")), len(stage.script.at("sync"))
        assert (await second.refresh())["home"] == ""
        await stage.pass_time(1)
        assert len(stage.script.at("locks")) == locks + 1
        await stage.pass_time(600)
        assert len(stage.script.at("sync")) <= syncs + 31
    assert min(gaps(stage.script.at("sync"))) >= 20


async def test_devices_on_screens_cost_together_what_one_costs(stage):
    stage.script.states = {str(number): LockState.locked for number in range(1, 6)}
    async with AsyncExitStack() as sessions:
        engines = [await sessions.enter_async_context(stage.engine(seed=seed)) for seed in range(5)]
        await stage.pass_time(30)
        before = len(stage.script.at("activity"))
        for number, engine in enumerate(engines, start=1):
            await engine.focus(f"home/S{number}")
        await stage.pass_time(10)
        read = {each.device for each in stage.script.reads if each.feed == "activity"}
        assert read == {f"home/S{number}" for number in range(1, 6)}
        assert len(stage.script.at("activity")) == before + 5
        await stage.pass_time(600)
        assert len(stage.script.at("activity")) <= before + 5 + 11


async def test_a_device_on_two_screens_is_read_once(stage):
    async with stage.engine(seed=1) as first, stage.engine(seed=2) as second:
        await stage.pass_time(30)
        await first.focus(DOOR)
        await stage.pass_time(5)
        await second.focus(DOOR)
        await stage.pass_time(50)
        assert len(stage.script.at("activity")) == 1


async def test_the_leader_knows_what_another_session_asked_of_a_device(stage):
    stage.script.sends = [lambda: Receipt(at=stage.clock.now())]
    async with stage.engine(seed=1), stage.engine(seed=2) as second:
        await stage.pass_time(21)
        command = await second.request(DOOR, CommandKind.unlock)
        await stage.pass_time(21)
        sent = second.snapshot.commands[DOOR]
        assert sent.id == command.id
        assert stage.script.contexts[-1].wishes == {"1": sent.sent_at}
        assert stage.script.contexts[-1].devices.keys() == {"1"}


async def test_a_wish_and_its_proof_are_seen_by_all(stage):
    stage.script.checks = [
        Evidence(verdict=Verdict.pending),
        Evidence(verdict=Verdict.confirmed, text="unlocked at noon"),
    ]
    async with stage.engine(seed=1) as first, stage.engine(seed=2) as second:
        first.subscribe(lambda _: None)
        await stage.pass_time(21)
        await second.request(DOOR, CommandKind.unlock)
        await stage.pass_time(0.5)
        wish = first.snapshot.commands[DOOR]
        assert wish.status.in_flight
        assert wish.actor.process is not None
        await stage.pass_time(10)
        assert first.snapshot.commands[DOOR].status is CommandStatus.confirmed
        assert [each.evidence for each in first.commands(DOOR)] == ["unlocked at noon"]


async def test_events_that_another_session_read_are_news_of_their_device(stage):
    async with stage.engine(seed=1), stage.engine(seed=2) as second:
        told = []
        second.subscribe(told.append)
        await stage.pass_time(30)
        told.clear()
        store = Store.open(stage.folder)
        store.add_events([event("e1", stage.clock.now())])
        store.close()
        await stage.pass_time(0.5)
        assert any(DOOR in each.changed for each in told)
        assert [each.id for each in second.events(DOOR)] == ["e1"]


async def test_events_of_a_lock_that_was_added_again_are_still_found(stage):
    async with stage.engine() as engine:
        store = Store.open(stage.folder)
        store.add_events([event("old", stage.clock.now(), "1")])
        again = stage.script.listed()[0]
        stage.script.answers["locks"] = lambda: Answer(
            devices=(type(again)(**{**_fields(again), "vendor_id": "77"}),), roll=frozenset({"77"})
        )
        await stage.pass_time(61)
        await engine.refresh()
        await stage.pass_time(1)
        store.add_events([event("new", stage.clock.now(), "77")])
        store.close()
        assert engine.snapshot.devices[DOOR].vendor_id == "77"
        assert [each.id for each in engine.events(DOOR)] == ["new", "old"]


def _fields(device) -> dict:
    return {name: getattr(device, name) for name in device.__struct_fields__}


async def test_after_the_machines_sleep_everything_due_is_read_at_once(stage):
    async with stage.engine() as engine:
        engine.subscribe(lambda _: None)
        await stage.pass_time(30)
        reads = len(stage.script.reads)
        stage.clock.start += timedelta(hours=8)  # no timer of ours counted that
        await stage.pass_time(1.1)
        assert {each.feed for each in stage.script.reads[reads:]} == {"locks", "sync"}


async def test_a_clock_that_is_set_back_stops_nothing(stage):
    async with stage.engine() as engine:
        engine.subscribe(lambda _: None)
        await stage.pass_time(100)
        stage.clock.start -= timedelta(hours=8)
        syncs = len(stage.script.at("sync"))
        await stage.pass_time(100)
        assert len(stage.script.at("sync")) >= syncs + 4
    assert min(gaps(stage.script.at("sync"))) >= 20


async def test_a_store_that_was_set_aside_under_us_is_followed(stage):
    """Another session found the file damaged, set it aside and began a new one."""
    async with stage.engine() as engine:
        engine.subscribe(lambda _: None)
        await stage.pass_time(30)
        for path in stage.folder.glob(f"{NAME}*"):
            path.rename(path.with_name(path.name.replace(NAME, f"{NAME}.corrupt")))
        other = Store.open(stage.folder)
        await stage.pass_time(30)
        assert engine.snapshot.devices.keys() == {DOOR}
        stage.script.states["1"] = LockState.jammed
        await stage.pass_time(21)
        assert {each.key: each.state.value for each in other.load().devices} == {DOOR: LockState.jammed}
        assert engine.snapshot.devices[DOOR].state.value is LockState.jammed
        other.close()


async def test_a_store_that_is_found_damaged_in_use_is_mended(stage, monkeypatch):
    reopened, finish, reopen = [], Store.finish, Store.reopen

    def damaged_until_reopened(store, *args, **named):
        if not reopened:
            raise StoreDamaged("a page is damaged")
        finish(store, *args, **named)

    def mend(store):
        reopened.append(stage.clock.elapsed)
        reopen(store)
        monkeypatch.setattr(Store, "notice", "it was damaged; 5 events were taken over")

    async with stage.engine() as engine:
        engine.subscribe(lambda _: None)
        await stage.pass_time(19)
        monkeypatch.setattr(Store, "finish", damaged_until_reopened)
        monkeypatch.setattr(Store, "reopen", mend)
        await stage.pass_time(5)
        assert len(reopened) == 1
        assert engine.snapshot.notices == ("it was damaged; 5 events were taken over",)
        await stage.pass_time(60)
        assert engine.snapshot.accounts["home"].condition is Condition.live
        assert len(reopened) == 1


async def test_what_cannot_be_recorded_is_not_sent(stage, monkeypatch):
    def refuse(store, command):
        raise StoreError("the disk is full")

    async with stage.engine() as engine:
        with monkeypatch.context() as patch:
            patch.setattr(Store, "begin_command", refuse)
            with pytest.raises(Refusal, match="nothing was sent, since it could not be recorded: the disk is full"):
                await engine.request(DOOR, CommandKind.unlock)
        with monkeypatch.context() as patch:
            patch.setattr(Store, "put_command", refuse)
            await engine.request(DOOR, CommandKind.unlock)
            await stage.pass_time(10)
        await stage.pass_time(5)
        ended = engine.snapshot.commands[DOOR]
        assert ended.status is CommandStatus.failed
        assert ended.reason.startswith("not sent: ")
    assert stage.script.sent == []


async def test_an_outcome_that_cannot_be_recorded_at_first_is_recorded_later(stage, monkeypatch):
    stage.script.checks = [Evidence(verdict=Verdict.confirmed, text="seen")]
    put = Store.put_command

    def refuse_proof(store, command):
        if command.status is CommandStatus.confirmed and stage.clock.elapsed < 10:
            raise StoreError("the database is locked")
        put(store, command)

    monkeypatch.setattr(Store, "put_command", refuse_proof)
    async with stage.engine() as engine:
        await engine.request(DOOR, CommandKind.unlock)
        await stage.pass_time(9)
        assert engine.snapshot.commands[DOOR].status is CommandStatus.accepted
        await stage.pass_time(3)
        assert engine.snapshot.commands[DOOR].status is CommandStatus.confirmed
    assert len(stage.script.sent) == 1
