"""Schedules: listed by type, in pages, and what can be given with them (reference, "Schedules", "Access Persons")."""

from __future__ import annotations

import dataclasses
from datetime import date

import httpx
import pytest

from lockdash.simulator.rentals.schedules import KINDS, WEEK, AccessSchedule, LockActionSchedule
from lockdash.simulator.server import ManualClock, Simulator
from tests.simulator.test_remotelock_accesses import grant
from tests.simulator.test_remotelock_people import STAY, add, errors

HOURS = AccessSchedule("Work hours", {"mon": (("08:00", "12:00"), ("13:00", "18:00"))})
LATE = AccessSchedule("Evenings", {"fri": (("18:00", "22:00"),)}, created_at=HOURS.created_at.replace(year=2026))
NIGHTS = LockActionSchedule("Nights", {"sun": (("07:00", "unlock"), ("22:00", "lock"))})


@pytest.fixture(autouse=True)
def schedules(sim):
    own = sim.world.rentals.schedules
    own |= {each.id: each for each in (LATE, NIGHTS, HOURS)}
    return own


def names(answer):
    return [item["attributes"]["name"] for item in answer.json()["data"]]


def test_a_schedule_has_its_week(rentals):
    found = {item["type"]: item for item in rentals.get("schedules", {"sort": "-created_at"}).json()["data"]}
    access, action = found["access_schedule"], found["lock_action_schedule"]
    assert list(access["attributes"]) == ["name", *WEEK, "created_at", "updated_at"] == list(action["attributes"])
    assert access["attributes"]["mon"] == [
        {"start_time": "08:00", "end_time": "12:00"},
        {"start_time": "13:00", "end_time": "18:00"},
    ]
    assert action["attributes"]["sun"] == [{"time": "07:00", "action": "unlock"}, {"time": "22:00", "action": "lock"}]
    assert access["attributes"]["tue"] == action["attributes"]["mon"] == []
    assert access["links"] == {"self": f"{rentals.root}/schedules/{access['id']}"}
    assert rentals.get(f"schedules/{HOURS.id}").json()["data"] == access
    assert rentals.get("schedules/none").status_code == 404


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["Nights", "Work hours", "Evenings"]),
        ({"sort": "-created_at"}, ["Evenings", "Nights", "Work hours"]),
        ({"sort": "name"}, ["Evenings", "Nights", "Work hours"]),
        ({"type": "access_schedule"}, ["Work hours", "Evenings"]),
        ({"type[]": ["lock_action_schedule", "thermostat_schedule"]}, ["Nights"]),
        ({"type": "auto_lock_schedule"}, []),
        ({"per_page": 2, "page": 2}, ["Evenings"]),
    ],
)
def test_they_are_filtered_sorted_and_paged(rentals, query, expected):
    assert names(rentals.get("schedules", query)) == expected


def test_pages_tell_how_many_there_are(rentals):
    meta = rentals.get("schedules", {"per_page": 2}).json()["meta"]
    assert meta == {"page": 1, "per_page": 2, "total_pages": 2, "total_count": 3}
    assert rentals.get("schedules", {"sort": "kind"}).status_code == 422


def test_nobody_sees_them_without_a_token(sim, rentals):
    refused = httpx.get(f"{rentals.root}/schedules", timeout=5, verify=False)
    elsewhere = httpx.get(f"{rentals.root}/groups", timeout=5, verify=False)
    assert refused.status_code == elsewhere.status_code
    assert refused.json() == elsewhere.json()
    assert "data" not in refused.json()


@pytest.mark.parametrize("schedule", [NIGHTS, None], ids=["of another type", "deleted"])
def test_an_access_cannot_go_by_what_is_no_access_schedule(sim, rentals, schedules, schedule):
    ann, lock = add(rentals, **STAY), sim.world.locks["Beach House"].id
    made = grant(rentals, ann, "lock", lock, access_schedule_id=HOURS.id).json()["data"]
    del schedules[HOURS.id]
    number = schedule.id if schedule is not None else HOURS.id
    refused = {"access_schedule_id": ["is invalid"]}
    cabin = sim.world.locks["Cabin"].id
    assert errors(grant(rentals, ann, "lock", cabin, access_schedule_id=number)) == refused
    path = f"access_persons/{ann['id']}/accesses/{made['id']}"
    assert errors(rentals.send("PUT", path, access_schedule_id=number)) == refused
    assert len(rentals.get(f"access_persons/{ann['id']}/accesses").json()["data"]) == 1


def test_a_schedule_that_is_renamed_keeps_its_id(rentals, schedules):
    schedules[HOURS.id] = dataclasses.replace(HOURS, name="Office hours", number=HOURS.id)
    assert rentals.get(f"schedules/{HOURS.id}").json()["data"]["attributes"]["name"] == "Office hours"


def test_the_demo_has_schedules_of_every_kind_in_use():
    rentals = Simulator(world="demo", clock=ManualClock()).world.rentals
    own = rentals.schedules
    assert {each.type for each in own.values()} == KINDS.keys()
    by_people = {each.schedule_id for person in rentals.people for each in rentals.accesses.of(person)}
    assert {own[number].name for number in by_people if number is not None} == {"Cleaning hours", "Office hours"}
    by_devices = {number: name for each in rentals.devices.values() for name, number in each.schedule_ids.items()}
    assert {f"{own[number].type}_id" == name for number, name in by_devices.items()} == {True}
    assert {own[number].type for number in by_devices} == KINDS.keys() - {"access_schedule"}
    assert len(own) > len(by_people - {None} | by_devices.keys()), "and some that nobody goes by"


def test_the_demo_has_exceptions_past_coming_overlapping_and_unused():
    world = Simulator(world="demo", clock=ManualClock()).world
    found, today = world.rentals.exceptions, world.now.date()
    used = {each.exception_id for each in world.rentals.schedules.values()} - {None}
    assert used < found.keys()
    assert any(all(last < today for _, last in each.dates) for each in found.values())
    assert any(each.holds(date(2026, 11, 26)) for each in found.values()), "Thanksgiving"
    winter = sorted(next(each for each in found.values() if each.name == "Winter break").dates)
    assert winter[1][0] <= winter[0][1]
