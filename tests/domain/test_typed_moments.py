"""Moments as people type them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.typed_moments import ACCEPTED, end_of, moment

NOW = datetime(2026, 11, 21, 12, 0, 30, tzinfo=UTC)
WARSAW = ZoneInfo("Europe/Warsaw")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("30m", "2026-11-21T11:30:30+00:00"),
        ("12h", "2026-11-21T00:00:30+00:00"),
        ("2d", "2026-11-19T12:00:30+00:00"),
        ("2 D ", "2026-11-19T12:00:30+00:00"),
        ("3w", "2026-10-31T12:00:30+00:00"),
        ("0m", "2026-11-21T12:00:30+00:00"),
        ("today", "2026-11-20T23:00:00+00:00"),
        (" Yesterday", "2026-11-19T23:00:00+00:00"),
        ("2026-11-01", "2026-10-31T23:00:00+00:00"),
        ("2026-07-01", "2026-06-30T22:00:00+00:00"),
        ("2026-11-01T12:00", "2026-11-01T11:00:00+00:00"),
        ("2026-11-01 12:00:05", "2026-11-01T11:00:05+00:00"),
        ("2026-11-01T12:00:00Z", "2026-11-01T12:00:00+00:00"),
        ("2026-11-01t12:00z", "2026-11-01T12:00:00+00:00"),  # as a filter folds it
        ("2026-11-01T12:00+05:30", "2026-11-01T06:30:00+00:00"),
        ("2026-10-25T02:30", "2026-10-25T00:30:00+00:00"),  # shown twice that night: the first
    ],
)
def test_an_age_or_the_viewers_own_clock(text: str, meant: str) -> None:
    assert moment(text, NOW, WARSAW).isoformat() == meant


def test_without_a_zone_it_is_the_machines() -> None:
    assert moment("2026-11-01", NOW) == datetime(2026, 11, 1).astimezone()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2d", "2026-11-19T12:00:30+00:00"),
        ("2026-11-01T12:00", "2026-11-01T11:00:00+00:00"),
        ("2026-11-01", "2026-11-01T23:00:00+00:00"),
        ("2026-10-25", "2026-10-25T23:00:00+00:00"),  # a day of 25 hours
        ("today", "2026-11-21T23:00:00+00:00"),
        ("yesterday", "2026-11-20T23:00:00+00:00"),
    ],
)
def test_until_a_day_is_until_its_end(text: str, meant: str) -> None:
    assert end_of(text, NOW, WARSAW).isoformat() == meant


def test_the_days_are_the_viewers() -> None:
    at_night = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)  # the 22nd in Warsaw
    assert moment("today", at_night, WARSAW) == datetime(2026, 11, 21, 23, tzinfo=UTC)
    assert moment("today", at_night, UTC) == datetime(2026, 11, 21, tzinfo=UTC)


def test_there_is_no_day_after_the_last() -> None:
    with pytest.raises(ValueError, match="9999-12-31"):
        end_of("9999-12-31", NOW, WARSAW)


@pytest.mark.parametrize(
    "text",
    [
        *("", "tomorrow", "2", "d", "-2d", "2.5h", "2s", "2026-13-01", "2026-02-30", "2026-11", "20261101", "12:00"),
        *("2026-11-01T25:00", "2026-11-01T12", "٢d", "9" * 30 + "d", "99999999w", "0001-01-01"),
    ],
)
def test_what_is_not_understood_says_what_is(text: str) -> None:
    with pytest.raises(ValueError) as caught:
        moment(text, NOW, WARSAW)
    assert ACCEPTED in str(caught.value)


@given(st.text(max_size=20))
def test_anything_else_is_a_moment_or_a_sentence(text: str) -> None:
    try:
        meant = moment(text, NOW, WARSAW)
    except ValueError as error:
        told = str(error)
    else:
        told = ACCEPTED
        assert meant.tzinfo is UTC
    assert ACCEPTED in told
