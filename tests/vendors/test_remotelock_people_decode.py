"""RemoteLock's people as domain values: whatever else may come than the examples of the reference."""

from __future__ import annotations

from datetime import datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.people import Ability, PersonKind, PersonStatus
from lockdash.vendors.remotelock.people import decode
from lockdash.vendors.remotelock.people.letters import plain
from lockdash.vendors.remotelock.people.resort import letter
from lockdash.vendors.replies import each
from tests.vendors import hostile
from tests.vendors.remotelock_items import changed, example, raw

USER, GUEST = example("Access Persons", "Get access persons")["data"]
ACCESS, DOOR_ACCESS, *_ = example("Access Persons", "Get all of an access person's accesses")["data"]
RESORT, _ = example("Resort Lock Guests", "Get all resort lock guests")["data"]
TIMES = {"starts_at", "ends_at", "guest_start_time", "guest_end_time"}


def _person(item):
    return decode.person(raw(item), "rentals").person


def _access(item):
    return decode.access(raw(item), "rentals")


def _all(read, *items):
    return each([raw(item) for item in items], lambda item: read(item, "rentals"), "people list")


@pytest.mark.parametrize("zone", ["Z", "+09:00", "-0500", ".250Z"])
def test_a_zone_behind_a_time_on_the_wall_means_nothing(zone):
    stay = _person(changed(GUEST, starts_at=f"2018-09-10T16:30:00{zone}")).stay
    assert stay.starts_at == datetime(2018, 9, 10, 16, 30)
    assert stay.starts_at.tzinfo is None


@pytest.mark.parametrize("value", ["soon", "", 7, True, [], "2018-13-01T00:00:00", "x" * 50])
@pytest.mark.parametrize("field", ["starts_at", "ends_at"])
@pytest.mark.parametrize(("read", "item"), [(decode.person, GUEST), (decode.resort_guest, RESORT)])
def test_who_stays_until_nobody_knows_when_is_not_shown_as_staying_for_ever(read, item, field, value):
    seen, problems = _all(read, changed(item, **{field: value}), item)
    assert [one.person.id for one in seen] == [item["id"]]
    assert problems[0].where == "people list[0]"
    assert "a time of a stay" in problems[0].why


def test_a_stay_without_an_end():
    assert _person(changed(GUEST, ends_at=None)).stay.ends_at is None


@pytest.mark.parametrize(
    ("raw_status", "status", "word"),
    [
        *((each, PersonStatus(each), each) for each in ("current", "upcoming", "expired", "deactivated")),
        ("frozen\x1b[31m", PersonStatus.unknown, "frozen"),
        ("pending", PersonStatus.unknown, "pending"),
        (7, PersonStatus.unknown, "7"),
        ([], PersonStatus.unknown, ""),
        (None, None, ""),
    ],
)
def test_statuses(raw_status, status, word):
    person = _person(changed(GUEST, status=raw_status))
    assert (person.status, person.status_raw) == (status, word)


@pytest.mark.parametrize(
    ("item", "kind", "stay"),
    [
        (GUEST | {"type": "access_pirate"}, PersonKind.guest, True),
        (USER | {"type": "access_pirate"}, PersonKind.user, False),
        (changed(USER, starts_at="2018-09-10T16:30:00", ends_at=None), PersonKind.user, False),
    ],
)
def test_kinds(item, kind, stay):
    person = _person(item)
    assert (person.kind, person.stay is not None) == (kind, stay)


@pytest.mark.parametrize(
    ("pin", "card", "has"),
    [("1234", None, (True, False)), (None, "777", (False, True)), ("", "", (False, False)), (1234, [7], (True, True))],
)
def test_that_there_is_a_code_is_all_that_a_person_says_of_it(pin, card, has):
    person = _person(changed(USER, pin=pin, card_number=card))
    assert (person.has_pin, person.has_card) == has


def test_a_code_that_is_not_told_is_not_known():
    item = changed(USER)
    del item["attributes"]["pin"], item["attributes"]["card_number"]
    assert (_person(item).has_pin, _person(item).has_card) == (None, None)


@pytest.mark.parametrize("read", [decode.person, decode.resort_guest])
def test_no_code_is_printed(read):
    item = changed(RESORT | {"type": "access_guest"}, pin="918273", card_number="555123")
    seen = read(raw(item), "rentals")
    assert seen.credentials.pin.reveal() == "918273"
    assert "918273" not in repr(seen)
    assert "555123" not in repr(seen)
    assert "918273" not in repr(seen.person)


@pytest.mark.parametrize(
    ("actions", "denied"),
    [
        (["update"], {Ability.change, Ability.change_pin, Ability.change_stay}),
        (["delete", "deactivate", "fly", 7], {Ability.delete, Ability.deactivate}),
        ("update", set()),
        (None, set()),
    ],
)
def test_restricted_actions(actions, denied):
    assert _person(GUEST | {"meta": {"restricted_actions": actions}}).denied == denied


@pytest.mark.parametrize(
    ("counts", "expected"),
    [((3, 1, 1, 1), (3, 1, 1, 1)), ((0, 0, 0, 0), (0, 0, 0, 0)), ((3, None, 1, 1), None), ((-1, 0, 0, 0), None)],
)
def test_counts_are_read_together(counts, expected):
    names = ("devices_count", "devices_synced_count", "devices_pending_sync_count", "devices_failed_sync_count")
    sync = _access(changed(ACCESS, **dict(zip(names, counts, strict=True)))).sync
    assert (sync and (sync.total, sync.synced, sync.pending, sync.failed)) == expected


def test_a_door_has_nothing_to_hear():
    assert _access(DOOR_ACCESS).sync is None
    assert _access(changed(DOOR_ACCESS, devices_count=1)).sync.total == 1, "unless the vendor counts it"


def test_times_of_one_door():
    access = _access(changed(ACCESS, guest_start_time="14:00", guest_end_time="09:30:15"))
    assert (access.guest_start, access.guest_end) == (time(14), time(9, 30, 15))


@pytest.mark.parametrize(
    "change",
    [
        {"access_person_id": None},
        {"accessible_id": None},
        {"accessible_type": "spaceship"},
        {"accessible_type": []},
        {"guest_start_time": "noon"},
        {"guest_end_time": 12},
    ],
)
def test_an_access_that_cannot_be_understood_costs_itself(change):
    accesses, problems = _all(decode.access, changed(ACCESS, **change), DOOR_ACCESS)
    assert [access.id for access in accesses] == [DOOR_ACCESS["id"]]
    assert problems[0].where == "people list[0]"


@pytest.mark.parametrize("name", hostile.NAMES, ids=lambda name: repr(name)[:20])
@pytest.mark.parametrize(("read", "item"), [(decode.person, GUEST), (decode.resort_guest, RESORT)])
def test_names_from_strangers(read, item, name):
    person = read(raw(changed(item, name=name, email=name, department=name)), "rentals").person
    assert person.name
    assert all(hostile.is_safe(text) for text in (person.name, (person.email or "")[:200], person.department or ""))
    assert len(person.email or "") <= 254


@pytest.mark.parametrize("field", sorted(GUEST["attributes"].keys() - TIMES))
@pytest.mark.parametrize("value", hostile.VALUES, ids=lambda value: repr(value)[:20])
def test_any_value_anywhere_costs_only_itself(field, value):
    seen, problems = _all(decode.person, changed(GUEST, **{field: value}), USER)
    assert (len(seen), problems) == (2, [])


PERSON_FIELDS = ("type", "id", "attributes", "meta")


@given(hostile.JSON | hostile.varied(PERSON_FIELDS, GUEST))
def test_nobody_raises_or_hides_their_neighbours(item):
    seen, _ = _all(decode.person, USER, item, GUEST)
    assert (seen[0].person.id, seen[-1].person.id) == (USER["id"], GUEST["id"])


@given(hostile.JSON | hostile.varied(PERSON_FIELDS, ACCESS))
def test_no_access_raises_or_hides_its_neighbours(item):
    accesses, _ = _all(decode.access, ACCESS, item, DOOR_ACCESS)
    assert (accesses[0].id, accesses[-1].id) == (ACCESS["id"], DOOR_ACCESS["id"])


@given(hostile.JSON | hostile.varied(PERSON_FIELDS, RESORT))
def test_no_guest_of_a_resort_lock_raises_or_hides_another(item):
    seen, _ = _all(decode.resort_guest, RESORT, item)
    assert seen[0].person.id == RESORT["id"]


def test_a_letter_is_text():
    assert plain("<p>Dear Ann,</p>\n\n<p>Code:\n<b>123</b><br/>Bye</p>") == "Dear Ann,\n\nCode: 123\nBye"
    assert plain("a<script>alert(1)</script>b &amp; \x1b[31mred\x1b]0;owned\x07") == "ab & red"
    assert plain("<![strange<p>x") == ""
    assert plain("<table><tr><td>one</td></tr></table>" * 500).count("one") < 200


@given(st.text(alphabet="<>![]-/?&;#pbr\x1b x", max_size=60))
def test_any_letter_is_safe(html):
    assert all(hostile.is_safe(line) for line in plain(html).splitlines())


def test_a_letter_shows_no_code():
    body = example("Resort Lock Guests", "Preview resort lock guest access instructions email")["data"]
    assert "123-456" not in repr(letter(raw(body)))
