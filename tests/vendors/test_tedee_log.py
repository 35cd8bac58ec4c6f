"""A lock's activity log over real HTTP: late entries, strange ones, and more of them than one read takes."""

from __future__ import annotations

import json
from datetime import timedelta

import msgspec
import pytest

from lockdash.domain.devices import DeviceKind
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
    sim.requests.clear()
    again = await tedee.read("activity", first.cursor, NOTHING, front)
    assert (again.events, again.cursor) == ((), first.cursor)
    assert len(asked(sim, "GET", "/deviceactivity")) == 1
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
    assert (await tedee.read("activity", cursor, NOTHING, garage)).cursor.startswith("40102|")
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


async def test_what_one_read_does_not_reach_is_a_hole(sim, tedee, front):
    _happens(sim, 1)
    known = await _read(tedee, front)
    _happens(sim, PAGE * PAGES + 1, apart=1)
    later = await _read(tedee, front, known.cursor)
    ((series, stretch),) = later.holes
    assert series == "activity 40101"
    assert stretch.before == later.events[0].occurred_at
    assert stretch.until <= known.events[0].occurred_at
    assert len(later.events) == PAGE * PAGES - 2, "each further page repeats the last entry of the one before"
    assert later.problems == ()
    again = await _read(tedee, front, later.cursor)
    assert (again.events, again.holes) == ((), ()), "once"


async def test_an_entry_that_the_cloud_shows_late_is_found_wherever_it_stands(sim, tedee, front):
    _happens(sim, 60, apart=60)
    first = await _read(tedee, front)
    lock = sim.world.home.locks[40101]
    late, lagging = (sim.clock.now() - timedelta(seconds=ago) for ago in (1800, 30))
    sim.world.do(lambda: lock.remember([(late, 62, None, None), (lagging, 33, None, None)]))
    found = await _read(tedee, front, first.cursor)
    assert [(event.occurred_at, event.late) for event in found.events] == [(late, True), (lagging, False)]
    assert (await _read(tedee, front, found.cursor)).events == ()


async def test_what_stands_below_the_page_is_no_news(sim, tedee, front):
    """Entries that were there before the log was followed are the archive's matter."""
    _happens(sim, 120, apart=1)
    first = await _read(tedee, front)
    sim.world.home.locks[40101].log.pop()  # the vendor takes one back, so the page reaches further into the past
    again = await _read(tedee, front, first.cursor)
    assert (again.events, again.holes) == ((), ())


async def test_what_has_no_log_of_its_own_costs_no_request(sim, tedee, front):
    keypad = msgspec.structs.replace(front, kind=DeviceKind.keypad)
    sim.requests.clear()
    assert (await _read(tedee, keypad, "a cursor")).cursor == "a cursor"
    assert not asked(sim, "GET", "/deviceactivity")


def test_every_log_is_read_once_in_an_hour(tedee):
    (activity,) = [feed for feed in tedee.feeds if feed.per_device]
    assert activity.rota == 3600.0


async def test_a_cursor_of_an_earlier_version_is_taken_up(sim, tedee, front):
    _happens(sim, 3, apart=60)
    first = await _read(tedee, front)
    _happens(sim, 2, apart=60)
    newest = first.events[-1].occurred_at
    found = await _read(tedee, front, f"{front.vendor_id}|{newest.isoformat()}")
    assert [event.occurred_at > newest for event in found.events] == [False, True, True], "the one that it names again"


async def test_an_entry_of_the_future_hides_no_later_one(sim, tedee, front):
    spoil(sim, "/deviceactivity", {"result": [{"id": 1, "event": 33, "date": hostile.FUTURE}]}, times=1)
    ahead = await _read(tedee, front)
    assert ahead.cursor.endswith(f"|{sim.clock.now().isoformat()}")
    _happens(sim, PAGE * 2, apart=1)
    assert len((await _read(tedee, front, ahead.cursor)).events) == PAGE * 2


@pytest.mark.parametrize("date", ["9999-12-31T23:59:59.9999999", "2026-11-20T06:02:04.1234567", "2000-01-01T00:00:00"])
async def test_a_full_page_of_strange_dates_is_read(sim, tedee, front, date):
    entries = [{"id": number, "event": 33, "date": date} for number in range(PAGE)]
    sim.faults.add("/deviceactivity", status=200, body=json.dumps({"result": entries}))
    answer = await _read(tedee, front, f"{front.vendor_id}|2000-01-01T00:00:00+00:00")
    assert len(answer.events) == PAGE
    assert len(asked(sim, "GET", "/deviceactivity")) <= PAGES


@pytest.mark.parametrize("date", ["", "rubbish", "2026-11-21T08:00:00", "2026-11-21", "9" * 99])
async def test_any_cursor_is_survived(sim, tedee, front, date):
    _happens(sim, PAGE + 1, apart=1)
    assert (await _read(tedee, front, f"{front.vendor_id}|{date}")).events
