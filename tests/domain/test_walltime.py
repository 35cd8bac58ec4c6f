from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.walltime import (
    UnknownZone,
    bounds_of,
    is_whole_hour,
    known_zone,
    moments_of,
    next_change,
    offset_on,
    wall_at,
    wall_elsewhere,
    zone_of,
)

ZONES = st.sampled_from(["Europe/Warsaw", "America/Denver", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"])
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("wall", "zone", "expected"),
    [
        (datetime(2026, 12, 1, 16), "Europe/Warsaw", ["2026-12-01T15:00"]),
        (datetime(2026, 7, 1, 16), "Europe/Warsaw", ["2026-07-01T14:00"]),
        (datetime(2026, 3, 29, 2, 30), "Europe/Warsaw", []),
        (datetime(2026, 3, 29, 3), "Europe/Warsaw", ["2026-03-29T01:00"]),
        (datetime(2026, 10, 25, 2, 30), "Europe/Warsaw", ["2026-10-25T00:30", "2026-10-25T01:30"]),
        (datetime(2026, 3, 8, 2, 0), "America/Denver", []),
        (datetime(2026, 11, 1, 1, 59), "America/Denver", ["2026-11-01T07:59", "2026-11-01T08:59"]),
        # Half an hour only.
        (datetime(2026, 10, 4, 2, 15), "Australia/Lord_Howe", []),
        (datetime(2026, 10, 4, 2, 30), "Australia/Lord_Howe", ["2026-10-03T15:30"]),
        (datetime(2026, 4, 5, 1, 45), "Australia/Lord_Howe", ["2026-04-04T14:45", "2026-04-04T15:15"]),
        (datetime(2026, 1, 1, 0, 0), "Asia/Kathmandu", ["2025-12-31T18:15"]),
    ],
)
def test_what_a_time_on_the_wall_means(wall: datetime, zone: str, expected: list[str]) -> None:
    assert moments_of(wall, zone) == tuple(datetime.fromisoformat(each).replace(tzinfo=UTC) for each in expected)


@given(st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1)), ZONES)
def test_the_moments_are_all_at_which_the_clock_shows_it(wall: datetime, zone: str) -> None:
    wall = wall.replace(second=0, microsecond=0)
    around = wall.replace(tzinfo=UTC) - offset_on(wall.date(), zone)
    # Counted minute by minute, as somebody would who stands at the door.
    walked = [around + each * MINUTE for each in range(-180, 181)]
    assert moments_of(wall, zone) == tuple(
        each for each in walked if each.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0) == wall
    )


@given(st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)), ZONES)
def test_what_the_wall_shows_at_a_moment_means_that_moment_among_others(moment: datetime, zone: str) -> None:
    wall = wall_at(moment, zone)
    first, last = bounds_of(wall, zone)
    assert moment in moments_of(wall, zone)
    assert first <= moment <= last


def test_a_fold_that_was_left_in_a_time_does_not_decide() -> None:
    wall = datetime(2026, 10, 25, 2, 30)
    assert moments_of(wall.replace(fold=1), "Europe/Warsaw") == moments_of(wall, "Europe/Warsaw")


def test_the_bounds_of_a_skipped_time_lie_about_the_change() -> None:
    change = datetime(2026, 3, 29, 1, tzinfo=UTC)
    first, last = bounds_of(datetime(2026, 3, 29, 2, 30), "Europe/Warsaw")
    assert (first, last) == (change - 30 * MINUTE, change + 30 * MINUTE)


@pytest.mark.parametrize(
    "name", [None, "", "Europe", "Europe/Atlantis", "../../etc/passwd", "/etc", "a\0b", "x" * 5000]
)
def test_a_zone_that_nobody_knows_is_an_error(name: str | None) -> None:
    assert known_zone(name) is None
    with pytest.raises(UnknownZone) as raised:
        moments_of(datetime(2026, 1, 1), name)
    assert raised.value.name == name
    assert isinstance(raised.value, ValueError)
    with pytest.raises(UnknownZone):
        zone_of(name)


def test_a_time_with_a_zone_is_not_on_a_wall() -> None:
    with pytest.raises(ValueError, match="zone of its own"):
        moments_of(datetime(2026, 1, 1, tzinfo=UTC), "Europe/Warsaw")


def test_the_ends_of_the_calendar() -> None:
    with pytest.raises(ValueError, match="year"):
        moments_of(datetime.max, "America/Denver")
    assert bounds_of(datetime.max, "America/Denver")[1] == datetime.max.replace(tzinfo=UTC)
    assert wall_at(datetime.max.replace(tzinfo=UTC), "Europe/Warsaw") == datetime.max
    assert next_change(date.max, "Europe/Warsaw") is None


def test_the_viewers_time_only_where_it_differs() -> None:
    moment = datetime(2026, 12, 1, 15, tzinfo=UTC)
    assert wall_elsewhere(moment, "Europe/Warsaw", ZoneInfo("Europe/Berlin")) is None
    assert wall_elsewhere(moment, "Europe/Warsaw", ZoneInfo("America/Denver")) == datetime(2026, 12, 1, 8)
    with pytest.raises(UnknownZone):
        wall_elsewhere(moment, "Mars/Base", UTC)


def test_this_machines_zone_goes_by_its_rules_for_that_moment() -> None:
    moment = datetime(2026, 12, 1, 15, tzinfo=UTC)
    ours = moment.astimezone().replace(tzinfo=None)
    assert wall_elsewhere(moment, "Asia/Kathmandu") in (ours, None)
    assert (wall_elsewhere(moment, "Asia/Kathmandu") is None) == (ours == datetime(2026, 12, 1, 20, 45))


@pytest.mark.parametrize(
    ("wall", "whole"),
    [
        (datetime(2026, 1, 1, 16), True),
        (time(0), True),
        (time(16, 30), False),
        (time(16, 0, 1), False),
        (datetime(2026, 1, 1, 16, 0, 0, 1), False),
    ],
)
def test_whole_hours(wall: datetime | time, whole: bool) -> None:
    assert is_whole_hour(wall) is whole


def test_the_next_change_of_the_clock() -> None:
    assert next_change(date(2026, 1, 1), "Europe/Warsaw") == date(2026, 3, 29)
    assert next_change(date(2026, 3, 29), "Europe/Warsaw") == date(2026, 10, 25)
    assert next_change(date(2026, 1, 1), "Asia/Kathmandu") is None
    assert offset_on(date(2026, 4, 5), "Australia/Lord_Howe") == timedelta(hours=10, minutes=30)
