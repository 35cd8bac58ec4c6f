"""What somebody typed for a new guest, judged: each bad input has its words, in its field."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.accesses import AccountDefaults, Place
from lockdash.domain.devices import DeviceKind
from lockdash.domain.people import PersonKind
from lockdash.domain.secret import Secret
from lockdash.domain.walltime import wall_at
from lockdash.domain.windows import Window
from lockdash.engine.people.directory import Directory
from lockdash.engine.people.draft import Draft, Judged, is_address, judge, kinds_of, origin_for
from lockdash.vendors.remotelock.people.origins import ORIGINS
from lockdash.vendors.tedee.people.origins import origins_of
from tests.tui import build_people as build
from tests.tui.build_people import BY_NAME, DEVICES

RENTALS, RESORT = ORIGINS
MEMBERS, PINS = origins_of(37)
NOW = datetime(2026, 3, 6, 18, tzinfo=UTC)
DEFAULTS = AccountDefaults(account="rentals", guest_start=time(16), guest_end=time(11))
LODGE, FRONT = BY_NAME["Lodge"], BY_NAME["Front Door"]
HUT = msgspec.structs.replace(LODGE, key="rentals/hut", vendor_id="hut", name="Hut", kind=DeviceKind.offline_lock)
CLOCKLESS = msgspec.structs.replace(LODGE, key="rentals/x", vendor_id="x", name="Shed", zone=None)
KNOWN = Directory(build.people_snapshot(), {each.key: each for each in (*DEVICES, HUT, CLOCKLESS)})


def guest(**more: Any) -> Draft:
    fields: dict[str, Any] = {
        "account": "rentals",
        "origin": RENTALS.name,
        "kind": PersonKind.guest,
        "name": "Ada Sample",
        "starts": "2026-12-01 16:00",
        "ends": "2026-12-05 11:00",
        "targets": (LODGE,),
        "pin": Secret("4839"),
    }
    return Draft(**(fields | more))


def invited(**more: Any) -> Draft:
    return guest(
        **({"account": "home", "origin": MEMBERS.name, "kind": PersonKind.member, "email": "ada@example.com"} | more),
        **({} if "targets" in more else {"targets": (FRONT,)}),
        **({} if "pin" in more else {"pin": None}),
    )


def judged(draft: Draft, origin: Any = None) -> Judged:
    by_name = {each.name: each for each in (RENTALS, RESORT, MEMBERS, PINS)}
    return judge(draft, origin or by_name[draft.origin], KNOWN, DEFAULTS, NOW)


def test_a_guest_becomes_one_person_with_a_stay_on_the_wall() -> None:
    found = judged(guest(targets=(LODGE, BY_NAME["Pool gate"]), schedule_id="s1", email=" ada@example.com "))
    assert not found.problems
    assert not found.questions
    assert found.zone == "America/Denver"
    assert found.new is not None
    assert found.new.stay == Window(starts_at=datetime(2026, 12, 1, 16), ends_at=datetime(2026, 12, 5, 11))
    assert found.new.email == "ada@example.com"
    assert [(each.target.name, each.schedule_id, each.window) for each in found.accesses] == [
        ("Lodge", "s1", None),
        ("Pool gate", "s1", None),
    ]


def test_a_date_alone_means_the_time_at_which_guests_of_the_account_come_and_leave() -> None:
    found = judged(guest(starts="2026-12-01", ends="2026-12-05"))
    assert found.stay == Window(starts_at=datetime(2026, 12, 1, 16), ends_at=datetime(2026, 12, 5, 11))


def test_moments_are_those_of_the_clock_at_each_door() -> None:
    far = msgspec.structs.replace(FRONT, key="home/far", vendor_id="far", name="Far", zone="Asia/Kathmandu")
    known = Directory(build.people_snapshot(), {each.key: each for each in (*DEVICES, far)})
    found = judge(invited(targets=(FRONT, far)), MEMBERS, known, None, NOW)
    starts = [each.window.starts_at for each in found.accesses if each.window is not None]
    assert starts == [datetime(2026, 12, 1, 15, tzinfo=UTC), datetime(2026, 12, 1, 10, 15, tzinfo=UTC)]
    assert found.new is not None
    assert found.new.stay is None
    assert found.zone is None


def test_weekly_hours_are_turned_to_utc_and_their_drift_is_told() -> None:
    found = judged(invited(starts="", ends="", week="mon-fri 09:00-17:00"))
    window = found.accesses[0].window
    assert window is not None
    assert (window.in_utc, window.from_time, window.to_time) == (True, time(8), time(16))
    assert found.notes == ("the vendor keeps these hours in UTC: from 29 Mar 2026 on it is Mon-Fri 10:00-18:00",)


@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        ({"name": " "}, "name", "the name is empty"),
        ({"name": "x" * 500}, "name", "at most 200 characters; this one has 500"),
        ({"email": "ada@"}, "email", "no e-mail address"),
        ({"email": "a b@example.com"}, "email", "no e-mail address"),
        ({"pin": Secret("12")}, "pin", "4 to 10 digits; this one has 2"),
        ({"pin": Secret("12ab")}, "pin", "digits 0 to 9 and nothing else"),
        ({"starts": "2026-12-06 16:00"}, "ends", "ends before it begins"),
        ({"ends": "2026-12-01 16:00"}, "ends", "ends when it begins"),
        ({"starts": "2026-01-01 16:00", "ends": "2026-01-05 11:00"}, "ends", "over already"),
        ({"starts": ""}, "starts", "name both"),
        ({"ends": "soon"}, "ends", "a date and time are needed"),
        ({"starts": "2027-03-14 02:30", "ends": "2027-03-20 11:00"}, "starts", "put forward over it"),
        ({"targets": ()}, "targets", "no door: choose one"),
        ({"targets": (FRONT,)}, "targets", "Front Door belongs to home, not to rentals"),
        ({"targets": (HUT,)}, "targets", "gives no access to Hut"),
        ({"targets": (CLOCKLESS,)}, "zone", "the time zone of a door is not known"),
        ({"targets": (CLOCKLESS,), "zone": "Europe/Nowhere"}, "zone", "no time zone is called Europe/Nowhere"),
        ({"week": "mon-fri"}, "week", "keeps the days of the week in schedules"),
        ({"department": "x"}, "department", "only permanent users"),
        ({"one_time": True}, "one_time", "only the PINs of resort locks"),
        ({"kind": PersonKind.user}, "starts", "a user is permanent"),
        ({"kind": PersonKind.member}, "kind", "knows no members"),
    ],
)
def test_each_mistake_has_its_words_in_its_field(more: dict[str, Any], field: str, said: str) -> None:
    found = judged(guest(**more))
    assert said in found.problems[field]
    assert found.new is None


@pytest.mark.parametrize(
    ("draft", "field", "said"),
    [
        (invited(email=""), "email", "invited by e-mail"),
        (invited(pin=Secret("48392")), "pin", "a Tedee user opens with the app"),
        (invited(schedule_id="s1"), "schedule_id", "no schedule"),
        (invited(week="sometimes"), "week", "no day is called"),
        (invited(week="mon-fri"), "week", "keeps no whole days"),
        (invited(origin=PINS.name, kind=PersonKind.code), "pin", "a PIN is needed"),
        (invited(origin=PINS.name, kind=PersonKind.code, pin=Secret("11223")), "pin", ""),
        (invited(origin=PINS.name, kind=PersonKind.code, pin=Secret("11112")), "pin", "3 different digits"),
        (invited(origin=PINS.name, kind=PersonKind.code, pin=Secret("12345")), "pin", "all rise or all fall"),
        (invited(origin=PINS.name, kind=PersonKind.code, generate_pin=True), "pin", "Tedee makes no PINs"),
        (guest(origin=RESORT.name, targets=(HUT,)), "pin", "nobody can choose it"),
        (guest(origin=RESORT.name, targets=(HUT,), starts="2026-12-01 16:30"), "starts", "only whole hours"),
    ],
)
def test_each_rule_of_an_origin_has_its_words(draft: Draft, field: str, said: str) -> None:
    found = judged(draft)
    assert said in found.problems.get(field, "")
    assert bool(found.problems.get(field)) == bool(said)


def test_a_zone_that_no_door_says_is_taken_from_whoever_knows_it() -> None:
    found = judged(guest(targets=(CLOCKLESS,), zone="America/Denver"))
    assert not found.problems
    assert (found.asks_zone, found.zone) == (True, "America/Denver")


def test_no_zone_is_asked_for_without_times() -> None:
    found = judged(guest(kind=PersonKind.user, starts="", ends="", targets=(CLOCKLESS,)))
    assert not found.problems
    assert not found.asks_zone


def test_a_stay_that_has_begun_needs_a_yes() -> None:
    found = judged(guest(starts="2026-03-06 09:00"))
    assert not found.problems
    assert "has begun already" in found.questions[0]


def test_a_time_that_comes_twice_is_asked_about_where_nobody_can_choose() -> None:
    found = judged(guest(ends="2026-11-01 01:30", starts="2026-10-30 16:00"))
    assert "comes twice at the door" in found.questions[0]
    assert "the vendor decides" in found.questions[0]


@pytest.mark.parametrize(
    ("ends", "hour", "asks"),
    [
        ("2026-10-25 02:30", 1, True),
        ("2026-10-25 02:30+02:00", 0, False),
        ("2026-10-25 02:30+01:00", 1, False),
    ],
)
def test_where_the_vendor_keeps_moments_the_wider_reading_is_asked_about(ends: str, hour: int, asks: bool) -> None:
    found = judged(invited(starts="2026-10-20 16:00", ends=ends))
    window = found.accesses[0].window
    assert window is not None
    assert window.ends_at == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    assert bool(found.questions) == asks
    assert not asks or "+02:00 behind the time means the other" in found.questions[0]


def test_an_offset_that_the_door_does_not_have_then_is_refused() -> None:
    found = judged(invited(starts="2026-12-01 16:00+02:00"))
    assert "the clocks of Europe/Warsaw are at +01:00, not at +02:00" in found.problems["starts"]


def test_a_group_has_the_zones_of_its_doors_and_a_place_its_own() -> None:
    found = judged(guest(targets=(build.CABINS, build.BEACH)))
    assert found.zone == "America/Denver"
    nowhere = Place(account="rentals", id="p9", name="Nowhere")
    assert "zone" in judged(guest(targets=(nowhere,))).problems


def test_guests_come_first_among_those_whom_one_can_add() -> None:
    assert kinds_of(RENTALS) == [PersonKind.guest, PersonKind.user]
    assert kinds_of(MEMBERS) == [PersonKind.member]
    assert kinds_of(origins_of(34)[0]) == []


@pytest.mark.parametrize(
    ("origins", "targets", "email", "pin", "expected"),
    [
        (ORIGINS, (LODGE,), False, True, RENTALS.name),
        (ORIGINS, (LODGE, build.CABINS), False, False, RENTALS.name),
        (ORIGINS, (HUT,), True, False, RESORT.name),
        (origins_of(37), (FRONT,), True, False, MEMBERS.name),
        (origins_of(37), (FRONT,), False, True, PINS.name),
        (origins_of(37), (FRONT,), True, True, PINS.name),
    ],
)
def test_the_doors_tell_the_origin(origins: Any, targets: Any, email: bool, pin: bool, expected: str) -> None:
    found = origin_for(origins, targets, email=email, pin=pin)
    assert not isinstance(found, str)
    assert found.name == expected


def test_doors_of_two_origins_are_not_for_one_person() -> None:
    assert "one after the other" in str(origin_for(ORIGINS, (LODGE, HUT), email=False, pin=False))
    assert "nobody can be added" in str(origin_for((origins_of(34)[0],), (FRONT,), email=True, pin=False))


@given(
    st.datetimes(min_value=datetime(2026, 3, 8), max_value=datetime(2030, 1, 1)),
    st.sampled_from(["Europe/Warsaw", "America/Denver", "Australia/Lord_Howe", "Asia/Kathmandu"]),
)
def test_whatever_is_typed_is_what_the_clock_at_the_door_will_show(at: datetime, zone: str) -> None:
    at = at.replace(second=0, microsecond=0)
    door = msgspec.structs.replace(FRONT, zone=zone)
    known = Directory(build.people_snapshot(), {door.key: door})
    draft = invited(targets=(door,), starts="", ends=at.isoformat(" ", "minutes"))
    found = judge(draft, MEMBERS, known, None, NOW)
    if found.problems:
        assert "put forward over it" in found.problems["ends"]
        return
    window = found.accesses[0].window
    assert window is not None
    assert window.ends_at is not None
    assert wall_at(window.ends_at, zone) == at


@pytest.mark.parametrize("text", ["a@b", "first.last+x@example.co.uk", "ü@example.com"])
def test_an_address(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize("text", ["", "a", "@b", "a@", "a@b@c", "a @b", "a@b\n", "x" * 250 + "@b.cd"])
def test_no_address(text: str) -> None:
    assert not is_address(text)
