"""Who is listed, in which order, and what they are by the clock at their doors (reference, "Access Persons")."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lockdash.simulator.rentals.rentals import Location
from lockdash.simulator.server import ManualClock, Simulator
from tests.simulator.conftest import Rentals

DAY = datetime(2026, 11, 21)


@pytest.fixture
def crew(sim):
    """One of each status; their names run against the order of their creation."""
    people = sim.world.rentals.people
    with sim.world.guard:
        people.add_user("b user", department="Cleaning", pin="1001")
        sim.world.advance(60)
        people.add_guest("e here", DAY.replace(day=20), DAY.replace(day=25), pin="1002")
        sim.world.advance(60)
        people.add_guest("d soon", DAY.replace(day=23), DAY.replace(day=24), pin="1003")
        sim.world.advance(60)
        people.add_guest("c over", DAY.replace(day=1), DAY.replace(day=5), pin="1004")
        sim.world.advance(60)
        people.deactivate(people.add_user("a left", pin="1005"))
    return people


def names(rentals, **query):
    return [item["attributes"]["name"] for item in rentals.get("access_persons", query).json()["data"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["b user", "e here", "d soon"]),
        ({"attributes[status]": "expired"}, ["c over"]),
        ({"attributes[status][]": ["deactivated", "expired"]}, ["c over", "a left"]),
        ({"attributes[status][]": ["current", "expired"], "per_page": 2}, ["b user", "e here"]),
        ({"attributes[status]": "missing"}, []),
        ({"type": "access_user"}, ["b user"]),
        ({"type[]": ["access_user", "access_guest"]}, ["b user", "e here", "d soon"]),
        ({"type": "access_user", "attributes[status]": "deactivated"}, ["a left"]),
        ({"sort": "name"}, ["b user", "d soon", "e here"]),
        ({"sort": "-created_at"}, ["d soon", "e here", "b user"]),
        ({"sort": "starts_at"}, ["e here", "d soon", "b user"]),
        ({"sort": "-ends_at"}, ["b user", "e here", "d soon"]),
        ({"sort[]": ["department", "-name"]}, ["b user", "e here", "d soon"]),
    ],
)  # fmt: skip
def test_filters_and_orders(crew, rentals, query, expected):
    assert names(rentals, **query) == expected


def test_ids_are_a_filter_and_a_pin_is_no_order(crew, rentals):
    assert names(rentals, **{"id[]": [crew.named("d soon").id, crew.named("c over").id]}) == ["d soon"]
    answer = rentals.get("access_persons", {"sort": "pin"})
    assert (answer.status_code, answer.json()["errors"][0]["attribute"]) == (422, "pin")


def test_meta_counts_what_the_filter_leaves(crew, rentals):
    meta = rentals.get("access_persons", {"attributes[status]": "expired", "per_page": 1}).json()["meta"]
    assert meta == {"page": 1, "per_page": 1, "total_pages": 1, "total_count": 1}


def test_restrictions_stand_with_those_whose_time_is_over(crew, rentals):
    query = {"attributes[status][]": ["current", "upcoming", "expired", "deactivated"]}
    found = {
        item["attributes"]["status"]: item.get("meta") for item in rentals.get("access_persons", query).json()["data"]
    }
    ended = {"restricted_actions": ["update"]}
    assert found == {"current": None, "upcoming": None, "expired": ended, "deactivated": ended}


def test_the_account_s_clock_counts_for_those_without_a_door(sim):
    """Denver, 7 hours behind: the 21st, 16:00, is 23:00 UTC."""
    people = sim.world.rentals.people
    guest = people.add_guest("Ann", DAY.replace(hour=16), DAY.replace(day=22, hour=11))
    seen = []
    for hours in (13.99, 0.02, 18.98, 0.02):
        sim.world.advance(hours * 3600)
        seen.append(people.status(guest))
    assert seen == ["upcoming", "current", "current", "expired"]


@pytest.mark.parametrize(("zone", "begins"), [("America/Los_Angeles", 24), ("Asia/Tokyo", 7), ("Mars/Olympus", 16)])
def test_the_door_s_clock_counts(zone, begins):
    """16:00 on the wall, as hours of the 21st in UTC; a zone that nobody knows counts as UTC."""
    sim = Simulator(clock=ManualClock(datetime(2026, 11, 21, tzinfo=UTC)), world="empty")
    place = Location("There", zone, "1 Road", "Town", "", "")
    sim.world.rentals.locations.append(place)
    guest = sim.world.rentals.people.add_guest("Ann", DAY.replace(hour=16), DAY.replace(day=25))
    sim.world.rentals.accesses.add(guest, place)
    sim.world.advance(begins * 3600 - 1)
    assert sim.world.rentals.people.status(guest) == "upcoming"
    sim.world.advance(1)
    assert sim.world.rentals.people.status(guest) == "current"


def test_five_thousand_people_are_reached_in_pages():
    with Simulator(clock=ManualClock(), world="empty", devices=100, people=5000).serve() as sim:
        rentals = Rentals(sim)
        accesses = sim.world.rentals.accesses
        assert sum(len(accesses.of(person)) for person in sim.world.rentals.people) == 20_000
        query = {"attributes[status][]": ["current", "upcoming", "expired", "deactivated"], "per_page": 50}
        pages = [rentals.get("access_persons", query | {"page": page}).json() for page in (1, 2, 99, 100, 101)]
        assert [len(page["data"]) for page in pages] == [50, 50, 50, 50, 0]
        assert len({item["id"] for page in pages for item in page["data"]}) == 200
        assert {page["meta"]["total_count"] for page in pages} == {5000}
        rentals.close()
