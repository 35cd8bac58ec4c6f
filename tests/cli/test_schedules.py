"""`lockdash schedules`, from the command line down to HTTP."""

from datetime import UTC, date, datetime, timedelta

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

KEYS = ["account", "id", "name", "kind", "zone", "week", "used_by", "next_change"]
COMING_KEYS = ["account", "key", "name", "schedule", "kind", "change", "at", "wall", "zone"]
TURN_KEYS = ["change", "at", "wall", "zone"]
BEACH, LODGE = "America/Los_Angeles", "America/Denver"
FRIDAY = datetime(2026, 10, 30, 18, tzinfo=UTC)
"""Two days before the clocks at the rentals are put back."""


@pytest.fixture
def hours(sim, guests):
    """The simulator's rentals with a schedule of every kind."""
    holidays = AccessException("Holidays", ((date(2099, 1, 1), date(2099, 1, 2)),))
    desk = LockActionSchedule("Front desk", dict.fromkeys(WEEK[:5], (("08:00", "unlock"), ("18:30", "lock"))))
    for schedule in (
        desk,
        PowerPlugSchedule("Heating", {"sat": (("06:00", "on"), ("22:00", "off"))}),
        ThermostatSchedule("Warm", dict.fromkeys(WEEK, (("07:00", 76, 68),))),
        AutoLockSchedule("Front unlocked", {"mon": (("10:00", False),)}),
        AccessSchedule("Nobody's", {"sun": (("10:00", "12:00"),)}),
        AccessSchedule("Office", dict.fromkeys(WEEK[:5], (("08:00", "12:30"),)), exception_id=holidays.id),
    ):
        guests.schedules[schedule.id] = schedule
    guests.exceptions[holidays.id] = holidays
    with sim.world.guard:
        doors = {each.name: each for each in guests.devices.values()}
        doors["Beach House"].lock_action_schedule_id = doors["Cabin"].lock_action_schedule_id = desk.id
        doors["Heater Plug"].power_plug_schedule_id = _id(guests, "Heating")
        doors["Lounge"].thermostat_schedule_id = _id(guests, "Warm")
        nora = guests.people.named("Nora Lindqvist")
        guests.accesses.add(nora, doors["Boat Shed"], schedule_id=_id(guests, "Office"))
    return guests


def _id(rentals, name):
    return next(each.id for each in rentals.schedules.values() if each.name == name)


def schedules(result):
    return {each["name"]: each for each in result.json["schedules"]}


def test_json_has_exactly_the_documented_fields(rentals, hours):
    result = rentals("schedules", "--json")
    assert (result.code, result.err) == (0, "")
    assert list(result.json) == ["schedules"]
    assert [list(each) for each in result.json["schedules"]] == [KEYS] * 7
    desk = schedules(result)["Front desk"]
    assert (desk["account"], desk["id"], desk["kind"]) == ("rentals", _id(hours, "Front desk"), "lock_action")
    assert list(desk["week"]) == list(WEEK)
    assert (desk["week"]["mon"], desk["week"]["sun"]) == (["08:00 unlock", "18:30 lock"], [])
    assert [(each["kind"], each["name"], each["door"]) for each in desk["used_by"]] == [
        ("device", "Beach House", None),
        ("device", "Cabin", None),
    ]
    assert list(desk["next_change"]) == TURN_KEYS


def test_a_zone_is_that_of_all_its_doors_or_none(rentals, hours):
    known = schedules(rentals("schedules", "--json"))
    assert (known["Front desk"]["zone"], known["Front desk"]["next_change"]["zone"]) == (None, LODGE)
    assert (known["Warm"]["zone"], known["Warm"]["next_change"]["zone"]) == (LODGE, LODGE)
    assert (known["Office"]["zone"], known["Nobody's"]["zone"]) == (BEACH, None)


def test_what_happens_next_is_told_as_a_moment_and_by_the_clock_there(rentals, hours, time_machine):
    rentals("schedules")
    time_machine.move_to(FRIDAY, tick=False)
    known = schedules(rentals("schedules", "--json", "--cached"))
    assert known["Front desk"]["next_change"] == {
        "change": "lock",
        "at": "2026-10-31T00:30:00Z",
        "wall": "2026-10-30T18:30:00",
        "zone": LODGE,
    }
    assert known["Warm"]["next_change"]["change"] == "cool 76 heat 68"
    assert (known["Office"]["next_change"]["change"], known["Office"]["next_change"]["wall"]) == (
        "ends",
        "2026-10-30T12:30:00",
    )
    assert known["Nobody's"]["next_change"] is None  # at no door, so at no time


def test_who_goes_by_it_is_told_with_the_door(rentals, hours):
    office = schedules(rentals("schedules", "--json"))["Office"]
    [nora] = office["used_by"]
    assert (nora["kind"], nora["name"], nora["door"]) == ("person", "Nora Lindqvist", "Boat Shed")
    assert nora["key"].startswith("rentals/people/")


def test_hours_that_are_kept_with_an_access_are_schedules_at_the_door(lockdash):
    result = lockdash("schedules", "--json")
    team = schedules(result)["Cleaning Team at Studio"]
    assert (result.code, team["account"], team["kind"]) == (0, "home", "access")
    [use] = team["used_by"]
    assert (use["name"], use["door"]) == ("Cleaning Team", "Studio")
    ahead = datetime.fromisoformat(team["next_change"]["wall"]) - datetime.fromisoformat(
        team["next_change"]["at"]
    ).replace(tzinfo=None)
    times = [f"{hour + ahead // timedelta(hours=1):02}" for hour in (7, 11)]
    assert team["week"]["mon"] == team["week"]["thu"] == [f"{times[0]}:00-{times[1]}:00"]
    assert team["zone"] == team["next_change"]["zone"]


def test_a_schedule_nobody_uses_says_so_once_that_was_read(rentals, hours):
    assert schedules(rentals("schedules", "--json"))["Nobody's"]["used_by"] == []
    assert "not used" in next(line for line in rentals("schedules").out.splitlines() if line.startswith("Nobody's"))
    assert schedules(rentals("schedules", "--json", "--cached"))["Nobody's"]["used_by"] is None


def test_uses_that_were_not_read_are_null_and_told(rentals, hours, sim):
    sim.faults.add("access_person_accesses", status=403)
    sim.faults.add("/accesses", status=403)
    result = rentals("schedules", "--json")
    known = schedules(result)
    assert (result.code, known["Office"]["used_by"], known["Front unlocked"]["used_by"]) == (0, None, [])
    assert len(known["Front desk"]["used_by"]) == 2
    assert "rentals: not all doors were asked who goes by them" in result.err


def test_cached_asks_nobody_and_knows_the_same(rentals, hours, sim):
    before = schedules(rentals("schedules", "--json"))
    asked = len(sim.requests)
    result = rentals("schedules", "--json", "--cached")
    assert (result.code, len(sim.requests)) == (0, asked)
    used = {name for name, each in before.items() if each["used_by"]}
    assert len(used) == 4
    assert {name: schedules(result)[name] for name in used} == {name: before[name] for name in used}


def test_none_is_said_and_is_no_failure(rentals):
    for argv in ([], ["--cached"]):
        result = rentals("schedules", *argv)
        assert (result.code, result.out) == (0, "")
        assert "No schedule is known." in result.err
    assert rentals("schedules", "--json").json == {"schedules": []}


def test_for_people_it_is_a_table(rentals, hours, time_machine):
    rentals("schedules")
    time_machine.move_to(FRIDAY, tick=False)
    head, *rows = rentals("schedules", "--cached").out.splitlines()
    assert head.split() == ["Schedule", "Kind", "Next", "Used", "by", "Door", "clock", "Account"]
    assert [row.split("  ")[0] for row in rows] == [
        "Front desk",
        "Front unlocked",
        "Heating",
        "Nobody's",
        "Office",
        "Quiet hours",
        "Warm",
    ]
    assert rows[0].startswith(f"Front desk      lock action  locks Fri 18:30 {LODGE} (in 6 h)  ")
    assert rows[0].endswith(f"2 devices  {LODGE}, {BEACH}  rentals")
    assert f"ends Fri 12:30 (in 1 h) {' ' * 15}  1 person   {BEACH} " in rows[4]


def test_the_week_is_drawn(rentals, hours, time_machine):
    rentals("schedules")
    time_machine.move_to(FRIDAY, tick=False)
    told = rentals("schedules", "show", "office", "--cached").out
    assert told.startswith("Office (rentals)\n\n     00    03    06")
    friday = next(line for line in told.splitlines() if line.startswith("▸Fri"))
    assert (friday[5 + 16], friday[5 + 24], friday[5 + 25]) == ("▄", "▄", " ")
    assert "now Fri 11:00" in told
    assert "\nWeek       mon-fri 08:00-12:30\n" in told
    assert "\nNext       ends Fri 12:30 (in 1 h)\n" in told
    assert "\nClosed     Holidays: Thu 1 Jan - Fri 2 Jan 2099\n" in told
    assert "\nUsed by    Nora Lindqvist at Boat Shed\n" in told
    assert f"\nDoor clock {BEACH}\n" in told


def test_ascii_is_ascii(rentals, hours):
    for argv in (["show", "front desk"], ["show", "warm"], ["show", "office"], ["next"], []):
        assert rentals("schedules", *argv, "--ascii").out.isascii()


def test_one_can_be_had_as_json(rentals, hours):
    [only] = rentals("schedules", "show", "heat", "--json").json["schedules"]
    assert list(only) == KEYS
    assert only["name"] == "Heating"


def test_a_name_is_a_beginning_an_id_or_a_key(rentals, hours):
    rentals("schedules")
    number = _id(hours, "Front desk")
    for name in ("FRONT DESK", "front d", number, f"rentals/schedule/{number}"):
        result = rentals("schedules", "show", name, "--cached")
        assert (result.code, result.out.splitlines()[0]) == (0, "Front desk (rentals)")


def test_a_name_that_is_ambiguous_or_of_nothing_is_2(rentals, hours):
    result = rentals("schedules", "show", "front")
    assert (result.code, result.out) == (2, "")
    assert '"front" fits 2 schedules:' in result.err
    assert f"key rentals/schedule/{_id(hours, 'Front desk')}" in result.err
    result = rentals("schedules", "show", "ofice")
    assert (result.code, result.out) == (2, "")
    assert 'no schedule is named "ofice"; did you mean "Office" (rentals)?' in result.err


def test_a_name_that_cannot_be_looked_for_is_4(rentals, hours, sim):
    sim.faults.add("/remotelock/", cut=True)
    result = rentals("schedules", "show", "office")
    assert (result.code, result.out) == (4, "")
    assert 'no schedule is named "office"' in result.err


def test_what_devices_do_is_told_for_a_week_in_order(rentals, hours, time_machine):
    rentals("schedules")
    time_machine.move_to(FRIDAY, tick=False)
    result = rentals("schedules", "next", "--json", "--cached")
    assert (result.code, result.err, list(result.json)) == (0, "", ["changes"])
    told = result.json["changes"]
    assert [list(each) for each in told] == [COMING_KEYS] * len(told)
    assert [each["at"] for each in told] == sorted(each["at"] for each in told)
    assert {each["name"] for each in told} == {"Beach House", "Cabin", "Heater Plug", "Lounge"}
    until = (FRIDAY + timedelta(days=7)).isoformat()
    assert all(FRIDAY.isoformat() < each["at"].replace("Z", "+00:00") <= until for each in told)
    cabin = [each for each in told if each["name"] == "Cabin"]
    assert [(each["change"], each["wall"][8:16]) for each in cabin[:3]] == [
        ("lock", "30T18:30"),
        ("unlock", "02T08:00"),
        ("lock", "02T18:30"),
    ]
    assert cabin[0] | {"key": ""} == {
        "account": "rentals",
        "key": "",
        "name": "Cabin",
        "schedule": "Front desk",
        "kind": "lock_action",
        "change": "lock",
        "at": "2026-10-31T00:30:00Z",
        "wall": "2026-10-30T18:30:00",
        "zone": LODGE,
    }


def test_what_devices_do_keeps_to_their_clock_when_that_is_put_back(rentals, hours, time_machine):
    rentals("schedules")
    time_machine.move_to(FRIDAY, tick=False)
    told = rentals("schedules", "next", "--json", "--cached").json["changes"]
    lounge = [each for each in told if each["name"] == "Lounge"]
    assert [each["wall"][11:16] for each in lounge] == ["07:00"] * 7
    assert [each["at"][8:16] for each in lounge] == [
        "31T13:00",
        *(f"{day:02}T14:00" for day in range(1, 7)),
    ]


def test_for_people_what_comes_is_a_table(rentals, hours, time_machine):
    rentals("schedules")
    time_machine.move_to(FRIDAY, tick=False)
    head, *rows = rentals("schedules", "next", "--cached").out.splitlines()
    assert head.split()[:3] == ["When", "Device", "What"]
    told = [[each.strip() for each in row.split("  ") if each.strip()] for row in rows]
    assert told[0][:5] == ["Fri 18:30", "Cabin", "locks", "in 6 h", "Front desk"]
    assert ["Sat 06:00", "Heater Plug", "switches on", "in 18 h"] in [each[:4] for each in told]
    assert ["Fri 6 Nov 08:00", "Cabin", "unlocks", "in 6 d"] in [each[:4] for each in told]


def test_a_device_whose_schedule_is_not_known_is_told(rentals, hours, sim):
    sim.faults.add("/schedules", status=403)
    result = rentals("schedules", "next", "--json")
    assert result.json == {"changes": []}
    assert "Cabin (rentals): the schedule that it goes by is not known" in result.err
    assert "rentals: not all could be read: " in result.err


def test_nothing_to_come_is_said(rentals, guests):
    result = rentals("schedules", "next")
    assert (result.code, result.out) == (0, "")
    assert "No device does anything by a schedule in the next 7 days." in result.err


def test_names_lose_their_tricks(rentals, hours, sim):
    with sim.world.guard:
        evil = LockActionSchedule("Night \x1b[31m[/] \u202eroot 玄関", {"mon": (("10:00", "lock"),)})
        hours.schedules[evil.id] = evil
        next(each for each in hours.devices.values() if each.name == "Boat Shed").lock_action_schedule_id = evil.id
    for argv in ([], ["--json"], ["next"], ["next", "--json"], ["show", "night"]):
        out = rentals("schedules", *argv).out
        assert "\x1b" not in out
        assert "\u202e" not in out
        assert "玄関" in out


def test_only_one_account(lockdash, files, hours):
    where = files()
    both = lockdash("schedules", "--json", where=where)
    assert {each["account"] for each in both.json["schedules"]} == {"home", "rentals"}
    one = lockdash("schedules", "--json", "--account", "home", where=where)
    assert {each["account"] for each in one.json["schedules"]} == {"home"}
    assert lockdash("schedules", "--json", "--account", "home", "next", where=where).json == {"changes": []}
    assert lockdash("schedules", "--account", "hoem", where=where).code == 2


def test_a_wrong_key_is_4(lockdash, sim):
    sim.tedee.key = "another"
    result = lockdash("schedules", "--json")
    assert (result.code, result.json) == (4, {"schedules": []})


def test_no_connection_is_4_and_what_was_known_is_printed(rentals, hours, sim, time_machine):
    rentals("schedules")
    sim.faults.add("/remotelock/", cut=True)
    time_machine.move_to(datetime.now(UTC) + timedelta(hours=2))
    result = rentals("schedules", "--json")
    assert result.code == 4
    assert "Front desk" in schedules(result)
    assert "rentals: schedules could not be read" in result.err
