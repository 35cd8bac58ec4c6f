"""Door groups and the account's times (reference, "Groups", "Accounts")."""

from __future__ import annotations

import pytest

from tests.simulator.test_remotelock_accesses import grant
from tests.simulator.test_remotelock_people import STAY, add, errors
from tests.simulator.test_remotelock_sync import counts


@pytest.fixture
def indoor(sim, rentals):
    made = rentals.send("POST", "groups", "door_group", name="Indoor Locks")
    assert made.status_code == 201
    return made.json()["data"]


def put_in(sim, rentals, group, name, kind="lock"):
    path = f"groups/{group['id']}/doors"
    return rentals.send("POST", path, door_id=sim.world.locks[name].id, door_type=kind)


def test_a_group_looks_like_the_one_in_the_reference(rentals, indoor):
    assert indoor == {
        "type": "door_group",
        "attributes": {
            "name": "Indoor Locks",
            "created_at": "2026-11-21T09:00:00Z",
            "updated_at": "2026-11-21T09:00:00Z",
        },
        "id": indoor["id"],
        "links": {"self": f"{rentals.root}/groups/{indoor['id']}"},
    }
    assert rentals.get(f"groups/{indoor['id']}").json()["data"] == indoor
    assert rentals.get("groups").json()["data"] == [indoor]
    assert rentals.get("groups", {"type": "other_group"}).json()["data"] == []


def test_groups_are_renamed_sorted_and_deleted(sim, rentals, indoor):
    sim.world.advance(60)
    other = rentals.send("POST", "groups", "door_group", name="Attic").json()["data"]
    renamed = rentals.send("PUT", f"groups/{indoor['id']}", name="Inner doors").json()["data"]["attributes"]
    assert (renamed["name"], renamed["updated_at"]) == ("Inner doors", "2026-11-21T09:01:00Z")

    def names(**query):
        return [item["attributes"]["name"] for item in rentals.get("groups", query).json()["data"]]

    assert (names(), names(sort="name")) == (["Inner doors", "Attic"], ["Attic", "Inner doors"])
    assert rentals.delete(f"groups/{other['id']}").status_code == 204
    assert rentals.get(f"groups/{other['id']}").status_code == 404
    assert errors(rentals.send("PUT", f"groups/{indoor['id']}", name="")) == {"name": ["is empty"]}
    assert errors(rentals.send("POST", "groups", "gang", name="x")) == {"type": ["is not included in the list"]}


def test_a_door_of_a_group_is_a_resource_of_its_own(sim, rentals, indoor):
    lock = sim.world.locks["Cabin"].id
    made = put_in(sim, rentals, indoor, "Cabin")
    assert made.status_code == 201
    door = made.json()["data"]
    assert door["type"] == "door_group_door"
    assert list(door["attributes"]) == ["created_at", "updated_at", "door_id", "door_type", "door_group_id"]
    whole = f"{rentals.root}/groups/{indoor['id']}"
    assert door["links"] == {
        "self": f"{whole}/doors/{door['id']}",
        "door": f"{rentals.root}/devices/{lock}",
        "door_group": whole,
    }
    assert rentals.get(f"groups/{indoor['id']}/doors/{door['id']}").json()["data"] == door


def test_doors_are_filtered_added_once_and_taken_out(sim, rentals, indoor):
    lock = put_in(sim, rentals, indoor, "Cabin").json()["data"]
    gate = put_in(sim, rentals, indoor, "Pool Gate", "acs_door").json()["data"]
    path = f"groups/{indoor['id']}/doors"
    for query, expected in (({}, [lock, gate]), ({"attributes[door_type]": "ACS::Door"}, [gate])):
        assert rentals.get(path, query).json()["data"] == expected
    assert put_in(sim, rentals, indoor, "Cabin").status_code == 409
    assert errors(put_in(sim, rentals, indoor, "Lounge")) == {"door_id": ["is invalid"]}
    assert errors(put_in(sim, rentals, indoor, "Cabin", "camera")) == {"door_type": ["is not included in the list"]}
    assert rentals.delete(f"{path}/{lock['id']}").status_code == 204
    assert rentals.get(path).json()["data"] == [gate]


def test_who_may_open_a_group_may_open_what_is_put_into_it(sim, rentals, indoor):
    ann = add(rentals, **STAY)
    put_in(sim, rentals, indoor, "Beach House")
    grant(rentals, ann, "door_group", indoor["id"])
    sim.world.advance(7)
    assert counts(rentals, ann) == [(1, 1, 0, 0)]
    door = put_in(sim, rentals, indoor, "Cabin").json()["data"]
    assert counts(rentals, ann) == [(2, 1, 1, 0)]
    rentals.delete(f"groups/{indoor['id']}/doors/{door['id']}")
    assert counts(rentals, ann) == [(1, 1, 0, 0)]
    rentals.delete(f"groups/{indoor['id']}")
    assert counts(rentals, ann) == []


def test_the_account_s_times_can_be_changed(sim, rentals):
    before = rentals.get("account").json()["data"]["attributes"]
    assert (before["default_guest_start_time"], before["default_guest_end_time"]) == ("16:00:00", "11:00:00")
    sim.world.advance(60)
    answer = rentals.send("PUT", "account", default_guest_start_time="15:30", default_guest_end_time="02:15:00")
    changed = {"default_guest_start_time": "15:30:00", "default_guest_end_time": "02:15:00"}
    assert answer.json()["data"]["attributes"] == before | changed | {"updated_at": "2026-11-21T09:01:00Z"}
    assert rentals.get("account").json() == answer.json()
    assert errors(rentals.send("PUT", "account", default_guest_end_time="noon", name="")) == {
        "default_guest_end_time": ["is invalid"],
        "name": ["is empty"],
    }
    assert rentals.get("account").json() == answer.json()
