"""`lockdash guest extend` and `revoke`: what is done, what is asked, and every exit code."""

from datetime import datetime

import pytest

from lockdash.simulator.rentals import sync
from tests.cli.conftest import LATER

NORA = "Nora Lindqvist"


def nora(guests):
    return guests.people.named(NORA)


def doors_of(guests, person):
    return {device.name for access in guests.accesses.of(person) for device in guests.accesses.doors(access)}


def changes(sim):
    return [heard for heard in sim.requests if heard.method in ("PUT", "DELETE")]


def test_a_stay_ends_later(rentals, guests):
    result = rentals("guest", "extend", NORA, "--to", "2099-02-01T10:00")
    assert result.code == 0, result.err
    assert nora(guests).ends_at == datetime(2099, 2, 1, 10)
    assert nora(guests).starts_at == datetime(2026, 1, 2, 16)
    assert "  was: 2 Jan 2026 16:00 to 9 Jan 2099 11:00" in result.err
    assert "  at the door: 2 Jan 2026 16:00 to 1 Feb 2099 10:00 (the clocks of America/Los_Angeles)" in result.err
    assert result.out.startswith(f"{NORA} (rentals): done, and all locks have heard of it")


def test_a_date_alone_means_the_usual_hour(rentals, guests):
    assert rentals("guest", "extend", "nora@example.com", "--to", "2099-02-01").code == 0
    assert nora(guests).ends_at == datetime(2099, 2, 1, 11)


def test_locks_that_have_not_heard_are_3(rentals, guests, monkeypatch):
    monkeypatch.setattr(sync, "TRAVEL", (5000.0, 5001.0))
    result = rentals("guest", "extend", NORA, "--to", "2099-02-01", "--wait", "2", "--json")
    assert result.code == 3
    assert result.json["person"]["ends_at"] == "2099-02-01T11:00:00"
    assert {each["synced"] for each in result.json["accesses"]} <= {None, 0}  # never that of before
    assert rentals("people", "--json").json["people"][0]["ends_at"] == "2099-02-01T11:00:00"


def test_locks_that_are_known_to_wait_are_counted(rentals, guests, monkeypatch):
    monkeypatch.setattr(sync, "TRAVEL", (5000.0, 5001.0))
    result = rentals("guest", "extend", NORA, "--to", "2099-02-01", "--wait", "6")
    assert result.code == 3
    assert "  Beach House: 1 pending" in result.out
    assert "  Pool Gate: no lock has to hear of it" in result.out


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["--to", "2026-01-05"], "--to: that is past"),
        (["--to", "2025-01-01", "--from", "2025-02-01"], "--to: the stay ends before it begins"),
        (["--to", "soon"], "--to: a date and time are needed"),
        (["--to", LATER.isoformat(timespec="minutes")], "nothing would change"),
        ([], "--to: say until when"),
    ],
)
def test_an_end_that_cannot_be_is_2(rentals, guests, sim, argv, told):
    result = rentals("guest", "extend", NORA, *argv)
    assert (result.code, result.out) == (2, "")
    assert told in result.err
    assert not changes(sim)


def test_a_permanent_user_has_no_stay(rentals, guests, sim):
    with sim.world.guard:
        guests.people.add_user("Ruth Calder", pin="2468")
    result = rentals("guest", "extend", "Ruth", "--to", "2099-02-01")
    assert result.code == 2
    assert "is a permanent user" in result.err


def test_an_invitation_is_extended_by_its_window(lockdash, sim):
    result = lockdash("guest", "extend", "nina.berg@example.com", "--to", "2098-12-01 12:00", "--json")
    assert result.code == 0, result.err
    assert result.json["person"]["ends_at"] == "2098-12-01T11:00:00Z"


@pytest.mark.parametrize("deed", [["extend", "--to", "2099-02-01"], ["revoke", "--yes"]])
def test_names_that_fit_several_or_nobody_are_2(rentals, guests, sim, deed):
    with sim.world.guard:
        guests.people.add_guest("Nora Berg", datetime(2026, 1, 2, 16), LATER, pin="1357")
    several = rentals("guest", deed[0], "nora", *deed[1:])
    assert several.code == 2
    assert '"nora" fits 2 people' in several.err
    assert "Nora Berg  (account rentals, key rentals/people/" in several.err
    nobody = rentals("guest", deed[0], "Nora Lindqist", *deed[1:])
    assert nobody.code == 2
    assert f'did you mean "{NORA}" (rentals)?' in nobody.err
    assert not changes(sim)


def test_doors_are_taken(rentals, guests):
    result = rentals("guest", "revoke", "nora", "--yes", "--json")
    assert result.code == 0, result.err
    assert doors_of(guests, nora(guests)) == set()
    assert result.json["accesses"] == []
    assert {each["title"] for each in result.json["steps"]} == {"take Beach House", "take Pool Gate"}


def test_only_one_door_is_taken(rentals, guests):
    assert rentals("guest", "revoke", "nora", "--door", "pool", "--yes").code == 0
    assert doors_of(guests, nora(guests)) == {"Beach House"}
    result = rentals("guest", "revoke", "nora", "--door", "Cabin", "--yes")
    assert result.code == 2
    assert '--door: no door of theirs is named "Cabin"' in result.err


@pytest.mark.parametrize(
    ("how", "asked"),
    [
        ([], "Take from Nora Lindqvist (rentals)?\n  Beach House\n  Pool Gate\n"),
        (["--deactivate"], "Deactivate Nora Lindqvist (rentals)? the code is taken from the locks"),
        (["--delete"], "Delete Nora Lindqvist (rentals)? the record and every code go"),
    ],
)
def test_it_asks_first(rentals, guests, sim, how, asked):
    result = rentals("guest", "revoke", "nora", *how)
    assert (result.code, result.out) == (2, "")
    assert asked in result.err
    assert "--yes" in result.err
    assert not changes(sim)


def test_the_code_is_taken_and_the_record_stays(rentals, guests):
    result = rentals("guest", "revoke", "nora", "--deactivate", "--yes", "--json")
    assert result.code == 0, result.err
    assert nora(guests).deactivated
    assert result.json["person"]["status"] == "deactivated"


def test_the_record_is_deleted(rentals, guests):
    result = rentals("guest", "revoke", "nora", "--delete", "--yes", "--json")
    assert result.code == 0, result.err
    assert [each for each in guests.people if each.name == NORA] == []
    assert (result.json["person"], result.json["accesses"]) == (None, [])


def test_who_is_over_can_be_deleted_by_name(rentals, guests):
    assert rentals("guest", "revoke", "Greta", "--delete", "--yes").code == 0
    assert [each for each in guests.people if each.name == "Greta Holm"] == []


def test_a_resort_locks_guest_can_only_be_deleted(rentals, guests, sim):
    with sim.world.guard:
        store = next(each for each in guests.devices.values() if each.name == "Linen Store")
        guests.add_resort_guest(store.id, "Clara Voss", datetime(2026, 1, 2, 16), LATER)
    result = rentals("guest", "revoke", "Clara", "--yes")
    assert result.code == 1
    assert "the access of a resort lock's guest is the guest: delete them (--delete)" in result.err
    assert rentals("guest", "revoke", "Clara", "--delete", "--yes").code == 0
    assert guests.resort_guests == {}


def test_a_keypads_pin_is_found_and_deleted(lockdash, front):
    assert lockdash("guest", "revoke", "Dog walker", "--delete", "--yes").code == 0
    assert [
        each for each in front.pins.current(datetime.now().astimezone()).values() if each.alias == "Dog walker"
    ] == []


def test_who_has_no_door_loses_none(rentals, guests, sim):
    with sim.world.guard:
        guests.people.add_guest("Emil Sato", datetime(2026, 1, 2, 16), LATER, pin="7316")
    result = rentals("guest", "revoke", "Emil", "--yes")
    assert result.code == 0
    assert "there is nothing to do" in result.out
    assert not changes(sim)


def test_nothing_is_taken_while_it_is_not_known_what_they_may_open(rentals, guests, sim):
    sim.faults.add("access_person_accesses", status=403)
    sim.faults.add("/accesses", method="GET", status=403)
    result = rentals("guest", "revoke", "nora", "--yes")
    assert result.code == 1
    assert "nothing was taken, since it could not be read" in result.err
    assert not changes(sim)


def test_read_only_is_refused(rentals, guests, sim):
    for argv in (["extend", "nora", "--to", "2099-02-01"], ["revoke", "nora", "--yes"]):
        assert rentals("guest", *argv, "--read-only").code == 1
    assert not changes(sim)


def test_no_connection_is_4(rentals, guests, sim, time_machine):
    sim.faults.add("/remotelock/", cut=True)
    result = rentals("guest", "revoke", "nora", "--yes")
    assert (result.code, result.out) == (4, "")
    assert "no account can be read" in result.err


def test_an_answer_that_is_lost_is_settled_by_a_look(rentals, guests, sim):
    sim.faults.add("/deactivate", method="PUT", times=1, cut=True)
    result = rentals("guest", "revoke", "nora", "--deactivate", "--yes")
    assert result.code == 0, result.out + result.err
    assert nora(guests).deactivated
    assert len([each for each in changes(sim) if "deactivate" in each.path]) == 1
