"""What is wrong with typed days: each trouble is named, and the remedy leaves none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.date_text import parse, text_of
from lockdash.domain.date_trouble import DateTroubleKind, forward, mended, troubles
from lockdash.domain.exceptions import DateRange

typed = st.lists(
    st.tuples(st.dates(date(2026, 11, 1), date(2027, 2, 28)), st.integers(-60, 60)).map(
        lambda each: DateRange(each[0], each[0] + timedelta(days=each[1]))
    ),
    max_size=6,
)


def days_of(ranges) -> set[date]:
    return {each.first + timedelta(days=day) for each in ranges for day in range((each.last - each.first).days + 1)}


@given(typed)
def test_the_remedy_leaves_no_trouble(ranges: list[DateRange]):
    assert troubles(mended(ranges)) == []


@given(typed)
def test_the_remedy_keeps_the_same_days(ranges: list[DateRange]):
    assert days_of(mended(ranges)) == days_of(map(forward, ranges))


@given(typed)
def test_without_trouble_no_day_is_there_twice(ranges: list[DateRange]):
    found = days_of(map(forward, ranges))
    several = sum((each.last - each.first).days + 1 for each in map(forward, ranges)) > len(found)
    backwards = any(each.last < each.first for each in ranges)
    assert bool(troubles(ranges)) is (several or backwards)


@given(st.builds(DateRange, st.dates(), st.dates()))
def test_a_range_is_never_left_backwards(dates: DateRange):
    found = forward(dates)
    assert found.first <= found.last
    assert {dates.first, dates.last} & {found.first, found.last}
    assert (found == dates) is (dates.first <= dates.last)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-12-26..24", "2026-12-24..26"),
        ("2026-12-24..01-02", "2026-12-24..2027-01-02"),
        ("2026-12-30..02", "2026-12-30..2027-01-02"),
        ("2026-12-24..2026-01-02", "2026-12-24..2027-01-02"),
        ("2026-08-31..2026-07-31", "2026-07-31..08-31"),
        ("9999-12-31..9999-01-01", "9999-01-01..12-31"),
    ],
)
def test_what_was_meant_is_what_takes_the_fewest_days(typed: str, meant: str):
    assert text_of(map(forward, parse(typed))) == meant


def test_words():
    found = troubles(parse("2026-12-24..01-02, 2027-01-01, 2026-12-05"))
    assert [each.kind for each in found] == [DateTroubleKind.backwards, DateTroubleKind.overlap]
    assert [each.words for each in found] == [
        "2026-12-24..01-02 ends before it begins: becomes 2026-12-24..2027-01-02",
        "2026-12-24..2027-01-02 and 2027-01-01 share days: become 2026-12-24..2027-01-02",
    ]
