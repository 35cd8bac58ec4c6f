"""Several sessions with people open: one reads at a time, nobody spoils another's round, and all see how far it is."""

from __future__ import annotations

from contextlib import AsyncExitStack

import pytest

from lockdash.domain.accounts import Condition
from lockdash.domain.budget import Allowance
from lockdash.domain.devices import LockState
from lockdash.engine.people.merge import is_doubted
from tests.engine.people_stage import ACCESSES, DOOR, LIST, PeoplePlugin, PeopleStage
from tests.engine.stage import gaps


@pytest.fixture
def stage(tmp_path):
    return PeopleStage(tmp_path / "state")


def dear(stage, doors, cost):
    """So many doors, each of whose lists costs so many of 120 requests a minute."""
    plugin = PeoplePlugin(stage)
    plugin.allowance = Allowance(120, 60)
    stage.plugins["pretend"] = plugin
    stage.script.states = {str(number): LockState.locked for number in range(1, doors + 1)}
    stage.people.feeds, stage.people.cost = (DOOR,), cost
    stage.people.add("ada")


async def test_ten_sessions_that_open_people_at_once_leave_requests_for_the_devices_and_for_commands(stage):
    dear(stage, doors=20, cost=10)
    async with AsyncExitStack() as sessions:
        engines = [await sessions.enter_async_context(stage.engine(seed=seed)) for seed in range(10)]
        gate, low, failures = engines[0]._lines["home"].gate, [], set()
        for engine in engines:
            await engine.people.open()
        for _ in range(300):
            await stage.pass_time(1)
            low.append(engines[0]._store.budget("home", gate.allowance, stage.clock.now()).remaining)
            failures |= {each.people.snapshot.accounts["home"].failure for each in engines}
        assert len(stage.people.at("door")) == 20
        assert min(low) > gate.allowance.reserve
        assert failures == {""}
        assert {each.snapshot.accounts["home"].condition for each in engines} == {Condition.live}


async def test_reading_again_and_again_takes_a_third_of_the_budget_at_most(stage):
    dear(stage, doors=10, cost=60)
    async with stage.engine(seed=1) as one, stage.engine(seed=2) as other:
        await one.people.open()
        await other.people.open()
        await stage.until(lambda: one.people.snapshot.accounts["home"].accesses_read_at, within=3600)
        before, began = len(stage.people.asked), stage.clock.elapsed
        await stage.pass_time(3600)
        reads = len(stage.people.asked) - before
        assert 60 < reads * stage.people.cost * 60 / (stage.clock.elapsed - began) * 2 < 2 * 40 * 1.05


async def test_two_sessions_do_not_read_one_round_in_turns(stage):
    dear(stage, doors=1, cost=30)  # so that whoever reads must pause in the middle
    stage.people.feeds = (LIST,)
    stage.people.people.clear()
    stage.people.add(*(f"p{number:02}" for number in range(35)))
    stage.people.size = 10
    async with stage.engine(seed=1) as first, stage.engine(seed=2) as second:
        await first.people.open()
        await second.people.open()
        await stage.until(lambda: len(stage.people.asked) == 4, within=300)
        del stage.people.people["p07"]
        await stage.until(lambda: len(stage.people.asked) == 8, within=900)
        rounds = [stage.people.asked[:4], stage.people.asked[4:]]
        assert [len({each.by for each in one}) for one in rounds] == [1, 1]
        await stage.pass_time(2)
        assert is_doubted(second.people.snapshot.people["home/people/p07"]), "only who has seen the whole list can tell"


async def test_who_leaves_in_the_middle_of_a_round_lets_another_session_go_on_at_once(stage):
    stage.people.feeds = (LIST,)
    stage.people.add(*(f"p{number:02}" for number in range(35)))
    stage.people.size = 10
    async with stage.engine(seed=1) as first, stage.engine(seed=2) as second:
        await first.people.open()
        await stage.until(lambda: len(stage.people.asked) == 2)
        first.people.close()
        await second.people.open()
        await stage.pass_time(20)
        assert [each.cursor for each in stage.people.asked] == [None, "10", "20", "30"]
        assert min(gaps(stage.people.at("people"))) >= LIST.floor


async def test_a_round_that_was_left_without_a_word_is_taken_over_when_its_reader_was_silent_for_long(
    stage, monkeypatch
):
    stage.people.feeds = (LIST,)
    stage.people.add(*(f"p{number:02}" for number in range(35)))
    stage.people.size = 10

    async def killed():
        return

    async with stage.engine(seed=1) as first, stage.engine(seed=2) as second:
        await first.people.open()
        await stage.until(lambda: len(stage.people.asked) == 2)
        monkeypatch.setattr(first.people._readings["home"].reader, "leave", killed)
        first.people.close()
        await second.people.open()
        await stage.pass_time(60)
        assert len(stage.people.asked) == 2
        await stage.pass_time(60)
        assert [each.cursor for each in stage.people.asked] == [None, "10", "20", "30"]


async def test_who_opens_people_later_knows_at_once_what_was_read_and_reads_it_not_again(stage):
    stage.script.states = {"1": LockState.locked, "2": LockState.locked}
    stage.people.feeds = (DOOR, ACCESSES)
    stage.people.add("ada")
    async with stage.engine(seed=1) as first:
        await first.people.open()
        await stage.pass_time(30)
        read_at = first.people.snapshot.accounts["home"].accesses_read_at
        first.people.close()
    asked = len(stage.people.asked)
    async with stage.engine(seed=2) as second:
        await second.people.open()
        await second.people.read_once()
        account = second.people.snapshot.accounts["home"]
        assert account.accesses_read_at == read_at is not None
        assert account.progress == (0, 0)
        assert len(stage.people.asked) == asked
