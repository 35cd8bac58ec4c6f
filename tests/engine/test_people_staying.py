"""Another beginning or end of a stay, typed: judged beside the one that stays."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

import msgspec
import pytest

from lockdash.domain.accesses import Access, AccountDefaults
from lockdash.domain.people import Person
from lockdash.domain.windows import Window
from lockdash.engine.people.directory import Directory
from lockdash.engine.people.staying import JudgedStay, judge_stay
from lockdash.engine.people.views import view
from lockdash.vendors.people import Origin
from tests.tui import build_people as build
from tests.tui.build_people import ADA, BY_NAME, DEVICES, DORA, HOME_ORIGINS, IDA, RENTALS_ORIGINS, access

NOW = datetime(2026, 3, 6, 18, tzinfo=UTC)
DEFAULTS = AccountDefaults(account="rentals", guest_start=time(16), guest_end=time(11))
RENTALS, MEMBERS = RENTALS_ORIGINS[0], HOME_ORIGINS[0]
FAR = msgspec.structs.replace(BY_NAME["Front Door"], key="home/far", vendor_id="far", zone="Asia/Kathmandu")


def judged(
    person: Person,
    origin: Origin,
    starts: str = "",
    ends: str = "",
    *,
    accesses: list[Access] | None = None,
    devices: Any = DEVICES,
    zone: str = "",
) -> JudgedStay:
    known = build.people_snapshot(accesses=build.ACCESSES if accesses is None else accesses)
    directory = Directory(known, {each.key: each for each in (*devices, FAR)})
    seen = view(person, known, directory, NOW)
    return judge_stay(seen, starts, ends, origin, directory, DEFAULTS, NOW, zone)


def test_a_new_end_is_on_the_wall_where_stays_are() -> None:
    found = judged(ADA, RENTALS, ends="2026-03-12")
    assert not found.problems
    assert (found.starts_at, found.ends_at) == (None, datetime(2026, 3, 12, 11))
    assert found.zone == "America/Denver"


def test_a_new_end_is_a_moment_where_accesses_have_windows() -> None:
    found = judged(IDA, MEMBERS, ends="2026-07-31 20:00")
    assert (found.starts_at, found.ends_at) == (None, datetime(2026, 7, 31, 18, tzinfo=UTC))


@pytest.mark.parametrize(
    ("starts", "ends", "field", "said"),
    [
        ("", "", "", "nothing would change"),
        ("", "2026-03-09 11:00", "", "nothing would change"),
        ("", "2026-03-03 11:00", "ends", "ends before it begins"),
        ("", "2026-03-05 11:00", "ends", "that is past: to end a stay at once"),
        ("2026-03-10 16:00", "", "starts", "ends before it begins"),
        ("", "never", "ends", "a date and time are needed"),
        ("2027-03-14 02:30", "2027-03-20", "starts", "put forward over it"),
    ],
)
def test_each_mistake_has_its_words(starts: str, ends: str, field: str, said: str) -> None:
    found = judged(ADA, RENTALS, starts, ends)
    assert said in found.problems[field]
    assert (found.starts_at, found.ends_at) == (None, None)


def test_a_permanent_user_has_no_stay() -> None:
    assert "permanent user" in judged(DORA, RENTALS, ends="2026-03-12").problems[""]


def test_the_end_of_a_stay_may_be_before_now_only_if_it_stays_as_it_is() -> None:
    over = msgspec.structs.replace(ADA, stay=Window(starts_at=datetime(2026, 3, 1, 16), ends_at=datetime(2026, 3, 3)))
    assert not judged(over, RENTALS, ends="2026-03-12").problems


def test_a_time_that_comes_twice_is_asked_about() -> None:
    assert "comes twice" in judged(ADA, RENTALS, ends="2026-11-01 01:30").questions[0]


def test_a_zone_that_no_door_says_is_asked_for() -> None:
    clockless = [msgspec.structs.replace(each, zone=None) for each in DEVICES]
    asked = judged(ADA, RENTALS, ends="2026-03-12", devices=clockless)
    assert asked.asks_zone
    assert "say which" in asked.problems["zone"]
    assert "Mars/Base" in judged(ADA, RENTALS, ends="2026-03-12", devices=clockless, zone="Mars/Base").problems["zone"]
    told = judged(ADA, RENTALS, ends="2026-03-12", devices=clockless, zone="America/Denver")
    assert told.ends_at == datetime(2026, 3, 12, 11)


def test_one_moment_cannot_be_one_time_at_doors_of_two_zones() -> None:
    window = Window(ends_at=datetime(2026, 6, 30, 22, tzinfo=UTC), in_utc=True)
    accesses = [access(IDA, door, window=window) for door in (BY_NAME["Front Door"], FAR)]
    found = judged(IDA, MEMBERS, ends="2026-07-31 20:00", accesses=accesses)
    assert "several time zones" in found.problems["ends"]
