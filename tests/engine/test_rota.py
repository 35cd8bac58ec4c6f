"""Doors whose state never moves are read in turns, evenly, and never more than the budget has for it."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.accounts import Condition
from lockdash.domain.budget import Allowance, Budget
from lockdash.domain.devices import DeviceKind, LockState
from lockdash.engine import pace
from lockdash.engine.rota import Rota
from lockdash.vendors.base import Answer, Feed
from tests.engine.stage import ALLOWANCE, LOCKS, START, SYNC, device, event, gaps

LOG = Feed("activity", every=60, floor=2, per_device=True, rota=600)
ALL = (LOCKS, SYNC, LOG)


def locks(stage, count):
    stage.script.states = {str(number): LockState.locked for number in range(count)}


def turns(rota: Rota, until: float) -> list[tuple[float, str]]:
    """Who is read when, if each read takes no time."""
    found = []
    while (turn := rota.next()) is not None and turn[1] <= until:
        found.append((turn[1], turn[0]))
        rota.took_turn(turn[0], turn[1])
    return found


@given(st.integers(1, 100), st.floats(0.001, 10))
def test_turns_are_even_and_nobody_is_left_out_or_read_twice(count, rate):
    rota = Rota(LOG)
    rota.attend([f"home/{number}" for number in range(count)], 0.0)
    rota.rate = rate
    step = max(600 / count, 1 / rate)
    found = turns(rota, 3 * count * step * 1.0001)
    assert {key: times for key, times in Counter(key for _, key in found).items() if times != 3} == {}
    assert min(gaps(at for at, _ in found)) == pytest.approx(step)


def test_who_was_read_the_longest_ago_is_next_and_nobody_before_their_time():
    rota = Rota(LOG)
    assert rota.attend(["a", "b", "c"], 1000.0) == ["a", "b", "c"]
    rota.read("a", 900.0)
    rota.read("b", 950.0)
    rota.read("c", 990.0)
    assert turns(rota, 2000.0)[:3] == [(1500.0, "a"), (1700.0, "b"), (1900.0, "c")]


def test_those_who_are_gone_have_no_turn_and_those_who_are_new_come_first():
    rota = Rota(LOG)
    rota.attend(["a", "b"], 0.0)
    rota.took_turn("a", 10.0)
    rota.took_turn("b", 20.0)
    assert rota.attend(["b", "c"], 30.0) == ["c"]
    assert rota.next()[0] == "c"
    rota.hurry("b")
    rota.read("c", 30.0)
    assert rota.next()[0] == "b"
    assert rota.attend([], 40.0) == []
    assert rota.next() is None


def test_nobody_has_a_turn_while_the_budget_has_none():
    rota = Rota(LOG)
    rota.attend(["a"], 0.0)
    rota.rate = 0.0
    assert rota.next() is None


def budget(remaining: int, limit: int = 700) -> Budget:
    return Budget(limit, remaining, None, 70)


def test_turns_take_a_quarter_at_most_and_only_what_the_feeds_leave():
    quarter, feeds = 700 / 4 / 3600, 180 / 3600
    assert pace.rota_rate(budget(700), feeds, 3600, START) == quarter
    assert pace.rota_rate(budget(70 + 180 + 36), feeds, 3600, START) == pytest.approx(36 / 3600)
    assert pace.rota_rate(budget(200), feeds, 3600, START) == 0
    assert pace.rota_rate(budget(0), feeds, 3600, START) == 0


@pytest.mark.parametrize("count", [12, 64, 120])
async def test_turns_and_syncs_stay_within_the_plan(stage, count):
    stage.feeds(*ALL)
    locks(stage, count)
    async with stage.engine() as engine:
        await stage.pass_time(2 * 3600)
        hours = [[at for at in stage.script.at("activity") if begin <= at < begin + 3600] for begin in (0, 1800, 3600)]
        assert max(map(len, hours)) <= ALLOWANCE.limit / 4 + 1
        assert max(gaps(stage.script.at("sync"))) < SYNC.every * 1.05
        left = engine._store.budget("home", ALLOWANCE, stage.clock.now())
        assert left.remaining > left.reserve + 100
        assert engine.snapshot.accounts["home"].condition is Condition.live
    read = Counter(each.device for each in stage.script.reads if each.feed == "activity")
    if count <= 64:
        assert len(read) == count
    assert max(read.values()) - min(read.values()) <= 1
    assert max(gaps(hours[2])) < 3 * 3600 / len(hours[2])


async def test_several_sessions_read_in_turns_as_one_does(stage):
    stage.feeds(*ALL)
    locks(stage, 4)
    async with stage.engine(seed=1), stage.engine(seed=2), stage.engine(seed=3):
        await stage.pass_time(3600)
    assert 20 <= len(stage.script.at("activity")) <= 25


async def test_a_new_leader_does_not_begin_from_the_first_door(stage):
    stage.feeds(*ALL)
    locks(stage, 4)
    async with stage.engine(seed=1):
        await stage.until(lambda: len(stage.script.at("activity")) == 4)
    ended = stage.clock.elapsed
    async with stage.engine(seed=2):
        await stage.until(lambda: len(stage.script.at("activity")) == 8)
    read = [each.device for each in stage.script.reads if each.feed == "activity"]
    assert len(set(read[:4])) == 4
    assert read[4:] == read[:4]
    assert stage.script.at("activity")[4] - ended > 60


async def test_a_wrong_pin_at_a_quiet_lock_is_learned(stage):
    stage.feeds(*ALL)
    locks(stage, 8)
    stage.script.answers["activity"] = lambda: Answer(events=(event("wrong pin", START, "5"),))
    async with stage.engine() as engine:
        await stage.until(lambda: engine.events("home/S5"), within=LOG.rota)


async def test_only_what_locks_has_turns(stage):
    stage.feeds(*ALL)
    listed = (device("1"), device("2", kind=DeviceKind.bridge, serial="S2", key="home/S2"))
    stage.script.answers["locks"] = Answer(devices=listed, roll=frozenset("12"))
    async with stage.engine():
        await stage.pass_time(3600)
    assert {each.device for each in stage.script.reads if each.feed == "activity"} == {"home/S1"}


async def test_dozens_of_locks_that_move_at_once_are_all_read_and_the_budget_lasts(stage):
    stage.feeds(*ALL)
    locks(stage, 64)
    async with stage.engine() as engine:
        await stage.pass_time(100)
        moved = stage.clock.elapsed
        stage.script.states = dict.fromkeys(stage.script.states, LockState.unlocked)
        low = math.inf
        for _ in range(90):
            await stage.pass_time(30)
            low = min(low, engine._store.budget("home", ALLOWANCE, stage.clock.now()).remaining)
        assert low > ALLOWANCE.reserve + 100
        read = {each.device for each in stage.script.reads if each.feed == "activity" and each.at > moved}
        assert len(read) == 64


async def test_a_budget_that_is_used_up_by_others_is_left_to_the_syncs(stage):
    tight = Allowance(250, 3600)
    stage.feeds(*ALL, allowance=tight)
    locks(stage, 64)
    async with stage.engine() as engine:
        await stage.pass_time(3600)
        assert len(stage.script.at("activity")) < 40
        assert engine.snapshot.accounts["home"].condition is Condition.live
        assert engine._store.budget("home", tight, stage.clock.now()).remaining > tight.reserve
