"""Schedules are made, changed, deleted and assigned (reference, "Schedules", "Devices"); what is wrong is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lockdash.simulator.rentals.schedules import KINDS, WEEK, AccessSchedule, AutoLockSchedule, LockActionSchedule
from tests.simulator.test_remotelock_accesses import grant
from tests.simulator.test_remotelock_people import STAY, add, errors

REFERENCE = json.loads((Path(__file__).parents[1] / "vendors" / "remotelock_examples.json").read_text())
CREATIONS = {
    each["title"]: each["body"]
    for each in REFERENCE
    if each["section"] == "Schedules" and each["request"].startswith("POST") and each["part"] == "request"
}
ANSWERS = {each["title"]: each["body"] for each in REFERENCE if each["part"] == "response"}
NIGHTS = LockActionSchedule("Nights", dict.fromkeys(WEEK, (("07:00", "unlock"), ("22:00", "lock"))))
SPAN = {"start_time": "08:00", "end_time": "12:00"}


def make(rentals, kind="access_schedule", **attributes):
    made = rentals.send("POST", "schedules", kind, **{"name": "Hours"} | attributes)
    assert made.status_code == 201, made.text
    return made.json()["data"]


@pytest.mark.parametrize("title", CREATIONS)
def test_each_creation_of_the_reference_is_answered_as_there(sim, rentals, title):
    body = CREATIONS[title]
    holidays = rentals.send("POST", "access_exceptions", name="x", dates=[day("2026-12-24")]).json()["data"]
    if "access_exception_id" in body["attributes"]:
        body["attributes"]["access_exception_id"] = holidays["id"]
        sim.world.rentals.quirks.tells_exceptions = False
    made = rentals.send("POST", "schedules", body["type"], **body["attributes"])
    assert made.status_code == 201, made.text
    found, told = made.json()["data"], ANSWERS[title]["data"]
    assert list(found["attributes"]) == list(told["attributes"])
    assert {name: found["attributes"][name] for name in ("name", *WEEK)} == {
        name: told["attributes"][name] for name in ("name", *WEEK)
    }
    assert (found["type"], found["links"]) == (told["type"], {"self": f"{rentals.root}/schedules/{found['id']}"})
    assert rentals.get(f"schedules/{found['id']}").json()["data"] == found


def day(date: str, last: str | None = None) -> dict[str, str]:
    return {"start_date": date, "end_date": last or date}


def test_an_update_changes_what_it_names(sim, rentals):
    made = make(rentals, mon=[SPAN], tue=[SPAN])
    sim.world.advance(60)
    changed = rentals.send("PUT", f"schedules/{made['id']}", name="Later", tue=[]).json()["data"]["attributes"]
    assert (changed["name"], changed["mon"], changed["tue"]) == ("Later", [SPAN], [])
    assert (changed["created_at"], changed["updated_at"]) == ("2026-11-21T09:00:00Z", "2026-11-21T09:01:00Z")
    assert errors(rentals.send("PUT", f"schedules/{made['id']}", name="")) == {"name": ["is empty"]}
    assert rentals.send("PUT", "schedules/none", name="x").status_code == 404


@pytest.mark.parametrize("kind", ["", "access", "elevator_schedule"])
def test_of_unknown_types_there_are_none(rentals, kind):
    assert errors(rentals.send("POST", "schedules", kind, name="x")).keys() == {"type"}


@pytest.mark.parametrize(
    ("kind", "entries", "message"),
    [
        ("access_schedule", "always", "is invalid"),
        ("access_schedule", ["08:00"], "is invalid"),
        ("access_schedule", [{"start_time": "08:00"}], "is invalid"),
        ("access_schedule", [SPAN | {"end_time": "24:00"}], "is invalid"),
        ("access_schedule", [SPAN | {"start_time": "8:00"}], "is invalid"),
        ("access_schedule", [SPAN | {"end_time": "00:00"}], "end_time must be after start_time"),
        ("access_schedule", [SPAN, {"start_time": "11:59", "end_time": "13:00"}], "has times that overlap"),
        ("auto_lock_schedule", [{"time": "08:00", "enable": "true"}], "is invalid"),
        ("lock_action_schedule", [{"time": "08:00", "action": "open"}], "is invalid"),
        ("power_plug_schedule", [{"time": "08:00", "action": "lock"}], "is invalid"),
        ("power_plug_schedule", [{"time": "08:00", "action": "on"}] * 2, "has the same time twice"),
        ("thermostat_schedule", [{"time": "08:00", "cool": True, "heat": 60}], "is invalid"),
        ("thermostat_schedule", [{"time": "08:00", "cool": 70}], "is invalid"),
    ],
)
def test_a_day_that_cannot_be(sim, rentals, kind, entries, message):
    before = dict(sim.world.rentals.schedules)
    assert errors(rentals.send("POST", "schedules", kind, fri=entries)) == {"name": ["is empty"], "fri": [message]}
    assert sim.world.rentals.schedules == before


def test_spans_may_touch_and_stand_in_any_order(rentals):
    spans = [{"start_time": "12:00", "end_time": "23:59"}, SPAN]
    assert make(rentals, mon=spans)["attributes"]["mon"] == spans


def test_only_access_schedules_have_exceptions(rentals):
    holidays = rentals.send("POST", "access_exceptions", name="x", dates=[day("2026-12-24")]).json()["data"]["id"]
    made = make(rentals, access_exception_id=holidays)
    assert made["attributes"]["access_exception_id"] == holidays
    assert made["links"]["access_exception"].endswith(f"/access_exceptions/{holidays}")
    action = make(rentals, "lock_action_schedule", access_exception_id=holidays)
    assert "access_exception_id" not in action["attributes"]
    refused = rentals.send("PUT", f"schedules/{made['id']}", access_exception_id="none")
    assert errors(refused) == {"access_exception_id": ["is invalid"]}
    without = rentals.send("PUT", f"schedules/{made['id']}", access_exception_id=None).json()["data"]
    assert "access_exception_id" not in without["attributes"]


def test_an_exception_looks_like_the_one_in_the_reference(rentals):
    dates = [day("2016-11-24", "2016-11-25"), day("2015-12-25")]
    made = rentals.send("POST", "access_exceptions", name="Thanks Giving and Christmas", dates=dates)
    told = ANSWERS["Create an access exception"]["data"]
    assert made.status_code == 201
    found = made.json()["data"]
    assert (found["type"], list(found["attributes"])) == (told["type"], list(told["attributes"]))
    assert (found["attributes"]["name"], found["attributes"]["dates"]) == (told["attributes"]["name"], dates)
    path = f"access_exceptions/{found['id']}"
    assert rentals.get(path).json()["data"] == found
    assert rentals.get("access_exceptions").json()["data"] == [found]
    changed = rentals.send("PUT", path, name="Thanks Giving", dates=dates[:1]).json()["data"]["attributes"]
    assert (changed["name"], changed["dates"]) == ("Thanks Giving", dates[:1])
    assert rentals.delete(path).status_code == 204
    assert rentals.get(path).status_code == rentals.delete(path).status_code == 404


@pytest.mark.parametrize(
    ("dates", "message"),
    [
        (None, "is empty"),
        ([], "is empty"),
        ([{"start_date": "2026-12-24"}], "is invalid"),
        ([day("tomorrow")], "is invalid"),
        ([day("2026-12-24", "2026-12-23")], "end_date must not be before start_date"),
    ],
)
def test_days_that_cannot_be(rentals, dates, message):
    assert errors(rentals.send("POST", "access_exceptions", name="x", dates=dates)) == {"dates": [message]}
    made = rentals.send("POST", "access_exceptions", name="x", dates=[day("2026-12-24")]).json()["data"]
    assert errors(rentals.send("PUT", f"access_exceptions/{made['id']}", dates=dates)) == {"dates": [message]}


def test_schedules_go_on_without_an_exception_that_is_deleted(rentals):
    holidays = rentals.send("POST", "access_exceptions", name="x", dates=[day("2026-12-24")]).json()["data"]["id"]
    made = make(rentals, access_exception_id=holidays)
    assert rentals.delete(f"access_exceptions/{holidays}").status_code == 204
    assert "access_exception_id" not in rentals.get(f"schedules/{made['id']}").json()["data"]["attributes"]


DEVICES = [
    ("Beach House", "auto_lock_schedule"),
    ("Beach House", "lock_action_schedule"),
    ("Heater Plug", "power_plug_schedule"),
    ("Lounge", "thermostat_schedule"),
]


@pytest.mark.parametrize(("name", "kind"), DEVICES)
def test_a_device_is_told_by_which_schedule_it_goes(sim, rentals, name, kind):
    made, path = make(rentals, kind), f"devices/{sim.world.locks[name].id}"
    told = rentals.send("PUT", path, name="Another", **{f"{kind}_id": made["id"]}).json()["data"]
    assert (told["attributes"]["name"], told["attributes"][f"{kind}_id"]) == ("Another", made["id"])
    assert told["links"][kind].endswith(f"/schedules/{made['id']}")
    assert rentals.get(path).json()["data"] == told
    without = rentals.send("PUT", path, **{f"{kind}_id": None}).json()["data"]
    assert f"{kind}_id" not in without["attributes"]
    assert kind not in without["links"]


@pytest.mark.parametrize(
    ("name", "field", "message"),
    [
        ("Beach House", "thermostat_schedule_id", "is not supported by this device"),
        ("Linen Store", "lock_action_schedule_id", "is not supported by this device"),
        ("Cabin", "lock_action_schedule_id", "is not supported by this device"),  # LS-DB500i: not among what it can do
        ("Beach House", "auto_lock_schedule_id", "is invalid"),  # of another type
    ],
)
def test_by_what_a_device_cannot_go(sim, rentals, name, field, message):
    number = make(rentals, "lock_action_schedule")["id"]
    answer = rentals.send("PUT", f"devices/{sim.world.locks[name].id}", **{field: number})
    assert errors(answer) == {field: [message]}
    assert field not in rentals.device(sim, name)


def test_a_door_of_an_access_control_system_has_no_settings_to_change(sim, rentals):
    number = make(rentals, "lock_action_schedule")["id"]
    door = sim.world.locks["Pool Gate"].id
    assert rentals.send("PUT", f"devices/{door}", lock_action_schedule_id=number).status_code == 404
    assert rentals.send("PUT", f"acs/doors/{door}", lock_action_schedule_id=number).status_code == 404


def test_one_that_is_in_use_is_deleted_and_nobody_goes_by_it_any_more(sim, rentals):
    hours, nights = make(rentals, mon=[SPAN])["id"], make(rentals, "lock_action_schedule")["id"]
    lock = sim.world.locks["Beach House"]
    ann = add(rentals, **STAY)
    access = grant(rentals, ann, "lock", lock.id, access_schedule_id=hours).json()["data"]
    rentals.send("PUT", f"devices/{lock.id}", lock_action_schedule_id=nights)
    sim.world.advance(10)
    for number in (hours, nights):
        assert rentals.delete(f"schedules/{number}").status_code == 204
        assert rentals.get(f"schedules/{number}").status_code == 404
    found = rentals.get(f"access_persons/{ann['id']}/accesses/{access['id']}").json()["data"]
    assert "access_schedule_id" not in found["attributes"]
    assert found["attributes"]["devices_pending_sync_count"] == 1, "the lock has to hear of it"
    assert "lock_action_schedule_id" not in rentals.device(sim, "Beach House")


def test_what_is_set_before_a_lock_wakes_for_the_first_time_is_lost(sim, rentals):
    number, lock = make(rentals, "auto_lock_schedule")["id"], sim.world.locks["New Lock"]
    sim.world.set("New Lock", model="LS-6i")
    rentals.send("PUT", f"devices/{lock.id}", auto_lock_schedule_id=number)
    assert rentals.device(sim, "New Lock")["auto_lock_schedule_id"] == number
    sim.world.set("New Lock", silent=False)
    sim.world.do(lock.wake)
    assert "auto_lock_schedule_id" not in rentals.device(sim, "New Lock")


def test_every_kind_is_one_of_the_reference():
    assert KINDS.keys() == {body["type"] for body in CREATIONS.values()}
    assert {AccessSchedule, AutoLockSchedule} < set(KINDS.values())
