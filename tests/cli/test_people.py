"""`lockdash people`, from the command line down to HTTP."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from lockdash.simulator.server import Simulator
from tests.cli.conftest import LATER

KEYS = ["account", "id", "name", "email", "kind", "status", "starts_at", "ends_at", "zone", "accesses"]
ACCESS_KEYS = ["target", "target_kind", "schedule", "window", "synced", "pending", "failed"]
STAY = "2099-01-09T11:00:00"


def people(result):
    return {each["name"]: each for each in result.json["people"]}


def reveals(tmp_path):
    connection = sqlite3.connect(tmp_path / "state/lockdash.db")
    try:
        return connection.execute("SELECT count(*) FROM changes WHERE body LIKE '%reveal%'").fetchone()[0]
    finally:
        connection.close()


def test_json_has_exactly_the_documented_fields(rentals, guests):
    result = rentals("people", "--json")
    assert (result.code, result.err) == (0, "")
    assert list(result.json) == ["people"]
    [nora] = result.json["people"]
    assert list(nora) == KEYS
    assert [list(each) for each in nora["accesses"]] == [ACCESS_KEYS, ACCESS_KEYS]
    assert (nora["account"], nora["name"], nora["email"]) == ("rentals", "Nora Lindqvist", "nora@example.com")
    assert (nora["kind"], nora["status"]) == ("guest", "current")


def test_wall_clock_times_have_no_offset_and_the_doors_zone(rentals, guests):
    nora = people(rentals("people", "--json"))["Nora Lindqvist"]
    assert (nora["starts_at"], nora["ends_at"], nora["zone"]) == ("2026-01-02T16:00:00", STAY, "America/Los_Angeles")
    house, gate = nora["accesses"]
    assert (house["target"], house["target_kind"], house["schedule"]) == ("Beach House", "device", None)
    assert (house["synced"], house["pending"], house["failed"]) == (1, 0, 0)
    assert (gate["target"], gate["synced"]) == ("Pool Gate", None)  # its controller is not counted
    assert house["window"]["ends_at"] == STAY
    assert house["window"]["zone"] == "America/Los_Angeles"


def test_moments_are_in_utc_and_say_so(lockdash):
    known = people(lockdash("people", "--json"))
    nina, team = known["nina.berg@example.com"], known["Cleaning Team"]
    assert (nina["status"], nina["zone"]) == ("pending", "UTC")
    assert nina["starts_at"].endswith("Z")
    assert datetime.fromisoformat(nina["starts_at"]) > datetime.now(UTC)
    [weekly] = team["accesses"]
    window = weekly["window"]
    assert (window["days"], window["from_time"], window["zone"]) == (["mon", "thu"], "07:00:00", "UTC")
    assert (weekly["synced"], weekly["pending"], weekly["failed"]) == (None, None, None)


def test_groups_locations_and_schedules_have_their_names(rentals, guests, sim):
    with sim.world.guard:
        nora = guests.people.named("Nora Lindqvist")
        [group], [schedule] = guests.groups.values(), guests.schedules.values()
        guests.accesses.add(nora, group, schedule_id=schedule.id)
        guests.accesses.add(nora, guests.locations[0])
    found = {each["target"]: each for each in people(rentals("people", "--json"))["Nora Lindqvist"]["accesses"]}
    assert found["Beach doors"]["target_kind"] == "door_group"
    assert found["Beach doors"]["schedule"] == "Quiet hours"
    assert found["Beach doors"]["synced"] == 2
    assert found["Beach houses"]["target_kind"] == "location"


def test_whose_time_is_over_is_read_when_asked_for(rentals, guests):
    assert "Greta Holm" not in people(rentals("people", "--json"))
    greta = people(rentals("people", "--json", "--status", "all"))["Greta Holm"]
    assert greta["status"] == "expired"
    assert [each["target"] for each in greta["accesses"]] == ["Cabin"]
    only = people(rentals("people", "--json", "--status", "expired,deactivated"))
    assert set(only) == {"Greta Holm"}


def test_keypads_pins_are_read_when_asked_for(lockdash):
    assert "Dog walker" not in people(lockdash("people", "--json"))
    walker = people(lockdash("people", "--json", "--status", "all"))["Dog walker"]
    assert (walker["kind"], walker["status"]) == ("code", "current")
    assert walker["accesses"][0]["window"]["days"] == ["mon", "tue", "wed", "thu", "fri"]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("NORA", {"Nora Lindqvist"}),
        ("nora@example", {"Nora Lindqvist"}),
        ("pool gate", {"Nora Lindqvist"}),
        ("current lindq", {"Nora Lindqvist"}),
        ("nora cabin", set()),
        ("door:pool status:current", {"Nora Lindqvist"}),
        ('who:"nora lind"', {"Nora Lindqvist"}),
        ("account:rentals kind:guest -nora", set()),
        ("-cabin", {"Nora Lindqvist"}),
        ("name:pool", set()),
    ],
)
def test_the_filter_wants_all_words(rentals, guests, words, names):
    assert set(people(rentals("people", "--json", f"--filter={words}"))) == names


def test_a_filter_that_cannot_be_read_is_pointed_at(rentals):
    result = rentals("people", "--cached", "--filter", "nora dor:pool")
    assert (result.code, result.out) == (2, "")
    assert 'no key is called "dor"; did you mean "door"?\n  nora dor:pool\n       ^^^^\n' in result.err


def test_nobody_is_said_and_is_no_failure(rentals, guests):
    result = rentals("people", "--filter", "zzz")
    assert (result.code, result.out) == (0, "")
    assert 'Nobody fits "zzz"' in result.err


def test_for_people_it_is_a_table(rentals, guests):
    head, row = rentals("people").out.splitlines()
    assert head.split() == ["Person", "Status", "Sync", "From", "-", "to", "Doors", "Kind", "Account"]
    assert row.startswith("Nora Lindqvist  current  all synced  2 Jan 2026 16:00 to 9 Jan 2099 11:00  ")
    assert "Beach House, Pool Gate" in row


def test_what_has_failed_stands_first(rentals, guests, sim):
    with sim.world.guard:
        ada = guests.people.add_guest("Zoe Late", datetime(2026, 1, 2, 16), LATER, pin="1111")
        cabin = next(each for each in guests.devices.values() if each.name == "Cabin")
        guests.accesses.add(ada, cabin)
        guests.syncing.stumble(cabin, ada, "timeout")
    rows = rentals("people").out.splitlines()
    assert rows[1].startswith("Zoe Late        current  1 failed")


def test_cached_asks_nobody_and_knows_the_same(rentals, guests, sim):
    before = rentals("people", "--json")
    asked = len(sim.requests)
    result = rentals("people", "--json", "--cached")
    assert result.code == 0
    assert len(sim.requests) == asked
    assert result.json == before.json


def test_cached_before_anything_was_read(rentals):
    result = rentals("people", "--cached")
    assert (result.code, result.out) == (0, "")
    assert "Nobody is known" in result.err


def test_what_was_not_read_is_null_and_told(rentals, guests, sim):
    sim.faults.add("access_person_accesses", status=403)
    sim.faults.add("/accesses", status=403)
    result = rentals("people", "--json")
    assert people(result)["Nora Lindqvist"]["accesses"] is None
    assert "rentals: not all could be read: " in result.err
    assert "what they may open was not read of 1 of 1" in result.err
    assert result.code == 0
    assert people(rentals("people", "--json", "--cached"))["Nora Lindqvist"]["accesses"] is None
    assert "not read" in rentals("people").out


def test_doors_that_do_not_answer_are_made_up_for_by_asking_for_people(rentals, guests, sim):
    sim.faults.add("access_person_accesses", status=403)
    result = rentals("people", "--json")
    assert [each["target"] for each in people(result)["Nora Lindqvist"]["accesses"]] == ["Beach House", "Pool Gate"]


def test_a_wrong_key_is_4(lockdash, sim):
    sim.tedee.key = "another"
    result = lockdash("people", "--json")
    assert (result.code, result.json) == (4, {"people": []})
    assert sim.tedee.key not in result.out + result.err


def test_no_connection_is_4_and_what_was_known_is_printed(rentals, guests, sim, time_machine):
    rentals("people")
    sim.faults.add("/remotelock/", cut=True)
    time_machine.move_to(datetime.now(UTC) + timedelta(hours=2))
    result = rentals("people", "--json")
    assert result.code == 4
    assert set(people(result)) == {"Nora Lindqvist"}
    assert "rentals: people could not be read" in result.err


def test_one_account_of_two_without_connection_is_0(lockdash, files, guests, sim):
    sim.faults.add("/remotelock/", cut=True)
    result = lockdash("people", "--json", where=files())
    assert result.code == 0
    assert {each["account"] for each in result.json["people"]} == {"home"}
    assert "rentals: " in result.err


def test_only_one_account(lockdash, files, guests):
    result = lockdash("people", "--json", "--account", "rentals", where=files())
    assert {each["account"] for each in result.json["people"]} == {"rentals"}
    assert lockdash("people", "--account", "rentlas", where=files()).code == 2


def test_no_pin_is_printed_unless_it_is_asked_for(rentals, guests, tmp_path):
    for argv in (["people"], ["people", "--json"], ["people", "--status", "all"]):
        result = rentals(*argv)
        assert "6182" not in result.out + result.err
    result = rentals("people", "--json", "--reveal")
    assert result.json["people"][0]["pin"] == "6182"
    assert reveals(tmp_path) == 1
    row = rentals("people", "--reveal").out.splitlines()[1]
    assert "  6182  " in row
    assert reveals(tmp_path) == 2


def test_several_pins_ask_first(rentals, guests, sim, tmp_path):
    with sim.world.guard:
        guests.people.add_guest("Emil Sato", datetime(2026, 1, 2, 16), LATER, pin="7316")
    result = rentals("people", "--reveal")
    assert (result.code, result.out) == (2, "")
    assert "Reveal the PINs of these 2?" in result.err
    assert "--yes" in result.err
    assert reveals(tmp_path) == 0
    shown = rentals("people", "--reveal", "--yes", "--json").json["people"]
    assert {each["pin"] for each in shown} == {"6182", "7316"}
    assert reveals(tmp_path) == 2


def test_pins_are_not_asked_for_where_that_cannot_be(rentals, guests):
    assert rentals("people", "--reveal", "--cached").code == 2
    assert rentals("people", "--reveal", "--read-only").code == 1


def test_names_lose_their_tricks(rentals, guests, sim):
    with sim.world.guard:
        guests.people.named("Nora Lindqvist").name = "Nora \x1b[31m[/] \u202eroot 玄関"
    for result in (rentals("people"), rentals("people", "--json")):
        assert "\x1b" not in result.out
        assert "\u202e" not in result.out
        assert "玄関" in result.out


@pytest.mark.parametrize("text", ["", "currant", "all,current", ","])
def test_a_status_that_is_none_is_2(rentals, text):
    with pytest.raises(SystemExit) as caught:
        rentals("people", "--status", text)
    assert caught.value.code == 2


def test_a_large_account_is_read_within_bounds_and_says_what_is_missing(lockdash, tmp_path, monkeypatch):
    from lockdash.cli import people_reading

    monkeypatch.setattr(people_reading, "PATIENCE", 6.0)
    monkeypatch.setattr(people_reading, "MOST_ASKED", 5)
    simulator = Simulator(world="small", devices=300, people=400)
    with simulator.serve() as sim:
        config = tmp_path / "large.toml"
        config.write_text("[[accounts]]\n" + sim.configuration().split("[[accounts]]\n")[2])
        config.chmod(0o600)
        where = ["--config", str(config), "--state-dir", str(tmp_path / "large")]
        known = people(lockdash("people", "--json", "--filter", "corva", where=where))
        assert len(known) > 10
        one = lockdash("people", "--json", "--filter", next(iter(known)), where=where)
        assert len(one.json["people"][0]["accesses"]) == 4
        result = lockdash("people", "--json", where=where)
    unread = [each for each in result.json["people"] if each["accesses"] is None]
    assert unread
    assert f"was not read of {len(unread)} of {len(result.json['people'])}" in result.err
    assert [each for each in result.json["people"] if each["accesses"] == []] == []
