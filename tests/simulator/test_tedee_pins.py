"""PINs of a keypad at Tedee: list, read, create, change, delete, and their rules (tedee-facts 2.5, sample 5.10)."""

from __future__ import annotations

import pytest

PINS = "lock/40101/pin"
WALKER = {
    "id": 2,
    "alias": "Dog walker",
    "pin": "192837",
    "startDate": "2026-10-02T00:00:00.000Z",
    "endDate": "2026-12-31T00:00:00.000Z",
    "dayStartTime": "2026-10-01T10:00:00.000Z",
    "dayEndTime": "2026-10-01T18:00:00.000Z",
    "weekDays": 31,
}
PLUMBER = {"alias": "Plumber", "pin": "50381"}


def listed(tedee):
    return tedee.get(PINS).json()["result"]


def create(tedee, **fields):
    answer = tedee.send("POST", PINS, PLUMBER | fields)
    assert answer.status_code == 201, answer.text
    assert set(answer.json()["result"]) == {"id"}
    return answer.json()["result"]["id"]


def test_the_list_has_aliases_and_a_version_and_no_codes(tedee):
    answer = tedee.get(PINS)
    assert answer.json()["result"] == {
        "listVersion": 2,
        "pins": [{"id": 1, "alias": "Cleaner"}, {"id": 2, "alias": "Dog walker"}],
    }
    assert "192837" not in answer.text


def test_a_list_that_is_known_is_not_sent_again_until_it_changes(tedee):
    unchanged = tedee.get(PINS, listVersion=2)
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert tedee.get(PINS, listVersion=1).status_code == 200
    create(tedee)
    assert tedee.get(PINS, listVersion=2).json()["result"]["listVersion"] == 3
    assert tedee.get(PINS, listVersion="x").status_code == 400


def test_one_pin_is_told_in_clear_text_with_its_schedule(tedee):
    assert tedee.get(f"{PINS}/2").json()["result"] == WALKER


def test_a_pin_is_created_and_told_as_it_was_sent(tedee):
    schedule = {name: WALKER[name] for name in WALKER if name not in ("id", "alias", "pin")}
    number = create(tedee, **schedule)
    assert tedee.get(f"{PINS}/{number}").json()["result"] == {"id": number, **PLUMBER, **schedule}
    assert listed(tedee)["pins"][-1] == {"id": number, "alias": "Plumber"}


def test_a_change_replaces_the_pin_and_keeps_its_number(tedee):
    answer = tedee.send("PUT", f"{PINS}/2", PLUMBER)
    assert (answer.status_code, answer.content) == (204, b"")
    told = tedee.get(f"{PINS}/2").json()["result"]
    assert (told["alias"], told["pin"], told["weekDays"], told["endDate"]) == ("Plumber", "50381", None, None)
    assert tedee.send("PUT", f"{PINS}/2", PLUMBER | {"alias": "Renamed"}).status_code == 204, "its own digits"


def test_a_deleted_pin_is_gone_and_its_number_is_not_used_again(tedee):
    assert tedee.send("DELETE", f"{PINS}/2").status_code == 204
    assert tedee.get(f"{PINS}/2").status_code == 404
    assert tedee.send("DELETE", f"{PINS}/2").status_code == 404
    assert tedee.send("PUT", f"{PINS}/2", PLUMBER).status_code == 404
    assert create(tedee) == 3


def test_a_pin_removes_itself_at_its_end(sim, tedee):
    number = create(tedee, endDate="2026-11-21T10:00:00Z")
    version = listed(tedee)["listVersion"]
    sim.world.advance(3600)
    assert number not in [pin["id"] for pin in listed(tedee)["pins"]]
    assert listed(tedee)["listVersion"] == version + 1
    assert tedee.get(f"{PINS}/{number}").status_code == 404
    assert create(tedee) == number + 1, "its digits are free again"


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("5038", "5 to 8 digits"),
        ("503814927", "5 to 8 digits"),
        ("5038a", "digits only"),
        ("٥٠٣٨١", "digits only"),
        ("", "digits only"),
        ("55055", "3 different"),
        ("12345", "ascending or descending"),
        ("98764", "ascending or descending"),
        ("13579", "ascending or descending"),
        (50381, "required"),
        (None, "required"),
    ],
)
@pytest.mark.parametrize(("method", "path"), [("POST", PINS), ("PUT", f"{PINS}/2")])
def test_a_pin_that_breaks_a_rule_is_refused_with_the_rule(tedee, method, path, code, rule):
    answer = tedee.send(method, path, PLUMBER | {"pin": code})
    assert answer.status_code == 400
    assert rule in answer.json()["errorMessages"][0]
    assert listed(tedee)["listVersion"] == 2


@pytest.mark.parametrize("code", ["50381", "12343", "11223", "54322123", "90129"])
def test_pins_within_the_rules_are_taken(tedee, code):
    create(tedee, pin=code)


@pytest.mark.parametrize(
    "change", [{"alias": ""}, {"alias": None}, {"weekDays": "1"}, {"weekDays": 0}, {"endDate": "2026-11-20T00:00:00Z"}]
)
def test_an_alias_is_needed_and_a_schedule_that_can_be(tedee, change):
    assert tedee.send("POST", PINS, PLUMBER | change).status_code == 400


def test_the_same_digits_twice_are_refused(tedee):
    create(tedee)
    assert tedee.send("POST", PINS, PLUMBER | {"alias": "Another"}).status_code == 406
    assert tedee.send("PUT", f"{PINS}/2", PLUMBER).status_code == 406


def test_there_is_a_limit(sim, tedee):
    sim.world.set("Front Door", **{"pins.limit": 3})
    create(tedee)
    assert tedee.send("POST", PINS, PLUMBER | {"pin": "50382"}).status_code == 412
    assert tedee.send("PUT", f"{PINS}/2", PLUMBER | {"pin": "50382"}).status_code == 204


def test_numbers_that_are_none_are_not_found(tedee):
    assert tedee.get("lock/99/pin").status_code == 404
    assert tedee.get(f"{PINS}/x").status_code == 404
