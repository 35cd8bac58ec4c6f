"""The past is read once, page by page, after everything else, and nothing of it is lost by whatever ends a session."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from lockdash.domain.accounts import Condition
from lockdash.domain.budget import Allowance
from lockdash.domain.commands import CommandKind
from lockdash.engine import spare
from lockdash.engine.archive.archiving import GIVEN
from lockdash.engine.archive.backfill import SELDOM
from lockdash.engine.archive.reader import AFTER_PEOPLE
from lockdash.engine.commands import PATIENCE
from lockdash.store.archive import Job, JobState
from lockdash.store.store import Store
from lockdash.vendors.base import Answer, Feed, Stretch
from lockdash.vendors.errors import Rejected, Unauthorised, Unreachable, VendorFault
from lockdash.vendors.past import Lost
from tests.engine.archive_stage import ArchivePlugin, ArchiveStage, ids, is_read, jobs, stored
from tests.engine.stage import LOCKS, START, SYNC, event, gaps

EVENTS = Feed("events", every=15, floor=5)
BIG = Allowance(100_000, 3600)


@pytest.fixture
def stage(tmp_path):
    return ArchiveStage(tmp_path / "state")


async def test_all_of_the_past_is_read_once_a_page_a_second_at_most(stage):
    stage.past.fill("a", 95)
    stage.past.fill("b", 30)
    async with stage.engine() as engine:
        await stage.until(lambda: is_read(engine))
        assert stored(engine._store) == stage.past.ids
        assert len(stage.past.pages) == 13
        assert 2 <= stage.past.pages[0].at <= 10
        assert min(gaps(stage.past.at())) >= 1
        await stage.pass_time(3600)
        assert len(stage.past.pages) == 13
        (archive,) = engine.archiving.archives(jobs(engine)).values()
        assert (archive.read, archive.is_complete, archive.failure) == (125, True, "")
        assert archive.oldest == min(each.occurred_at for each in stage.past.events["a"])


async def test_the_past_moves_nothing_on_the_screen_and_asks_for_nobodys_attention(stage):
    stage.past.fill("a", 30)
    async with stage.engine() as engine:
        before = engine.snapshot.devices["home/S1"].state
        await stage.until(lambda: is_read(engine))
        assert engine.snapshot.devices["home/S1"].state.value is before.value
        assert engine.snapshot.unseen == 0


@pytest.mark.parametrize("pages", range(1, 6))
async def test_a_session_that_is_killed_at_any_page_loses_nothing(stage, pages):
    stage.past.fill("a", 45)
    async with stage.engine() as engine:
        await stage.until(lambda: len(stage.past.pages) == pages)
        # Killed: nothing is told, nothing is given back.
        for task in list(engine._work._tasks):
            task.cancel()
    async with stage.engine(seed=2) as engine:
        await stage.until(lambda: is_read(engine))
        assert stored(engine._store) == stage.past.ids
        (job,) = jobs(engine)
        assert job.read == 45
        assert len(stage.past.pages) <= 6


async def test_a_page_that_is_read_twice_changes_nothing(stage):
    stage.past.fill("a", 20)
    async with stage.engine() as engine:
        await stage.until(lambda: is_read(engine))
        before = engine._store.events(limit=-1)
        engine._store.add_events((), [Job(account="home", series="a", label="again")])
        await stage.until(lambda: is_read(engine))
        assert engine._store.events(limit=-1) == before
        assert len(stage.past.pages) == 4


async def test_what_a_read_of_the_newest_left_out_is_read_later_together_with_its_events(stage):
    stage.plugins["pretend"] = ArchivePlugin(stage, feeds=(LOCKS, EVENTS), allowance=BIG)
    stage.past.fill("a", 5)
    async with stage.engine() as engine:
        await stage.until(lambda: is_read(engine))
        new = START + timedelta(seconds=stage.clock.elapsed)
        missed = [event(f"missed{number}", new - timedelta(seconds=number + 1)) for number in range(25)]
        stage.past.events["a"] = [*missed, *stage.past.events["a"]]
        hole = "a", Stretch(before=new, until=new - timedelta(seconds=60))
        stage.script.answers["events"] = Answer(events=(event("newest", new),), holes=(hole,))
        await stage.until(lambda: "newest" in stored(engine._store))
        assert any(each.before == new and each.state is JobState.open for each in jobs(engine))
        stage.script.answers["events"] = Answer()
        await stage.until(lambda: is_read(engine))
        assert stored(engine._store) == stage.past.ids | {"newest"}


async def test_what_is_lost_is_kept_as_a_gap(stage):
    stage.past.fill("a", 5)
    stage.past.lost["a"] = (Lost(None, START - timedelta(days=500), "older ones are not handed out"),)
    async with stage.engine() as engine:
        await stage.until(lambda: is_read(engine))
        (gap,) = engine.archiving.archives(jobs(engine))["home"].gaps
        assert (gap.label, gap.since, gap.until) == ("Door a", None, START - timedelta(days=500))
        assert gap.why == "older ones are not handed out"


async def test_what_the_user_removed_is_not_read_again(stage):
    stage.past.fill("a", 50, newest=START)
    limit = START - timedelta(hours=25, minutes=30)
    store = Store.open(stage.folder)
    store.archive.prune(limit, 5000)
    store.close()
    async with stage.engine() as engine:
        await stage.until(lambda: is_read(engine))
        assert stored(engine._store) == {each.id for each in stage.past.events["a"] if each.occurred_at >= limit}
        assert len(stage.past.pages) == 3


async def test_commands_go_first(stage):
    stage.past.fill("a", 300)
    async with stage.engine() as engine:
        await stage.until(lambda: len(stage.past.pages) == 3)
        command = await engine.request("home/S1", CommandKind.lock)
        asked = stage.clock.elapsed
        await stage.until(lambda: len(stage.past.pages) == 4)
        assert stage.clock.elapsed - asked >= PATIENCE.total_seconds()
        assert (await engine.settled(command.id, 0)).status.in_flight is False


async def test_people_go_first(stage):
    stage.past.fill("a", 300)
    async with stage.engine() as engine:
        await stage.until(lambda: len(stage.past.pages) == 3)
        for _ in range(10):
            engine._store.finish("home", "people/", cursor="1", now=stage.clock.now())
            await stage.pass_time(AFTER_PEOPLE - 0.5)
        assert len(stage.past.pages) == 3
        await stage.until(lambda: len(stage.past.pages) == 4, within=2 * AFTER_PEOPLE)


async def test_the_past_leaves_devices_people_and_commands_what_they_need(stage):
    allowance = Allowance(100, 600)
    stage.plugins["pretend"] = ArchivePlugin(stage, allowance=allowance, feeds=(LOCKS, SYNC))
    stage.past.fill("a", 3000)
    async with stage.engine() as engine:
        spare_at: dict[int, int] = {}
        for _ in range(1800):
            before = engine._store.budget("home", allowance, stage.clock.now())
            spare_at.setdefault(len(stage.past.pages), before.remaining - before.reserve)
            await stage.pass_time(1)
        free = allowance.window / SYNC.every + spare.PAST.free * (allowance.limit - allowance.reserve)
        quick = [number for number, wait in enumerate(gaps(stage.past.at()), 1) if wait < 5]
        assert len(quick) > 20
        assert all(spare_at[number] > free for number in quick)
        assert len(stage.past.pages) > len(quick) + 5
        assert min(spare_at.values()) > allowance.limit / 5
        assert max(gaps(stage.script.at("sync"))) < SYNC.every * 1.05


async def test_what_happens_meanwhile_is_kept_however_much_it_is(stage):
    stage.plugins["pretend"] = ArchivePlugin(stage, feeds=(LOCKS, Feed("events", every=1, floor=1)), allowance=BIG)
    stage.past.fill("a", 200)
    count = 0

    def flood() -> Answer:
        nonlocal count
        count += 100
        now = stage.clock.now()
        return Answer(events=tuple(event(f"new{number}", now) for number in range(count - 100, count)))

    stage.script.answers["events"] = flood
    async with stage.engine() as engine:
        await stage.until(lambda: is_read(engine), within=120)
        kept = stored(engine._store)
        assert stage.past.ids <= kept
        assert len(kept) == 200 + count


@pytest.mark.parametrize("error", [VendorFault("a server error"), Unreachable("no answer")])
async def test_what_fails_is_tried_again_and_then_said_and_the_account_is_none_the_worse(stage, error):
    stage.past.fill("a", 15)
    stage.past.fails["a"] = error
    async with stage.engine() as engine:
        await stage.until(lambda: len(stage.past.pages) == 2)
        assert engine.archiving.archives(jobs(engine))["home"].failure == ""
        await stage.until(lambda: engine.archiving.archives(jobs(engine))["home"].failure)
        assert len(stage.past.pages) == 3
        assert str(error) in engine.archiving.archives(jobs(engine))["home"].failure
        assert engine.snapshot.accounts["home"].condition is Condition.live
        del stage.past.fails["a"]
        await stage.until(lambda: is_read(engine), within=2 * SELDOM)
        assert stored(engine._store) == stage.past.ids
        assert engine.archiving.archives(jobs(engine))["home"].failure == ""


async def test_one_door_that_is_refused_does_not_stop_the_others(stage):
    stage.past.fill("a", 15)
    stage.past.fill("b", 15)
    stage.past.fails["a"] = Rejected("not for you", status=403)
    async with stage.engine() as engine:
        await stage.until(lambda: {"b0", "b14"} <= stored(engine._store))
        await stage.pass_time(60)
        assert len(stage.past.at("a")) == 1
        assert engine.archiving.archives(jobs(engine))["home"].failure == "not for you"


async def test_a_door_that_its_vendor_no_longer_knows_is_a_gap(stage):
    stage.past.fill("a", 35)
    async with stage.engine() as engine:
        await stage.until(lambda: len(stage.past.pages) == 2)
        stage.past.fails["a"] = Rejected("there is no such door", status=404)
        await stage.until(lambda: is_read(engine))
        (gap,) = engine.archiving.archives(jobs(engine))["home"].gaps
        assert (gap.since, gap.until) == (None, stage.past.events["a"][19].occurred_at)
        await stage.pass_time(600)
        assert len(stage.past.pages) == 3


async def test_a_key_that_may_not_read_the_past_is_not_tried_all_day(stage):
    stage.past.fill("a", 15)
    stage.past.fill("b", 15)
    stage.past.fails = dict.fromkeys("ab", Unauthorised("no right to read activity", remedy="add the right"))
    async with stage.engine() as engine:
        await stage.pass_time(SELDOM)
        assert len(stage.past.pages) == 2
        assert "add the right" in engine.archiving.archives(jobs(engine))["home"].failure
        assert engine.snapshot.accounts["home"].condition is Condition.live


async def test_nothing_of_the_past_is_read_while_the_account_is_down(stage):
    stage.past.fill("a", 15)
    stage.script.down = Unreachable("no answer")
    async with stage.engine():
        await stage.pass_time(120)
        assert stage.past.pages == []
        stage.script.down = None
        await stage.until(lambda: stage.past.pages)


async def test_backfill_returns_when_all_is_there(stage):
    stage.past.fill("a", 45)
    async with stage.engine(start=False) as engine:
        reading = asyncio.ensure_future(engine.archiving.backfill())
        await stage.until(reading.done)
        await reading
        assert stored(engine._store) == stage.past.ids


async def test_backfill_can_be_cancelled_and_goes_on_from_there(stage):
    stage.past.fill("a", 45)
    async with stage.engine(start=False) as engine:
        reading = asyncio.ensure_future(engine.archiving.backfill())
        await stage.until(lambda: len(stage.past.pages) == 2)
        reading.cancel()
        await asyncio.wait({reading})
        assert reading.cancelled()
    async with stage.engine(start=False, seed=2) as engine:
        reading = asyncio.ensure_future(engine.archiving.backfill())
        await stage.until(reading.done)
        assert stored(engine._store) == stage.past.ids
        assert len(stage.past.pages) <= 6


async def test_backfill_ends_where_it_cannot_go_on(stage):
    stage.past.fill("a", 45)
    stage.past.fails["a"] = VendorFault("a server error")
    async with stage.engine(start=False) as engine:
        reading = asyncio.ensure_future(engine.archiving.backfill())
        await stage.until(reading.done)
        assert engine.archiving.archives(jobs(engine))["home"].failure == "a server error"
        stage.past.fails.clear()
        reading = asyncio.ensure_future(engine.archiving.backfill())
        await stage.until(reading.done, within=60)
        assert stored(engine._store) == stage.past.ids


async def test_backfill_does_not_wait_for_an_account_that_is_down(stage):
    stage.script.down = Unreachable("no answer")
    async with stage.engine(start=False) as engine:
        reading = asyncio.ensure_future(engine.archiving.backfill(["home"]))
        await stage.until(reading.done, within=3 * GIVEN.total_seconds())
        assert engine.snapshot.accounts["home"].condition is Condition.offline


async def test_backfill_of_a_vendor_without_a_past_returns(stage, tmp_path):
    del stage.plugins["pretend"]
    from tests.engine.stage import ScriptedPlugin

    stage.plugins["pretend"] = ScriptedPlugin(stage.script)
    async with stage.engine(start=False) as engine:
        reading = asyncio.ensure_future(engine.archiving.backfill())
        await stage.until(reading.done)
        assert ids(engine._store.events(limit=-1)) == set()
