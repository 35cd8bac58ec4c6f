from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.typed_times import Typed, typed

WALL = datetime(2026, 12, 1, 16)


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-01T16:00",
        "2026-12-01 16:00",
        " 2026-12-01  16:00 ",
        "2026-12-01t16:00",
        "2026-12-01 16:00:00",
    ],
)
def test_date_and_time_are_on_the_wall(text: str) -> None:
    assert typed(text) == Typed(WALL)


def test_the_hour_may_have_one_digit() -> None:
    assert typed("2026-12-01 9:05").wall == datetime(2026, 12, 1, 9, 5)


def test_a_date_alone_has_the_usual_time() -> None:
    assert typed("2026-12-01", time(15, 30)).wall == datetime(2026, 12, 1, 15, 30)


@pytest.mark.parametrize(
    ("text", "hours"), [("2026-12-01T16:00Z", 0), ("2026-12-01 16:00 +01:00", 1), ("2026-12-01 16:00-0700", -7)]
)
def test_an_offset_says_which_clock_it_is(text: str, hours: int) -> None:
    assert typed(text) == Typed(WALL, timedelta(hours=hours))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "a date and time are needed"),
        ("tomorrow", "a date and time are needed"),
        ("01.12.2026 16:00", "2026-12-01 16:00"),
        ("2026-12-01", "the time of the day is missing"),
        ("2026-02-30 16:00", "there is no 2026-02-30 16:00"),
        ("2026-12-01 25:00", "there is no 2026-12-01 25:00"),
        ("2026-12-01 16:00+99:00", "there is no"),
        ("٢٠٢٦-12-01 16:00", "a date and time are needed"),
    ],
)
def test_what_is_no_time_says_what_is_accepted(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said.replace("+", r"\+")):
        typed(text)


@given(st.datetimes(min_value=datetime(1000, 1, 1)), st.sampled_from(["T", " "]))
def test_every_minute_can_be_typed(at: datetime, between: str) -> None:
    minute = at.replace(second=0, microsecond=0)
    assert typed(minute.isoformat(between, "minutes")) == Typed(minute)


@given(st.text(max_size=40))
def test_nothing_that_is_typed_ends_in_anything_but_a_time_or_words(text: str) -> None:
    try:
        found: object = typed(text, time(16))
    except ValueError as error:
        found = str(error)
    assert found
