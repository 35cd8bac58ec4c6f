"""Moments as people type them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.cli.since import ACCEPTED, moment

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
        ("2026-11-01", "2026-10-31T23:00:00+00:00"),
        ("2026-07-01", "2026-06-30T22:00:00+00:00"),
        ("2026-11-01T12:00", "2026-11-01T11:00:00+00:00"),
        ("2026-11-01 12:00:05", "2026-11-01T11:00:05+00:00"),
        ("2026-11-01T12:00:00Z", "2026-11-01T12:00:00+00:00"),
        ("2026-11-01T12:00+05:30", "2026-11-01T06:30:00+00:00"),
        ("2026-10-25T02:30", "2026-10-25T00:30:00+00:00"),  # shown twice that night: the first
    ],
)
def test_an_age_or_the_viewers_own_clock(text: str, meant: str) -> None:
    assert moment(text, NOW, WARSAW).isoformat() == meant


def test_without_a_zone_it_is_the_machines() -> None:
    assert moment("2026-11-01", NOW) == datetime(2026, 11, 1).astimezone()


@pytest.mark.parametrize(
    "text",
    [
        *("", "yesterday", "2", "d", "-2d", "2.5h", "2s", "2026-13-01", "2026-02-30", "2026-11", "20261101", "12:00"),
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
