"""Changes over the real clients of both vendors, whose answers are lost: each is sent once, and a look tells what
became of it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from lockdash.domain.accesses import Level
from lockdash.domain.changes import ChangeStatus
from lockdash.domain.people import PersonKind
from lockdash.domain.secret import Secret
from lockdash.domain.windows import Window
from lockdash.engine.people.orders import ChangeAccess, Create, Deactivate, Delete, Grant, Reveal, Revoke, Update
from lockdash.engine.people.steps import Step, StepState
from lockdash.engine.policy import Refusal
from lockdash.vendors.people import NewAccess, NewPerson, PersonChange, Terms
from tests.engine.vendor_stage import HASTE, VendorStage

STAY = Window(starts_at=datetime(2026, 12, 1, 16), ends_at=datetime(2026, 12, 5, 11))
LATER = Window(starts_at=STAY.starts_at, ends_at=datetime(2026, 12, 9, 11))
MOMENTS = Window(
    starts_at=datetime(2026, 12, 1, 16, tzinfo=UTC), ends_at=datetime(2026, 12, 5, 11, tzinfo=UTC), in_utc=True
)
GUEST = NewPerson(origin="people", kind=PersonKind.guest, name="Ann Smith", stay=STAY, pin=Secret("480915"))


@pytest.fixture
def stage(tmp_path):
    return VendorStage(tmp_path / "state")


@asynccontextmanager
async def opened(stage, account, **more):
    """People of `account` in the small world, open and read."""
    with stage.over(account, world="small", **more):
        async with stage.engine() as engine:
            await engine.people.open()
            await stage.until(lambda: engine.people.snapshot.accounts[account].accesses_read_at, within=120)
            stage.sim.requests.clear()
            yield engine


async def carried(stage, engine, order):
    task = asyncio.ensure_future(engine.people.change(order))
    await stage.until(task.done)
    return task.result()


async def taken(stage, steps):
    task = asyncio.ensure_future(steps.run())
    await stage.until(task.done)
    return [each.state for each in steps.steps]


def sent(stage):
    return [each.method for each in stage.sim.requests if each.method != "GET" and "/oauth/" not in each.path]


def door(engine, name):
    return next(each for each in engine.snapshot.devices.values() if each.name == name)


def lose(stage):
    """Let the answer to the next write be lost, after it was carried out."""
    stage.sim.world.rentals.quirks.lost_answers = 1


def be_late(stage):
    """The same, by an answer for which the client does not wait."""
    stage.sim.world.rentals.quirks.lag = HASTE + 0.5


@pytest.mark.parametrize("lost", [lose, be_late])
async def test_a_creation_in_whose_middle_the_answer_is_lost_leaves_one_person_and_says_so(stage, lost):
    async with opened(stage, "rentals", patience=HASTE) as engine:
        lost(stage)
        outcome = await carried(stage, engine, Create("rentals", GUEST))
        assert sent(stage) == ["POST"]
        named = [each for each in stage.sim.world.rentals.people if each.name == "Ann Smith"]
        assert len(named) == 1
        assert (outcome.change.status, outcome.alarms) == (ChangeStatus.done, ())
        assert "a look has found them" in outcome.change.reason
        assert engine.people.snapshot.people[outcome.change.person_key].id == named[0].id
        record = engine.people.changes()[0]
        assert (record.status, record.person_key) == (ChangeStatus.done, outcome.change.person_key)
        assert "480915" not in str(record)


async def test_a_creation_that_the_vendor_makes_only_after_all_looks_is_never_sent_again(stage):
    async with opened(stage, "rentals", patience=HASTE) as engine:
        fault = stage.sim.faults.add("/access_persons", method="POST", delay=HASTE + 0.5)
        outcome = await carried(stage, engine, Create("rentals", GUEST))
        assert outcome.change.status is ChangeStatus.unknown
        assert "may still come" in outcome.change.reason
        stage.sim.faults.remove(fault)
        await stage.pass_time(900)
        assert sent(stage) == ["POST"]


async def test_every_change_at_remotelock_without_an_answer_is_settled_by_reading_whom_it_is_about(stage):
    async with opened(stage, "rentals") as engine:
        made = await carried(stage, engine, Create("rentals", GUEST))
        key, beach, cabin = made.change.person_key, door(engine, "Beach House"), door(engine, "Cabin")
        for order in (
            lambda ann: Grant(ann, NewAccess(target=beach)),
            lambda ann: Grant(ann, NewAccess(target=cabin)),
            lambda ann: Update(ann, PersonChange(name=" Ann  Byron ", email="ann@example.com", stay=LATER)),
            lambda ann: Revoke(ann, next(each for each in mine(engine, key) if each.target_id == beach.vendor_id)),
            Deactivate,
            Delete,
        ):
            lose(stage)
            stage.sim.requests.clear()
            outcome = await carried(stage, engine, order(engine.people.snapshot.people[key]))
            assert (outcome.change.status, len(sent(stage))) == (ChangeStatus.done, 1), outcome.change
            assert "a look shows that it is done" in outcome.change.reason
        assert key not in engine.people.snapshot.people


async def test_what_is_asked_of_remotelock_and_done_raises_no_alarm(stage):
    async with opened(stage, "rentals") as engine:
        place = next(each for each in engine.people.snapshot.places.values() if each.name == "Beach houses")
        doors = [NewAccess(target=door(engine, "Cabin")), NewAccess(target=place)]
        steps = await engine.people.guest("rentals", GUEST, doors)
        assert await taken(stage, steps) == [StepState.done] * 3
        assert [each.alarms for each in steps.steps] == [()] * 3
        key = steps.steps[0].outcome.change.person_key
        ann = engine.people.snapshot.people[key]
        longer = await engine.people.stay(ann, None, LATER.ends_at)
        assert await taken(stage, longer) == [StepState.done]
        assert longer.steps[0].alarms == ()
        await stage.until(lambda: all(each.sync.total for each in mine(engine, key)), within=60)
        ends = (await carried(stage, engine, Deactivate(engine.people.snapshot.people[key]))).alarms
        assert ends == ()


async def test_an_access_at_remotelock_is_granted_anew_before_the_old_one_is_revoked(stage):
    async with opened(stage, "rentals") as engine:
        made = await carried(stage, engine, Create("rentals", GUEST))
        cabin, key = door(engine, "Cabin"), made.change.person_key
        ann = engine.people.snapshot.people[key]
        await carried(stage, engine, Grant(ann, NewAccess(target=cabin)))
        [old] = mine(engine, key)
        stage.sim.requests.clear()
        early = NewAccess(target=cabin, guest_start=datetime(2026, 12, 1, 12).time())
        steps = engine.people.steps(
            [
                Step(title="give Cabin anew", order=Grant(ann, early)),
                Step(title="take the old access to Cabin", order=Revoke(ann, old), needs=0),
            ]
        )
        assert await taken(stage, steps) == [StepState.done, StepState.done]
        assert sent(stage) == ["POST", "DELETE"]
        [left] = mine(engine, key)
        assert (left.key != old.key, left.guest_start) == (True, early.guest_start)


async def test_the_stay_at_a_resort_lock_cannot_be_changed_and_the_reason_is_told(stage):
    async with opened(stage, "rentals") as engine:
        new = NewPerson(
            origin="resort_guests",
            kind=PersonKind.guest,
            name="Rolf Resort",
            email="rolf@example.com",
            stay=STAY,
            generate_pin=True,
        )
        steps = await engine.people.guest("rentals", new, [NewAccess(target=door(engine, "Linen Store"))])
        assert await taken(stage, steps) == [StepState.done]
        assert steps.steps[0].alarms == ()
        rolf = engine.people.snapshot.people[steps.steps[0].outcome.change.person_key]
        assert engine.people.snapshot.knows_accesses(rolf)
        with pytest.raises(Refusal, match="made of its times"):
            await engine.people.stay(rolf, None, LATER.ends_at)


async def test_every_change_of_a_tedee_user_without_an_answer_is_settled_by_reading_the_door(stage):
    async with opened(stage, "home") as engine:
        front = door(engine, "Front Door")
        new = NewPerson(
            origin="members",
            kind=PersonKind.member,
            name="Zoe",
            email="zoe@example.com",
            first=NewAccess(target=front, window=MOMENTS, level=Level.guest),
        )
        cut(stage, "POST")
        outcome = await carried(stage, engine, Create("home", new))
        assert (outcome.change.status, sent(stage)) == (ChangeStatus.done, ["POST"])
        key = outcome.change.person_key
        for method, order in (
            ("PUT", lambda zoe: ChangeAccess(zoe, mine(engine, key)[0], Terms(window=None))),
            ("POST", lambda zoe: Grant(zoe, NewAccess(target=door(engine, "Studio"), level=Level.guest))),
            ("DELETE", lambda zoe: Revoke(zoe, mine(engine, key)[0])),
        ):
            cut(stage, method)
            stage.sim.requests.clear()
            outcome = await carried(stage, engine, order(engine.people.snapshot.people[key]))
            assert (outcome.change.status, sent(stage)) == (ChangeStatus.done, [method]), outcome.change
            assert not [each for each in stage.sim.requests if "/pin" in each.path], "no lock is woken for it"
        assert len(mine(engine, key)) == 1


async def test_every_change_of_a_keypads_pin_without_an_answer_is_settled_by_reading_that_pin(stage):
    async with opened(stage, "home") as engine:
        front = door(engine, "Front Door")
        first = NewAccess(target=front, window=MOMENTS)
        new = NewPerson(origin="pins", kind=PersonKind.code, name="Cleaner", pin=Secret("836514"), first=first)
        cut(stage, "POST")
        outcome = await carried(stage, engine, Create("home", new))
        assert (outcome.change.status, sent(stage)) == (ChangeStatus.done, ["POST"]), outcome.change
        key = outcome.change.person_key
        for method, order in (
            ("PUT", lambda pin: Update(pin, PersonChange(name="Gardener"))),
            ("PUT", lambda pin: ChangeAccess(pin, mine(engine, key)[0], Terms(window=None))),
            ("DELETE", Delete),
        ):
            cut(stage, method)
            stage.sim.requests.clear()
            outcome = await carried(stage, engine, order(engine.people.snapshot.people[key]))
            assert (outcome.change.status, sent(stage)) == (ChangeStatus.done, [method]), outcome.change
        assert key not in engine.people.snapshot.people


async def test_a_pin_that_was_created_is_read_so_that_it_has_a_name_and_times(stage):
    async with opened(stage, "home") as engine:
        first = NewAccess(target=door(engine, "Front Door"), window=MOMENTS)
        new = NewPerson(origin="pins", kind=PersonKind.code, name="Cleaner", pin=Secret("836514"), first=first)
        outcome = await carried(stage, engine, Create("home", new))
        key = outcome.change.person_key
        await stage.pass_time(30)
        pin = engine.people.snapshot.people[key]
        assert pin.name == "Cleaner"
        assert (await carried(stage, engine, Reveal(pin))).credentials.pin == Secret("836514")
        assert [each.status for each in engine.people.changes(key)] == [ChangeStatus.done] * 2
        assert pin.status is None
        [access] = mine(engine, key)
        assert access.window.ends_at == MOMENTS.ends_at


def mine(engine, key):
    return engine.people.snapshot.by_person.get(key, ())


def cut(stage, method):
    """Let the answer to the next such write be cut off, after it was carried out."""
    stage.sim.faults.add("/tedee", method=method, cut=True, times=1)
