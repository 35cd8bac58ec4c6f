"""Pages, filters and order (reference, "Pagination", "Filtering", "Sorting")."""

from __future__ import annotations

import pytest

from lockdash.simulator.server import ManualClock, Simulator
from tests.simulator.conftest import Rentals


def names(answer):
    return [item["attributes"]["name"] for item in answer.json()["data"]]


@pytest.fixture
def many():
    with Simulator(clock=ManualClock(), world="empty", devices=120).serve() as sim:
        asker = Rentals(sim)
        yield asker
        asker.close()


def test_a_page_has_25_and_its_meta(many):
    answer = many.get("devices").json()
    assert len(answer["data"]) == 25
    assert answer["meta"] == {"page": 1, "per_page": 25, "total_pages": 5, "total_count": 120}


@pytest.mark.parametrize(("asked", "given"), [(40, 40), (50, 50), (51, 50), (0, 1), ("many", 25)])
def test_per_page_is_at_most_50(many, asked, given):
    answer = many.get("devices", {"per_page": asked}).json()
    assert (len(answer["data"]), answer["meta"]["per_page"]) == (given, given)


def test_pages_hold_everything_once_and_end(many):
    pages = [names(many.get("devices", {"per_page": 50, "page": page})) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [50, 50, 20, 0]
    assert len({name for page in pages for name in page}) == 120


def test_no_more_than_10000_can_be_reached(many):
    assert many.get("devices", {"per_page": 50, "page": 200}).status_code == 200
    answer = many.get("devices", {"per_page": 50, "page": 201})
    assert (answer.status_code, set(answer.json())) == (422, {"message", "type"})


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"type": "acs_door"}, ["Pool Gate"]),
        ({"type": "ACS::Door"}, ["Pool Gate"]),
        ({"type": "ResortLock"}, ["Linen Store"]),
        ({"type[]": ["thermostat", "power_plug"]}, ["Heater Plug", "Lounge"]),
        ({"type": "camera"}, []),
    ],
)
def test_filter_by_type(rentals, query, expected):
    assert names(rentals.get("devices", query)) == expected


def test_filter_by_ids_and_by_location(sim, rentals):
    ids = [sim.world.locks[name].id for name in ("Lounge", "Cabin")]
    assert names(rentals.get("devices", {"id[]": ids})) == ["Cabin", "Lounge"]
    lodge = sim.world.locks["Cabin"].location.id
    found = names(rentals.get("devices", {"attributes[location_id]": lodge}))
    assert found == ["Cabin", "Ridge Hut", "New Lock", "Heater Plug", "Lounge"]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ({}, "Beach House"),
        ({"sort": "name"}, "Beach House"),
        ({"sort": "-name"}, "Ridge Hut"),
        ({"sort": "-created_at"}, "Key Box"),
        ({"sort[]": ["created_at", "-name"]}, "Beach House"),
    ],
)
def test_devices_are_sorted(rentals, query, first):
    assert names(rentals.get("devices", query))[0] == first


def test_what_cannot_be_sorted_by_is_a_resource_error(rentals):
    answer = rentals.get("devices", {"sort": "power_level"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["attribute"] == "power_level"


def test_locations_are_sorted_by_name_and_doors_are_a_collection_of_their_own(rentals):
    assert names(rentals.get("locations")) == ["Beach houses", "Mountain lodge"]
    assert names(rentals.get("acs/doors")) == ["Pool Gate"]


def test_events_are_sorted_by_when_they_occurred_or_by_when_they_were_uploaded(sim, rentals):
    cabin, beach = sim.world.locks["Cabin"], sim.world.locks["Beach House"]
    sim.world.set("Cabin", wake_wifi="heartbeat_interval")
    sim.world.do(lambda: cabin.use("unlocked", None))
    sim.world.advance(60)
    sim.world.do(lambda: beach.use("unlocked", None))
    sim.world.advance(1200)

    def publishers(**query):
        return [event["attributes"]["publisher_id"] for event in rentals.get("events", query).json()["data"]]

    assert publishers() == [beach.id, cabin.id]
    assert publishers(sort="-created_at") == [cabin.id, beach.id]
    assert publishers(sort="occurred_at") == [cabin.id, beach.id]
    assert publishers(type="locked_event") == []
