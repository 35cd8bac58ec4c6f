"""RemoteLock's past over real HTTP: page by page to its end, and on by narrower queries where the list is too long."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lockdash.simulator.remotelock import paging
from lockdash.vendors.base import Stretch
from lockdash.vendors.errors import BadAnswer, VendorError
from lockdash.vendors.past import past_of
from lockdash.vendors.remotelock import api, event_words, listing, past, past_plan
from tests.vendors.past_reading import read, remember
from tests.vendors.records import NOTHING

SERIES = "events"


def _asked(sim):
    """Queries for events since the last look."""
    asked = [heard.query for heard in sim.requests if heard.path.endswith("/events")]
    sim.requests.clear()
    return asked


@pytest.fixture
def short_reach(monkeypatch):
    """A vendor and a client whose limit is 500 items instead of 10,000: the same in a twentieth of the time."""
    monkeypatch.setattr(paging, "MOST_REACHABLE", 500)
    for module in (api, listing, past):
        monkeypatch.setattr(module, "MOST_PAGES", 10)
    monkeypatch.setattr(api, "REACH", 500)


def test_the_events_are_one_series(remotelock):
    assert [each.name for each in past_of(remotelock).series(NOTHING)] == [SERIES]


async def test_all_is_read_and_any_client_goes_on(sim, connect_remotelock):
    made = remember(sim, "Beach House", 420)
    reading = await read(sim, connect_remotelock, SERIES)
    assert reading.events.keys() == {event.id for event in made}
    assert (len(reading.pages), reading.repeats, reading.lost) == (9, 0, [])
    assert [page.oldest for page in reading.pages] == sorted((page.oldest for page in reading.pages), reverse=True)
    assert reading.pages[-1].oldest == made[0].created_at.replace(microsecond=0)


async def test_an_account_without_events(sim, remotelock):
    page = await past_of(remotelock).read_past(SERIES, Stretch(), None, NOTHING)
    assert (page.events, page.cursor, page.oldest, page.lost) == ((), None, None, ())


async def test_what_happens_meanwhile_hides_nothing(sim, remotelock):
    made = remember(sim, "Beach House", 420)
    lock = sim.world.locks["Beach House"]

    def happen(_number):
        for _ in range(7):
            sim.world.do(lambda: sim.world.rentals.publish(lock.record("jammed")))
        sim.world.advance(1)

    reading = await read(sim, lambda: remotelock, SERIES, between=happen)
    assert reading.events.keys() >= {event.id for event in made}
    assert reading.repeats == 7 * (len(reading.pages) - 1), "what has come since pushed so many to the next page"


async def test_what_the_vendor_takes_back_hides_nothing(sim, remotelock):
    made = remember(sim, "Beach House", 420)

    def take_back(number):
        if number in (2, 5):
            for _ in range(60):
                sim.world.rentals.events.pop()

    reading = await read(sim, lambda: remotelock, SERIES, between=take_back)
    assert reading.events.keys() == {event.id for event in made}


async def test_events_of_one_moment_are_all_read(sim, remotelock):
    made = remember(sim, "Beach House", 230, apart=0.0)
    stretch = Stretch(made[0].created_at, made[0].created_at)
    for each in (Stretch(), stretch):
        assert len((await read(sim, lambda: remotelock, SERIES, each)).events) == len(made)


async def test_a_stretch_in_the_middle_takes_few_requests(sim, remotelock):
    made = remember(sim, "Beach House", 3000)
    _asked(sim)
    reading = await read(sim, lambda: remotelock, SERIES, Stretch(made[1000].created_at, made[900].created_at))
    assert reading.events.keys() >= {event.id for event in made[900:1001]}
    assert len(_asked(sim)) == len(reading.pages) <= 12
    assert reading.lost == []


@pytest.mark.parametrize("day", [-400, 400], ids=["before all", "after all"])
async def test_a_stretch_without_events(sim, remotelock, day):
    made = remember(sim, "Beach House", 300)
    begins = made[0].created_at + timedelta(days=day)
    reading = await read(sim, lambda: remotelock, SERIES, Stretch(begins + timedelta(hours=1), begins))
    assert len(reading.pages) <= 6
    assert reading.lost == []


@pytest.mark.usefixtures("short_reach")
async def test_no_narrower_query_is_sent_as_long_as_the_list_reaches(sim, remotelock):
    made = remember(sim, "Beach House", 500)
    reading = await read(sim, lambda: remotelock, SERIES)
    assert (len(reading.events), len(reading.pages)) == (len(made), 10)
    assert all("sort=-created_at" in query and "type" not in query for query in _asked(sim))


async def test_twelve_thousand_are_read_from_both_ends(sim, remotelock):
    made = remember(sim, "Beach House", 12_000)
    _asked(sim)
    reading = await read(sim, lambda: remotelock, SERIES)
    assert reading.events.keys() == {event.id for event in made}
    assert len(reading.pages) <= 200 + 41
    assert reading.lost == []
    assert not any("type" in query for query in _asked(sim))
    assert reading.pages[-1].oldest == made[0].created_at.replace(microsecond=0)


async def test_the_middle_of_sixty_thousand_is_read_type_by_type(sim, remotelock):
    kinds = ("unlocked", "locked", "access_denied", "acs_door_opened", "acs_door_closed", "relay_enabled")
    made = remember(sim, "Beach House", 60_000, kinds)
    reading = await read(sim, lambda: remotelock, SERIES, Stretch(made[30_100].created_at, made[30_000].created_at))
    assert reading.events.keys() >= {event.id for event in made[30_000:30_101]}
    assert reading.lost == []
    assert len(reading.pages) < 120


@pytest.mark.usefixtures("short_reach")
async def test_six_times_the_limit_is_read_type_by_type(sim, remotelock):
    kinds = ("unlocked", "locked", "access_denied", "reset")
    made = remember(sim, "Beach House", 3000, kinds)
    reading = await read(sim, lambda: remotelock, SERIES)
    assert reading.events.keys() == {event.id for event in made}
    assert reading.lost == []


@pytest.mark.usefixtures("short_reach")
async def test_what_no_query_reaches_is_lost_and_named(sim, remotelock):
    made = remember(sim, "Beach House", 2500, ("locked", "locked", "locked", "unlocked"))
    reading = await read(sim, lambda: remotelock, SERIES)
    (lost,) = reading.lost
    assert "locked" in lost.why
    missed = [event for event in made if event.id not in reading.events]
    assert {event.type for event in missed} == {"locked_event"}
    assert len(missed) == 1875 - 2 * 500
    assert lost.since <= missed[0].created_at
    assert missed[-1].created_at <= lost.until
    assert sum(lost.since <= event.created_at <= lost.until for event in made if event.type == "locked_event") <= 879


@pytest.mark.usefixtures("short_reach")
async def test_types_that_are_not_documented_are_lost_in_the_middle(sim, remotelock):
    remember(sim, "Beach House", 1250, ("teleported", "unlocked"))
    reading = await read(sim, lambda: remotelock, SERIES)
    (lost,) = reading.lost
    assert "unknown types" in lost.why
    assert len(reading.events) == 1000 + 125


@pytest.mark.usefixtures("short_reach")
@pytest.mark.parametrize("obeys", [True, False], ids=["refused", "ignored"])
async def test_a_vendor_without_types_is_not_asked_for_all_of_them(sim, remotelock, monkeypatch, obeys):
    remember(sim, "Beach House", 1250)
    if obeys:
        sim.faults.add("type=", status=422, body="{}")
    else:
        monkeypatch.setattr("lockdash.simulator.remotelock.call.Call.types", lambda self: set())
    reading = await read(sim, lambda: remotelock, SERIES)
    (lost,) = reading.lost
    assert "no single types" in lost.why
    assert len(reading.events) >= 1000
    assert len(reading.pages) <= 22


def test_every_documented_type_is_asked_for():
    assert set(past_plan.KINDS) == {f"{name}_event" for name in event_words.EVENTS}


async def test_a_page_that_is_refused_is_read_from_the_other_end(sim, remotelock):
    made = remember(sim, "Beach House", 420)
    sim.faults.add(pattern=r"page=4\b.*sort=-created_at", status=404, body="{}")
    reading = await read(sim, lambda: remotelock, SERIES)
    assert reading.events.keys() == {event.id for event in made}
    assert reading.lost == []


async def test_a_first_page_that_is_refused_is_the_accounts_trouble(sim, remotelock):
    sim.faults.add("/events", status=404, body="{}")
    with pytest.raises(BadAnswer):
        await past_of(remotelock).read_past(SERIES, Stretch(), None, NOTHING)


async def test_a_failure_is_repeated_from_the_same_cursor(sim, remotelock):
    made = remember(sim, "Beach House", 120)
    client = past_of(remotelock)
    first = await client.read_past(SERIES, Stretch(), None, NOTHING)
    sim.faults.add("/events", status=503, times=2)  # it is asked again once
    with pytest.raises(VendorError):
        await client.read_past(SERIES, Stretch(), first.cursor, NOTHING)
    second = await client.read_past(SERIES, Stretch(), first.cursor, NOTHING)
    assert {event.id for event in (*first.events, *second.events)} == {event.id for event in made[20:]}


async def test_items_that_are_not_understood_are_told_and_passed(sim, remotelock):
    made = remember(sim, "Beach House", 120)
    sim.faults.add("/events", mangle="nulls", times=1)
    reading = await read(sim, lambda: remotelock, SERIES)
    assert reading.events.keys() == {event.id for event in made[:70]}
    assert len(reading.pages[0].problems) == 50


@pytest.mark.parametrize("cursor", ["", "rubbish", "{}", "null", '{"walk":{"stretch":{},"page":"x"}}', "9" * 400])
async def test_any_cursor_is_survived(sim, remotelock, cursor):
    made = remember(sim, "Beach House", 3)
    page = await past_of(remotelock).read_past(SERIES, Stretch(), cursor, NOTHING)
    assert len(page.events) == len(made)
