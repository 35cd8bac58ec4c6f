"""Schedules and the kinds of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lockdash.domain.schedules import Schedule, ScheduleKind, to_midnight
from lockdash.domain.weeks import Week
from lockdash.domain.windows import DAY, Span


def test_a_schedule_is_of_accesses_unless_it_says_otherwise():
    hours = Schedule(account="rentals", id="1", name="Cleaning hours")
    assert hours.kind is ScheduleKind.access
    assert hours.week.is_empty
    assert hours != Schedule(account="rentals", id="1", name="Cleaning hours", kind=ScheduleKind.auto_lock)


def test_the_kinds_are_those_of_the_design():
    assert set(ScheduleKind) == {"access", "auto_lock", "lock_action", "power_plug", "thermostat"}


@pytest.mark.parametrize(("minutes", "expected"), [(24 * 60, DAY), (24 * 60 - 1, DAY), (24 * 60 - 2, None)])
def test_the_last_minute_of_a_day_is_its_end(minutes, expected):
    ends = timedelta(minutes=minutes)
    week = to_midnight(Week(spans=(Span(0, timedelta(hours=8), timedelta(hours=12)), Span(3, timedelta(), ends))))
    assert [each.ends for each in week.spans] == [timedelta(hours=12), expected or ends]
