"""A lock's activity log over real HTTP: late entries, strange ones, and more of them than one read takes."""

from __future__ import annotations

import json

import pytest

from lockdash.domain.events import EventKind
from lockdash.vendors.tedee.log import PAGE, PAGES
from tests.vendors import hostile
from tests.vendors.records import NOTHING
from tests.vendors.tedee_people import asked, device, spoil


@pytest.fixture
async def front(tedee):
    return await device(tedee, "Front Door")


def _happens(sim, times, apart=0.0):
    """Log so many entries, `apart` seconds, and let the cloud show them."""
    for _ in range(times):
        sim.world.do(lambda: sim.world.home.locks[40101].record(33))
        sim.world.advance(apart)
    sim.world.advance(10)


async def _read(tedee, front, cursor=None):
    return await tedee.read("activity", cursor, NOTHING, front)


async def test_the_log_is_read_back_to_what_was_known(sim, tedee, front):
    assert (await tedee.read("activity", None, NOTHING, front)).events == ()
    lock = sim.world.home.locks[40101]
    for number in range(120):
        sim.world.do(lambda number=number: lock.record(32 + number % 8))
        sim.world.advance(10)
    first = await tedee.read("activity", None, NOTHING, front)
    assert len(first.events) == 50, "what came before is there when somebody scrolls back"
    again = await tedee.read("activity", first.cursor, NOTHING, front)
    assert {event.id for event in again.events} == {event.id for event in first.events}
    for _ in range(80):
        sim.world.do(lambda: lock.record(40))
        sim.world.advance(10)
    later = await tedee.read("activity", first.cursor, NOTHING, front)
    new = [event for event in later.events if event.kind is EventKind.jammed]
    assert len(new) == 80, "pages back until what was known"
    assert [event.occurred_at for event in later.events] == sorted(event.occurred_at for event in later.events)
    assert later.events[-1].device_id == "40101"
    assert later.events[-1].zone == "Europe/Warsaw"


async def test_a_cursor_of_another_device_says_nothing(sim, tedee, front):
    garage = await device(tedee, "Garage")
    sim.world.do(lambda: sim.world.home.locks[40101].record(33))
    sim.world.advance(10)
    cursor = (await tedee.read("activity", None, NOTHING, front)).cursor
    assert (await tedee.read("activity", cursor, NOTHING, garage)).cursor == cursor
    assert (await tedee.read("activity", "rubbish|rubbish", NOTHING, front)).events


async def test_entries_of_one_millisecond_on_two_pages_are_all_read(sim, tedee, front):
    """The vendor gives out what is older than a date, and the date that it told had lost its last digits."""
    _happens(sim, 1)
    known = await _read(tedee, front)
    _happens(sim, PAGE + 1, apart=0.0001)
    later = await _read(tedee, front, known.cursor)
    assert len({event.id for event in later.events} - {event.id for event in known.events}) == PAGE + 1
    assert later.problems == ()


async def test_an_entry_that_is_not_understood_ends_no_page(sim, tedee, front):
    _happens(sim, 1)
    known = await _read(tedee, front)
    _happens(sim, PAGE + 10, apart=1)
    sim.faults.add("/deviceactivity", mangle="nulls", item=0, times=1)
    later = await _read(tedee, front, known.cursor)
    assert len(later.events) >= PAGE + 9, "and those behind it are read too"
    assert [problem.where for problem in later.problems] == ["activity of Front Door[0]"], "of the first of two pages"
    assert len(asked(sim, "GET", "/deviceactivity")) == 3


async def test_more_than_one_read_takes_is_told(sim, tedee, front):
    _happens(sim, 1)
    known = await _read(tedee, front)
    _happens(sim, PAGE * PAGES + 1, apart=1)
    later = await _read(tedee, front, known.cursor)
    assert "more than 150 entries are new" in later.problems[-1].why
    assert (await _read(tedee, front, later.cursor)).problems == (), "once"


async def test_an_entry_of_the_future_hides_no_later_one(sim, tedee, front):
    spoil(sim, "/deviceactivity", {"result": [{"id": 1, "event": 33, "date": hostile.FUTURE}]}, times=1)
    ahead = await _read(tedee, front)
    assert ahead.cursor == f"{front.vendor_id}|{sim.clock.now().isoformat()}"
    _happens(sim, PAGE * 2, apart=1)
    assert len((await _read(tedee, front, ahead.cursor)).events) == PAGE * 2


@pytest.mark.parametrize("date", ["9999-12-31T23:59:59.9999999", "2026-11-20T06:02:04.1234567", "2000-01-01T00:00:00"])
async def test_a_full_page_of_strange_dates_is_read(sim, tedee, front, date):
    entries = [{"id": number, "event": 33, "date": date} for number in range(PAGE)]
    sim.faults.add("/deviceactivity", status=200, body=json.dumps({"result": entries}))
    answer = await _read(tedee, front, f"{front.vendor_id}|2000-01-01T00:00:00+00:00")
    assert len(answer.events) == PAGE


@pytest.mark.parametrize("date", ["", "rubbish", "2026-11-21T08:00:00", "2026-11-21", "9" * 99])
async def test_any_cursor_is_survived(sim, tedee, front, date):
    _happens(sim, PAGE + 1, apart=1)
    assert (await _read(tedee, front, f"{front.vendor_id}|{date}")).events
