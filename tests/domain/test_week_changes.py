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
from tests.domain.week_strategies import ZONES, actions, whole_weeks

MINUTE = timedelta(minutes=1)
# Weeks in which some clock of these zones is changed, and one in which none is.
DAYS = ((3, 5), (3, 26), (4, 2), (6, 10), (10, 1), (10, 22), (10, 29))
WEEKS = st.sampled_from([datetime(2026, month, day, 12, tzinfo=UTC) for month, day in DAYS])


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
