from __future__ import annotations

from datetime import timedelta

import pytest

from lockdash.domain.accounts import Condition
from lockdash.domain.budget import Allowance, Limits
from lockdash.domain.devices import Contact, LockState
from lockdash.domain.freshness import Freshness
from lockdash.domain.readings import Reading
from lockdash.engine.views import view
from lockdash.vendors.base import Answer, Feed, Problem
from tests.engine.stage import LOCKS, SYNC, device, event, gaps


async def test_the_first_reads_bring_devices_and_a_live_account(stage):
    async with stage.engine() as engine:
        account = engine.snapshot.accounts["home"]
        assert account.condition is Condition.live
        assert account.last_ok_at == stage.clock.now()
        assert account.budget is not None
        assert account.budget.remaining == 698
        door = engine.snapshot.devices["home/S1"]
        assert door.state.value is LockState.locked
        assert door.renew_every == 20


async def test_feeds_are_read_at_their_pace_and_never_below_their_floor(stage):
    async with stage.engine():
        await stage.pass_time(3700)
    assert len(stage.script.at("locks")) == 2
    assert 160 <= len(stage.script.at("sync")) <= 186
    assert min(gaps(stage.script.at("sync"))) >= 20


async def test_polls_do_not_march_in_step(stage):
    async with stage.engine():
        await stage.pass_time(300)
    assert len({round(gap, 3) for gap in gaps(stage.script.at("sync"))}) > 5


async def test_an_answer_that_wants_another_feed_gets_it_within_its_floor(stage):
    stage.script.answers["sync"] = lambda: Answer(observations=stage.script.synced(), wants=frozenset({"locks"}))
    async with stage.engine():
        await stage.pass_time(1800)
    times = stage.script.at("locks")
    assert min(gaps(times)) >= 60
    # What is still wanted after it was read is not there: it is looked for ever more seldom.
    assert 3 <= len(times) <= 8
    assert gaps(times)[-1] > 2 * gaps(times)[0]


async def test_a_change_is_told_with_its_key_only(stage):
    stage.script.states["2"] = LockState.locked
    async with stage.engine() as engine:
        told = []
        engine.subscribe(told.append)
        stage.script.answers["sync"] = lambda: Answer(observations=stage.script.synced()[:1])
        stage.script.states["1"] = LockState.unlocked
        await stage.pass_time(25)
        assert told
        assert {key for each in told for key in each.changed} == {"home/S1"}
        assert told[-1] is engine.snapshot
        assert engine.snapshot.devices["home/S1"].state.value is LockState.unlocked


async def test_when_nothing_happens_nobody_is_told(stage):
    stage.feeds(Feed("locks", every=3600, floor=60))
    async with stage.engine() as engine:
        told = []
        engine.subscribe(told.append)
        await stage.pass_time(60)
        assert told == []
        before = engine.snapshot
        await stage.pass_time(60)
        assert engine.snapshot is before


async def test_one_poll_tells_once(stage):
    async with stage.engine() as engine:
        told = []
        engine.subscribe(told.append)
        reads = len(stage.script.reads)
        await stage.until(lambda: len(stage.script.reads) > reads)
        assert len(told) == 1


async def test_events_and_readings_of_one_poll_are_told_at_once(stage):
    stage.feeds(SYNC)
    stage.script.answers["sync"] = Answer(devices=stage.script.listed())
    async with stage.engine() as engine:
        told = []
        engine.subscribe(told.append)
        happened = event("e1", stage.clock.now())
        stage.script.answers["sync"] = lambda: Answer(observations=stage.script.synced(), events=(happened,))
        reads = len(stage.script.reads)
        await stage.until(lambda: len(stage.script.reads) > reads)
        assert [each.changed for each in told] == [{"home/S1"}]


async def test_the_device_on_screen_has_its_own_feed_read(stage):
    async with stage.engine() as engine:
        assert stage.script.at("activity") == []
        await engine.focus("home/S1")
        await stage.pass_time(130)
        assert {read.device for read in stage.script.reads if read.feed == "activity"} == {"home/S1"}
        assert 2 <= len(stage.script.at("activity")) <= 3
        await engine.focus(None)
        count = len(stage.script.at("activity"))
        await stage.pass_time(300)
        assert len(stage.script.at("activity")) == count


async def test_a_lock_that_moved_has_its_activity_read_until_there_is_something_new(stage):
    stage.feeds(LOCKS, SYNC, Feed("activity", every=60, floor=1, per_device=True))
    news = [Answer(), Answer(), Answer(events=(event("e1", stage.clock.now()),))]
    stage.script.answers["activity"] = lambda: news.pop(0)
    async with stage.engine():
        stage.script.states["1"] = LockState.unlocked
        await stage.pass_time(300)
    assert gaps(stage.script.at("activity")) == pytest.approx([2, 4])


async def test_what_a_lock_does_not_tell_is_not_asked_for_for_ever(stage):
    stage.feeds(LOCKS, SYNC, Feed("activity", every=60, floor=1, per_device=True))
    async with stage.engine():
        stage.script.states["1"] = LockState.unlocked
        await stage.pass_time(300)
    assert gaps(stage.script.at("activity")) == pytest.approx([2, 4, 8])


async def test_new_events_are_kept_and_told(stage):
    async with stage.engine() as engine:
        told = []
        engine.subscribe(told.append)
        stage.script.answers["activity"] = lambda: Answer(events=(event("e1", stage.clock.now()),), cursor="c1")
        await engine.focus("home/S1")
        await stage.pass_time(1)
        assert [each.id for each in engine.events("home/S1")] == ["e1"]
        assert any("home/S1" in each.changed for each in told)
        assert engine.events("home/nothing") == []


async def test_the_cursor_of_an_answer_is_handed_in_at_the_next_read(stage):
    stage.feeds(SYNC)
    count = iter(range(100))
    stage.script.answers["sync"] = lambda: Answer(cursor=f"c{next(count)}")
    async with stage.engine():
        await stage.pass_time(45)
    async with stage.engine():
        await stage.pass_time(25)
    assert [read.cursor for read in stage.script.reads][:4] == [None, "c0", "c1", "c2"]


async def test_a_missing_device_is_gone_only_if_the_list_is_complete(stage):
    stage.feeds(Feed("locks", every=60, floor=20))
    stage.script.states["2"] = LockState.locked
    async with stage.engine() as engine:
        del stage.script.states["2"]
        stage.script.answers["locks"] = lambda: Answer(devices=stage.script.listed())
        await stage.pass_time(70)
        assert engine.snapshot.devices["home/S2"].gone_at is None
        strange = Problem("locks[1]", "no id")
        stage.script.answers["locks"] = lambda: Answer(
            devices=stage.script.listed(), roll=frozenset(stage.script.states), problems=(strange,)
        )
        await stage.pass_time(70)
        assert engine.snapshot.devices["home/S2"].gone_at is None
        del stage.script.answers["locks"]
        await stage.pass_time(70)
        assert engine.snapshot.devices["home/S2"].gone_at is not None


async def test_items_that_are_left_out_are_said_so_until_they_are_understood(stage):
    async with stage.engine() as engine:
        assert engine.snapshot.accounts["home"].detail == ""
        listed = stage.script.listed()
        stage.script.answers["locks"] = Answer(devices=listed, problems=(Problem("locks[4]", "no id"),))
        await stage.pass_time(61)
        await engine.refresh()
        await stage.pass_time(5)
        account = engine.snapshot.accounts["home"]
        assert account.condition is Condition.live
        assert account.detail == "1 item left out that could not be understood; what was known stays (locks[4]: no id)"
        stage.script.answers["locks"] = Answer(devices=listed, roll=frozenset({"1"}))
        await stage.pass_time(61)
        await engine.refresh()
        await stage.pass_time(5)
        assert engine.snapshot.accounts["home"].detail == ""


async def test_a_gone_device_is_shown_for_a_day_and_comes_back_with_its_reading(stage):
    stage.feeds(Feed("locks", every=3600, floor=60))
    stage.script.states["2"] = LockState.locked
    async with stage.engine() as engine:
        del stage.script.states["2"]
        await stage.pass_time(4000)
        assert engine.snapshot.devices["home/S2"].gone_at is not None
        await stage.pass_time(26 * 3600)
        assert "home/S2" not in engine.snapshot.devices
        stage.script.answers["locks"] = Answer(devices=(device("2", name="Door 2 again"),))
        await stage.pass_time(4000)
        back = engine.snapshot.devices["home/S2"]
        assert back.name == "Door 2 again"
        assert back.gone_at is None
        assert back.state.value is LockState.locked


async def test_a_feed_of_changes_is_no_promise_of_renewal(stage):
    stage.feeds(Feed("devices", every=300, floor=30), Feed("events", every=10, floor=5))
    stage.script.answers["devices"] = lambda: stage.script.list()
    stage.script.answers["events"] = lambda: Answer(
        observations=stage.script.synced(), events=(event(str(stage.clock.elapsed), stage.clock.now()),)
    )
    async with stage.engine() as engine:
        await stage.pass_time(60)
        assert engine.snapshot.devices["home/S1"].renew_every == 300


async def test_readings_age_while_the_vendor_is_down(stage):
    async with stage.engine() as engine:
        await stage.pass_time(30)
        stage.script.down = ConnectionError("a bug of the client, too, is only a bad poll")
        before = engine.snapshot.devices["home/S1"]
        await stage.pass_time(3600)
        after = engine.snapshot.devices["home/S1"]
        assert after == before
        assert view(after, None, stage.clock.now()).freshness is Freshness.stale


async def test_budget_that_shrinks_slows_the_polls_and_lasts_until_its_reset(stage):
    stage.feeds(Feed("devices", every=5, floor=1), allowance=Allowance(120, 60))
    stage.script.answers["devices"] = lambda: stage.script.list()
    resets_at = stage.clock.now() + timedelta(seconds=600)

    def few() -> Answer:
        stage.script.limits = None
        return stage.script.list()

    stage.script.answers["devices"] = few
    # Another integration has used most of it: 12 are kept for commands, so 28 are left for ten minutes.
    stage.script.limits = Limits(limit=120, remaining=40, resets_at=resets_at)
    async with stage.engine() as engine:
        await stage.pass_time(590)
        assert len(stage.script.reads) <= 29
        assert len(stage.script.reads) >= 10
        assert max(gaps(stage.script.at("devices"))) < 120
        assert engine.snapshot.accounts["home"].condition is Condition.live
        assert engine.snapshot.devices["home/S1"].renew_every > 5
        count = len(stage.script.reads)
        await stage.pass_time(120)
        assert len(stage.script.reads) - count > 10


async def test_the_readings_of_an_offline_lock_stay_as_they_were(stage):
    stage.feeds(LOCKS, SYNC)
    async with stage.engine() as engine:
        seen = engine.snapshot.devices["home/S1"].state
        then = stage.clock.now()
        stage.script.answers["sync"] = lambda: Answer(
            observations=tuple(
                type(each)(
                    vendor_id=each.vendor_id,
                    state=Reading(LockState.locked, then, stage.clock.now()),
                    contact=Contact(connected=False, seen_at=stage.clock.now(), last_at=then),
                )
                for each in stage.script.synced()
            )
        )
        await stage.pass_time(600)
        assert engine.snapshot.devices["home/S1"].state.known_at == seen.known_at
