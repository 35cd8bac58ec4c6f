"""Changes to schedules, each with what it shows at once: compared, and no overwriting of what others have done."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import msgspec
import pytest

from lockdash.domain.changes import ChangeKind, ChangeStatus
from lockdash.domain.schedules import ScheduleKind
from lockdash.domain.week_text import EXAMPLES, text_of
from lockdash.engine.policy import Refusal
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
from lockdash.vendors.schedules import ExceptionChange, ScheduleChange
from tests.engine.schedule_changes import DAYS, WINTER, carried, device, kept, new, opened, remade, schedule, sent, week
from tests.engine.vendor_stage import VendorStage


@pytest.fixture
def stage(tmp_path):
    return VendorStage(tmp_path / "state")


def edit(stage, name, **fields):
    """Somebody else changes a schedule, at the vendor."""

    def done():
        (found,) = kept(stage, name)
        stage.sim.world.rentals.put_schedule(remade(found, **fields))

    stage.sim.world.do(done)


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


async def test_a_vendor_without_schedules_says_so(stage):
    with stage.over("home", world="small"):
        async with stage.engine() as engine:
            with pytest.raises(Refusal, match="keeps no schedules"):
                await carried(stage, engine, CreateSchedule("home", new()))
            with pytest.raises(Refusal, match="no account"):
                await engine.schedules.change(CreateSchedule("nowhere", new()))
            assert engine.schedules.kinds("home") == frozenset()


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
        await asyncio.wait_for(read.wait(), 30)
        stage.clock.move_on(stage.clock.elapsed + 0.5)
        renaming = UpdateSchedule(made, ScheduleChange(name="Renamed"))
        for order in (renaming, DeleteSchedule(doomed), CreateSchedule("rentals", new("Fresh"))):
            assert (await engine.schedules.change(order)).is_done
        late.set()
        await stage.pass_time(1)
        names = {each.name for each in engine.people.snapshot.schedules.values()}
        assert {"Renamed", "Fresh"} <= names == {each.name for each in stage.sim.world.rentals.schedules.values()}
