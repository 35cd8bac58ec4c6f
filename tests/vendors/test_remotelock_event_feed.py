"""RemoteLock's event feed over real HTTP: everything that it shows is handed on, once."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from lockdash.domain.devices import LockState
from lockdash.domain.events import EventKind
from lockdash.vendors import tail
from lockdash.vendors.base import Stretch
from tests.vendors.records import NOTHING


def _use(sim, name, state="unlocked"):
    sim.world.do(lambda: sim.world.locks[name].use(state, sim.world.rentals.guests[0], pin="4821", method="pin"))
    sim.world.advance(5)


def _happen(sim, name, number, kind="locked"):
    """Bring `number` events to the cloud, one a second."""
    lock = sim.world.locks[name]
    for _ in range(number):
        sim.world.do(lambda: lock.upload(lock.record(kind), (0.0, 0.0)))
        sim.world.advance(1)


def _appear(sim, name, ago, kind="unlocked"):
    """Let an event be seen only now that was created `ago` seconds before: the vendor's servers lag behind."""
    event = sim.world.locks[name].record(kind, occurred_at=sim.clock.now() - timedelta(seconds=ago))
    event.created_at = event.occurred_at
    sim.world.do(lambda: sim.world.rentals.events.append(event))
    return event


def _pages(sim):
    """Take the number of requests for events since the last look."""
    pages = sum(heard.path.endswith("/events") for heard in sim.requests)
    sim.requests.clear()
    return pages


async def test_events_tell_of_states(sim, remotelock, records):
    await records.read(remotelock, "devices")
    await records.read(remotelock, "events")
    _use(sim, "Beach House")
    answer = await records.read(remotelock, "events")
    event = next(event for event in answer.events if event.kind is EventKind.unlocked)
    assert event.device_id == records.named("Beach House").vendor_id
    assert event.how == "PIN"
    assert event.zone == "America/Los_Angeles"
    assert "4821" not in event.raw
    assert event.recorded_at is not None
    state = records.named("Beach House").state
    assert (state.value, state.as_of) == (LockState.unlocked, event.occurred_at)


async def test_nothing_new_brings_nothing(sim, remotelock):
    _use(sim, "Beach House")
    first = await remotelock.read("events", None, NOTHING)
    assert first.events
    again = await remotelock.read("events", first.cursor, NOTHING)
    assert (again.events, again.observations, again.cursor) == ((), (), first.cursor)


async def test_a_new_leader_takes_up_where_the_last_one_ended(sim, connect_remotelock, records):
    _use(sim, "Beach House")
    assert (await records.read(connect_remotelock(), "events")).events
    answer = await records.read(connect_remotelock(), "events")
    assert (answer.events, answer.observations) == ((), ())
    _use(sim, "Beach House", "locked")
    answer = await records.read(connect_remotelock(), "events")
    assert [event.kind for event in answer.events] == [EventKind.locked]


async def test_events_that_could_not_be_written_are_handed_on_again(sim, remotelock, records):
    await records.read(remotelock, "devices")
    await records.read(remotelock, "events")
    _use(sim, "Beach House")
    lost = await records.read(remotelock, "events", written=False)
    _use(sim, "Beach House", "locked")
    again = await records.read(remotelock, "events")
    assert lost.events
    assert {event.id for event in lost.events} < {event.id for event in again.events}
    assert records.named("Beach House").state.value is LockState.locked
    assert (await records.read(remotelock, "events")).events == ()


async def test_pages_go_back_until_the_known_but_no_further_than_three(sim, remotelock, records):
    await records.read(remotelock, "events")
    _happen(sim, "Beach House", 120)
    _pages(sim)
    answer = await records.read(remotelock, "events")
    assert (len(answer.events), _pages(sim), answer.problems) == (120, 3, ())
    _happen(sim, "Beach House", 70)
    answer = await records.read(remotelock, "events")
    assert (len(answer.events), _pages(sim), answer.problems) == (70, 2, ())
    assert (await records.read(remotelock, "events")).events == ()
    assert _pages(sim) == 1
    since = tail.parse(records.cursors["events"]).since
    _happen(sim, "Beach House", 200)
    answer = await records.read(remotelock, "events")
    assert len(answer.events) == 150
    assert answer.problems == ()
    assert answer.holes == (("events", Stretch(before=answer.events[-1].recorded_at, until=since)),)
    later = await records.read(remotelock, "events")
    assert (later.events, later.holes) == ((), ())


async def test_an_event_that_was_uploaded_late_is_found(sim, remotelock):
    first = await remotelock.read("events", None, NOTHING)
    lock = sim.world.locks["Cabin"]
    long_ago = sim.clock.now() - timedelta(hours=5)
    sim.world.do(lambda: lock.upload(lock.record("unlocked", occurred_at=long_ago)))
    sim.world.advance(10)
    answer = await remotelock.read("events", first.cursor, NOTHING)
    assert [(event.occurred_at, event.late) for event in answer.events] == [(long_ago, True)]
    assert answer.observations[0].state.as_of == long_ago


@pytest.mark.parametrize("ago", [30, 3600])
async def test_an_event_that_was_shown_late_is_found_and_is_news(sim, connect_remotelock, records, ago):
    """It was created before others that are known already."""
    await records.read(connect_remotelock(), "devices")
    sim.world.advance(7200)
    _happen(sim, "Cabin", 3)
    await records.read(connect_remotelock(), "events")
    late = _appear(sim, "Beach House", ago)
    answer = await records.read(connect_remotelock(), "events")
    assert [(event.id, event.late) for event in answer.events] == [(late.id, ago > 60)]
    assert [news.vendor_id for news in answer.observations] == [records.named("Beach House").vendor_id]
    assert (await records.read(connect_remotelock(), "events")).events == ()


async def test_events_that_are_shown_late_do_not_end_with_the_page(sim, remotelock, records):
    """More of them than one page holds, below one that is known."""
    await records.read(remotelock, "events")
    sim.world.advance(3600)
    _happen(sim, "Cabin", 1)
    await records.read(remotelock, "events")
    late = {_appear(sim, "Beach House", 60 + number).id for number in range(70)}
    assert {event.id for event in (await records.read(remotelock, "events")).events} == late


async def test_what_lies_before_the_pages_that_were_read_is_no_news(sim, remotelock, records):
    _happen(sim, "Beach House", 120)
    for fresh in (120, 0):
        assert len((await records.read(remotelock, "events")).events) == fresh
    sim.world.rentals.events.pop()  # the vendor takes one back, so the page reaches further into the past
    _pages(sim)
    answer = await records.read(remotelock, "events")
    assert (answer.events, answer.observations, _pages(sim)) == ((), (), 1)


async def test_two_events_of_one_second_are_both_found(sim, remotelock):
    lock = sim.world.locks["Beach House"]
    sim.world.do(lambda: lock.upload(lock.record("unlocked"), (0.0, 0.0)))
    sim.world.advance(0)
    first = await remotelock.read("events", None, NOTHING)
    sim.world.do(lambda: lock.upload(lock.record("locked"), (0.0, 0.0)))
    sim.world.advance(0)
    answer = await remotelock.read("events", first.cursor, NOTHING)
    assert [event.kind for event in answer.events] == [EventKind.locked]
    assert [news.state.value for news in answer.observations] == [LockState.locked]
    assert len(tail.parse(answer.cursor).ids) == 2


async def test_events_of_the_future_do_not_hide_what_comes(sim, remotelock):
    _use(sim, "Beach House")
    fault = sim.faults.add("/events", mangle="future")
    first = await remotelock.read("events", None, NOTHING)
    assert first.events
    sim.faults.remove(fault)
    _use(sim, "Beach House", "locked")
    answer = await remotelock.read("events", first.cursor, NOTHING)
    assert EventKind.locked in {event.kind for event in answer.events}


@pytest.mark.parametrize("cursor", ["", "rubbish", "2026-11-21T08:00:00+00:00", "|", "2026-11-21T08:00:00+00:00|a,b"])
async def test_any_cursor_is_survived(sim, remotelock, cursor):
    _use(sim, "Beach House")
    assert (await remotelock.read("events", cursor, NOTHING)).events


async def test_events_of_strangers_want_a_list(sim, connect_remotelock, records):
    assert (await records.read(connect_remotelock(), "events")).wants == frozenset()
    await records.read(connect_remotelock(), "devices")
    sim.world.do(lambda: sim.world.locks["Beach House"].lose_connection())
    sim.world.advance(5)
    assert (await connect_remotelock().read("events", None, NOTHING)).wants == frozenset(), "nothing is known at all"
    answer = await records.read(connect_remotelock(), "events")
    assert answer.wants == {"devices"}, "a connection was lost"
    assert (await records.read(connect_remotelock(), "events")).wants == frozenset()
    del records.devices[records.named("Boat Shed").key]
    _use(sim, "Boat Shed")
    answer = await records.read(connect_remotelock(), "events")
    assert answer.wants == {"devices"}, "a lock that is not known"


async def test_an_event_whose_content_changed_is_handed_on_once(sim, remotelock, records):
    _use(sim, "Beach House")
    (first,) = (await records.read(remotelock, "events")).events
    (event,) = sim.world.rentals.events
    sim.world.do(lambda: event.__setattr__("status", "failed"))
    assert (await records.read(remotelock, "events")).events == ()
    assert first.phrase == "{who} unlocked {door} with a PIN"


async def test_events_twice_and_in_any_order_on_one_page(sim, remotelock):
    _use(sim, "Beach House")
    _use(sim, "Beach House", "locked")
    _use(sim, "Cabin")
    items = [json.loads(event.raw) for event in (await remotelock.read("events", None, NOTHING)).events]
    shuffled = [items[1], items[0], items[1], items[2], items[0]]
    sim.faults.add("/events", status=200, body=json.dumps({"data": shuffled}))
    answer = await remotelock.read("events", None, NOTHING)
    assert {event.id for event in answer.events} == {item["id"] for item in items}
    assert len(answer.events) == len(items) == 3
