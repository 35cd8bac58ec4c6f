"""`lockdash guest add`: what is done, what is told, and every exit code. Over HTTP to the simulator."""

import io
from datetime import UTC, datetime

import pytest

from lockdash.simulator.rentals import sync

STAY = ("--from", "2098-12-01T16:00", "--to", "2098-12-05T11:00")
ADA = ("guest", "add", "--name", "Ada Sample", *STAY)
KEYS = ["person", "others", "steps", "accesses", "alarms"]


def created(sim):
    return [heard for heard in sim.requests if heard.method == "POST" and heard.path.endswith("/access_persons")]


def named(guests, name="Ada Sample"):
    return [each for each in guests.people if each.name == name]


def doors_of(guests, person):
    return {device.name for access in guests.accesses.of(person) for device in guests.accesses.doors(access)}


def test_a_guest_is_added_and_the_locks_have_heard(rentals, guests):
    result = rentals(*ADA, "--door", "Beach House", "--door", "boat", "--pin", "483921", "--email", "ada@example.com")
    assert result.code == 0, result.out + result.err
    [ada] = named(guests)
    assert (ada.pin, ada.email, ada.starts_at.isoformat()) == ("483921", "ada@example.com", "2098-12-01T16:00:00")
    assert doors_of(guests, ada) == {"Beach House", "Boat Shed"}
    first, *doors = result.out.splitlines()
    assert first == "Ada Sample (rentals): done, and all locks have heard of it"
    assert doors == ["  Beach House: all synced", "  Boat Shed: all synced"]
    assert "483921" not in result.out + result.err


def test_steps_and_the_summary_are_told_on_stderr(rentals, guests):
    result = rentals(*ADA, "--door", "Beach House", "--generate-pin")
    head, there, here, doors, pin, *steps = result.err.splitlines()
    assert head == "Ada Sample: guest of rentals (RemoteLock)"
    assert there.strip() == ("at the door: 1 Dec 2098 16:00 to 5 Dec 2098 11:00 (the clocks of America/Los_Angeles)")
    assert here.strip() == "your clock: 2 Dec 2098 00:00 to 5 Dec 2098 19:00"
    assert (doors.strip(), pin.strip()) == ("doors: Beach House", "PIN: made by the vendor")
    told = [line.removeprefix("Ada Sample (rentals): ").rsplit(" ", 1)[0] for line in steps]
    assert told == [
        "add Ada Sample: asked",
        "add Ada Sample: done",
        "give Beach House: asked",
        "give Beach House: done",
        "Beach House: all synced",
    ]


def test_json_is_one_object_without_the_pin(rentals, guests):
    result = rentals(*ADA, "--door", "Beach doors", "--schedule", "quiet", "--pin", "483921", "--json")
    assert result.code == 0
    assert list(result.json) == KEYS
    person = result.json["person"]
    assert (person["name"], person["status"], person["zone"]) == ("Ada Sample", "upcoming", "America/Los_Angeles")
    assert (person["starts_at"], person["ends_at"]) == ("2098-12-01T16:00:00", "2098-12-05T11:00:00")
    assert result.json["steps"] == [
        {"title": "add Ada Sample", "state": "done", "reason": ""},
        {"title": "give Beach doors", "state": "done", "reason": ""},
    ]
    [access] = result.json["accesses"]
    assert (access["target"], access["target_kind"], access["schedule"]) == (
        "Beach doors",
        "door_group",
        "Quiet hours",
    )
    assert (access["synced"], access["pending"], access["failed"]) == (2, 0, 0)
    assert (result.json["others"], result.json["alarms"]) == ([], [])
    assert "483921" not in result.out


def test_the_pin_is_shown_when_asked_for(rentals, guests):
    result = rentals(*ADA, "--door", "boat", "--generate-pin", "--reveal", "--json")
    [ada] = named(guests)
    assert result.json["pin"] == ada.pin
    assert list(result.json) == [*KEYS, "pin"]


def test_a_pin_comes_from_the_standard_input(rentals, guests, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("483921\n"))
    assert rentals(*ADA, "--door", "boat", "--pin", "-").code == 0
    assert [each.pin for each in named(guests)] == ["483921"]


def test_dates_alone_mean_the_accounts_usual_hours(rentals, guests):
    argv = ("guest", "add", "--name", "Ada Sample", "--from", "2098-12-01", "--to", "2098-12-05")
    assert rentals(*argv, "--door", "boat", "--generate-pin").code == 0
    [ada] = named(guests)
    assert (ada.starts_at.hour, ada.ends_at.hour) == (16, 11)


def test_a_department_is_a_permanent_user_s(rentals, guests):
    argv = ("guest", "add", "--name", "Ada Sample", "--department", "Cleaning", "--door", "boat", "--generate-pin")
    assert rentals(*argv).code == 0
    assert [(each.type, each.department) for each in named(guests)] == [("access_user", "Cleaning")]
    told = rentals(*argv, *STAY)
    assert told.code == 2
    assert "--from: a user is permanent" in told.err


def test_a_letter_goes_out(rentals, guests):
    argv = (*ADA, "--door", "boat", "--generate-pin", "--letter", "2")
    assert "--email: a letter needs an address" in rentals(*argv).err
    assert not named(guests)
    assert rentals(*argv, "--email", "ada@example.com").code == 0
    assert [mail.to for mail in guests.mails] == ["ada@example.com"]


def test_a_resort_lock_has_a_guest_for_each_door_and_makes_the_pin(rentals, guests):
    result = rentals(*ADA, "--door", "Linen", "--json", "--reveal")
    assert result.code == 0, result.err
    [guest] = guests.resort_guests.values()
    assert (guest.name, result.json["pin"]) == ("Ada Sample", guest.pin)
    assert result.json["accesses"][0]["synced"] is None


def test_a_keypad_gets_a_pin_that_we_make(lockdash, front):
    argv = ("guest", "add", "--name", "Plumber", "--door", "front", "--week", "mon-fri 09:00-17:00", "--generate-pin")
    result = lockdash(*argv, "--reveal", "--json")
    assert result.code == 0, result.err
    [pin] = [each for each in front.pins.current(datetime.now(UTC)).values() if each.alias == "Plumber"]
    assert (result.json["person"]["kind"], result.json["pin"]) == ("code", pin.code)
    assert (len(pin.code), pin.week_days) == (6, 31)


def test_a_tedee_user_is_invited_by_e_mail(lockdash, sim):
    argv = ("guest", "add", "--name", "Vera", "--door", "garage", "--email", "vera@example.com")
    result = lockdash(*argv, "--json")
    assert result.code == 0, result.err
    assert result.json["person"]["email"] == "vera@example.com"


def test_a_lock_that_does_not_hear_is_3(rentals, guests, monkeypatch):
    monkeypatch.setattr(sync, "TRAVEL", (5000.0, 5001.0))
    result = rentals(*ADA, "--door", "Beach House", "--generate-pin", "--wait", "1")
    assert result.code == 3
    assert result.out.splitlines()[0] == "Ada Sample (rentals): accepted, but not all locks have heard of it yet"
    assert "all synced" not in result.out
    assert len(named(guests)) == 1


def test_a_lock_that_refuses_is_3_and_is_named(rentals, guests, sim):
    house = next(each for each in guests.devices.values() if each.name == "Beach House")
    house.fails_sync = "timeout"
    result = rentals(*ADA, "--door", "Beach House", "--generate-pin")
    assert result.code == 3
    assert "  Beach House: 1 failed" in result.out


def test_a_door_that_is_refused_is_1_and_the_others_are_given(rentals, guests, sim):
    sim.faults.add("/accesses", method="POST", times=1, status=422, body='{"message": "Resource error"}')
    result = rentals(*ADA, "--door", "Beach House", "--door", "Boat Shed", "--generate-pin", "--json")
    assert result.code == 1
    assert [each["state"] for each in result.json["steps"]] == ["done", "refused", "done"]
    assert [each["target"] for each in result.json["accesses"]] == ["Boat Shed"]


def test_another_pin_than_the_one_asked_for_is_an_alarm(rentals, guests):
    result = rentals(*ADA, "--door", "Boat Shed", "--pin", "6182", "--json")
    assert result.code == 1
    [ada] = named(guests)
    assert ada.pin != "6182"
    assert "ANOTHER PIN" in result.json["alarms"][0]
    assert "ALARM" in rentals("guest", "add", "--name", "Eve", *STAY, "--door", "Boat Shed", "--pin", "6182").out
    assert ada.pin not in result.out + result.err


def test_an_answer_that_is_lost_is_looked_for_and_there_is_one_guest(rentals, guests):
    guests.quirks.lost_answers = 1
    result = rentals(*ADA, "--door", "Boat Shed", "--pin", "483921", "--json")
    assert result.code == 0, result.err
    assert len(named(guests)) == 1
    assert "a look has found them" in result.json["steps"][0]["reason"]


def test_a_time_out_in_the_middle_leaves_exactly_one_guest(rentals, guests, sim):
    sim.faults.add("/access_persons", method="POST", times=1, cut=True)
    result = rentals(*ADA, "--door", "Boat Shed", "--pin", "483921")
    assert result.code == 0, result.err
    assert len(named(guests)) == 1
    assert len(created(sim)) == 1
    assert "a look has found them" in result.err


def test_what_nobody_can_tell_is_3_with_words_and_not_sent_again(rentals, guests, sim):
    sim.faults.add("/access_persons", method="POST", status=503)
    result = rentals(*ADA, "--door", "Boat Shed", "--generate-pin")
    assert result.code == 3
    assert "no clear answer" in result.out
    assert "they may still come" in result.out
    assert len(created(sim)) == 1
    assert not named(guests)


def test_no_connection_is_4(rentals, guests, sim):
    sim.faults.add("/remotelock/", cut=True)
    sim.faults.add("/connect/", cut=True)
    result = rentals(*ADA, "--door", "Boat Shed", "--generate-pin")
    assert (result.code, result.out) == (4, "")
    assert not named(guests)


@pytest.mark.parametrize("more", ["", "read_only = true\n"])
def test_read_only_is_refused(lockdash, files, guests, sim, more):
    where = files(more=more, accounts=["rentals"])
    option = [] if more else ["--read-only"]
    result = lockdash(*ADA, "--door", "Boat Shed", "--generate-pin", *option, where=where)
    assert result.code == 1
    assert "read-only" in result.err or "only looking" in result.err
    assert not created(sim)


def test_several_accounts_want_one_to_be_named(lockdash, files, guests):
    result = lockdash(*ADA, "--door", "Boat Shed", "--generate-pin", where=files())
    assert result.code == 2
    assert "--account: there are several, say which: home, rentals" in result.err
    assert lockdash(*ADA, "--door", "Boat Shed", "--generate-pin", "--account", "rentals", where=files()).code == 0
