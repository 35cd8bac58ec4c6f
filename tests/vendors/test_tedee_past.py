"""The past of a Tedee lock over real HTTP: page by page to its first entry, whatever the dates."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from lockdash.vendors.base import Context, Stretch
from lockdash.vendors.errors import Rejected
from lockdash.vendors.past import past_of
from lockdash.vendors.tedee.past import MOST
from tests.vendors.past_reading import ALL, read
from tests.vendors.records import NOTHING
from tests.vendors.tedee_people import asked, device

SERIES = "activity 40101"


@pytest.fixture
async def known(tedee):
    return Context({"40101": await device(tedee, "Front Door")})


def _remember(sim, number, apart=60.0, event=33):
    """Give the Front Door so many entries in the past, the last of them an hour ago; return their dates."""
    begun = sim.clock.now() - timedelta(hours=1, seconds=apart * number)
    dates = [begun + timedelta(seconds=apart * index) for index in range(number)]
    sim.world.do(lambda: sim.world.home.locks[40101].remember((date, event, None, None) for date in dates))
    return dates


async def test_there_is_a_series_for_each_lock(tedee, known):
    (series,) = past_of(tedee).series(known)
    assert (series.name, series.label) == (SERIES, "Front Door")
    devices = (await tedee.read("details", None, NOTHING)).devices
    assert len(devices) == 2
    others = Context({each.vendor_id: each for each in devices})
    assert past_of(tedee).series(others) == (), "a bridge and a keypad"


@pytest.mark.parametrize("number", [0, 1, MOST, MOST * 2 + 30])
async def test_all_is_read_and_any_client_goes_on(sim, connect_tedee, known, number):
    dates = _remember(sim, number)
    reading = await read(sim, connect_tedee, SERIES, context=known)
    assert sorted(event.occurred_at for event in reading.events.values()) == dates
    assert (len(reading.pages), reading.repeats, reading.lost) == (number // MOST + 1, 0, [])
    if dates:
        oldest = [page.oldest for page in reading.pages if page.events]
        assert (oldest, oldest[-1]) == (sorted(oldest, reverse=True), dates[0])


async def test_what_happens_meanwhile_hides_nothing(sim, tedee, known):
    dates = _remember(sim, MOST * 3)
    lock = sim.world.home.locks[40101]

    def happen(_number):
        for _ in range(20):
            sim.world.do(lambda: lock.record(40))
        sim.world.advance(10)

    reading = await read(sim, lambda: tedee, SERIES, context=known, between=happen)
    assert {event.occurred_at for event in reading.events.values()} >= set(dates)


async def test_a_stretch_in_the_middle(sim, tedee, known):
    dates = _remember(sim, 1000)
    reading = await read(sim, lambda: tedee, SERIES, Stretch(dates[700], dates[400]), known)
    found = sorted(event.occurred_at for event in reading.events.values())
    assert found[-1] == dates[700]
    assert set(dates[400:701]) <= set(found)
    assert len(reading.pages) == 2


async def test_entries_of_one_millisecond_on_two_pages_are_all_read(sim, tedee, known):
    dates = _remember(sim, MOST + 150, apart=0.0000061)
    reading = await read(sim, lambda: tedee, SERIES, context=known)
    assert len(reading.events) == len(dates)
    assert reading.lost == []


async def test_more_of_one_moment_than_a_page_holds_are_lost_and_named(sim, tedee, known):
    early = _remember(sim, 30)[-1]
    lock, crowd = sim.world.home.locks[40101], early + timedelta(minutes=10)
    sim.world.do(lambda: lock.remember([(crowd, 33, None, None)] * (MOST + 50)))
    reading = await read(sim, lambda: tedee, SERIES, context=known)
    assert len(reading.events) == 30 + MOST
    (lost,) = reading.lost
    assert lost.since <= crowd <= lost.until
    assert lost.until - lost.since == timedelta(milliseconds=1)
    assert len(reading.pages) <= 4


@pytest.mark.parametrize("date", ["9999-12-31T23:59:59.9999999", "2026-11-20T06:02:04.1234567", "2000-01-01T00:00:00"])
async def test_a_cloud_that_repeats_one_page_for_ever_costs_no_budget_for_ever(sim, tedee, known, date):
    entries = [{"id": number, "event": 33, "date": date} for number in range(MOST)]
    sim.faults.add("/deviceactivity", status=200, body=json.dumps({"result": entries}))
    cursor, lost = None, []
    for _ in range(3):
        page = await past_of(tedee).read_past(SERIES, ALL, cursor, known)
        lost += page.lost
        if (cursor := page.cursor) is None:
            break
    assert lost
    assert len(asked(sim, "GET", "/deviceactivity")) <= 3


async def test_a_page_without_dates_ends_it_and_says_so(sim, tedee, known):
    _remember(sim, MOST * 2)
    sim.faults.add("/deviceactivity", mangle="nulls", times=1)
    reading = await read(sim, lambda: tedee, SERIES, context=known)
    assert len(reading.pages[0].problems) == MOST
    assert "without a date" in reading.lost[0].why


async def test_a_lock_that_is_gone_is_refused_by_itself(sim, tedee, known):
    sim.world.do(lambda: sim.world.home.remove("Front Door"))
    with pytest.raises(Rejected):
        await past_of(tedee).read_past(SERIES, ALL, None, known)


@pytest.mark.parametrize("cursor", ["", "rubbish", "{}", "null", '{"before":"2026"}', '{"before":7}', "9" * 400])
async def test_any_cursor_is_survived(sim, tedee, known, cursor):
    _remember(sim, 3)
    assert len((await past_of(tedee).read_past(SERIES, ALL, cursor, known)).events) == 3
