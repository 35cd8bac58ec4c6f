"""Accesses: given, rescheduled, taken away, and listed by person and by door (reference, "Access Persons")."""

from __future__ import annotations

import pytest

from lockdash.simulator.rentals.schedules import AccessSchedule
from tests.simulator.test_remotelock_people import STAY, add, errors

ACCESS = [
    "guest_start_time", "guest_end_time", "devices_count", "devices_synced_count", "devices_pending_sync_count",
    "devices_failed_sync_count", "accessible_type", "created_at", "updated_at", "access_person_id",
    "access_person_type", "accessible_id",
]  # fmt: skip


@pytest.fixture
def ann(rentals):
    return add(rentals, **STAY)


@pytest.fixture
def hours(sim):
    schedule = AccessSchedule("Work hours", {"mon": (("08:00", "12:00"),)})
    sim.world.rentals.schedules[schedule.id] = schedule
    return schedule.id


def grant(rentals, person, kind, number, **more):
    path = f"access_persons/{person['id']}/accesses"
    return rentals.send("POST", path, accessible_type=kind, accessible_id=number, **more)


def test_an_access_looks_like_the_one_in_the_reference(sim, rentals, ann, hours):
    lock = sim.world.locks["Beach House"].id
    answer = grant(rentals, ann, "lock", lock, guest_start_time="14:00", access_schedule_id=hours)
    assert answer.status_code == 201
    made = answer.json()["data"]
    assert (made["type"], set(made["attributes"])) == ("access_person_access", {*ACCESS, "access_schedule_id"})
    expected = {
        "guest_start_time": "14:00:00", "guest_end_time": None, "accessible_type": "lock", "accessible_id": lock,
        "access_person_id": ann["id"], "access_person_type": "access_guest", "access_schedule_id": hours,
    }  # fmt: skip
    assert made["attributes"] == made["attributes"] | expected
    whose = f"{rentals.root}/access_persons/{ann['id']}"
    assert made["links"] == {
        "self": f"{whose}/accesses/{made['id']}",
        "access_schedule": f"{rentals.root}/schedules/{hours}",
        "access_person": whose,
        "accessible": f"{rentals.root}/devices/{lock}",
    }
    assert rentals.get(f"access_persons/{ann['id']}/accesses/{made['id']}").json()["data"] == made


def test_all_four_kinds_are_listed_and_link_to_what_they_open(sim, rentals, ann):
    door, lock = sim.world.locks["Pool Gate"], sim.world.locks["Cabin"]
    group = sim.world.rentals.add_group("Indoor Locks", lock)
    targets = {
        "lock": (lock.id, "devices"),
        "acs_door": (door.id, "acs/doors"),
        "door_group": (group.id, "groups"),
        "location": (lock.location.id, "locations"),
    }
    for kind, (number, _) in targets.items():
        assert grant(rentals, ann, kind, number).status_code == 201
    answer = rentals.get(f"access_persons/{ann['id']}/accesses").json()
    assert answer["meta"] == {"page": 1, "per_page": 25, "total_pages": 1, "total_count": 4}
    assert [item["attributes"]["accessible_type"] for item in answer["data"]] == list(targets)
    for item, (number, folder) in zip(answer["data"], targets.values(), strict=True):
        assert list(item["attributes"]) == ACCESS
        assert item["links"]["accessible"] == f"{rentals.root}/{folder}/{number}"


def test_a_user_s_access_has_no_times_of_a_stay(sim, rentals):
    user = add(rentals, "access_user")
    made = grant(rentals, user, "lock", sim.world.locks["Cabin"].id, guest_start_time="14:00").json()["data"]
    assert made["attributes"]["guest_start_time"] is None


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"accessible_id": None}, {"accessible_id": ["is empty"]}),
        ({"accessible_type": ""}, {"accessible_type": ["is empty"]}),
        ({"accessible_type": "camera"}, {"accessible_type": ["is not included in the list"]}),
        ({"accessible_type": "acs_door"}, {"accessible_id": ["is invalid"]}),
        ({"accessible_id": "none"}, {"accessible_id": ["is invalid"]}),
        ({"access_schedule_id": "none"}, {"access_schedule_id": ["is invalid"]}),
        ({"guest_end_time": "25:00"}, {"guest_end_time": ["is invalid"]}),
    ],
)
def test_what_cannot_be_given_is_said_of_the_field(sim, rentals, ann, change, expected):
    sent = {"accessible_type": "lock", "accessible_id": sim.world.locks["Cabin"].id} | change
    assert errors(rentals.send("POST", f"access_persons/{ann['id']}/accesses", **sent)) == expected
    assert rentals.get(f"access_persons/{ann['id']}/accesses").json()["data"] == []


def test_a_lock_of_a_later_type_is_no_lock_to_give(sim, rentals, ann):
    assert errors(grant(rentals, ann, "lock", sim.world.locks["Key Box"].id)) == {"accessible_id": ["is invalid"]}


def test_the_same_again_is_a_conflict_but_other_hours_are_not(sim, rentals, ann):
    cabin = sim.world.locks["Cabin"].id
    assert grant(rentals, ann, "lock", cabin).status_code == 201
    again = grant(rentals, ann, "lock", cabin)
    assert (again.status_code, set(again.json())) == (409, {"message", "type"})
    assert grant(rentals, ann, "lock", cabin, guest_end_time="13:00:00").status_code == 201


def test_whose_time_is_over_is_given_nothing(sim, rentals, ann):
    rentals.send("PUT", f"access_persons/{ann['id']}/deactivate")
    assert list(errors(grant(rentals, ann, "lock", sim.world.locks["Cabin"].id))) == [None]


def test_only_the_schedule_can_be_changed(sim, rentals, ann, hours):
    cabin, beach = (sim.world.locks[name].id for name in ("Cabin", "Beach House"))
    made = grant(rentals, ann, "lock", cabin).json()["data"]
    path = f"access_persons/{ann['id']}/accesses/{made['id']}"
    sim.world.advance(60)
    before = rentals.get(path).json()
    ignored = rentals.send("PUT", path, accessible_id=beach, guest_start_time="10:00")
    assert (ignored.status_code, ignored.json()) == (200, before)
    changed = rentals.send("PUT", path, access_schedule_id=hours).json()["data"]["attributes"]
    assert changed["access_schedule_id"] == hours
    assert changed["updated_at"] == "2026-11-21T09:01:00Z"
    assert errors(rentals.send("PUT", path, access_schedule_id="none")) == {"access_schedule_id": ["is invalid"]}
    removed = rentals.send("PUT", path, access_schedule_id=None).json()["data"]
    assert "access_schedule_id" not in removed["attributes"]
    assert "access_schedule" not in removed["links"]


def test_what_is_revoked_is_gone(sim, rentals, ann):
    made = grant(rentals, ann, "lock", sim.world.locks["Cabin"].id).json()["data"]
    path = f"access_persons/{ann['id']}/accesses/{made['id']}"
    gone = rentals.delete(path)
    assert (gone.status_code, gone.content) == (204, b"")
    assert [rentals.get(path).status_code, rentals.delete(path).status_code] == [404, 404]
    assert rentals.get(f"access_persons/{ann['id']}").status_code == 200


def test_a_device_s_list_has_everybody_who_may_open_it(sim, rentals, ann):
    cabin, gate = sim.world.locks["Cabin"], sim.world.locks["Pool Gate"]
    user = add(rentals, "access_user", name="Ben", pin="2222")
    group = sim.world.rentals.add_group("Cabins", cabin)
    grant(rentals, ann, "door_group", group.id)
    grant(rentals, user, "location", cabin.location.id)
    grant(rentals, user, "acs_door", gate.id)

    def openers(path, **query):
        found = rentals.get(f"{path}/access_person_accesses", query).json()["data"]
        return [(item["attributes"]["access_person_id"], item["attributes"]["accessible_type"]) for item in found]

    assert openers(f"devices/{cabin.id}") == [(ann["id"], "door_group"), (user["id"], "location")]
    filtered = openers(f"devices/{cabin.id}", **{"attributes[access_person_type]": "access_user"})
    assert filtered == [(user["id"], "location")]
    assert openers(f"acs/doors/{gate.id}") == [(user["id"], "acs_door")]
    assert openers(f"acs/doors/{gate.id}", **{"attributes[access_person_type]": "access_guest"}) == []
    rentals.send("PUT", f"access_persons/{ann['id']}/deactivate")
    assert openers(f"devices/{cabin.id}") == [(user["id"], "location")]


def test_with_a_device_its_accesses_go(sim, rentals, ann):
    grant(rentals, ann, "lock", sim.world.locks["Cabin"].id)
    with sim.world.guard:
        sim.world.rentals.remove("Cabin")
    assert rentals.get(f"access_persons/{ann['id']}/accesses").json()["data"] == []
