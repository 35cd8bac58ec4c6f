"""Access exceptions: which days they are, what of them is over, and where they overlap."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.exceptions import (
    AccessException,
    DateRange,
    coming,
    goes_with,
    is_closed,
    is_past,
    merged,
    overlaps,
    without,
)
from lockdash.domain.schedules import Schedule
from lockdash.domain.walltime import UnknownZone

FIRST = date(2026, 12, 1)
dates = st.integers(0, 40).map(lambda each: FIRST + timedelta(days=each))
ranges = st.lists(st.tuples(dates, dates).map(lambda each: DateRange(min(each), max(each))), max_size=6)


def exception(*given: tuple[int, int]) -> AccessException:
    """With days of December 2026, from-to."""
    found = tuple(DateRange(date(2026, 12, first), date(2026, 12, last)) for first, last in given)
    return AccessException(account="home", id="e1", name="Holidays", dates=found)


def days_of(given) -> set[date]:
    return {each.first + timedelta(days=day) for each in given for day in range((each.last - each.first).days + 1)}


def test_both_ends_are_days_of_it():
    christmas = exception((24, 26), (31, 31))
    held = [day for day in range(1, 32) if christmas.holds(date(2026, 12, day))]
    assert held == [24, 25, 26, 31]


@pytest.mark.parametrize(
    ("today", "past", "left"),
    [(1, False, [(10, 10), (24, 26)]), (10, False, [(10, 10), (24, 26)]), (11, False, [(24, 26)]), (27, True, [])],
)
def test_what_is_over_is_over_on_the_day_after_its_last(today, past, left):
    both = exception((24, 26), (10, 10))
    assert is_past(both, date(2026, 12, today)) is past
    assert coming(both, date(2026, 12, today)) == exception(*left).dates


def test_one_without_days_is_not_past():
    assert not is_past(exception(), FIRST)
    assert coming(exception(), FIRST) == ()


@pytest.mark.parametrize(
    ("moment", "closed"),
    [
        (datetime(2026, 12, 24, 6, 59, tzinfo=UTC), False),  # 23:59 on the 23rd in Denver
        (datetime(2026, 12, 24, 7, 0, tzinfo=UTC), True),
        (datetime(2026, 12, 25, 6, 59, tzinfo=UTC), True),
        (datetime(2026, 12, 25, 7, 0, tzinfo=UTC), False),
    ],
)
def test_a_day_is_one_at_the_door(moment, closed):
    assert is_closed(exception((24, 24)), "America/Denver", moment) is closed


def test_nothing_is_said_of_a_door_whose_zone_is_not_known():
    with pytest.raises(UnknownZone):
        is_closed(exception((24, 24)), None, datetime(2026, 12, 24, tzinfo=UTC))


def test_each_that_overlaps_is_told_with_what_it_overlaps():
    long, inside, touching, after = exception((1, 10), (3, 4), (10, 12), (13, 13)).dates
    assert overlaps([after, touching, inside, long]) == [(long, inside), (long, touching)]
    assert overlaps([long, after]) == []


@given(ranges)
def test_merged_ranges_are_the_same_days_apart_from_each_other(given_ones):
    found = merged(given_ones)
    assert days_of(found) == days_of(given_ones)
    assert overlaps(found) == []
    assert all(later.first - earlier.last > timedelta(days=1) for earlier, later in pairwise(found))


@given(ranges)
def test_ranges_overlap_if_their_days_are_fewer_than_those_of_each_alone(given_ones):
    alone = sum((each.last - each.first).days + 1 for each in given_ones)
    assert bool(overlaps(given_ones)) == (len(days_of(given_ones)) < alone)


def test_a_range_that_ends_before_it_begins_is_turned_round():
    assert merged([DateRange(date(2026, 12, 9), date(2026, 12, 7))]) == exception((7, 9)).dates
    assert not DateRange(date(2026, 12, 9), date(2026, 12, 7)).is_over(date(2026, 12, 8))


def test_which_schedules_go_with_it():
    holidays = exception((24, 26))
    assert goes_with(Schedule(account="home", id="s1", name="Cleaning", exception_id="e1"), holidays)
    assert not goes_with(Schedule(account="cabin", id="s1", name="Cleaning", exception_id="e1"), holidays)
    assert not goes_with(Schedule(account="home", id="s2", name="Nights"), holidays)


@given(ranges, ranges)
def test_days_without_others(given, others):
    found = without(given, others)
    assert days_of(found) == days_of(given) - days_of(others)
    assert merged(found) == found
