"""What happens next, against a walk through the weeks minute by minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lockdash.domain.exceptions import AccessException, DateRange
from lockdash.domain.schedules import ScheduleKind
from lockdash.domain.walltime import UnknownZone, wall_at
from lockdash.domain.week_changes import Turn, allowed_at, next_turn, turns
from lockdash.domain.week_text import item_text, parse
from lockdash.domain.weeks import Week, allows, week_of
from lockdash.domain.windows import DAY, since_midnight
from tests.domain.week_strategies import DST_WEEKS, ZONES, actions, whole_weeks

MINUTE = timedelta(minutes=1)
WEEKS = st.sampled_from(DST_WEEKS)


@settings(max_examples=25, deadline=None)
@given(whole_weeks, ZONES, WEEKS, st.none() | st.integers(0, 6))
def test_edges_are_those_of_a_walk_minute_by_minute(week: Week, zone: str, begin: datetime, off: int | None) -> None:
    closed = None if off is None else (begin + off * DAY).date()
    dates = () if closed is None else (DateRange(closed, closed),)
    exception = AccessException(account="home", id="1", name="Holiday", dates=dates)
    walked, before = [], allowed_at(week, zone, begin, exception)
    for step in range(1, 7 * 24 * 60 + 1):
        at = begin + step * MINUTE
        wall = wall_at(at, zone)
        now = wall.date() != closed and allows(week, wall.weekday(), since_midnight(wall.time()))
        if now != before:
            walked.append(Turn(at, allowed=now))
        before = now
    assert turns(week, zone, begin, begin + 7 * DAY, exception) == walked
    found = next_turn(week, zone, begin, exception)
    assert found == walked[0] if walked else found is None or found.at > begin + 7 * DAY


@settings(max_examples=25, deadline=None)
@given(actions, ZONES, WEEKS)
def test_deeds_are_those_of_a_walk_minute_by_minute(week: Week, zone: str, begin: datetime) -> None:
    """The clock's hand only counts where it comes for the first time; what it passes over is done at once."""
    walked: list[Turn] = []
    hand = wall_at(begin, zone)
    for step in range(1, 7 * 24 * 60 + 1):
        at = begin + step * MINUTE
        wall = wall_at(at, zone)
        while hand < wall:
            hand += MINUTE
            walked += [
                Turn(at, mark=each)
                for each in week.marks
                if (each.day, each.at) == (hand.weekday(), since_midnight(hand.time()))
            ]
    assert turns(week, zone, begin, begin + 7 * DAY) == walked
    found = next_turn(week, zone, begin)
    assert found == walked[0] if walked else found is None or found.at > begin + 7 * DAY


@settings(max_examples=50, deadline=None)
@given(st.one_of(whole_weeks, actions), ZONES, WEEKS, st.integers(0, 7 * 24 * 60))
def test_the_next_thing_is_the_first_of_those_of_three_weeks(week: Week, zone: str, begin: datetime, late: int) -> None:
    """At any minute of these weeks: also just before and after something happens."""
    now = begin + late * MINUTE
    found = turns(week, zone, now, now + 21 * DAY)
    assert next_turn(week, zone, now) == (found[0] if found else None)


def test_the_next_thing_that_happens() -> None:
    week = week_of(parse("mon-fri 08:00 unlock, 18:00 lock", ScheduleKind.lock_action))
    saturday = datetime(2026, 11, 21, 12, tzinfo=UTC)
    found = next_turn(week, "Europe/Warsaw", saturday)
    assert found is not None
    assert found.mark is not None
    assert (item_text(found.mark), found.at) == ("08:00 unlock", datetime(2026, 11, 23, 7, tzinfo=UTC))
    assert next_turn(Week(), "Europe/Warsaw", saturday) is None


def test_a_mark_of_once_a_week_that_the_clock_skips_is_still_found() -> None:
    week = week_of(parse("sun 02:30 lock", ScheduleKind.lock_action))
    found = next_turn(week, "Europe/Warsaw", datetime(2026, 3, 28, 12, tzinfo=UTC))
    assert found is not None
    assert found.at == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_a_span_of_once_a_week_that_the_clock_skips_is_found_a_week_later() -> None:
    week = week_of(parse("sun 02:10-02:50", ScheduleKind.access))
    just_over = datetime(2026, 3, 22, 1, 50, tzinfo=UTC)
    found = next_turn(week, "Europe/Warsaw", just_over)
    assert found == Turn(datetime(2026, 4, 5, 0, 10, tzinfo=UTC), allowed=True)


def test_after_long_holidays_it_goes_on() -> None:
    week = week_of(parse("mon-fri 08:00-18:00", ScheduleKind.access))
    dates = (DateRange(date(2026, 12, 1), date(2027, 1, 3)),)
    holidays = AccessException(account="home", id="1", name="Holidays", dates=dates)
    found = next_turn(week, "Europe/Warsaw", datetime(2026, 12, 3, 12, tzinfo=UTC), holidays)
    assert found == Turn(datetime(2027, 1, 4, 7, tzinfo=UTC), allowed=True)


def test_a_week_without_edges_never_changes() -> None:
    now = datetime(2026, 3, 28, 12, tzinfo=UTC)
    always = week_of(parse("daily 00:00-24:00", ScheduleKind.access))
    assert turns(always, "Europe/Warsaw", now, now + 14 * DAY) == []


def test_without_a_zone_nothing_is_guessed() -> None:
    with pytest.raises(UnknownZone):
        next_turn(Week(), None, datetime(2026, 3, 28, tzinfo=UTC))
