"""The grid of half hours and the week are inverse, and what is drawn is what is allowed."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.schedules import ScheduleKind
from lockdash.domain.week_grid import CELLS, STEP, Fill, cells, copied, drawn, week_of_cells
from lockdash.domain.week_text import parse, text_of
from lockdash.domain.weeks import Week, allows, week_of
from tests.domain.week_strategies import days, weeks, whole_weeks

GRIDS = st.lists(st.lists(st.booleans(), min_size=CELLS, max_size=CELLS), min_size=7, max_size=7)
CELL = st.integers(0, CELLS - 1)


@given(GRIDS)
def test_a_grid_comes_back_from_its_week(grid: list[list[bool]]) -> None:
    week = week_of_cells(grid)
    assert [[each is Fill.whole for each in cells(week, day)] for day in range(7)] == grid
    assert all(each in (Fill.none, Fill.whole) for day in range(7) for each in cells(week, day))


@given(GRIDS)
def test_a_grid_is_the_text_that_it_is_told_in(grid: list[list[bool]]) -> None:
    week = week_of_cells(grid)
    assert week_of(parse(text_of(week), ScheduleKind.access)) == week


@given(whole_weeks, days)
def test_a_cell_is_whole_or_none_only_if_all_or_none_of_it_is_allowed(week: Week, day: int) -> None:
    for cell, fill in enumerate(cells(week, day)):
        minutes = [allows(week, day, cell * STEP + timedelta(minutes=each)) for each in range(30)]
        assert (fill is Fill.whole) == all(minutes)
        assert (fill is Fill.none) == (not any(minutes))
        if fill is Fill.first:
            assert minutes[0]
        if fill is Fill.last:
            assert minutes[-1]


def test_edges_within_a_half_hour_are_parts() -> None:
    week = week_of(parse("mon 08:10-08:20, 09:00-09:10, 10:20-11:00, 12:00-12:10, 12:20-12:30", ScheduleKind.access))
    row = cells(week, 0)
    assert [row[each] for each in (16, 18, 20, 21, 24)] == [Fill.some, Fill.first, Fill.last, Fill.whole, Fill.some]


@given(whole_weeks, days, CELL, CELL, st.booleans())
def test_drawing_changes_what_is_drawn_over_and_nothing_else(
    week: Week, day: int, first: int, last: int, allowed: bool
) -> None:
    found = drawn(week, day, first, last, allowed=allowed)
    low, high = min(first, last), max(first, last)
    for other in range(7):
        before, after = cells(week, other), cells(found, other)
        for cell in range(CELLS):
            if other == day and low <= cell <= high:
                assert after[cell] is (Fill.whole if allowed else Fill.none)
            else:
                assert after[cell] is before[cell]


@given(weeks(), days, st.sets(days))
def test_a_copied_day_is_the_same_on_the_others(given_week: tuple[ScheduleKind, Week], day: int, to: set[int]) -> None:
    week = given_week[1]
    found = copied(week, day, to)
    for other in range(7):
        source = week.on(day if other in to else other)
        mine = found.on(other)
        assert [(each.starts, each.ends) for each in mine.spans] == [(each.starts, each.ends) for each in source.spans]
        assert [(each.at, each.deed, each.cool) for each in mine.marks] == [
            (each.at, each.deed, each.cool) for each in source.marks
        ]
