"""Weeks as text: what is written is read, and what cannot be read says where."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.schedules import ScheduleKind
from lockdash.domain.week_text import EXAMPLES, WeekSyntax, clock, clock_text, day_text, days_text, parse, text_of
from lockdash.domain.weeks import Deed, Mark, Week, is_whole, week_of
from lockdash.domain.windows import DAY, Span
from tests.domain.week_strategies import weeks


def at(hours: float) -> timedelta:
    return timedelta(hours=hours)


@given(weeks())
def test_what_is_written_is_read(given_week: tuple[ScheduleKind, Week]) -> None:
    kind, week = given_week
    assert week_of(parse(text_of(week), kind)) == week


@pytest.mark.parametrize("kind", ScheduleKind)
def test_the_examples_are_as_lockdash_writes_them(kind: ScheduleKind) -> None:
    assert text_of(week_of(parse(EXAMPLES[kind], kind))) == EXAMPLES[kind]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("never", []),
        ("mon 8:00-12:00", [Span(0, at(8), at(12))]),
        ("Monday 08:00 - 12:00", [Span(0, at(8), at(12))]),
        ("mon,wed 08:00-12:00", [Span(0, at(8), at(12)), Span(2, at(8), at(12))]),
        ("mon wed: 08:00-12:00", [Span(0, at(8), at(12)), Span(2, at(8), at(12))]),
        ("sat - mon 08:00-12:00", [Span(day, at(8), at(12)) for day in (5, 6, 0)]),
        ("sat", [Span(5, at(0), DAY)]),
        ("sat\nsun 10:00-24:00", [Span(5, at(0), DAY), Span(6, at(10), DAY)]),
        ("fri 22:00-06:00", [Span(4, at(22), at(6))]),
        ("mon 13:00-18:00, 08:00-12:00", [Span(0, at(13), at(18)), Span(0, at(8), at(12))]),
    ],
)
def test_spans_as_people_type_them(text: str, expected: list[Span]) -> None:
    assert list(parse(text, ScheduleKind.access)) == expected


def test_marks_as_people_type_them() -> None:
    assert parse("mon 8:00 UNLOCK, 18:00   lock", ScheduleKind.lock_action) == (
        Mark(0, at(8), Deed.unlock),
        Mark(0, at(18), Deed.lock),
    )
    assert parse("sun 7:30 cool 75.5 heat 68", ScheduleKind.thermostat) == (Mark(6, at(7.5), Deed.set, 75.5, 68.0),)


@pytest.mark.parametrize(
    ("text", "kind", "said", "place"),
    [
        ("mon 08:00-12:00; someday 9:00-10:00", ScheduleKind.access, "no day is called 'someday'", 17),
        ("mon 08:00-12:00, 25:00-26:00", ScheduleKind.access, "there is no time 25:00", 17),
        ("mon 08:00-12:00, 13:00-24:30", ScheduleKind.access, "there is no time 24:30", 23),
        ("mon 08:00", ScheduleKind.access, "'08:00' is not understood", 4),
        ("mon 08:00-12:00,", ScheduleKind.access, "'' is not understood", 16),
        ("mon 08:00 open", ScheduleKind.lock_action, "'08:00 open' is not understood", 4),
        ("mon 08:00 on", ScheduleKind.lock_action, "as mon-fri 08:00 unlock", 4),
        ("mon 08:00-12:00", ScheduleKind.lock_action, "is not understood", 4),
        ("mon", ScheduleKind.power_plug, "at what time?", 3),
        ("mo 08:00-12:00", ScheduleKind.access, "no day is called 'mo'", 0),
        ("mon 08:00 cool warm heat 3", ScheduleKind.thermostat, "is not understood", 4),
    ],
)
def test_what_cannot_be_read_says_what_and_where(text: str, kind: ScheduleKind, said: str, place: int) -> None:
    with pytest.raises(WeekSyntax) as caught:
        parse(text, kind)
    assert said in str(caught.value)
    assert caught.value.at == place


@given(st.text(max_size=60), st.sampled_from(ScheduleKind))
def test_nothing_that_is_typed_ends_in_anything_but_a_week_or_words(text: str, kind: ScheduleKind) -> None:
    try:
        found: object = parse(text, kind)
    except WeekSyntax as error:
        found = 0 <= error.at <= len(text.casefold()) and str(error)
    assert isinstance(found, tuple) or found


def test_days_are_drawn_together() -> None:
    assert days_text([0, 1, 2, 3, 4]) == "mon-fri"
    assert days_text([6, 0, 2]) == "mon,wed,sun"
    assert days_text(range(7)) == "daily"


def test_a_day_by_itself() -> None:
    week = week_of(parse("mon 08:00-12:00, 13:00-18:00; tue 09:00-10:00", ScheduleKind.access))
    assert day_text(week, 0) == ["08:00-12:00", "13:00-18:00"]
    assert day_text(week, 2) == []


@pytest.mark.parametrize("text", ["", ":", "8", "8:60", "24:01", "99:00", "a:00", "08:0x", "²:00"])
def test_no_time(text: str) -> None:
    assert clock(text) is None


@given(st.integers(0, 24 * 60))
def test_a_time_is_read_as_it_is_written(minutes: int) -> None:
    assert clock(clock_text(timedelta(minutes=minutes))) == timedelta(minutes=minutes)


def test_a_whole_week_is_whole_also_without_its_last_minutes() -> None:
    assert is_whole(week_of(parse("daily 00:00-24:00", ScheduleKind.access)))
    assert is_whole(week_of(parse("daily 00:00-23:59", ScheduleKind.access)))
    assert not is_whole(week_of(parse("mon-sat 00:00-24:00", ScheduleKind.access)))
    assert not is_whole(week_of(parse("daily 00:00-23:30", ScheduleKind.access)))
