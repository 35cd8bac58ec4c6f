"""Changes to schedules over RemoteLock's real client: recorded first, sent once, compared, and never sent again."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from lockdash.domain.changes import ChangeKind, ChangeStatus
from lockdash.domain.exceptions import DateRange
from lockdash.domain.schedules import ScheduleKind
from lockdash.domain.week_text import EXAMPLES, parse, text_of
from lockdash.domain.weeks import week_of
from lockdash.engine.policy import Refusal
from lockdash.engine.recording import ENDED, NOT_SENT, TWICE
from lockdash.engine.schedules.changing import CONFLICT, GONE, GONE_BEFORE
from lockdash.engine.schedules.orders import (
    Assign,
    CreateException,
    CreateSchedule,
    DeleteException,
    DeleteSchedule,
    UpdateException,
    UpdateSchedule,
)
from lockdash.store.errors import StoreError
from lockdash.store.store import Store
from lockdash.vendors.schedules import ExceptionChange, NewException, NewSchedule, ScheduleChange, schedules_of
from tests.engine.vendor_stage import VendorStage

NIGHTS = "daily 22:00-24:00"
DAYS = (DateRange(date(2026, 12, 24), date(2026, 12, 26)), DateRange(date(2027, 1, 1), date(2027, 1, 1)))
WINTER = NewException(name="Winter", dates=DAYS)


def week(text: str, kind: ScheduleKind = ScheduleKind.access):
    return week_of(parse(text, kind))


def new(name: str = "Night shift", text: str = NIGHTS, kind: ScheduleKind = ScheduleKind.access, **more) -> NewSchedule:
    return NewSchedule(name=name, kind=kind, week=week(text, kind), **more)


@pytest.fixture
def stage(tmp_path):
    return VendorStage(tmp_path / "state")


@asynccontextmanager
async def opened(stage, patience=2.0, **more):
    """The small world's account at RemoteLock, its people and schedules open and read."""
    with stage.over("rentals", world="small", patience=patience, **more):
        async with stage.engine() as engine:
            await engine.people.open()
            await stage.until(lambda: engine.people.snapshot.accounts["rentals"].accesses_read_at, within=120)
            stage.sim.requests.clear()
            yield engine


async def carried(stage, engine, order):
    task = asyncio.ensure_future(engine.schedules.change(order))
    await stage.until(task.done)
    return task.result()


def sent(stage):
    return [each.method for each in stage.sim.requests if each.method != "GET" and "/oauth/" not in each.path]


def kept(stage, name):
    return [each for each in stage.sim.world.rentals.schedules.values() if each.name == name]


def schedule(engine, name):
    return next(each for each in engine.people.snapshot.schedules.values() if each.name == name)


def device(engine, name):
    return next(each for each in engine.snapshot.devices.values() if each.name == name)


def edit(stage, name, **fields):
    """Somebody else changes a schedule, at the vendor."""

    def done():
        (found,) = kept(stage, name)
        stage.sim.world.rentals.put_schedule(remade(found, **fields))

    stage.sim.world.do(done)


def remade(found, **fields):
    return replace(found, **{"number": found.id} | fields)


def lost(stage, kind):
    """Let the answer to the next write be lost, after it was carried out."""
    if kind == "fault":
        stage.sim.world.rentals.quirks.lost_answers = 1
    else:
        stage.sim.world.rentals.quirks.lag = 1.5  # the client waits for a second


@pytest.mark.parametrize("kind", ScheduleKind)
async def test_one_of_each_kind_is_made_changed_and_deleted_and_known_at_once(stage, kind):
    async with opened(stage) as engine:
        made = await carried(stage, engine, CreateSchedule("rentals", new("Mine", EXAMPLES[kind], kind)))
        assert (made.is_done, made.alarms, sent(stage)) == (True, (), ["POST"])
        mine = schedule(engine, "Mine")
        assert (mine, mine.kind, text_of(mine.week)) == (made.now, kind, EXAMPLES[kind])
        record = engine.schedules.changes()[0]
        assert (record.kind, record.target_id, record.target_name) == (ChangeKind.create_schedule, mine.id, "Mine")
        changed = await carried(stage, engine, UpdateSchedule(mine, ScheduleChange(name="Ours")))
        assert (changed.is_done, changed.alarms, schedule(engine, "Ours")) == (True, (), changed.now)
        assert text_of(kept_week(engine, "Ours")) == EXAMPLES[kind]
        gone = await carried(stage, engine, DeleteSchedule(schedule(engine, "Ours")))
        assert (gone.is_done, gone.now, kept(stage, "Ours")) == (True, None, [])
        assert mine.id not in {each.id for each in engine.people.snapshot.schedules.values()}
        assert [each.status for each in engine.schedules.changes()] == [ChangeStatus.done] * 3
        assert engine.schedules.changes(limit=1)[0].kind is ChangeKind.delete_schedule
        assert sent(stage) == ["POST", "PUT", "DELETE"]


def kept_week(engine, name):
    return schedule(engine, name).week


async def test_an_exception_is_made_changed_and_deleted(stage):
    async with opened(stage) as engine:
        made = await carried(stage, engine, CreateException("rentals", WINTER))
        exceptions = engine.people.snapshot.exceptions
        assert exceptions["rentals", made.now.id].dates == DAYS
        hours = await carried(stage, engine, CreateSchedule("rentals", new(exception_id=made.now.id)))
        assert (hours.now.exception_id, hours.alarms) == (made.now.id, ())
        change = ExceptionChange(dates=DAYS[:1])
        moved = await carried(stage, engine, UpdateException(made.now, change))
        assert (moved.alarms, engine.people.snapshot.exceptions["rentals", made.now.id].dates) == ((), DAYS[:1])
        stale = await carried(stage, engine, UpdateException(made.now, change))
        assert (stale.is_conflict, stale.now, stale.change.reason) == (True, moved.now, CONFLICT)
        gone = await carried(stage, engine, DeleteException(moved.now))
        assert gone.is_done
        assert ("rentals", made.now.id) not in engine.people.snapshot.exceptions


async def test_a_device_goes_by_it_at_once_and_that_is_seen_at_the_vendor(stage):
    async with opened(stage) as engine:
        text = "daily 08:00 unlock, 18:00 lock"
        made = await carried(stage, engine, CreateSchedule("rentals", new("Shop", text, ScheduleKind.lock_action)))
        before = device(engine, "Beach House")
        told = await carried(stage, engine, Assign(before, ScheduleKind.lock_action, made.now))
        assert (told.is_done, told.alarms) == (True, ())
        now = device(engine, "Beach House")
        assert now.schedule_ids == {**before.schedule_ids, ScheduleKind.lock_action: made.now.id}
        assert msgspec.structs.replace(now, schedule_ids=before.schedule_ids) == before, "nothing else is touched"
        assert stage.sim.world.locks["Beach House"].lock_action_schedule_id == made.now.id
        view = engine.schedules.views()[f"rentals/schedule/{made.now.id}"]
        assert [(each.name, each.is_device) for each in view.uses] == [("Beach House", True)]
        assert view.next is not None
        stale = await carried(stage, engine, Assign(before, ScheduleKind.lock_action, None))
        assert (stale.is_conflict, stale.change.reason, stale.now.schedule_ids) == (True, CONFLICT, now.schedule_ids)
        away = await carried(stage, engine, Assign(now, ScheduleKind.lock_action, None))
        assert (away.is_done, device(engine, "Beach House").schedule_ids) == (True, {})
        assert sent(stage) == ["POST", "PUT", "PUT"]


async def test_what_somebody_else_has_changed_is_not_overwritten_and_shown_as_it_is(stage):
    async with opened(stage) as engine:
        made = (await carried(stage, engine, CreateSchedule("rentals", new()))).now
        edit(stage, "Night shift", days={"mon": (("08:00", "09:00"),)})
        change = ScheduleChange(week=week("sun 10:00-12:00"))
        for order in (UpdateSchedule(made, change), DeleteSchedule(made)):
            outcome = await carried(stage, engine, order)
            assert (outcome.change.status, outcome.change.reason) == (ChangeStatus.refused, CONFLICT)
            assert (outcome.is_conflict, text_of(outcome.now.week)) == (True, "mon 08:00-09:00")
            assert text_of(kept_week(engine, "Night shift")) == "mon 08:00-09:00"
        assert sent(stage) == ["POST"]
        again = await carried(stage, engine, UpdateSchedule(outcome.now, change))
        assert (again.is_done, kept(stage, "Night shift")[0].days["sun"]) == (True, (("10:00", "12:00"),))


async def test_a_touch_without_a_word_is_no_conflict(stage):
    async with opened(stage) as engine:
        made = (await carried(stage, engine, CreateSchedule("rentals", new()))).now
        edit(stage, "Night shift", updated_at=datetime(2027, 1, 1, tzinfo=UTC))
        assert (await carried(stage, engine, UpdateSchedule(made, ScheduleChange(name="Later")))).is_done


async def test_what_was_deleted_meanwhile_is_told_and_known_to_be_gone(stage):
    async with opened(stage) as engine:
        for order in (lambda it: UpdateSchedule(it, ScheduleChange(name="x")), DeleteSchedule):
            made = (await carried(stage, engine, CreateSchedule("rentals", new()))).now
            stage.sim.world.do(stage.sim.world.rentals.schedules.clear)
            outcome = await carried(stage, engine, order(made))
            assert (outcome.is_conflict, outcome.now, outcome.change.reason) == (True, None, GONE)
            assert ("rentals", made.id) not in engine.people.snapshot.schedules
            with pytest.raises(Refusal, match="deleted it meanwhile"):
                await carried(stage, engine, order(made))
        assert sent(stage) == ["POST"] * 2


async def test_what_is_deleted_between_the_look_and_the_change_is_told_as_well(stage):
    async with opened(stage) as engine:
        made = (await carried(stage, engine, CreateSchedule("rentals", new()))).now
        stage.sim.faults.add(f"/schedules/{made.id}", method="DELETE", status=404, body='{"message": "not there"}')
        outcome = await carried(stage, engine, DeleteSchedule(made))
        assert (outcome.is_conflict, outcome.change.reason) == (True, GONE_BEFORE)
        assert ("rentals", made.id) not in engine.people.snapshot.schedules


async def test_an_exception_that_the_vendor_tells_later_is_no_conflict_and_stays(stage):
    """The answer to a creation does not say it, as in the reference."""
    async with opened(stage) as engine:
        stage.sim.world.rentals.quirks.tells_exceptions = False
        winter = (await carried(stage, engine, CreateException("rentals", WINTER))).now
        made = await carried(stage, engine, CreateSchedule("rentals", new(exception_id=winter.id)))
        assert (made.alarms, made.now.exception_id) == ((), None)
        stage.sim.world.rentals.quirks.tells_exceptions = True
        changed = await carried(stage, engine, UpdateSchedule(made.now, ScheduleChange(name="Later")))
        assert (changed.is_done, changed.now.exception_id) == (True, winter.id)
        assert kept(stage, "Later")[0].exception_id == winter.id


async def test_refusals_are_told_by_field(stage):
    async with opened(stage) as engine:
        order = CreateSchedule("rentals", new(name="x" * 190, exception_id="none"))
        outcome = await carried(stage, engine, order)
        assert (outcome.change.status, outcome.fields.keys()) == (ChangeStatus.refused, {"exception_id"})
        assert engine.schedules.changes()[0].status is ChangeStatus.refused
        hours = (await carried(stage, engine, CreateSchedule("rentals", new(kind=ScheduleKind.auto_lock, text="")))).now
        never = msgspec.structs.replace(device(engine, "Cabin"))
        refused = await carried(stage, engine, Assign(never, ScheduleKind.auto_lock, hours))
        assert (refused.change.status, refused.fields.keys()) == (ChangeStatus.refused, {"schedule_id"})
        assert device(engine, "Cabin").schedule_ids == never.schedule_ids


@pytest.mark.parametrize("kind", ["time-out", "fault"])
async def test_a_creation_whose_answer_is_lost_leaves_one_schedule_and_says_so(stage, kind):
    async with opened(stage, patience=1.0) as engine:
        lost(stage, kind)
        outcome = await carried(stage, engine, CreateSchedule("rentals", new()))
        assert (sent(stage), len(kept(stage, "Night shift"))) == (["POST"], 1)
        assert (outcome.is_done, outcome.alarms) == (True, ())
        assert "a look has found it" in outcome.change.reason
        assert outcome.found == (outcome.now,) == (schedule(engine, "Night shift"),)
        assert engine.schedules.changes()[0].target_id == outcome.now.id
        lost(stage, kind)
        dated = await carried(stage, engine, CreateException("rentals", WINTER))
        assert (dated.is_done, dated.now) == (True, engine.people.snapshot.exceptions["rentals", dated.now.id])
        await stage.pass_time(900)
        assert sent(stage) == ["POST", "POST"]


async def test_one_that_was_there_before_is_not_taken_for_the_new_one(stage):
    async with opened(stage, patience=1.0) as engine:
        first = await carried(stage, engine, CreateSchedule("rentals", new()))
        lost(stage, "fault")
        second = await carried(stage, engine, CreateSchedule("rentals", new()))
        assert (second.is_done, len(kept(stage, "Night shift"))) == (True, 2)
        assert second.now.id != first.now.id
        stage.sim.faults.add("/schedules", method="POST", status=500)
        third = await carried(stage, engine, CreateSchedule("rentals", new()))
        assert (third.change.status, third.found, third.now) == (ChangeStatus.unknown, (), None)
        assert "nothing like that is there; it may still come" in third.change.reason
        assert len(kept(stage, "Night shift")) == 2


async def test_two_that_are_as_asked_are_both_told_and_none_is_chosen(stage):
    async with opened(stage, patience=1.0) as engine:
        made = (await carried(stage, engine, CreateSchedule("rentals", new()))).now
        rentals = stage.sim.world.rentals
        one = rentals.schedules[made.id]
        stage.sim.world.do(lambda: rentals.schedules.pop(made.id))
        await carried(stage, engine, DeleteSchedule(made))
        twins = {id: remade(one, number=id) for id in "ab"}
        stage.sim.world.do(lambda: rentals.schedules.update(twins))
        stage.sim.faults.add("/schedules", method="POST", status=500)
        outcome = await carried(stage, engine, CreateSchedule("rentals", new()))
        assert outcome.change.status is ChangeStatus.unknown
        assert {each.id for each in outcome.found} == {"a", "b"}
        assert "2 like that were found" in outcome.change.reason


async def test_a_creation_that_the_vendor_makes_only_after_all_looks_is_never_sent_again(stage):
    async with opened(stage, patience=1.0) as engine:
        fault = stage.sim.faults.add("/schedules", method="POST", delay=1.5)
        outcome = await carried(stage, engine, CreateSchedule("rentals", new()))
        assert outcome.change.status is ChangeStatus.unknown
        assert "may still come" in outcome.change.reason
        stage.sim.faults.remove(fault)
        await stage.pass_time(900)
        assert sent(stage) == ["POST"]


@pytest.mark.parametrize("kind", ["time-out", "fault"])
async def test_every_other_change_without_an_answer_is_settled_by_reading_what_it_is_about(stage, kind):
    async with opened(stage, patience=1.0) as engine:
        shop = new("Shop", "daily 08:00 unlock, 18:00 lock", ScheduleKind.lock_action)
        made = (await carried(stage, engine, CreateSchedule("rentals", shop))).now
        winter = (await carried(stage, engine, CreateException("rentals", WINTER))).now
        change = ScheduleChange(name=" The  shop ", week=week("mon 09:00 unlock", ScheduleKind.lock_action))
        for order in (
            lambda: UpdateSchedule(made, change),
            lambda: Assign(device(engine, "Beach House"), ScheduleKind.lock_action, schedule(engine, "The shop")),
            lambda: Assign(device(engine, "Beach House"), ScheduleKind.lock_action, None),
            lambda: DeleteSchedule(schedule(engine, "The shop")),
            lambda: UpdateException(winter, ExceptionChange(dates=DAYS[:1])),
            lambda: DeleteException(engine.people.snapshot.exceptions["rentals", winter.id]),
        ):
            lost(stage, kind)
            stage.sim.requests.clear()
            outcome = await carried(stage, engine, order())
            assert (outcome.change.status, len(sent(stage))) == (ChangeStatus.done, 1), outcome.change
            assert "a look shows that it is done" in outcome.change.reason
        assert ("rentals", made.id) not in engine.people.snapshot.schedules
        assert device(engine, "Beach House").schedule_ids == {}
        assert {each.status for each in engine.schedules.changes()} == {ChangeStatus.done}


async def test_a_change_of_the_exception_alone_is_not_believed_because_nothing_is_told(stage):
    async with opened(stage, patience=1.0) as engine:
        winter = (await carried(stage, engine, CreateException("rentals", WINTER))).now
        made = (await carried(stage, engine, CreateSchedule("rentals", new()))).now
        stage.sim.world.rentals.quirks.tells_exceptions = False
        stage.sim.faults.add("/schedules", method="PUT", status=500)
        outcome = await carried(stage, engine, UpdateSchedule(made, ScheduleChange(exception_id=winter.id)))
        assert outcome.change.status is ChangeStatus.unknown
        assert "a look does not show it" in outcome.change.reason
        assert kept(stage, "Night shift")[0].exception_id is None


async def test_an_assignment_that_did_not_happen_is_not_told_as_done(stage):
    async with opened(stage, patience=1.0) as engine:
        made = await carried(stage, engine, CreateSchedule("rentals", new("Shop", "", ScheduleKind.lock_action)))
        stage.sim.faults.add("/devices/", method="PUT", status=502)
        before = device(engine, "Beach House")
        outcome = await carried(stage, engine, Assign(before, ScheduleKind.lock_action, made.now))
        assert (outcome.change.status, outcome.is_done) == (ChangeStatus.unknown, False)
        assert device(engine, "Beach House").schedule_ids == before.schedule_ids
        assert sent(stage) == ["POST", "PUT"]


async def test_no_connection_means_not_sent(stage):
    async with opened(stage) as engine:
        made = (await carried(stage, engine, CreateSchedule("rentals", new()))).now
        stage.sim.faults.add("/schedules", method="GET", status=503)
        outcome = await carried(stage, engine, DeleteSchedule(made))
        assert outcome.change.status is ChangeStatus.failed
        assert outcome.change.reason.startswith("not sent: ")
        assert (sent(stage), len(kept(stage, "Night shift"))) == (["POST"], 1)


@pytest.mark.parametrize("behind", [-30.0, 0.0, 30.0])
async def test_the_same_by_two_sessions_at_once_is_sent_once(stage, monkeypatch, behind):
    """Whoever recorded it first sends it, also if the clock of the other one is `behind`."""
    async with opened(stage) as engine, stage.engine() as other:
        await other.people.open()
        order, begun, go_on = CreateSchedule("rentals", new()), asyncio.Event(), asyncio.Event()
        client = await vendor(engine)
        honest = client.create

        async def slow(wish):
            begun.set()
            await go_on.wait()
            return await honest(wish)

        monkeypatch.setattr(client, "create", slow)
        first = asyncio.ensure_future(engine.schedules.change(order))
        await asyncio.wait_for(begun.wait(), 10)
        plain = other.schedules._new

        def dated(wish):
            change = plain(wish)
            return msgspec.structs.replace(change, requested_at=change.requested_at - timedelta(seconds=behind))

        monkeypatch.setattr(other.schedules, "_new", dated)
        second = await asyncio.wait_for(other.schedules.change(order), 10)
        assert (second.change.status, second.change.reason) == (ChangeStatus.refused, TWICE)
        go_on.set()
        assert (await asyncio.wait_for(first, 10)).is_done
        assert (sent(stage), len(kept(stage, "Night shift"))) == (["POST"], 1)
        await stage.until(lambda: other.people.snapshot.schedules == engine.people.snapshot.schedules)
        assert (await carried(stage, other, order)).is_done, "later it is another wish"


async def test_where_the_configuration_allows_only_looking_nothing_is_even_asked(stage):
    with stage.over("rentals", world="small"):
        stage.config = stage.config.all_read_only()
        async with stage.engine(start=False) as engine:
            order = CreateSchedule("rentals", new())
            with pytest.raises(Refusal, match="allows only looking"):
                await engine.schedules.change(order)
            assert "allows only looking" in engine.schedules.objection(order)
            assert (list(stage.sim.requests), engine.schedules.changes()) == ([], [])


async def test_a_vendor_without_schedules_says_so(stage):
    with stage.over("home", world="small"):
        async with stage.engine() as engine:
            with pytest.raises(Refusal, match="keeps no schedules"):
                await carried(stage, engine, CreateSchedule("home", new()))
            with pytest.raises(Refusal, match="no account"):
                await engine.schedules.change(CreateSchedule("nowhere", new()))
            assert engine.schedules.kinds("home") == frozenset()


@pytest.mark.parametrize(
    ("method", "status", "reason"),
    [("get", ChangeStatus.failed, NOT_SENT), ("delete", ChangeStatus.unknown, ENDED)],
)
async def test_a_session_that_ends_leaves_a_record_that_says_what_is_known(stage, monkeypatch, method, status, reason):
    async with opened(stage) as engine:
        made = (await carried(stage, engine, CreateSchedule("rentals", new()))).now
        begun = asyncio.Event()

        async def never(schedule):
            begun.set()
            await asyncio.Event().wait()

        monkeypatch.setattr(await vendor(engine), method, never)
        task = asyncio.ensure_future(engine.schedules.change(DeleteSchedule(made)))
        await asyncio.wait_for(begun.wait(), 10)
    change = (await task).change
    assert (change.status, change.reason) == (status, reason)
    store = Store.open(stage.folder)
    assert store.changes(limit=1) == [change]
    store.close()


async def vendor(engine):
    return schedules_of(await engine._lines["rentals"].client())


async def test_nothing_is_sent_that_cannot_be_recorded(stage, monkeypatch):
    async with opened(stage) as engine:

        def full(store, change, secrets=()):
            raise StoreError("the disk is full")

        monkeypatch.setattr(Store, "put_change", full)
        with pytest.raises(Refusal, match="could not be recorded"):
            await carried(stage, engine, CreateSchedule("rentals", new()))
        assert (sent(stage), kept(stage, "Night shift")) == ([], [])


@pytest.mark.parametrize("ends", [False, True])
async def test_what_was_done_is_recorded_once_the_store_can_be_written_again(stage, monkeypatch, ends):
    """Or by the session that ends, in a last attempt."""
    async with opened(stage) as engine:
        board, is_full = engine.people.board, True
        honest = board.write

        async def refusing(job):
            if sent(stage) and is_full:
                raise StoreError("the disk is full")
            return await honest(job)

        monkeypatch.setattr(board, "write", refusing)
        task = asyncio.ensure_future(engine.schedules.change(CreateSchedule("rentals", new())))
        await stage.pass_time(10)
        assert not task.done()
        if not ends:
            is_full = False
            await stage.until(task.done)
            assert schedule(engine, "Night shift") == task.result().now
    outcome = await task
    assert (outcome.is_done, sent(stage)) == (True, ["POST"])
    store = Store.open(stage.folder)
    assert store.changes() == [outcome.change]
    store.close()


async def test_whoever_stops_waiting_stops_nothing(stage, monkeypatch):
    async with opened(stage) as engine:
        client = await vendor(engine)
        honest, begun, go_on = client.create, asyncio.Event(), asyncio.Event()

        async def slow(wish):
            begun.set()
            await go_on.wait()
            return await honest(wish)

        monkeypatch.setattr(client, "create", slow)
        task = asyncio.ensure_future(engine.schedules.change(CreateSchedule("rentals", new())))
        await asyncio.wait_for(begun.wait(), 10)
        task.cancel()
        go_on.set()
        await stage.until(lambda: not engine.people.snapshot.changes)
        assert task.cancelled()
        assert (sent(stage), engine.schedules.changes()[0].status) == (["POST"], ChangeStatus.done)
        assert len(kept(stage, schedule(engine, "Night shift").name)) == 1


async def test_a_list_that_was_asked_for_before_a_change_does_not_undo_it(stage, monkeypatch):
    async with opened(stage) as engine:
        made = (await carried(stage, engine, CreateSchedule("rentals", new()))).now
        doomed = (await carried(stage, engine, CreateSchedule("rentals", new("Doomed")))).now
        # The list is answered as it was before the changes, but after them.
        people = (await engine._lines["rentals"].client()).people
        honest, read, late = people.read, asyncio.Event(), asyncio.Event()

        async def slow(feed, cursor, context, about=None):
            answer = await honest(feed, cursor, context, about)
            if feed == "schedules":
                read.set()
                await late.wait()
            return answer

        monkeypatch.setattr(people, "read", slow)
        await stage.pass_time(10)  # the floor of the list
        await engine.people.ask("rentals", ["schedules"])
        await asyncio.wait_for(read.wait(), 10)
        stage.clock.move_on(stage.clock.elapsed + 0.5)
        renaming = UpdateSchedule(made, ScheduleChange(name="Renamed"))
        for order in (renaming, DeleteSchedule(doomed), CreateSchedule("rentals", new("Fresh"))):
            assert (await engine.schedules.change(order)).is_done
        late.set()
        await stage.pass_time(1)
        names = {each.name for each in engine.people.snapshot.schedules.values()}
        assert {"Renamed", "Fresh"} <= names == {each.name for each in stage.sim.world.rentals.schedules.values()}
