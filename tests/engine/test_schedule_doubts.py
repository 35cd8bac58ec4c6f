"""Changes to schedules without a clear answer: looked for, told as what they are, and never sent again."""

from __future__ import annotations

import pytest

from lockdash.domain.changes import ChangeStatus
from lockdash.domain.schedules import ScheduleKind
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
from tests.engine.vendor_stage import HASTE, VendorStage


@pytest.fixture
def stage(tmp_path):
    return VendorStage(tmp_path / "state")


def lose(stage):
    """Let the answer to the next write be lost, after it was carried out."""
    stage.sim.world.rentals.quirks.lost_answers = 1


def be_late(stage):
    """The same, by an answer for which the client does not wait."""
    stage.sim.world.rentals.quirks.lag = HASTE + 0.5


@pytest.mark.parametrize("lost", [lose, be_late])
async def test_a_creation_whose_answer_is_lost_leaves_one_schedule_and_says_so(stage, lost):
    async with opened(stage, patience=HASTE) as engine:
        lost(stage)
        outcome = await carried(stage, engine, CreateSchedule("rentals", new()))
        assert (sent(stage), len(kept(stage, "Night shift"))) == (["POST"], 1)
        assert (outcome.is_done, outcome.alarms) == (True, ())
        assert "a look has found it" in outcome.change.reason
        assert outcome.found == (outcome.now,) == (schedule(engine, "Night shift"),)
        assert engine.schedules.changes()[0].target_id == outcome.now.id
        lose(stage)
        dated = await carried(stage, engine, CreateException("rentals", WINTER))
        assert (dated.is_done, dated.now) == (True, engine.people.snapshot.exceptions["rentals", dated.now.id])
        await stage.pass_time(900)
        assert sent(stage) == ["POST", "POST"]


async def test_one_that_was_there_before_is_not_taken_for_the_new_one(stage):
    async with opened(stage) as engine:
        first = await carried(stage, engine, CreateSchedule("rentals", new()))
        lose(stage)
        second = await carried(stage, engine, CreateSchedule("rentals", new()))
        assert (second.is_done, len(kept(stage, "Night shift"))) == (True, 2)
        assert second.now.id != first.now.id
        stage.sim.faults.add("/schedules", method="POST", status=500)
        third = await carried(stage, engine, CreateSchedule("rentals", new()))
        assert (third.change.status, third.found, third.now) == (ChangeStatus.unknown, (), None)
        assert "nothing like that is there; it may still come" in third.change.reason
        assert len(kept(stage, "Night shift")) == 2


async def test_two_that_are_as_asked_are_both_told_and_none_is_chosen(stage):
    async with opened(stage) as engine:
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
    async with opened(stage, patience=HASTE) as engine:
        fault = stage.sim.faults.add("/schedules", method="POST", delay=HASTE + 0.5)
        outcome = await carried(stage, engine, CreateSchedule("rentals", new()))
        assert outcome.change.status is ChangeStatus.unknown
        assert "may still come" in outcome.change.reason
        stage.sim.faults.remove(fault)
        await stage.pass_time(900)
        assert sent(stage) == ["POST"]


async def test_every_other_change_without_an_answer_is_settled_by_reading_what_it_is_about(stage):
    async with opened(stage) as engine:
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
            lose(stage)
            stage.sim.requests.clear()
            outcome = await carried(stage, engine, order())
            assert (outcome.change.status, len(sent(stage))) == (ChangeStatus.done, 1), outcome.change
            assert "a look shows that it is done" in outcome.change.reason
        assert ("rentals", made.id) not in engine.people.snapshot.schedules
        assert device(engine, "Beach House").schedule_ids == {}
        assert {each.status for each in engine.schedules.changes()} == {ChangeStatus.done}


async def test_a_change_of_the_exception_alone_is_not_believed_because_nothing_is_told(stage):
    async with opened(stage) as engine:
        winter = (await carried(stage, engine, CreateException("rentals", WINTER))).now
        made = (await carried(stage, engine, CreateSchedule("rentals", new()))).now
        stage.sim.world.rentals.quirks.tells_exceptions = False
        stage.sim.faults.add("/schedules", method="PUT", status=500)
        outcome = await carried(stage, engine, UpdateSchedule(made, ScheduleChange(exception_id=winter.id)))
        assert outcome.change.status is ChangeStatus.unknown
        assert "a look does not show it" in outcome.change.reason
        assert kept(stage, "Night shift")[0].exception_id is None


async def test_an_assignment_that_did_not_happen_is_not_told_as_done(stage):
    async with opened(stage) as engine:
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
