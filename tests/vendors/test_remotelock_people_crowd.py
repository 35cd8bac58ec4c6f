"""Five thousand people: what they cost, how they are resumed, and what may be said of who is missing."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from urllib.parse import parse_qs

import pytest

from lockdash.domain.budget import Purpose
from lockdash.simulator.server import ManualClock, Simulator
from lockdash.vendors.errors import BadAnswer, RateLimited, Rejected
from lockdash.vendors.people import people_of
from tests.vendors.records import NOTHING
from tests.vendors.remotelock_people import everybody


@pytest.fixture
def number():
    return 1500


@pytest.fixture
def sim(number):
    with Simulator(world="empty", clock=ManualClock(), devices=60, people=number).serve() as served:
        served.limit.limit = 10_000
        yield served


@pytest.fixture
def people(remotelock):
    return people_of(remotelock)


def _live(sim):
    rentals = sim.world.rentals.people
    return [person for person in rentals if rentals.is_live(person)]


def _pages(sim):
    """Take the requests for lists of people that were made since the last look: their pages."""
    pages = [int(parse_qs(heard.query)["page"][0]) for heard in sim.requests if heard.path.endswith("/access_persons")]
    sim.requests.clear()
    return pages


def _leave(sim, index):
    sim.world.do(lambda: sim.world.rentals.people.delete(_live(sim)[index]))


def _come(sim, name="Newcomer"):
    sim.world.do(lambda: sim.world.rentals.people.add_user(name, pin="999999"))


@pytest.mark.parametrize("number", [5000])
async def test_five_thousand_people_are_a_hundred_pages_in_ten_parts(sim, people, gate):
    await people.read("defaults", None, NOTHING)  # the token
    sim.requests.clear()
    spent = len(gate.spent)
    live, former = await everybody(people), await everybody(people, "former_people")
    assert [len(answer.people) for answer in (*live, *former)] == [500] * 10
    assert [(answer.part, answer.parts) for answer in live] == [(part, 8) for part in range(1, 9)]
    assert [(answer.part, answer.parts) for answer in former] == [(1, 2), (2, 2)]
    assert [answer.roll is not None for answer in live] == [False] * 7 + [True]
    assert len(live[-1].roll | former[-1].roll) == 5000
    assert _pages(sim) == [*range(1, 81), *range(1, 21)], "none twice"
    assert gate.spent[spent:] == [Purpose.poll] * 100


async def test_another_session_goes_on_and_gives_no_roll_of_what_it_has_not_seen(sim, connect_remotelock):
    one, other = people_of(connect_remotelock()), people_of(connect_remotelock())
    first = await one.read("people", None, NOTHING)
    second = await other.read("people", first.cursor, NOTHING)
    last = await other.read("people", second.cursor, NOTHING)
    assert [len(answer.people) for answer in (first, second, last)] == [500, 500, 200]
    assert (last.part, last.parts, last.roll) == (3, 3, None)
    assert _pages(sim) == list(range(1, 25))
    again = await everybody(other)
    assert len(again[-1].roll) == len(_live(sim))


async def test_what_was_lost_on_its_way_into_the_store_is_read_again_and_nothing_is_missed(sim, people):
    first = await people.read("people", None, NOTHING)
    await people.read("people", first.cursor, NOTHING)
    second = await people.read("people", first.cursor, NOTHING)
    last = await people.read("people", second.cursor, NOTHING)
    assert len(last.roll) == len(_live(sim)) == 1200


async def test_a_budget_that_ends_in_the_middle_keeps_what_was_paid_for(sim, people, gate):
    gate.grants = 6  # with one for the token
    first = await people.read("people", None, NOTHING)
    assert 0 < len(first.people) < 500
    assert (first.part, first.parts) == (1, 3)
    with pytest.raises(RateLimited):
        await people.read("people", first.cursor, NOTHING)
    gate.grants = None
    answers = [first]
    while answers[-1].part < answers[-1].parts:
        answers.append(await people.read("people", answers[-1].cursor, NOTHING))
    assert sum(len(answer.people) for answer in answers) == len(answers[-1].roll) == 1200
    assert sorted(_pages(sim)) == list(range(1, 25))


async def test_the_next_lap_begins_at_the_first_page(sim, people):
    answers = await everybody(people)
    _pages(sim)
    again = await people.read("people", answers[-1].cursor, NOTHING)
    assert (again.part, again.parts, len(again.people)) == (1, 3, 500)
    assert _pages(sim) == list(range(1, 11))


@pytest.mark.parametrize("happens", [lambda sim: _leave(sim, 3), lambda sim: _come(sim)], ids=["leaves", "comes"])
async def test_a_lap_in_which_somebody_comes_or_goes_gives_no_roll_and_the_next_one_does(sim, people, happens):
    first = await people.read("people", None, NOTHING)
    happens(sim)
    answers = [first]
    while answers[-1].part < answers[-1].parts:
        answers.append(await people.read("people", answers[-1].cursor, NOTHING))
    assert answers[-1].roll is None
    assert len((await everybody(people))[-1].roll) == len(_live(sim))


async def test_a_list_that_became_shorter_begins_again(sim, people):
    first = await people.read("people", None, NOTHING)
    second = await people.read("people", first.cursor, NOTHING)
    sim.faults.add("/access_persons", pattern=r"page=21\b", status=422)
    again = await people.read("people", second.cursor, NOTHING)
    assert (again.part, len(again.people)) == (1, 500)


async def test_a_page_that_is_no_page_is_an_error_and_no_reason_to_begin_again(sim, people):
    first = await people.read("people", None, NOTHING)
    sim.faults.add("/access_persons", mangle="html", pattern=r"page=11\b")
    with pytest.raises(BadAnswer):
        await people.read("people", first.cursor, NOTHING)


async def test_a_page_that_is_none_costs_the_read_and_not_the_lap(sim, people):
    first = await people.read("people", None, NOTHING)
    fault = sim.faults.add("/access_persons", mangle="html", pattern=r"page=15\b")
    with pytest.raises(BadAnswer):
        await people.read("people", first.cursor, NOTHING)
    sim.faults.remove(fault)
    second = await people.read("people", first.cursor, NOTHING)
    assert len((await people.read("people", second.cursor, NOTHING)).roll) == 1200


async def test_a_vendor_that_does_not_count_is_read_on_until_a_page_is_not_full(sim, people):
    page = [{"type": "access_user", "id": str(each), "attributes": {"name": f"Crew {each}"}} for each in range(50)]
    fault = sim.faults.add("/access_persons", status=200, body=json.dumps({"data": page}))
    first = await people.read("people", None, NOTHING)
    assert (first.part, first.parts, first.roll) == (1, 2, None)
    sim.faults.remove(fault)
    sim.faults.add("/access_persons", status=200, body=json.dumps({"data": page[:7]}))
    last = await people.read("people", first.cursor, NOTHING)
    assert (last.part, last.parts) == (1, 1)
    assert len(last.roll) == 50


async def test_more_than_the_vendor_hands_out(sim, people):
    many = {"data": [], "meta": {"page": 1, "per_page": 50, "total_pages": 240, "total_count": 12_000}}
    sim.faults.add("/access_persons", status=200, body=json.dumps(many))
    answer = await people.read("people", None, NOTHING)
    assert answer.roll is None
    assert "12,000" in answer.problems[0].why


@pytest.fixture
async def lock(sim, remotelock):
    """One that everybody may open."""
    place = next(iter(sim.world.rentals.locations))
    made = datetime(2026, 1, 1, tzinfo=UTC)
    sim.world.do(lambda: [sim.world.rentals.accesses.add(each, place, created_at=made) for each in _live(sim)])
    return next(iter((await remotelock.read("devices", None, NOTHING)).devices))


async def test_the_people_of_a_lock_who_became_fewer(sim, people, lock):
    first = await people.read("device_accesses", None, NOTHING, lock)
    fault = sim.faults.add("/access_person_accesses", pattern=r"page=11\b", status=422)
    again = await people.read("device_accesses", first.cursor, NOTHING, lock)
    assert (again.part, len(again.accesses)) == (1, 500)
    sim.faults.remove(fault)
    sim.faults.add("/access_person_accesses", status=404)
    with pytest.raises(Rejected, match="not there any more"):
        await people.read("device_accesses", first.cursor, NOTHING, lock)


async def test_a_lock_that_everybody_may_open_is_read_in_parts(sim, people, lock):
    answers = [await people.read("device_accesses", None, NOTHING, lock)]
    while answers[-1].part < answers[-1].parts:
        answers.append(await people.read("device_accesses", answers[-1].cursor, NOTHING, lock))
    assert answers[-1].parts == len(answers) == 3
    assert {access.person_key.rpartition("/")[2] for answer in answers for access in answer.accesses} == {
        person.id for person in _live(sim)
    }
    assert len(answers[-1].roll) == sum(len(answer.accesses) for answer in answers)
