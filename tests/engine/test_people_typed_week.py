"""The one span of a week that a vendor keeps for each access, as somebody typed it."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lockdash.domain.window_words import week_text
from lockdash.domain.windows import Window
from lockdash.engine.people.typed_stay import Heard, heard
from lockdash.engine.people.typed_week import TypedWeek, one_span

MINUTES = st.builds(time, st.integers(0, 23), st.integers(0, 59))


@pytest.mark.parametrize(
    ("text", "days", "opens", "closes"),
    [
        ("mon-fri 09:00-17:00", {0, 1, 2, 3, 4}, time(9), time(17)),
        ("daily 22:00-06:00", set(), time(22), time(6)),
        ("09:00-24:00", set(), time(9), time()),
        ("mon 0:00-24:00", {0}, None, None),
        ("sat sun", {5, 6}, None, None),
        ("", set(), None, None),
    ],
)
def test_days_and_hours(text: str, days: set[int], opens: time | None, closes: time | None) -> None:
    assert one_span(text) == Window(days=frozenset(days), from_time=opens, to_time=closes)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mon 09:00-12:00, 13:00-18:00", "one span of hours"),
        ("mon 09:00-12:00; tue 10:00-12:00", "one span of hours"),
        ("mon 09:00-09:00", "begin and end at the same time"),
        ("someday", "no day is called 'someday'"),
    ],
)
def test_what_the_vendor_cannot_keep_says_so(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        one_span(text)


@given(st.frozensets(st.integers(0, 6), min_size=1, max_size=6), MINUTES, MINUTES)
def test_what_lockdash_says_of_a_week_can_be_typed(days: frozenset[int], opens: time, closes: time) -> None:
    assume(opens != closes)
    window = Window(days=days, from_time=opens, to_time=closes)
    again = one_span(week_text(window, None, date(2026, 12, 1)).removesuffix(" (next day)"))
    assert (again.days, again.opens, again.length) == (window.days, window.opens, window.length)


@pytest.mark.parametrize(
    ("ends", "is_told"), [(None, True), (date(2026, 3, 28), False), (date(2026, 3, 29), True), (date(2026, 5, 1), True)]
)
def test_hours_that_move_only_after_the_stay_are_not_told_of(ends: date | None, is_told: bool) -> None:
    """The clocks of Warsaw are put forward on 29 March 2026."""
    over = Heard() if ends is None else stay_end(ends)
    week = TypedWeek("mon-fri 09:00-17:00", ["Europe/Warsaw"], Heard(), over, date(2026, 3, 3))
    assert bool(week.notes) is is_told
    kept = week.window("Europe/Warsaw")
    assert kept is not None
    assert (kept.from_time, kept.ends_at) == (time(8), over.moments.get("Europe/Warsaw"))


def stay_end(day: date) -> Heard:
    return heard(str(day), ["Europe/Warsaw"], time(11), last=True, exact=True, whole_hours=False)
