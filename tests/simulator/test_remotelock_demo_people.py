"""The people of the demo: of every status, true to what happens at its doors."""

from __future__ import annotations

from collections import Counter

import pytest

from lockdash.simulator.clock import ManualClock
from lockdash.simulator.rentals.wifi_lock import WifiLock
from lockdash.simulator.worlds.furnishing import furnished


@pytest.fixture(scope="module")
def rentals():
    world = furnished("demo", seed=1, clock=ManualClock(), devices=0, pace=1.0)
    return world.rentals


def open_at(rentals, name):
    """The counts of somebody's accesses, added up."""
    accesses = rentals.accesses.of(rentals.people.named(name))
    return tuple(map(sum, zip(*(rentals.accesses.counts(access) for access in accesses), strict=True)))


def test_there_is_somebody_of_every_status(rentals):
    statuses = Counter((person.type, rentals.people.status(person)) for person in rentals.people)
    assert statuses == {
        ("access_user", "current"): 3,
        ("access_user", "deactivated"): 1,
        ("access_guest", "current"): 8,
        ("access_guest", "upcoming"): 2,
        ("access_guest", "expired"): 2,
        ("access_guest", "deactivated"): 1,
    }


def test_one_waits_for_a_silent_lock_and_one_is_refused(rentals):
    assert open_at(rentals, "Hana Kim") == (1, 0, 1, 0)
    assert open_at(rentals, "Mateus Rocha") == (2, 1, 0, 1)
    told = [event for event in rentals.events if event.type == "access_person_sync_failed_event"]
    assert rentals.people.named("Mateus Rocha").party in [event.associated for event in told]
    others = [person for person in rentals.people if person.name not in ("Hana Kim", "Mateus Rocha")]
    for person in others:
        assert all(rentals.accesses.counts(access)[2:] == (0, 0) for access in rentals.accesses.of(person))


def test_there_are_accesses_of_every_kind_and_a_cleaner_with_hours(rentals):
    kinds = {access.accessible.type for person in rentals.people for access in rentals.accesses.of(person)}
    assert kinds == {"lock", "acs_door", "door_group", "location"}
    cleaner = rentals.people.named("Housekeeping")
    assert cleaner.department == "Cleaning"
    (schedule,) = {access.schedule_id for access in rentals.accesses.of(cleaner)}
    assert rentals.schedules[schedule].name == "Cleaning hours"


def test_no_pin_is_had_twice(rentals):
    pins = [person.pin for person in rentals.people if person.pin]
    assert len(pins) == len(set(pins)) > 10


def test_doors_are_opened_by_those_who_may_with_their_pins(rentals):
    people = {person.id: person for person in rentals.people}
    opened = [event for event in rentals.events if event.type == "unlocked_event" and event.details.get("pin")]
    assert len(opened) > 10
    for event in opened:
        person = people[event.associated.id]
        assert event.details["pin"] == person.pin
        assert person in [access.person for access in rentals.accesses.covering(rentals.devices[event.publisher.id])]


def test_people_disturb_nothing_else(monkeypatch):
    """The same seed without them: the same devices in the same states, and the same events but for who was there. As
    long as nobody comes outside their hours, when no door opens."""
    monkeypatch.setattr("lockdash.simulator.rentals.visits.TRIES_ANYWAY", 0.0)
    rentals = furnished("demo", seed=1, clock=ManualClock(), devices=0, pace=1.0).rentals
    monkeypatch.setattr("lockdash.simulator.worlds.stays.settle_in", lambda world: None)
    without = furnished("demo", seed=1, clock=ManualClock(), devices=0, pace=1.0).rentals
    assert [device.id for device in without.devices.values()] == [device.id for device in rentals.devices.values()]

    def states(half):
        return {
            lock.name: (lock.state, lock.connected_at, lock.power_level)
            for lock in half.devices.values()
            if isinstance(lock, WifiLock)
        }

    def feed(half):
        return {(event.id, event.type, event.occurred_at, event.created_at) for event in half.events}

    assert states(without) == states(rentals)
    assert feed(without) <= feed(rentals)
    assert not len(without.people)


@pytest.mark.parametrize("hour", range(0, 24, 5))
def test_statuses_hold_at_any_hour(hour):
    clock = ManualClock(ManualClock().now().replace(hour=hour))
    half = furnished("demo", seed=2, clock=clock, devices=0, pace=1.0).rentals
    statuses = Counter(half.people.status(person) for person in half.people)
    assert statuses == {"current": 11, "upcoming": 2, "expired": 2, "deactivated": 2}
