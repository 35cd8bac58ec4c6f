"""What is read of RemoteLock's schedules and access exceptions, over real HTTP against the simulator."""

from __future__ import annotations

import dataclasses
from datetime import date

import msgspec
import pytest

from lockdash.domain.exceptions import DateRange, goes_with
from lockdash.domain.schedules import ScheduleKind
from lockdash.domain.week_text import text_of
from lockdash.simulator.rentals.schedules import AccessSchedule
from lockdash.simulator.server import ManualClock, Simulator
from lockdash.vendors.errors import VendorFault
from lockdash.vendors.people import Subject, people_of
from tests.vendors.records import NOTHING
from tests.vendors.remotelock_people import devices, everybody


@pytest.fixture
def sim():
    with Simulator(world="demo", clock=ManualClock()).serve() as served:
        yield served


@pytest.fixture
def people(remotelock):
    return people_of(remotelock)


async def schedules(people):
    (answer,) = await everybody(people, "schedules")
    return answer


async def test_those_of_all_kinds_are_listed_with_their_weeks(sim, people):
    answer = await schedules(people)
    named = {each.name: each for each in answer.schedules}
    assert {each.kind for each in answer.schedules} == set(ScheduleKind)
    assert answer.roll == {each.id for each in answer.schedules} == set(sim.world.rentals.schedules)
    cleaning = named["Cleaning hours"]
    assert text_of(cleaning.week) == "mon-sat 10:00-15:00"
    assert text_of(named["Late shift"].week) == "mon-fri 18:00-24:00; sat-sun 00:00-24:00"
    assert text_of(named["Locked at night"].week) == "daily 07:00 unlock, 22:00 lock"
    assert text_of(named["No auto-lock while cleaning"].week) == "mon-sat 10:00 off, 15:00 on"
    assert text_of(named["Warm by day"].week) == "daily 06:30 cool 76 heat 68, 22:30 cool 80 heat 60"
    (live,) = await everybody(people)
    cleaners = next(each for each in live.people if each.name == "Housekeeping")
    accesses = (await people.read("accesses", None, NOTHING, cleaners)).accesses
    assert {each.schedule_id for each in accesses} == {cleaning.id}


async def test_exceptions_are_listed_with_their_days(sim, people):
    (answer,) = await everybody(people, "exceptions")
    named = {each.name: each for each in answer.exceptions}
    assert named.keys() == {"Public holidays", "Winter break", "Roof repairs"}
    assert answer.roll == {each.id for each in answer.exceptions}
    assert DateRange(date(2026, 11, 26), date(2026, 11, 27)) in named["Public holidays"].dates
    (cleaning,) = [each for each in (await schedules(people)).schedules if each.name == "Cleaning hours"]
    assert goes_with(cleaning, named["Public holidays"])


async def test_devices_name_what_they_go_by(sim, people, remotelock):
    kinds = {each.id: each.kind for each in (await schedules(people)).schedules}
    found = {name: each.schedule_ids for name, each in (await devices(remotelock)).items() if each.schedule_ids}
    assert {"Lodge Main Door", "Ridge Room 3", "Sauna", "Lodge Hall", "Reception"} < found.keys()
    assert all(kinds[number] is kind for ids in found.values() for kind, number in ids.items())
    assert {kind for ids in found.values() for kind in ids} == set(ScheduleKind) - {ScheduleKind.access}


async def test_one_is_renamed_and_one_deleted(sim, people):
    before = {each.name: each for each in (await schedules(people)).schedules}
    cleaning, quiet = before["Cleaning hours"], before["Quiet hours"]
    own = sim.world.rentals.schedules
    renamed = dataclasses.replace(own[cleaning.id], name="Housekeeping", number=cleaning.id)
    sim.world.do(lambda: own.update({cleaning.id: renamed}))
    sim.world.do(lambda: own.pop(quiet.id))
    answer = await schedules(people)
    assert msgspec.structs.replace(cleaning, name="Housekeeping") in answer.schedules
    assert answer.roll == {each.id for each in before.values()} - {quiet.id}


@pytest.mark.parametrize("feed", ["schedules", "exceptions"])
async def test_an_account_without_any_gives_an_empty_roll(sim, people, feed):
    sim.world.do(getattr(sim.world.rentals, feed).clear)
    (answer,) = await everybody(people, feed)
    assert (getattr(answer, feed), answer.roll) == ((), frozenset())


async def test_more_than_a_page(sim, people):
    more = [AccessSchedule(f"Shift {number}") for number in range(120)]
    sim.world.do(lambda: sim.world.rentals.schedules.update({each.id: each for each in more}))
    answer = await schedules(people)
    assert len(answer.schedules) == len(answer.roll) == 120 + 11


async def test_those_of_unknown_types_are_kept_with_their_name_and_no_week(sim, people):
    known = {each.id: each.name for each in (await schedules(people)).schedules}
    sim.faults.add("/schedules", mangle="new_enum")
    answer = await schedules(people)
    assert {each.id: each.name for each in answer.schedules} == known
    assert answer.roll == known.keys()
    assert {(each.kind, each.week.is_empty) for each in answer.schedules} == {(None, True)}
    assert all(each.kind_raw not in {f"{kind}_schedule" for kind in ScheduleKind} for each in answer.schedules)


async def test_a_server_in_trouble(sim, people):
    sim.faults.add("/schedules", status=503)
    with pytest.raises(VendorFault):
        await schedules(people)


async def test_each_list_says_what_its_roll_is_of(people):
    """Also if it is empty: each has something else in the demo, and no two lists the same ids."""
    lists = {feed.name: feed.lists for feed in people.feeds if not feed.per_device and not feed.per_person}
    assert lists == {
        "people": Subject.people,
        "former_people": Subject.former_people,
        "resort_guests": Subject.people,
        "groups": Subject.groups,
        "places": Subject.places,
        "schedules": Subject.schedules,
        "exceptions": Subject.exceptions,
        "defaults": Subject.people,
    }
    for name in ("groups", "places", "schedules", "exceptions"):
        (answer,) = await everybody(people, name)
        assert {each.id for each in getattr(answer, lists[name])} == answer.roll
