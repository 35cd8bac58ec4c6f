"""Reading people: only when somebody asks, once for all sessions, in parts, within the budget."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta

import msgspec
import pytest

from lockdash.domain.accesses import Sync
from lockdash.domain.accounts import Condition
from lockdash.domain.budget import Allowance
from lockdash.domain.people import PersonStatus
from lockdash.vendors.errors import BadAnswer, Rejected, Unauthorised, Unreachable
from tests.engine.people_stage import ACCESSES, DOOR, LIST, PeoplePlugin, PeopleStage, person
from tests.engine.stage import ScriptedPlugin, gaps

ADA = "home/people/ada"


@pytest.fixture
def stage(tmp_path):
    return PeopleStage(tmp_path / "state")


async def test_nothing_is_read_before_people_are_opened_and_after_they_are_closed(stage):
    stage.people.add("ada")
    async with stage.engine() as engine:
        await stage.pass_time(600)
        assert stage.people.asked == []
        assert not engine.people.snapshot.is_open
        await engine.people.open()
        await stage.pass_time(1)
        assert engine.people.snapshot.people.keys() == {ADA}
        engine.people.close()
        await stage.pass_time(1)
        before = len(stage.people.asked)
        await stage.pass_time(3600)
        assert len(stage.people.asked) == before


async def test_ten_sessions_with_people_open_read_what_one_reads(stage):
    stage.people.add("ada")
    async with AsyncExitStack() as sessions:
        engines = [await sessions.enter_async_context(stage.engine(seed=seed)) for seed in range(10)]
        for engine in engines:
            await engine.people.open()
        await stage.pass_time(30)
        assert len(stage.people.at("people")) == 1
        assert all(each.people.snapshot.people.keys() == {ADA} for each in engines)
        await stage.pass_time(620)
        assert len(stage.people.at("people")) == 1 + 2
        assert min(gaps(stage.people.at("people"))) >= 290


async def test_another_session_sees_what_one_reads_and_tells_its_listeners(stage):
    heard = []
    async with stage.engine(seed=1) as first, stage.engine(seed=2) as second:
        await second.people.open()
        await stage.pass_time(10)
        second.people.subscribe(lambda snapshot: heard.append(snapshot.changed))
        stage.people.add("ada")
        assert await first.people.ask("home", ["people"]) == ""
        await stage.pass_time(10)
        assert second.people.snapshot.people[ADA].name == "Person ada"
        assert frozenset({ADA}) in heard


async def test_a_round_of_parts_is_gone_on_with_by_another_session(stage):
    stage.people.add(*(f"p{number:02}" for number in range(35)))
    stage.people.size = 10
    async with stage.engine(seed=1) as first:
        await first.people.open()
        await stage.until(lambda: len(stage.people.at("people")) == 2)
        assert first.people.snapshot.accounts["home"].feeds["people"].parts == 4
        done, needed = first.people.snapshot.accounts["home"].progress
        assert 0 < done < needed
    async with stage.engine(seed=2) as second:
        await second.people.open()
        await stage.pass_time(60)
        assert len(second.people.snapshot.people) == 35
        assert second.people.snapshot.accounts["home"].feeds["people"].read_at is not None
    cursors = [each.cursor for each in stage.people.asked if each.feed == "people"]
    assert cursors == [None, "10", "20", "30"]
    assert min(gaps(stage.people.at("people"))) >= LIST.floor


async def test_a_long_round_leaves_requests_for_the_devices_and_for_commands(stage):
    plugin = PeoplePlugin(stage)
    plugin.allowance = Allowance(120, 60)
    stage.plugins["pretend"] = plugin
    stage.people.add(*(f"p{number:03}" for number in range(300)))
    stage.people.size, stage.people.cost = 10, 10
    async with stage.engine() as engine:
        await engine.people.open()
        low = []
        for _ in range(60):
            await stage.pass_time(10)
            budget = engine._pollers["home"]._line.gate
            low.append(engine._store.budget("home", budget.allowance, stage.clock.now()).remaining)
            if len(engine.people.snapshot.people) == 300:
                break
        assert len(engine.people.snapshot.people) == 300
        assert min(low) > plugin.allowance.reserve
        assert engine.snapshot.accounts["home"].condition is Condition.live


async def test_a_missing_scope_takes_people_away_and_no_locks(stage):
    stage.people.add("ada")
    stage.people.fails["people"] = Unauthorised("the key lacks a scope", remedy="add the scope People")
    async with stage.engine() as engine:
        await engine.people.open()
        await stage.pass_time(30)
        account = engine.people.snapshot.accounts["home"]
        assert "add the scope People" in account.troubles["people"]
        assert account.failure == ""
        assert engine.snapshot.accounts["home"].condition is Condition.live
        del stage.people.fails["people"]
        await stage.pass_time(120)
        assert engine.people.snapshot.accounts["home"].troubles == {}
        assert engine.people.snapshot.people.keys() == {ADA}


async def test_what_is_known_stays_while_the_vendor_is_away(stage):
    stage.people.add("ada")
    async with stage.engine() as engine:
        await engine.people.open()
        await stage.pass_time(10)
        stage.people.fails["people"] = Unreachable("no answer in time")
        await engine.people.ask("home", ["people"])
        await stage.pass_time(10)
        assert engine.people.snapshot.people.keys() == {ADA}
        assert "no answer" in engine.people.snapshot.accounts["home"].failure


async def test_somebody_who_is_missing_from_the_list_is_read_before_they_are_gone(stage):
    stage.people.add("ada", "bob", "eve")
    async with stage.engine() as engine:
        await engine.people.open()
        await stage.pass_time(10)
        del stage.people.people["bob"]
        stage.people.people["eve"] = msgspec.structs.replace(stage.people.people["eve"], status=PersonStatus.expired)
        await engine.people.ask("home", ["people"])
        await stage.pass_time(30)
        assert engine.people.snapshot.people.keys() == {ADA, "home/people/eve"}
        assert engine.people.snapshot.people["home/people/eve"].status is PersonStatus.expired


async def test_the_person_on_screen_is_read_again_and_again_and_former_people_only_when_asked_for(stage):
    stage.people.add("ada")
    stage.people.add("old", status=PersonStatus.expired)
    stage.people.give("x", "ada")
    async with stage.engine() as engine:
        await engine.people.open()
        await stage.pass_time(10)
        assert stage.people.at("former") == stage.people.at("accesses") == []
        engine.people.focus(ADA)
        await stage.pass_time(100)
        assert 3 <= len(stage.people.at("accesses")) <= 5
        assert {each.about for each in stage.people.asked if each.feed == "accesses"} == {ADA}
        assert await engine.people.ask("home", ["former"]) == ""
        await stage.pass_time(7200)
        assert len(stage.people.at("former")) == 1
        assert "home/people/old" in engine.people.snapshot.people


async def test_doors_are_read_one_by_one_where_nothing_else_tells_of_accesses(stage):
    stage.people.feeds = (DOOR,)
    stage.people.add("ada")
    stage.people.give("x", "ada")
    async with stage.engine() as engine:
        await engine.people.open()
        await stage.pass_time(30)
        assert [each.about for each in stage.people.asked] == ["home/S1"]
        assert [each.key for each in engine.people.snapshot.by_target["home", "1"]] == ["home/access/x"]
        assert engine.people.snapshot.accounts["home"].feeds["door"].read_at is not None
        stage.people.fails["door"] = Rejected("only admins may", status=403)
        await stage.pass_time(700)
        assert engine.people.snapshot.accounts["home"].troubles == {"door": "only admins may"}


async def test_a_door_whose_list_cannot_be_had_does_not_keep_the_round_open(stage):
    stage.people.feeds = (DOOR,)
    stage.people.fails["door"] = Rejected("it gives none to this kind of device", status=0)
    async with stage.engine() as engine:
        await engine.people.open()
        await stage.pass_time(30)
        account = engine.people.snapshot.accounts["home"]
        assert (account.progress, account.troubles) == ((0, 0), {})
        assert account.read_at is not None


async def test_reading_once_ends_when_all_was_read_or_the_time_is_over(stage):

    stage.people.add(*(f"p{number:02}" for number in range(25)))
    stage.people.size = 10
    async with stage.engine() as engine:
        await engine.people.open()
        whole = asyncio.ensure_future(engine.people.read_once())
        await stage.until(whole.done)
        assert len(engine.people.snapshot.people) == 25


async def test_a_vendor_without_people_says_so(stage):

    stage.plugins["pretend"] = ScriptedPlugin(stage.script)
    async with stage.engine() as engine:
        await engine.people.open()
        await stage.pass_time(10)
        assert not engine.people.snapshot.accounts["home"].keeps_people
        assert await engine.people.ask("home", ["people"]) == "home has no people"


async def test_after_a_jump_of_time_what_is_due_is_read_at_once(stage):
    stage.people.add("ada")
    async with stage.engine() as engine:
        await engine.people.open()
        await stage.pass_time(10)
        assert len(stage.people.at("people")) == 1
        stage.clock.start += timedelta(hours=3)  # the machine slept: no timer counted that
        await stage.pass_time(1)
        assert len(stage.people.at("people")) == 1
        engine.people.catch_up()
        await stage.pass_time(1)
        assert len(stage.people.at("people")) == 2
        engine.people.catch_up()
        await stage.pass_time(1)
        assert len(stage.people.at("people")) == 2, "within what the claims allow"


async def test_who_is_on_screen_is_not_read_while_nobody_has_people_open(stage):
    stage.people.add("ada")
    async with stage.engine() as engine:
        await engine.people.open()
        await stage.pass_time(10)
        engine.people.focus(ADA)
        await stage.pass_time(40)
        assert stage.people.at("accesses")
        engine.people.close()
        await stage.pass_time(1)
        before = len(stage.people.asked)
        await stage.pass_time(600)
        assert len(stage.people.asked) == before
        await engine.people.open()
        await stage.pass_time(5)
        assert len(stage.people.at("accesses")) == 3


async def test_waiting_for_all_that_is_due_waits_also_for_what_was_asked_for_just_now(stage):
    stage.people.add("ada")
    async with stage.engine() as engine:
        await engine.people.open()
        await engine.people.read_once()
        before = len(stage.people.at("people"))
        assert await engine.people.ask("home", ["people"]) == ""
        whole = asyncio.ensure_future(engine.people.read_once())
        await stage.until(whole.done)
        assert len(stage.people.at("people")) == before + 1


async def test_what_the_locks_were_told_is_followed_also_after_a_bad_answer_and_while_others_have_failed(stage):
    stage.people.add("ada")
    stage.people.give("old", "ada", "2", sync=Sync(total=1, synced=0, pending=0, failed=1))
    stage.people.give("new", "ada", sync=Sync(total=1, synced=0, pending=1, failed=0))
    async with stage.engine() as engine:
        await engine.people.open()
        await stage.pass_time(10)
        engine.people._readings["home"].follow(ADA)
        await stage.pass_time(60)
        assert len(stage.people.at("accesses")) >= 4
        stage.people.fails["accesses"] = BadAnswer("no JSON")
        await stage.pass_time(60)
        del stage.people.fails["accesses"]
        stage.people.give("new", "ada", sync=Sync(total=1, synced=1, pending=0, failed=0))
        await stage.pass_time(120)
        assert engine.people.snapshot.accesses["home/access/new"].sync.synced == 1
        reads = len(stage.people.at("accesses"))
        await stage.pass_time(300)
        assert len(stage.people.at("accesses")) == reads


async def test_a_door_that_cannot_be_read_leaves_open_who_may_open_it(stage):
    stage.people.feeds = (DOOR, ACCESSES)
    stage.people.add("ada")
    stage.people.fails["door"] = Rejected("only admins may", status=403)
    async with stage.engine() as engine:
        await engine.people.open()
        await stage.pass_time(30)
        account = engine.people.snapshot.accounts["home"]
        assert account.progress == (0, 0)
        assert not engine.people.snapshot.knows_accesses(person("ada"))
        del stage.people.fails["door"]
        await engine.people.ask("home", ["door"], "home/S1")
        await stage.pass_time(30)
        people = engine.people.snapshot
        assert people.knows_accesses(person("ada"))
        assert people.accounts["home"].troubles == {}
        assert not people.knows_accesses(person("old", status=PersonStatus.expired))


async def test_doubts_that_found_no_place_are_settled_when_the_list_was_read_next(stage):
    stage.people.add(*(f"p{number:03}" for number in range(150)))
    stage.people.size = 200
    async with stage.engine() as engine:
        await engine.people.open()
        await stage.pass_time(10)
        stage.people.people.clear()
        await engine.people.ask("home", ["people"])
        await stage.pass_time(290)
        assert len(engine.people.snapshot.people) == 50
        await stage.pass_time(300)
        assert engine.people.snapshot.people == {}
