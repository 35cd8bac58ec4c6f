"""Weeks and dates as RemoteLock writes them: there and back, and whatever else may come."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from hypothesis import assume, given

from lockdash.domain.schedules import LAST_MINUTE, ScheduleKind, to_midnight
from lockdash.domain.week_text import text_of
from lockdash.domain.windows import DAY
from lockdash.vendors.remotelock.schedules import decode
from lockdash.vendors.remotelock.schedules.shapes import WeekAttributes
from lockdash.vendors.remotelock.schedules.weeks import days_of, week_from
from lockdash.vendors.replies import each
from tests.domain.week_strategies import weeks
from tests.vendors import hostile
from tests.vendors.remotelock_items import changed, example, raw

ACCESS, AUTO_LOCK = example("Schedules", "Get all schedule types (homogeneous)")["data"]
(EXCEPTION,) = example("Access Exceptions", "Get all access exceptions")["data"]
FIELDS = ("type", "id", "attributes", "meta")


def _of(kind: str, **days) -> dict:
    return {"type": kind, "id": "s1", "attributes": {"name": "Hours", **days}}


def _read(item, read=decode.schedule):
    return each([raw(item)], lambda one: read(one, "home"), "schedule list")


def _week(item) -> str:
    (found,), problems = _read(item)
    assert problems == []
    return text_of(found.week)


@given(weeks())
def test_a_week_comes_back_as_it_was_sent(given_one):
    kind, week = given_one
    assume(all(each.starts < LAST_MINUTE for each in week.spans))
    sent = msgspec.json.decode(msgspec.json.encode(days_of(week, kind)), type=WeekAttributes)
    assert week_from(sent, kind) == to_midnight(week)


@given(weeks())
def test_what_is_sent_is_hours_and_minutes_of_one_day(given_one):
    kind, week = given_one
    assume(all(each.starts < LAST_MINUTE for each in week.spans))
    times = [
        value
        for entries in days_of(week, kind).values()
        for entry in entries
        for name, value in entry.items()
        if name.endswith("time")
    ]
    assert len(times) == 2 * len(week.spans) + len(week.marks)
    assert all(len(each) == 5 and "00:00" <= each <= "23:59" for each in times)


@pytest.mark.parametrize("ends", ["24:00", "00:00", "23:59", "24:00:00", "0:00"])
def test_ends_at_midnight(ends):
    assert _week(_of("access_schedule", fri=[{"start_time": "18:00", "end_time": ends}])) == "fri 18:00-24:00"


@pytest.mark.parametrize(("starts", "shown"), [("08:00:00", "08:00"), ("8:05", "08:05"), (" 08:00 ", "08:00")])
def test_times_in_other_forms(starts, shown):
    assert _week(_of("access_schedule", mon=[{"start_time": starts, "end_time": "12:00"}])) == f"mon {shown}-12:00"


def test_midnight_at_the_end_of_a_day_is_the_beginning_of_the_next():
    item = _of("lock_action_schedule", sun=[{"time": "24:00", "action": "lock"}])
    assert _week(item) == "mon 00:00 lock"


def test_a_span_over_midnight_and_one_twice_are_shown_as_they_came():
    item = _of("access_schedule", mon=[{"start_time": "22:00", "end_time": "06:00"}] * 2, tue=None)
    (found,), _ = _read(item)
    assert [(each.starts, each.ends) for each in found.week.spans] == [(timedelta(hours=22), timedelta(hours=6))] * 2


def test_days_that_are_missing_have_nothing():
    assert _week(_of("access_schedule")) == "never"
    assert _week(_of("access_schedule", sat=[{"start_time": "00:00", "end_time": "24:00"}])) == "sat 00:00-24:00"
    (found,), _ = _read(_of("access_schedule", sat=[{"start_time": "00:00", "end_time": "00:00"}]))
    assert found.week.spans[0].ends == DAY


@pytest.mark.parametrize(
    ("kind", "entry"),
    [
        ("access_schedule", {"start_time": "09:00"}),
        ("access_schedule", {"start_time": "25:00", "end_time": "26:00"}),
        ("access_schedule", {"start_time": "09:00:30", "end_time": "10:00"}),
        ("access_schedule", {"start_time": 9, "end_time": 10}),
        ("access_schedule", "09:00-10:00"),
        ("auto_lock_schedule", {"time": "09:00"}),
        ("auto_lock_schedule", {"time": "09:00", "enable": "yes"}),
        ("auto_lock_schedule", {"time": "09:00", "enable": 1}),
        ("lock_action_schedule", {"time": "09:00", "action": "open"}),
        ("lock_action_schedule", {"time": "09:00", "action": ["lock"]}),
        ("power_plug_schedule", {"time": "09:00", "action": "lock"}),
        ("thermostat_schedule", {"time": "09:00", "cool": 70}),
        ("thermostat_schedule", {"time": "09:00", "cool": "hot", "heat": 60}),
    ],
)
def test_a_week_that_is_not_understood_is_no_other_week(kind, entry):
    found, problems = _read(_of(kind, mon=[entry]))
    assert (found, len(problems)) == ([], 1)


def test_of_an_unknown_kind_nothing_of_the_week_is_read():
    (found,), problems = _read(_of("elevator\x1b[31m_schedule", mon="up and down"))
    assert (found.kind, found.kind_raw, found.name, found.week.is_empty) == (None, "elevator_schedule", "Hours", True)
    assert problems == []


def test_temperatures_are_kept_to_the_tenth():
    day = [{"time": "06:00", "cool": 75.5, "heat": 68}]
    (found,), _ = _read(_of("thermostat_schedule", mon=day))
    assert days_of(found.week, ScheduleKind.thermostat)["mon"] == day


@pytest.mark.parametrize("dates", [[{"start_date": "2026-12-24"}], [{"start_date": 1, "end_date": 2}], "soon", [7]])
def test_an_exception_with_a_day_that_is_not_understood_is_no_exception_without_it(dates):
    found, problems = _read(changed(EXCEPTION, dates=dates), decode.exception)
    assert (found, len(problems)) == ([], 1)


@pytest.mark.parametrize("name", hostile.NAMES, ids=lambda name: repr(name)[:20])
def test_names_from_strangers(name):
    (schedule,), _ = _read(changed(ACCESS, name=name))
    (exception,), _ = _read(changed(EXCEPTION, name=name), decode.exception)
    assert hostile.is_safe(schedule.name)
    assert hostile.is_safe(exception.name)
    assert schedule.name
    assert exception.name


@given(hostile.JSON | hostile.varied(FIELDS, ACCESS) | hostile.varied(FIELDS, AUTO_LOCK))
def test_no_schedule_raises_or_hides_its_neighbours(item):
    found, _ = each([raw(each) for each in (ACCESS, item, AUTO_LOCK)], lambda one: decode.schedule(one, "home"), "x")
    assert (found[0].id, found[-1].id) == (ACCESS["id"], AUTO_LOCK["id"])


@given(hostile.JSON | hostile.varied(FIELDS, EXCEPTION))
def test_no_exception_raises_or_hides_its_neighbours(item):
    found, _ = each([raw(each) for each in (EXCEPTION, item)], lambda one: decode.exception(one, "home"), "x")
    assert found[0].id == EXCEPTION["id"]
