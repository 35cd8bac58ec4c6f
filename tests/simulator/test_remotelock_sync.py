"""How a code reaches the locks: at once, with the next heartbeat, never, or not ("People and access" of the facts)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lockdash.simulator.people import identifier
from tests.simulator.test_remotelock_accesses import grant
from tests.simulator.test_remotelock_people import STAY, add


@pytest.fixture
def ann(rentals):
    return add(rentals, **STAY)


def counts(rentals, person):
    """Per access: devices, synced, pending, failed."""
    found = rentals.get(f"access_persons/{person['id']}/accesses").json()["data"]
    fields = ("devices_count", "devices_synced_count", "devices_pending_sync_count", "devices_failed_sync_count")
    return [tuple(item["attributes"][field] for field in fields) for item in found]


def give(sim, rentals, person, name):
    return grant(rentals, person, "lock", sim.world.locks[name].id).json()["data"]


def test_the_answer_to_a_grant_counts_nothing_yet_as_in_the_reference(sim, rentals, ann):
    made = give(sim, rentals, ann, "Beach House")["attributes"]
    assert made["devices_count"] == made["devices_synced_count"] == made["devices_pending_sync_count"] == 0
    sim.world.advance(1)
    assert counts(rentals, ann) == [(1, 0, 1, 0)]


def test_a_connected_lock_hears_within_seconds_and_says_so(sim, rentals, ann):
    give(sim, rentals, ann, "Beach House")
    sim.world.advance(7)
    assert counts(rentals, ann) == [(1, 1, 0, 0)]
    (event,) = rentals.events(sim, "Beach House")
    assert (event["type"], event["attributes"]["status"]) == ("access_person_synced_event", "succeeded")
    assert event["attributes"]["associated_resource_id"] == ann["id"]


def test_a_sleeping_lock_hears_with_its_next_heartbeat(sim, rentals, ann):
    """The Cabin's is 10 minutes ahead."""
    give(sim, rentals, ann, "Cabin")
    sim.world.advance(595)
    assert counts(rentals, ann) == [(1, 0, 1, 0)]
    sim.world.advance(11)
    assert counts(rentals, ann) == [(1, 1, 0, 0)]


def test_a_sleeping_lock_hears_when_somebody_wakes_it(sim, rentals, ann):
    give(sim, rentals, ann, "Cabin")
    sim.world.advance(5)
    sim.world.do(sim.world.locks["Cabin"].wake)
    sim.world.advance(6)
    assert counts(rentals, ann) == [(1, 1, 0, 0)]


@pytest.mark.parametrize("name", ["Ridge Hut", "New Lock"])
def test_a_silent_lock_never_hears(sim, rentals, ann, name):
    give(sim, rentals, ann, name)
    sim.world.advance(24 * 3600)
    rentals.sign_in(sim)
    assert counts(rentals, ann) == [(1, 0, 1, 0)]


def test_a_lock_that_comes_back_hears(sim, rentals, ann):
    beach = sim.world.locks["Beach House"]
    sim.world.do(beach.lose_connection)
    give(sim, rentals, ann, "Beach House")
    sim.world.advance(300)
    assert counts(rentals, ann) == [(1, 0, 1, 0)]
    sim.world.do(beach.regain_connection)
    sim.world.advance(6)
    assert counts(rentals, ann) == [(1, 1, 0, 0)]


def test_a_lock_that_refuses_says_why_and_stays_failed_until_something_new_is_written(sim, rentals, ann):
    sim.world.set("Beach House", fails_sync="memory_full")
    give(sim, rentals, ann, "Beach House")
    sim.world.advance(7)
    assert counts(rentals, ann) == [(1, 0, 0, 1)]
    (event,) = rentals.events(sim, "Beach House")
    about = event["attributes"]
    assert (event["type"], about["status"]) == ("access_person_sync_failed_event", "succeeded")
    assert about["status_info"] == "memory_full"
    sim.world.set("Beach House", fails_sync=None)
    sim.world.advance(3600)
    assert counts(rentals, ann) == [(1, 0, 0, 1)]
    rentals.send("PUT", f"access_persons/{ann['id']}", pin="9876")
    assert counts(rentals, ann) == [(1, 0, 1, 0)]
    sim.world.advance(7)
    assert counts(rentals, ann) == [(1, 1, 0, 0)]


def test_a_location_counts_all_its_locks_each_in_its_state(sim, rentals, ann):
    """Beach houses: Beach House, Boat Shed, Pool Gate, Linen Store, Key Box. Locks hear of people, the rest do not."""
    sim.world.set("Boat Shed", fails_sync="timeout")
    grant(rentals, ann, "location", sim.world.locks["Beach House"].location.id)
    grant(rentals, ann, "location", sim.world.locks["Cabin"].location.id)
    grant(rentals, ann, "acs_door", sim.world.locks["Pool Gate"].id)
    sim.world.advance(7)
    assert counts(rentals, ann) == [(2, 1, 0, 1), (3, 0, 3, 0), (0, 0, 0, 0)]


def test_what_is_new_about_a_person_has_to_reach_every_lock_again(sim, rentals, ann):
    access = give(sim, rentals, ann, "Beach House")
    path = f"access_persons/{ann['id']}"
    writes = {
        "pin": lambda: rentals.send("PUT", path, pin="9876"),
        "stay": lambda: rentals.send("PUT", path, ends_at="2026-12-01T11:00:00"),
        "schedule": lambda: rentals.send("PUT", f"{path}/accesses/{access['id']}", access_schedule_id=None),
        "end": lambda: rentals.send("PUT", f"{path}/deactivate"),
    }
    for write in writes.values():
        sim.world.advance(7)
        assert counts(rentals, ann) == [(1, 1, 0, 0)]
        assert write().status_code == 200
        assert counts(rentals, ann) == [(1, 0, 1, 0)]
    sim.world.advance(7)
    assert counts(rentals, ann) == [(1, 1, 0, 0)]


def test_a_name_is_no_business_of_the_locks(sim, rentals, ann):
    give(sim, rentals, ann, "Cabin")
    sim.world.advance(610)
    rentals.send("PUT", f"access_persons/{ann['id']}", name="Ann Jones")
    assert counts(rentals, ann) == [(1, 1, 0, 0)]


def test_a_guest_whose_stay_begins_unheard_of_is_late(sim, rentals):
    """Los Angeles, 8 hours behind: the 21st, 04:00, is noon UTC."""
    guest = add(rentals, starts_at="2026-11-21T04:00:00", ends_at="2026-11-25T11:00:00")
    sim.world.do(sim.world.locks["Beach House"].lose_connection)
    give(sim, rentals, guest, "Beach House")
    sim.world.advance(timedelta(hours=2, minutes=59, seconds=50).total_seconds())
    rentals.sign_in(sim)
    kinds = [event["type"] for event in rentals.events(sim, "Beach House")]
    assert kinds == ["connectivity_event"]
    sim.world.advance(20)
    late = rentals.events(sim, "Beach House")[0]
    assert late["type"] == "access_guest_late_sync_event"
    assert late["attributes"]["associated_resource_id"] == guest["id"]


def test_a_try_that_fails_by_chance_is_repeated(sim):
    world = sim.world
    ann, beach = world.rentals.people.add_user("Ann"), world.locks["Beach House"]
    assert ann.id == identifier("person/Ann")
    world.do(lambda: world.rentals.syncing.stumble(beach, ann, "timeout"))
    assert world.rentals.syncing.state(beach, ann) == "failed"
    world.advance(90)
    assert world.rentals.syncing.state(beach, ann) == "synced"
