from __future__ import annotations

from contextlib import AsyncExitStack

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lockdash.domain.accounts import Condition
from lockdash.domain.commands import CommandKind, CommandStatus
from lockdash.domain.devices import LockState
from lockdash.engine.policy import Refusal
from lockdash.vendors.base import Answer, Feed
from lockdash.vendors.errors import Unreachable
from tests.engine.stage import Stage, config, gaps


async def test_ten_sessions_cost_what_one_costs(stage):
    async with AsyncExitStack() as sessions:
        for seed in range(10):
            await sessions.enter_async_context(stage.engine(seed=seed))
        await stage.pass_time(600)
    assert len(stage.script.at("sync")) <= 31
    assert len(stage.script.at("locks")) == 1


async def test_a_change_that_one_session_reads_is_seen_by_another_within_a_quarter_second(stage):
    async with stage.engine(seed=1) as first, stage.engine(start=False) as second:
        told = []
        second.subscribe(told.append)
        await second.start()
        stage.script.states["1"] = LockState.jammed
        await stage.until(lambda: first.snapshot.devices["home/S1"].state.value is LockState.jammed, 60)
        await stage.pass_time(0.26)
        assert second.snapshot.devices["home/S1"].state.value is LockState.jammed
        assert any("home/S1" in each.changed for each in told)


async def test_a_session_that_dies_is_replaced(stage):
    async with stage.engine(seed=1):
        await stage.pass_time(100)
    count = len(stage.script.at("sync"))
    async with stage.engine(seed=2):
        await stage.pass_time(60)
        assert len(stage.script.at("sync")) > count
    assert min(gaps(stage.script.at("sync"))) >= 20


async def test_two_sessions_cannot_command_one_lock_at_once(stage):
    async with stage.engine(seed=1) as first, stage.engine(seed=2) as second:
        await first.request("home/S1", CommandKind.lock)
        with pytest.raises(Refusal, match="still busy"):
            await second.request("home/S1", CommandKind.unlock)
        await stage.pass_time(1)
        assert len(stage.script.sent) == 1


async def test_another_sessions_command_can_be_waited_for(stage):
    async with stage.engine(seed=1) as first:
        command = await first.request("home/S1", CommandKind.unlock)
        await stage.pass_time(30)
    async with stage.engine(start=False) as second:
        assert (await second.settled(command.id, 0)).status is CommandStatus.unconfirmed


async def test_accounts_that_are_not_configured_are_not_shown(stage):
    async with stage.engine() as engine:
        assert engine.snapshot.devices.keys() == {"home/S1"}
    stage.config = config("rentals")
    async with stage.engine(start=False) as engine:
        assert engine.snapshot.accounts.keys() == {"rentals"}
        assert engine.snapshot.devices == {}


async def test_the_first_snapshot_is_there_before_anything_runs(stage):
    async with stage.engine():
        pass
    stage.clock.elapsed += 7200
    stage.script.down = Unreachable("refused")
    async with stage.engine(start=False) as engine:
        assert engine.snapshot.devices["home/S1"].state.value is LockState.locked
        assert engine.snapshot.accounts["home"].condition is Condition.connecting


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
async def test_floors_hold_over_random_days(tmp_path_factory, data):
    """Whatever the sessions, refreshes, outages and wishes: no feed is read sooner than its vendor allows."""
    feeds = (
        Feed("locks", every=data.draw(st.sampled_from([60, 300])), floor=data.draw(st.sampled_from([15, 60]))),
        Feed("sync", every=data.draw(st.sampled_from([5, 20])), floor=data.draw(st.sampled_from([5, 20]))),
    )
    stage = Stage(tmp_path_factory.mktemp("floors"))
    stage.feeds(*feeds)
    wants = data.draw(st.booleans())
    stage.script.answers["sync"] = lambda: Answer(wants=frozenset({"locks"} if wants else ()))
    async with AsyncExitStack() as sessions:
        engines = []
        for step in data.draw(st.lists(st.sampled_from(["open", "refresh", "down", "up", "wait"]), max_size=12)):
            if step == "open" and len(engines) < 3:
                engines.append(await sessions.enter_async_context(stage.engine(seed=len(engines))))
            elif step == "refresh":
                for engine in engines:
                    await engine.refresh()
            elif step in ("down", "up"):
                stage.script.down = Unreachable("refused") if step == "down" else None
            await stage.pass_time(data.draw(st.floats(0, 90)))
    for feed in feeds:
        assert all(gap >= feed.floor for gap in gaps(stage.script.at(feed.name)))
