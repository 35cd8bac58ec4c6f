"""Events of the past: put into either half of the world, and those that the demo has."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from lockdash.simulator.rentals.zones import wall_clock
from lockdash.simulator.server import ManualClock, Simulator

EXAMPLES = json.loads((Path(__file__).parents[1] / "vendors" / "remotelock_examples.json").read_text())
LATER = ("unlockedlocked", "kore_ready_pin_used", "jammed")


def _remember(sim, *kinds, hours=1.0, **details):
    """Put one event of each kind an hour apart into the Beach House's past, the cloud learning of it at once."""
    lock, made = sim.world.locks["Beach House"], []
    for number, kind in enumerate(kinds):
        at = sim.clock.now() - timedelta(hours=hours * (len(kinds) - number))
        event = lock.record(kind, occurred_at=at, **details)
        event.created_at = at
        made.append(event)
    sim.world.do(lambda: sim.world.rentals.events.remember(made))
    return made


def _types(rentals, **query):
    return [item["type"].removesuffix("_event") for item in rentals.get("events", query).json()["data"]]


def test_what_is_remembered_stands_where_it_was_learned_of(sim, rentals):
    sim.world.do(lambda: sim.world.rentals.publish(sim.world.locks["Cabin"].record("jammed")))
    _remember(sim, "unlocked", "locked")
    _remember(sim, "reset", hours=1.5)
    assert _types(rentals, sort="-created_at") == ["jammed", "locked", "reset", "unlocked"]
    assert _types(rentals, sort="created_at") == ["unlocked", "reset", "locked", "jammed"]


def test_an_event_that_comes_later_is_shown_at_once(sim, rentals):
    _remember(sim, "unlocked")
    assert _types(rentals) == ["unlocked"]
    sim.world.do(lambda: sim.world.rentals.publish(sim.world.locks["Cabin"].record("jammed")))
    assert _types(rentals) == ["jammed", "unlocked"]


@pytest.mark.parametrize(
    ("query", "given"),
    [
        ({"type": "unlocked_event"}, ["unlocked"]),
        ({"type": "unlocked"}, []),
        ({"type[]": ["unlocked_event", "reset_event"]}, ["reset", "unlocked"]),
    ],
)
def test_events_are_filtered_by_their_own_types(sim, rentals, query, given):
    _remember(sim, "unlocked", "locked", "reset")
    assert _types(rentals, **query) == given


def test_of_a_long_history_ten_thousand_are_handed_out_from_either_end(sim, rentals):
    _remember(sim, *["locked"] * 12_000, hours=0.01)
    for sort in ("created_at", "-created_at"):
        query = {"per_page": 50, "sort": sort}
        last = rentals.get("events", query | {"page": 200}).json()
        assert (len(last["data"]), last["meta"]["total_count"]) == (50, 12_000)
        refused = rentals.get("events", query | {"page": 201})
        assert (refused.status_code, refused.json()["type"]) == (422, "pagination_limit_exceeded")


def test_every_example_of_an_event_has_the_attributes_that_the_simulator_gives(sim, rentals):
    documented = {
        item["type"].removesuffix("_event"): set(item["attributes"])
        for example in EXAMPLES
        if (example["section"], example["title"]) == ("Events", "Get all events")
        for item in (example["body"].get("data") or [])
    }
    person = sim.world.rentals.guests[0]
    more = {"power_level_low": {"power_level": 5}, "connectivity": {"connected_at": sim.clock.now()}}
    more["access_person_sync_failed"] = {"status_info": "timeout"}
    about_nobody = {"power_level_low", "connectivity"}
    for kind in documented:
        whom = {} if kind in about_nobody else {"person": person}
        _remember(sim, kind, **whom | more.get(kind, {}))
    given = {
        item["type"].removesuffix("_event"): set(item["attributes"])
        for item in rentals.get("events", {"per_page": 50}).json()["data"]
    }
    assert given == documented
    _remember(sim, *LATER)
    shown = rentals.get("events", {"type[]": [f"{kind}_event" for kind in LATER]}).json()["data"]
    assert {frozenset(item["attributes"]) for item in shown} == {frozenset(documented["unlocked"])}


def test_a_lock_remembers_entries_by_their_dates(sim, tedee):
    lock = sim.world.home.locks[40101]
    sim.world.do(lambda: lock.record(33))
    sim.world.advance(10)
    early, late = (sim.clock.now() - timedelta(days=days) for days in (3, 2))
    sim.world.do(lambda: lock.remember([(late, 62, None, None), (early, 61, None, "Cleaner")]))
    shown = tedee.get("deviceactivity", deviceId=40101).json()["result"]
    assert [entry["event"] for entry in shown] == [33, 62, 61]
    assert shown[-1]["pinAlias"] == "Cleaner"
    assert len({entry["id"] for entry in shown}) == 3


@pytest.fixture(scope="module")
def demo():
    return Simulator(clock=ManualClock(), world="demo").world


def test_the_demo_remembers_three_weeks(demo):
    events, logged = list(demo.rentals.events), [each for lock in demo.home.locks.values() for each in lock.log]
    for dates in ([event.created_at for event in events], [entry.date for entry in logged]):
        assert timedelta(days=20) < demo.opened_at - min(dates) < timedelta(days=23)
        assert max(dates) <= demo.opened_at
        assert len({date.date() for date in dates}) >= 21, "something every day"
    assert 1500 < len(events) < 5000
    assert 800 < len(logged) < 3000


def test_the_demos_past_is_told_in_order_once_and_late_at_times(demo):
    events = list(demo.rentals.events)
    assert all(before.created_at <= after.created_at for before, after in pairwise(events))
    assert len({event.id for event in events}) == len(events)
    assert all(event.occurred_at <= event.created_at for event in events)
    late = [event for event in events if event.created_at - event.occurred_at > timedelta(minutes=30)]
    assert {event.publisher for event in late} >= {demo.locks["Ridge Room 2"].party}
    entries = [entry for lock in demo.home.locks.values() for entry in lock.log]
    assert len({entry.id for entry in entries}) == len(entries)


def test_the_demos_past_has_something_for_every_alarm(demo):
    kinds = Counter(event.type.removesuffix("_event") for event in demo.rentals.events)
    wanted = ("access_denied", "power_level_low", "battery_replaced", "access_person_sync_failed", "acs_door_held_open")
    assert all(kinds[kind] for kind in (*wanted, "jammed", "connectivity"))
    numbers = Counter(entry.event for lock in demo.home.locks.values() for entry in lock.log)
    assert all(numbers[number] for number in (40, 62, 75, 86))


def test_people_of_the_demo_came_by_day(demo):
    hours = Counter(
        wall_clock(event.time_zone, event.occurred_at).hour
        for event in demo.rentals.events
        if event.type == "unlocked_event" and event.occurred_at < demo.opened_at - timedelta(hours=8)
    )
    assert sum(hours[hour] for hour in range(6)) < 0.05 * hours.total()
    assert hours[17] > hours[12]


def test_guests_of_the_demo_came_during_their_stay(demo):
    people = {person.id: person for person in demo.rentals.people}
    came = 0
    for event in demo.rentals.events:
        person = people.get(event.associated.id) if event.associated else None
        if person is None or person.starts_at is None or event.type != "unlocked_event":
            continue
        assert person.starts_at <= wall_clock(event.time_zone, event.occurred_at) < person.ends_at
        came += 1
    assert came > 50
