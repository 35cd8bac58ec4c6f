"""Devices obey their schedules: by the clock on the wall, asleep or not, on days that are longer or shorter as well."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from lockdash.simulator.rentals.exceptions import AccessException
from lockdash.simulator.rentals.schedules import (
    WEEK,
    AccessSchedule,
    AutoLockSchedule,
    LockActionSchedule,
    PowerPlugSchedule,
    ThermostatSchedule,
)
from lockdash.simulator.server import ManualClock
from lockdash.simulator.worlds.furnishing import furnished

DENVER = ZoneInfo("America/Denver")


def world_at(*wall: int):
    """The small world, when the clocks in Denver show `wall`."""
    start = datetime(*wall, tzinfo=DENVER).astimezone(UTC)
    return furnished("small", seed=1, clock=ManualClock(start), devices=0, pace=1.0)


def go_by(world, name: str, schedule):
    """Let a device go by a schedule that it has heard of."""
    device = world.locks[name]
    field = next(each for each in device.schedule_fields if each == f"{schedule.type}_id")
    world.do(lambda: (setattr(device, field, schedule.id), world.rentals.put_schedule(schedule)))
    world.do(lambda: world.rentals.timers.hear(device))
    return device


def walls(world, name: str, *kinds: str) -> list[tuple[str, str]]:
    """When events of a device happened, by the clock on its wall, oldest first."""
    number = world.locks[name].id
    return sorted(
        (event.occurred_at.astimezone(DENVER).strftime("%d. %H:%M"), event.type.removesuffix("_event"))
        for event in world.rentals.events
        if event.publisher.id == number and event.type.removesuffix("_event") in (kinds or ("locked", "unlocked"))
    )


def daily(*entries):
    return dict.fromkeys(WEEK, entries)


NIGHTS = LockActionSchedule("Nights", daily(("07:00", "unlock"), ("22:00", "lock")))


def test_a_lock_unlocks_and_locks_at_its_own_time_and_says_that_the_device_did_it():
    world = world_at(2026, 6, 1, 6, 59)
    lock = go_by(world, "Beach House", LockActionSchedule("Nights", daily(("08:00", "unlock"), ("22:00", "lock"))))
    world.advance(61 * 60)  # 08:00 in Denver is 07:00 in Los Angeles
    assert lock.state == "locked"
    world.advance(3600)
    assert lock.state == "unlocked"
    world.advance(14 * 3600 + 60)
    assert lock.state == "locked"
    assert walls(world, "Beach House") == [("01. 09:00", "unlocked"), ("01. 23:00", "locked")]
    assert {event.source for event in world.rentals.events} == {"device"}


def test_one_that_sleeps_acts_by_its_own_clock_and_tells_at_its_heartbeat():
    world = world_at(2026, 6, 1, 6, 55)  # the last heartbeat was 10 minutes ago, the next is at 07:05
    lock = go_by(world, "Cabin", NIGHTS)
    world.advance(6 * 60)
    assert (lock.state, lock.connected, lock.reported) == ("unlocked", False, "locked")
    assert walls(world, "Cabin") == []
    world.advance(5 * 60)
    assert lock.reported == "unlocked"
    assert walls(world, "Cabin") == [("01. 07:00", "unlocked")]
    (event,) = [each for each in world.rentals.events if each.type == "unlocked_event"]
    assert event.created_at - event.occurred_at > timedelta(minutes=4)


def test_one_that_sleeps_goes_by_what_it_heard_last():
    world = world_at(2026, 6, 1, 6, 55)
    lock = go_by(world, "Cabin", NIGHTS)
    later = LockActionSchedule("Later", daily(("07:03", "unlock")), number=NIGHTS.id)
    world.do(lambda: world.rentals.put_schedule(later))
    world.advance(6 * 60)
    assert lock.state == "unlocked", "it has not heard that it is to wait"
    world.do(lambda: world.rentals.remove_schedule(later))
    assert lock.schedule_ids == {}
    world.advance(16 * 3600)
    assert (lock.state, walls(world, "Cabin")) == ("unlocked", [("01. 07:00", "unlocked")])


@pytest.mark.parametrize("name", ["Ridge Hut", "New Lock"])
def test_one_that_has_fallen_silent_does_nothing(name):
    world = world_at(2026, 6, 1, 6, 59)
    lock = go_by(world, name, NIGHTS)
    world.advance(600)
    assert (lock.state, walls(world, name)) == ("locked", [])


def test_one_that_jams_says_so():
    world = world_at(2026, 6, 1, 5, 59)
    go_by(world, "Boat Shed", NIGHTS)
    world.advance(2 * 3600 + 120)
    assert walls(world, "Boat Shed", "unlocked", "jammed") == [("01. 08:00", "jammed")]


def test_a_door_that_its_schedule_holds_open_stays_so_until_somebody_locks_it():
    world = world_at(2026, 6, 1, 6, 59)
    world.set("Cabin", auto_lock=True, auto_lock_timeout=20)
    lock = go_by(world, "Cabin", NIGHTS)
    world.advance(3600)
    assert lock.state == "unlocked"
    world.do(lambda: lock.use("locked", None))
    world.do(lambda: lock.use("unlocked", None))
    world.advance(30)
    assert lock.state == "locked", "whoever unlocks it by hand has it locked after them"


def test_a_door_of_an_access_control_system_lets_people_through_meanwhile():
    world = world_at(2026, 6, 1, 7, 59)
    door = go_by(world, "Pool Gate", NIGHTS)
    world.advance(120)
    assert door.state == "unlocked"
    world.do(lambda: door.use(world.rentals.guests[0], card="1"))
    world.advance(60)
    assert door.state == "unlocked"
    world.advance(15 * 3600)
    assert door.state == "locked"
    world.do(lambda: door.use(world.rentals.guests[0], card="1"))
    world.advance(60)
    assert door.state == "locked"


HALF_PAST = LockActionSchedule("Half past", daily(("01:30", "unlock"), ("02:30", "lock"), ("04:00", "unlock")))


def test_what_lies_in_the_hour_that_is_skipped_is_done_at_the_jump():
    world = world_at(2026, 3, 8, 0, 30)  # 02:00 is 03:00
    lock = go_by(world, "Cabin", HALF_PAST)
    world.advance(90 * 60 - 1)
    assert lock.state == "unlocked"
    world.advance(1)
    assert lock.state == "locked"
    world.advance(2 * 3600)
    told = [("08. 01:30", "unlocked"), ("08. 03:00", "locked"), ("08. 04:00", "unlocked")]
    assert walls(world, "Cabin") == told


def test_what_lies_in_the_hour_that_comes_twice_is_done_once():
    world = world_at(2026, 11, 1, 0, 30)  # 02:00 is 01:00
    lock = go_by(world, "Cabin", HALF_PAST)
    world.advance(3600 + 60)
    assert lock.state == "unlocked"
    world.do(lambda: lock.use("locked", None))
    world.advance(3600)  # 01:31 once more
    assert lock.state == "locked"
    world.advance(5 * 3600)
    assert [kind for _, kind in walls(world, "Cabin")] == ["unlocked", "locked", "unlocked"]
    assert walls(world, "Cabin")[-1] == ("01. 04:00", "unlocked")


def test_over_a_year_it_is_always_at_the_same_time_of_the_day():
    world = world_at(2026, 1, 1, 0, 0)
    go_by(world, "Cabin", NIGHTS)
    world.advance(366 * 86400)
    clocks = [wall.partition(" ")[2] for wall, _ in walls(world, "Cabin")]
    assert (clocks.count("07:00"), clocks.count("22:00"), len(clocks)) == (366, 366, 732)


def test_the_automatic_locking_is_switched_and_the_cloud_hears_of_it_later():
    world = world_at(2026, 6, 1, 9, 55)
    world.set("Cabin", auto_lock=True, auto_lock_timeout=20)
    lock = go_by(world, "Cabin", AutoLockSchedule("Cleaning", daily(("10:00", False), ("15:00", True))))
    world.advance(6 * 60)
    assert (lock.auto_lock, lock.shown_auto_lock) == (False, True)
    world.do(lambda: lock.use("unlocked", None))
    assert lock.shown_auto_lock is False, "it woke up"
    world.advance(3600)
    assert lock.state == "unlocked"
    world.advance(5 * 3600)
    assert lock.auto_lock is True


def test_a_plug_is_switched():
    world = world_at(2026, 6, 1, 6, 59)
    plug = go_by(world, "Heater Plug", PowerPlugSchedule("Sauna", {"mon": (("07:00", "off"), ("08:00", "on"))}))
    world.advance(120)
    assert plug.on is False
    world.do(plug.lose_connection)
    world.advance(3600)
    assert plug.on is True
    told = ("relay_enabled", "relay_disabled")
    assert walls(world, "Heater Plug", *told) == [("01. 07:00", "relay_disabled")]
    world.do(plug.regain_connection)
    world.advance(86400)
    assert walls(world, "Heater Plug", *told) == [("01. 07:00", "relay_disabled"), ("01. 08:00", "relay_enabled")]


@pytest.mark.parametrize(
    ("traits", "scheduled", "target"),
    [
        ({"target_mode": "cool"}, 76.0, 76.0),
        ({"target_mode": "heat"}, 66.0, 66.0),
        ({"temperature": 80.0}, 76.0, 76.0),
        ({"temperature": 60.0}, 66.0, 66.0),
        ({"target_mode": "cool", "hold": True}, 76.0, 70.0),
    ],
)
def test_a_thermostat_takes_the_temperature_of_what_it_does(traits, scheduled, target):
    world = world_at(2026, 6, 1, 6, 59)
    world.set("Lounge", target_temperature=70.0, **traits)
    lounge = go_by(world, "Lounge", ThermostatSchedule("Day", daily(("07:00", 76, 66))))
    world.advance(61)
    assert (lounge.scheduled_target_temperature, lounge.target_temperature) == (scheduled, target)


HOURS = AccessSchedule("Cleaning hours", {"mon": (("10:00", "15:00"), ("20:00", "23:59"))}, exception_id="e1")
HOLIDAY = AccessException("Holiday", ((date(2026, 6, 8), date(2026, 6, 8)),), number="e1")


def cleaner_at(world, name: str, schedule):
    """Somebody who may open a door by a schedule."""
    person = world.rentals.guests[0]
    listed = world.rentals.people.add_user(person.name, id=person.id, pin=person.pin)
    world.rentals.schedules |= {HOURS.id: HOURS}
    world.rentals.exceptions |= {HOLIDAY.id: HOLIDAY}
    world.do(lambda: world.rentals.accesses.add(listed, world.locks[name], schedule_id=schedule))
    return person


@pytest.mark.parametrize(
    ("wall", "admitted"),
    [
        ((2026, 6, 1, 9, 59), False),
        ((2026, 6, 1, 10, 0), True),
        ((2026, 6, 1, 14, 59), True),
        ((2026, 6, 1, 15, 0), False),
        ((2026, 6, 1, 23, 59), True),  # until midnight
        ((2026, 6, 2, 10, 0), False),  # a Tuesday
        ((2026, 6, 8, 10, 0), False),  # a holiday
        ((2026, 6, 15, 10, 0), True),
    ],
)
def test_an_access_counts_within_its_hours_and_on_no_holiday(wall, admitted):
    world = world_at(*wall)
    person = cleaner_at(world, "Cabin", HOURS.id)
    world.do(lambda: world.locks["Cabin"].enter(person, person.pin))
    world.advance(10)
    (event,) = [each for each in world.rentals.events if each.publisher.id == world.locks["Cabin"].id]
    assert event.type == ("unlocked_event" if admitted else "access_denied_event")
    assert (event.status, event.details["pin"], event.associated.id) == (
        "succeeded" if admitted else "failed",
        person.pin,
        person.id,
    )
    assert world.locks["Cabin"].state == ("unlocked" if admitted else "locked")


def test_a_card_at_a_door_goes_by_hours_too():
    world = world_at(2026, 6, 1, 9, 0)
    person, door = cleaner_at(world, "Pool Gate", HOURS.id), world.locks["Pool Gate"]
    world.do(lambda: door.enter(person, card="4711"))
    world.advance(10)
    assert (door.state, [each.type for each in world.rentals.events]) == ("locked", ["access_denied_event"])


@pytest.mark.parametrize("schedule", [None, "deleted"])
def test_an_access_without_hours_always_counts(schedule):
    world = world_at(2026, 6, 1, 9, 0)
    person = cleaner_at(world, "Cabin", schedule)
    world.do(lambda: world.locks["Cabin"].enter(person, person.pin))
    assert world.locks["Cabin"].state == "unlocked"


def test_the_wider_of_two_accesses_counts():
    world = world_at(2026, 6, 1, 9, 0)
    person = cleaner_at(world, "Cabin", HOURS.id)
    assert world.rentals.accesses.shut_out(person.id, world.locks["Cabin"])
    listed = world.rentals.people.get(person.id)
    world.do(lambda: world.rentals.accesses.add(listed, world.locks["Cabin"].location))
    assert not world.rentals.accesses.shut_out(person.id, world.locks["Cabin"])
    assert not world.rentals.accesses.shut_out("nobody", world.locks["Cabin"])
