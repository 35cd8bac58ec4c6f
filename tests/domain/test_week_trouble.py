"""What is wrong with a week is named, and its remedy is what it says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.schedules import ScheduleKind
from lockdash.domain.week_text import parse, text_of
from lockdash.domain.week_trouble import TroubleKind, mended, troubles
from lockdash.domain.weeks import Week, allows
from lockdash.domain.windows import DAY, Span
from tests.domain.week_strategies import days, marks, weeks

TYPED = st.tuples(days, st.integers(0, 24 * 60), st.integers(0, 24 * 60)).map(
    lambda each: Span(each[0], timedelta(minutes=each[1]), timedelta(minutes=each[2]))
)


@pytest.mark.parametrize(
    ("text", "kinds", "remedy"),
    [
        ("fri 22:00-06:00", ["over_midnight"], "fri 22:00-24:00; sat 00:00-06:00"),
        ("fri 22:00-00:00", ["over_midnight"], "fri 22:00-24:00"),
        ("sun 22:00-06:00; mon 05:00-08:00", ["overlap", "over_midnight"], "mon 00:00-08:00; sun 22:00-24:00"),
        ("mon 09:00-09:00", ["empty"], "never"),
        ("mon 08:00-12:00, 11:00-13:00", ["overlap"], "mon 08:00-13:00"),
        ("mon 08:00-20:00, 09:00-10:00, 11:00-12:00", ["overlap", "overlap"], "mon 08:00-20:00"),
        ("mon 13:00-18:00, 08:00-12:00", ["unsorted"], "mon 08:00-12:00, 13:00-18:00"),
        ("mon 08:00-12:00, 12:00-13:00", [], "mon 08:00-13:00"),
    ],
)
def test_spans(text: str, kinds: list[str], remedy: str) -> None:
    items = parse(text, ScheduleKind.access)
    assert [each.kind for each in troubles(items)] == [TroubleKind(each) for each in kinds]
    assert text_of(mended(items)) == remedy


@pytest.mark.parametrize(
    ("text", "kinds", "remedy"),
    [
        ("mon 08:00 lock, 08:00 unlock", ["twice"], "mon 08:00 unlock"),
        ("mon 24:00 lock", ["late"], "tue 00:00 lock"),
        ("mon 18:00 lock, 08:00 unlock", ["unsorted"], "mon 08:00 unlock, 18:00 lock"),
    ],
)
def test_marks(text: str, kinds: list[str], remedy: str) -> None:
    items = parse(text, ScheduleKind.lock_action)
    assert sorted(each.kind for each in troubles(items)) == sorted(TroubleKind(each) for each in kinds)
    assert text_of(mended(items)) == remedy


def test_a_trouble_names_its_items_and_its_remedy() -> None:
    (found,) = troubles(parse("fri 22:00-06:00", ScheduleKind.access))
    assert found.words == "Fri 22:00-06:00 ends on the next day: split at midnight"


@given(st.lists(TYPED, max_size=10))
def test_nothing_is_wrong_with_what_was_mended_and_it_allows_the_same(items: list[Span]) -> None:
    week = mended(items)
    assert troubles(week.spans) == []
    assert mended(week.spans) == week
    for minute in range(0, 7 * 24 * 60, 37):
        day, since = minute // (24 * 60), timedelta(minutes=minute % (24 * 60))
        assert allows(week, day, since) == any(_holds(each, day, since) for each in items)


def _holds(span: Span, day: int, since: timedelta) -> bool:
    if span.starts <= span.ends:
        return span.day == day and span.starts <= since < span.ends
    return (span.day == day and since >= span.starts) or ((span.day + 1) % 7 == day and since < span.ends)


@given(st.lists(marks(ScheduleKind.lock_action), max_size=10))
def test_nothing_is_wrong_with_mended_marks(items: list[object]) -> None:
    week = mended(items)  # type: ignore[arg-type]
    assert troubles(week.marks) == []
    assert all(each.at < DAY for each in week.marks)


@given(weeks())
def test_a_good_week_has_no_trouble(given_week: tuple[ScheduleKind, Week]) -> None:
    week = given_week[1]
    assert troubles(week.spans or week.marks) == []
    assert mended(week.spans or week.marks) == week
