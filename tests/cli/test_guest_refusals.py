"""What `lockdash guest add` does not take: one line for each field, named as its option, and nothing is sent."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

COAST = "America/Los_Angeles"
STAY = ("--from", "2098-12-01T16:00", "--to", "2098-12-05T11:00")
FULL = {
    "--name": "Ada Sample",
    "--from": "2098-12-01T16:00",
    "--to": "2098-12-05T11:00",
    "--door": "Beach House",
    "--pin": "483921",
}


def argv_of(**changed):
    options = FULL | {f"--{name.replace('_', '-')}": value for name, value in changed.items()}
    parts = [(name, value) for name, value in options.items() if value is not None]
    return ["guest", "add", *(part for pair in parts for part in pair)]


def change_of_clocks(*, forward):
    """The next day on which the clocks of the coast are put forward, or back; both happen at 2 in the morning."""
    there, day = ZoneInfo(COAST), datetime.now().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=2)
    while True:
        step = (day + timedelta(days=1)).replace(tzinfo=there).utcoffset() - day.replace(tzinfo=there).utcoffset()
        if step and (step > timedelta()) == forward:
            return (day + timedelta(days=1)).date()
        day += timedelta(days=1)


def writes(sim):
    return [heard for heard in sim.requests if heard.method == "POST" and "access_persons" in heard.path]


def refused(run, sim, argv, *told):
    result = run(*argv)
    assert (result.code, result.out) == (2, ""), result.err
    for words in told:
        assert words in result.err
    assert not writes(sim)
    return result


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": ""}, "--name: the name is empty"),
        ({"name": "   "}, "--name: the name is empty"),
        ({"name": "x" * 500}, "--name: a name has at most 200 characters; this one has 500"),
        ({"email": "nobody"}, "--email: this is no e-mail address"),
        ({"pin": "12"}, "--pin: a PIN has 4 to 10 digits; this one has 2"),
        ({"pin": "12345678901"}, "--pin: a PIN has 4 to 10 digits; this one has 11"),
        ({"pin": "12a4"}, "--pin: a PIN has the digits 0 to 9 and nothing else"),
        ({"pin": "१२३४"}, "--pin: a PIN has the digits 0 to 9 and nothing else"),
        ({"pin": ""}, "--pin: the PIN is empty"),
        ({"pin": None}, "--pin: a PIN is needed: --pin P, --pin - or --generate-pin"),
        ({"from": None}, "--from: a guest comes at some time and leaves at another"),
        ({"to": None}, "--to: a guest comes at some time and leaves at another"),
        ({"to": "2098-11-30T11:00"}, "--to: the stay ends before it begins"),
        ({"to": "2098-12-01T16:00"}, "--to: the stay ends when it begins"),
        ({"from": "2020-12-01T16:00", "to": "2020-12-05T11:00"}, "--to: the stay is over already"),
        ({"from": "tomorrow"}, "--from: a date and time are needed, as 2026-12-01 16:00"),
        ({"from": "2098-02-30T16:00"}, "--from: there is no 2098-02-30T16:00"),
        ({"week": "mon-fri 09:00-17:00"}, "--week: RemoteLock keeps the days of the week in schedules"),
        ({"zone": "Mars/Base"}, "--zone: no time zone is called Mars/Base"),
        ({"schedule": "Loud hours"}, '--schedule: no access schedule is named "Loud hours"'),
        ({"door": "Beach Huose"}, 'did you mean "Beach House" (rentals)'),
        ({"door": "zzzzz"}, '--door: no door, group or location is named "zzzzz"'),
        ({"door": "beach"}, '--door: "beach" fits 3 doors:'),
        ({"door": "Lounge"}, "--door: nobody can be given Lounge: it is a thermostat"),
        ({"door": None}, "--door: they would have no door: choose one"),
    ],
)
def test_what_is_wrong_is_told_with_its_option(rentals, guests, sim, changed, told):
    refused(rentals, sim, argv_of(**changed), told)


def test_all_that_is_wrong_is_told_at_once(rentals, guests, sim):
    result = refused(rentals, sim, argv_of(name="", pin="1", to="2098-11-30"), "--name: ", "--pin: ", "--to: ")
    assert len(result.err.splitlines()) == 3


def test_a_pin_that_is_refused_is_not_repeated(rentals, guests, sim):
    result = refused(rentals, sim, argv_of(pin="98765432109876"), "this one has 14")
    assert "98765" not in result.err


@pytest.mark.parametrize(
    ("pin", "told"),
    [
        ("1234", "5 to 8 digits"),
        ("123456789", "5 to 8 digits"),
        ("11221", "at least 3 different digits"),
        ("12345", "do not all rise or all fall"),
        ("98765", "do not all rise or all fall"),
    ],
)
def test_each_rule_of_a_keypad_has_its_words(lockdash, sim, pin, told):
    result = lockdash("guest", "add", "--name", "Plumber", "--door", "Front Door", "--pin", pin)
    assert (result.code, result.out) == (2, "")
    assert told in result.err
    assert pin not in result.err
    assert not [heard for heard in sim.requests if heard.method == "POST"]


def test_a_pin_that_the_keypad_has_already_is_refused_by_it(lockdash):
    argv = ("guest", "add", "--name", "Plumber", "--door", "Front Door", "--pin", "192837")
    result = lockdash(*argv)
    assert result.code == 1
    assert "another PIN of this lock has the same digits" in result.out
    assert "192837" not in result.out + result.err


def test_the_vendors_word_on_a_field_is_told_with_its_option(rentals, guests, sim):
    guests.quirks.replaces_pins = False
    result = rentals(*argv_of(pin="6182"))
    assert result.code == 1
    assert "--pin: has already been taken" in result.out
    assert "6182" not in result.out + result.err
    assert len(writes(sim)) == 1


def test_emoji_are_a_name(rentals, guests):
    assert rentals(*argv_of(name="Ada 👩‍🚀 Sample")).code == 0
    assert [each.name for each in guests.people if each.pin == "483921"] == ["Ada 👩‍🚀 Sample"]


def test_a_resort_lock_knows_whole_hours_only(rentals, guests, sim):
    refused(rentals, sim, argv_of(door="Linen Store", pin=None, to="2098-12-05T11:30"), "--to: only whole hours")
    refused(rentals, sim, argv_of(door="Linen Store"), "--pin: a resort lock's PIN is made of its times")


def test_a_door_of_another_account_is_told(lockdash, files, guests, sim):
    lockdash("status", where=files())
    argv = argv_of(door="Garage", account="rentals")
    refused(lambda *more: lockdash(*more, where=files()), sim, argv, "--door: Garage belongs to home, not to rentals")


def test_a_time_that_the_clocks_skip_is_refused(rentals, guests, sim):
    day = change_of_clocks(forward=True)
    stay = {"from": f"{day}T02:30", "to": f"{day + timedelta(days=3)}T11:00"}
    refused(rentals, sim, argv_of(**stay), f"--from: there is no {day.day} ", "put forward over it")


def test_a_time_that_comes_twice_is_asked_about(rentals, guests, sim):
    day = change_of_clocks(forward=False)
    argv = argv_of(**{"from": f"{day}T01:30", "to": f"{day + timedelta(days=3)}T11:00"})
    refused(rentals, sim, argv, "comes twice at the door", "add --yes")
    assert rentals(*argv, "--yes").code == 0


def test_a_stay_that_has_begun_is_asked_about(rentals, guests, sim):
    argv = argv_of(**{"from": "2026-01-02T16:00"})
    refused(rentals, sim, argv, "the stay has begun already", "add --yes")
    assert rentals(*argv, "--yes").code == 0


def test_a_schedule_that_was_deleted_meanwhile_is_refused_in_words(rentals, guests, sim):
    rentals("people")
    with sim.world.guard:
        guests.schedules.clear()
    result = rentals(*argv_of(schedule="Quiet hours"))
    assert result.code == 1
    assert "--schedule: is invalid" in result.out
    assert "give Beach House: refused" in result.out


def test_somebody_who_was_deleted_elsewhere_is_told(rentals, guests, sim):
    rentals("people")
    with sim.world.guard:
        guests.people.delete(guests.people.named("Nora Lindqvist"))
    result = rentals("guest", "extend", "nora", "--to", "2099-02-01T11:00")
    assert result.code == 1
    assert "deleted" in result.out + result.err


def test_two_ways_to_a_pin_exclude_each_other(rentals, guests):
    with pytest.raises(SystemExit) as caught:
        rentals(*argv_of(), "--generate-pin")
    assert caught.value.code == 2
