"""A guest with their doors, another end of a stay: steps that can be watched and stopped."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import msgspec
import pytest

from lockdash.domain.people import Ability
from lockdash.domain.windows import Window
from lockdash.engine.people.plans import Letter
from lockdash.engine.people.steps import StepState
from lockdash.engine.policy import Refusal
from lockdash.vendors.errors import Rejected, Unreachable
from lockdash.vendors.people import NewAccess
from tests.engine.people_stage import ORIGIN, PeopleStage, new_guest
from tests.engine.stage import device

ADA = "home/people/ada"
DOORS = [NewAccess(target=device("1")), NewAccess(target=device("2"))]
END = datetime(2026, 12, 9, 10)


@pytest.fixture
def stage(tmp_path):
    return PeopleStage(tmp_path / "state")


async def taken(stage, steps):
    task = asyncio.ensure_future(steps.run())
    await stage.until(task.done)
    task.result()
    return [each.state for each in steps.steps]


def able(stage, *without, **more):
    stage.people.origin = msgspec.structs.replace(ORIGIN, abilities=frozenset(Ability) - set(without), **more)


async def test_a_guest_is_one_person_with_several_accesses(stage):
    async with stage.engine() as engine:
        steps = await engine.people.guest("home", new_guest(), DOORS, Letter(days_before=2))
        seen = []
        steps.changed = lambda: seen.append([each.state for each in steps.steps])
        assert await taken(stage, steps) == [StepState.done] * 4
        assert stage.people.done == ["create", "grant", "grant", "instruct"]
        assert [StepState.done, StepState.doing, StepState.waiting, StepState.waiting] in seen
        [guest] = stage.people.people
        assert {each.person_key for each in stage.people.accesses.values()} == {f"home/people/{guest}"}


async def test_a_door_that_is_refused_does_not_keep_the_others_from_being_given(stage):
    stage.people.fails["grant"] = Rejected("no such door", status=422)
    async with stage.engine() as engine:
        steps = await engine.people.guest("home", new_guest(), DOORS)
        assert await taken(stage, steps) == [StepState.done, StepState.refused, StepState.refused]
        assert steps.steps[1].reason == "no such door"


async def test_without_a_creation_no_door_is_given(stage):
    stage.people.fails["create"] = Rejected("no", status=422)
    async with stage.engine() as engine:
        steps = await engine.people.guest("home", new_guest(), DOORS)
        assert await taken(stage, steps) == [StepState.refused, StepState.skipped, StepState.skipped]
        assert stage.people.done == ["create"]


async def test_a_plan_can_be_stopped_between_two_steps(stage):
    async with stage.engine() as engine:
        steps = await engine.people.guest("home", new_guest(), DOORS)
        steps.changed = lambda: steps.stop() if steps.steps[1].state is StepState.doing else None
        assert await taken(stage, steps) == [StepState.done, StepState.done, StepState.skipped]
        assert stage.people.done == ["create", "grant"]
        assert steps.is_over
        assert not steps.all_done


async def test_where_people_have_one_door_each_there_is_one_for_each_door(stage):
    able(stage, born_with_access=True, one_door=True)
    async with stage.engine() as engine:
        steps = await engine.people.guest("home", new_guest(), DOORS)
        assert [each.title for each in steps.steps] == ["add Ada Sample at Door 1", "add Ada Sample at Door 2"]
        assert [each.order.new.first for each in steps.steps] == DOORS


async def test_nobody_is_added_without_a_door(stage):
    async with stage.engine() as engine:
        with pytest.raises(Refusal, match="no door"):
            await engine.people.guest("home", new_guest(), [])
        with pytest.raises(Refusal, match="no people of this kind"):
            await engine.people.guest("home", new_guest(origin="others"), DOORS)


async def opened(stage, engine):
    await engine.people.open()
    await stage.pass_time(30)
    return engine.people.snapshot.people[ADA]


async def test_a_stay_is_changed_where_the_origin_can(stage):
    stage.people.add("ada", stay=Window(starts_at=datetime(2026, 12, 1, 16), ends_at=datetime(2026, 12, 5, 10)))
    async with stage.engine() as engine:
        ada = await opened(stage, engine)
        assert await taken(stage, await engine.people.stay(ada, None, END)) == [StepState.done]
        stay = engine.people.snapshot.people[ADA].stay
        assert (stay.starts_at, stay.ends_at) == (datetime(2026, 12, 1, 16), END)


async def test_else_the_window_of_each_access_is_changed(stage):
    able(stage, Ability.change_stay)
    _with_windows(stage)
    async with stage.engine() as engine:
        ada = await opened(stage, engine)
        steps = await engine.people.stay(ada, None, END.replace(tzinfo=UTC))
        assert await taken(stage, steps) == [StepState.done]
        assert stage.people.done == ["change_access"]
        assert stage.people.accesses["x"].window.ends_at == END.replace(tzinfo=UTC)


async def test_else_it_is_granted_anew_first_and_taken_after_that(stage):
    able(stage, Ability.change_stay, Ability.change_terms)
    _with_windows(stage)
    async with stage.engine() as engine:
        ada = await opened(stage, engine)
        steps = await engine.people.stay(ada, None, END.replace(tzinfo=UTC))
        assert await taken(stage, steps) == [StepState.done, StepState.done]
        assert stage.people.done == ["grant", "revoke"]
        [left] = engine.people.snapshot.by_person[ADA]
        assert left.window.ends_at == END.replace(tzinfo=UTC)


async def test_the_old_access_stays_where_the_new_one_is_refused(stage):
    able(stage, Ability.change_stay, Ability.change_terms)
    stage.people.fails["grant"] = Rejected("no", status=422)
    _with_windows(stage)
    async with stage.engine() as engine:
        ada = await opened(stage, engine)
        steps = await engine.people.stay(ada, None, END.replace(tzinfo=UTC))
        assert await taken(stage, steps) == [StepState.refused, StepState.skipped]
        assert stage.people.done == ["grant"]


async def test_the_old_access_stays_where_the_new_one_is_not_as_it_was_asked_for(stage, monkeypatch):
    able(stage, Ability.change_stay, Ability.change_terms)
    _with_windows(stage)
    async with stage.engine() as engine:
        ada = await opened(stage, engine)
        client = (await engine._lines["home"].client()).people
        honest = client.grant

        async def otherwise(person, access):
            written = await honest(person, access)
            return msgspec.structs.replace(written, access=msgspec.structs.replace(written.access, window=None))

        monkeypatch.setattr(client, "grant", otherwise)
        steps = await engine.people.stay(ada, None, END.replace(tzinfo=UTC))
        assert await taken(stage, steps) == [StepState.done, StepState.skipped]
        assert steps.steps[0].alarms == ("the window of the access is another one than was asked for",)
        assert steps.steps[1].reason == "not sent: this is not as it was asked for: give Door 1 anew"


async def test_what_is_not_known_to_have_happened_is_said_so_in_the_step_that_needs_it(stage):
    stage.people.fails["create"] = Unreachable("no answer in time")
    async with stage.engine() as engine:
        steps = await engine.people.guest("home", new_guest(), DOORS[:1])
        assert await taken(stage, steps) == [StepState.unknown, StepState.skipped]
        assert steps.steps[1].reason == "not sent: nobody knows whether this has happened: add Ada Sample"


async def test_a_plan_that_nobody_watches_any_more_stops_and_what_was_sent_goes_on(stage, monkeypatch):
    async with stage.engine() as engine:
        steps = await engine.people.guest("home", new_guest(), DOORS)
        client = (await engine._lines["home"].client()).people
        honest, begun, late = client.grant, asyncio.Event(), asyncio.Event()

        async def slow(person, access):
            begun.set()
            await late.wait()
            return await honest(person, access)

        monkeypatch.setattr(client, "grant", slow)
        task = asyncio.ensure_future(steps.run())
        await begun.wait()
        task.cancel()
        await asyncio.wait({task})
        assert [each.state for each in steps.steps] == [StepState.done, StepState.unknown, StepState.waiting]
        late.set()
        await stage.until(lambda: "grant" in stage.people.done)
        await stage.pass_time(5)
        assert len(stage.people.accesses) == 1
        assert engine.people.changes()[0].status == "done"


async def test_who_has_no_stay_has_none_to_be_changed(stage):
    stage.people.add("ada")
    async with stage.engine() as engine:
        ada = await opened(stage, engine)
        with pytest.raises(Refusal, match="may come at any time"):
            await engine.people.stay(ada, None, END)


async def test_a_stay_that_cannot_be_changed_at_all_is_refused_with_the_reason(stage):
    able(
        stage,
        Ability.change_stay,
        Ability.change_terms,
        Ability.grant,
        denied={Ability.change_stay: "the PIN is made of its times"},
    )
    stage.people.add("ada")
    async with stage.engine() as engine:
        ada = await opened(stage, engine)
        with pytest.raises(Refusal, match="made of its times"):
            await engine.people.stay(ada, None, END)


async def test_all_accesses_can_be_taken_at_once(stage):
    _with_windows(stage)
    stage.people.give("y", "ada", "2")
    async with stage.engine() as engine:
        ada = await opened(stage, engine)
        engine.people.focus(ADA)
        await stage.pass_time(40)
        assert await taken(stage, engine.people.revocation(ada)) == [StepState.done, StepState.done]
        assert stage.people.accesses == {}


def _with_windows(stage):
    stage.people.add("ada")
    stage.people.give("x", "ada", window=Window(ends_at=datetime(2026, 12, 5, 10, tzinfo=UTC), in_utc=True))
