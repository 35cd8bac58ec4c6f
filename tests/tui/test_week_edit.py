"""The week that is edited: text form and grid are one, and every step has a way back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.schedules import ScheduleKind
from lockdash.domain.week_grid import CELLS, Fill, cells
from lockdash.domain.week_text import WeekSyntax, clock_text, parse, text_of
from lockdash.domain.week_trouble import TroubleKind, mended, troubles
from lockdash.domain.weeks import DAY_KEYS, Week, week_of
from lockdash.tui.schedules.edit_diff import differences
from lockdash.tui.schedules.edit_entry import Entry, entered
from lockdash.tui.schedules.edit_said import Said, read, written
from lockdash.tui.schedules.edit_state import WORKDAYS, WeekEdit
from lockdash.tui.schedules.edit_week import Area, Cursor, allowed, area_of, erased
from tests.domain.week_strategies import weeks, whole_weeks

ACCESS = ScheduleKind.access
CURSORS = st.builds(Cursor, st.integers(0, 6), st.integers(0, CELLS - 1))
KEYS = st.lists(
    st.one_of(
        st.tuples(st.just("go"), CURSORS),
        st.tuples(
            st.just("type"), st.sampled_from(["mon 08:00-12:00", "tue 9:00-8:00, 8:30-10:00", "mun", "", "daily"])
        ),
        st.tuples(st.just("enter"), st.sampled_from(["8-12:15", "22:00-06:00", "14", "x", ""])),
        st.tuples(st.sampled_from(["press", "erase", "mend", "cancel", "stop", "exact", "copy to", "copy", "move"])),
    ),
    max_size=25,
)


def week(text: str, kind: ScheduleKind = ACCESS) -> Week:
    return week_of(parse(text, kind))


def edit(text: str = "never", kind: ScheduleKind = ACCESS) -> WeekEdit:
    return WeekEdit(kind, week(text, kind))


def is_in(area: Area, cursor: Cursor) -> bool:
    return cursor.day in area.days and area.first <= cursor.cell <= area.last


def enter(on: WeekEdit, text: str) -> None:
    """Type exact times in place of what stands there."""
    if on.entry is None:
        on.begin_entry(text)
    else:
        on.entry = msgspec.structs.replace(on.entry, text=text, caret=len(text))
    on.put_entry()


def do(on: WeekEdit, key: tuple[Any, ...]) -> None:
    """What a key does."""
    match key:
        case ("go", cursor):
            on.go(cursor)
        case ("type", text):
            on.type(text)
        case ("enter", text):
            enter(on, text)
        case ("copy to",):
            on.begin_copy()
            on.choose_targets(WORKDAYS)
        case (name,):
            calls = {"stop": on.stop_typing, "exact": on.begin_entry, "move": lambda: on.move(1, 3)}
            calls.get(name, lambda: getattr(on, name)())()


@given(weeks())
def test_what_is_written_is_read_as_the_same_week(given_week: tuple[ScheduleKind, Week]) -> None:
    kind, each = given_week
    said = written((*each.spans, *each.marks))
    assert said.week == each
    assert said.is_sound
    assert read(said.text, kind, written(())) == said


@given(whole_weeks, CURSORS, CURSORS)
def test_drawing_is_typing(given_week: Week, one: Cursor, other: Cursor) -> None:
    on = WeekEdit(ACCESS, given_week)
    on.go(one)
    on.press()
    on.go(other)
    on.press()
    area = area_of(one, other)
    days = ",".join(DAY_KEYS[day] for day in area.days)
    typed = f"{text_of(given_week)}; {days} {clock_text(area.starts)}-{clock_text(area.ends)}".removeprefix("never; ")
    assert on.week == mended(parse(typed, ACCESS))
    assert week_of(parse(on.said.text, ACCESS)) == on.week


@given(whole_weeks, CURSORS, CURSORS)
def test_what_is_marked_out_is_allowed_or_erased_and_nothing_else(given_week: Week, one: Cursor, other: Cursor) -> None:
    area = area_of(one, other)
    drawn, gone = allowed(given_week, area), erased(given_week, area)
    for day in range(7):
        rows = zip(cells(given_week, day), cells(drawn, day), cells(gone, day), strict=True)
        for cell, (before, with_it, without) in enumerate(rows):
            if is_in(area, Cursor(day, cell)):
                assert (with_it, without) == (Fill.whole, Fill.none)
            else:
                assert with_it == without == before


@given(whole_weeks, KEYS)
def test_every_step_has_its_way_back_and_forth(given_week: Week, keys: list[tuple[Any, ...]]) -> None:
    on = WeekEdit(ACCESS, given_week)
    first, seen = on.said, [on.said]
    for key in keys:
        do(on, key)
        if on.said != seen[-1]:
            seen.append(on.said)
    last, back = on.said, []
    while on.can_undo:
        on.undo()
        back.append(on.said)
    assert on.said == first
    assert not back or back[-1] == first
    assert all(each in seen for each in back)
    while on.can_redo:
        on.redo()
    assert on.said == last


@given(whole_weeks, KEYS)
def test_the_picture_is_always_of_a_sound_week(given_week: Week, keys: list[tuple[Any, ...]]) -> None:
    on = WeekEdit(ACCESS, given_week)
    for key in keys:
        do(on, key)
        assert not troubles((*on.week.spans, *on.week.marks))
        assert not troubles((*on.preview.spans, *on.preview.marks))
        if on.said.mistake is None:
            assert mended(parse(on.said.text, ACCESS)) == on.week


@given(whole_weeks, whole_weeks)
def test_differences_are_of_each_day_that_differs(before: Week, after: Week) -> None:
    found = differences(before, after)
    days = [day for each in found for day in each.days]
    assert sorted(days) == [day for day in range(7) if before.on(day) != after.on(day)]
    assert all(each.before != each.after for each in found)


def test_a_span_over_several_days_in_four_keys() -> None:
    on = edit()
    on.go(Cursor(0, 16))
    on.press()
    on.go(Cursor(4, 35))
    on.press()
    assert on.said.text == "mon-fri 08:00-18:00"
    on.undo()
    assert on.said.text == "never"


def test_typing_is_one_step_back_until_something_else_is_done() -> None:
    on = edit("mon 08:00-09:00")
    for text in ("mon 08:00-09:0", "mon 08:00-09:", "mon 08:00-09:30"):
        on.type(text)
    on.undo()
    assert on.said.text == "mon 08:00-09:00"
    on.redo()
    assert on.said.text == "mon 08:00-09:30"


def test_a_mistake_keeps_the_week_and_says_where() -> None:
    on = edit("mon 08:00-09:00")
    on.type("mon 08:00-09:00\ntue 25:00-26:00")
    assert on.week == week("mon 08:00-09:00")
    assert on.said.mistake is not None
    assert on.said.text[on.said.mistake.at :].startswith("25:00")


def test_trouble_is_named_and_mended_on_demand() -> None:
    on = edit()
    typed = "sat 22:00-02:00, 09:00-12:00, 11:00-13:00"
    on.type(typed)
    kinds = {each.kind for each in on.said.troubles}
    assert kinds == {TroubleKind.over_midnight, TroubleKind.unsorted, TroubleKind.overlap}
    assert on.said.text == typed
    on.mend()
    assert on.said == written(week("sat 09:00-13:00, 22:00-24:00; sun 00:00-02:00").spans)
    on.undo()
    assert on.said.text == typed


def test_exact_times_take_the_place_of_those_at_the_cursor() -> None:
    on = edit("mon 09:00-12:30, 13:15-17:00")
    on.go(Cursor(0, 20))
    on.begin_entry()
    assert on.entry is not None
    assert on.entry.text == "09:00-12:30"
    enter(on, "9:10-12")
    assert on.said.text == "mon 09:10-12:00, 13:15-17:00"
    enter(on, "17:30")
    assert on.cursor == Cursor(0, 35)
    assert on.said.text == "mon 09:10-12:00, 13:15-17:00"


def test_exact_times_that_overlap_are_trouble_not_a_surprise() -> None:
    on = edit("mon 09:00-12:00")
    enter(on, "11-14, 22-6")
    assert on.said.text == "mon 09:00-12:00, 11:00-14:00, 22:00-06:00"
    assert len(on.said.troubles) == 2


def test_what_is_no_time_stays_and_says_why() -> None:
    on = edit("mon 09:00-12:00")
    enter(on, "9-")
    assert on.entry is not None
    assert on.entry.text == "9-"
    assert "not understood" in on.entry.wrong
    on.entry = on.entry.typed("10")
    assert on.entry.wrong == ""
    on.put_entry()
    assert on.entry is None


def test_the_caret_of_exact_times() -> None:
    typed = Entry(0, "", 0).typed("8-12").moved(-2).deleted(before=True).typed(":15-")
    assert typed.text == "8:15-12"
    assert typed.deleted(before=False).text == "8:15-2"
    assert typed.moved(-100).deleted(before=True).moved(100) == msgspec.structs.replace(typed, caret=7)


@pytest.mark.parametrize("text", ["25", "8-", "8:75-9:00", "soon", "8 unlock"])
def test_exact_times_that_are_none(text: str) -> None:
    with pytest.raises(WeekSyntax):
        entered(text, ACCESS, 0)


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        (ScheduleKind.lock_action, "8 unlock, 18:15 Lock", "tue 08:00 unlock, 18:15 lock"),
        (ScheduleKind.thermostat, "7:30 cool 76 heat 68.5", "tue 07:30 cool 76 heat 68.5"),
        (ScheduleKind.access, "sat 8:00-9:00", "sat 08:00-09:00"),
        (ScheduleKind.access, "", "never"),
    ],
)
def test_exact_times_of_every_kind(kind: ScheduleKind, text: str, told: str) -> None:
    found = entered(text, kind, 1)
    assert not isinstance(found, Cursor)
    assert text_of(week_of(found)) == told


def test_marks_are_turned_and_erased() -> None:
    on = edit("never", ScheduleKind.lock_action)
    told = []
    for _ in range(3):
        on.press()
        told.append(on.said.text)
    assert told == ["mon 08:00 unlock", "mon 08:00 lock", "never"]
    on.undo()
    on.erase()
    assert on.said.text == "never"


@given(weeks(ScheduleKind.power_plug), CURSORS, CURSORS)
def test_marks_that_are_not_marked_out_stay(given_week: tuple[ScheduleKind, Week], one: Cursor, other: Cursor) -> None:
    area = area_of(one, other)
    left = erased(given_week[1], area)
    gone = [each for each in given_week[1].marks if is_in(area, Cursor(each.day, each.at // timedelta(minutes=30)))]
    assert sorted([*left.marks, *gone]) == list(given_week[1].marks)


def test_a_mark_between_half_hours_is_turned_where_it_is() -> None:
    on = edit("mon 08:10 on", ScheduleKind.power_plug)
    on.press()
    assert on.said.text == "mon 08:10 off"


def test_temperatures_are_typed_from_those_before() -> None:
    on = edit("daily 07:00 cool 76 heat 68", ScheduleKind.thermostat)
    assert not on.press()
    on.go(Cursor(2, 44))
    on.begin_entry()
    assert on.entry is not None
    assert on.entry.text == "22:00 cool 76 heat 68"
    enter(on, "22 cool 82 heat 60")
    assert on.said.text.splitlines()[1] == "wed 07:00 cool 76 heat 68, 22:00 cool 82 heat 60"


def test_a_day_is_copied_to_others() -> None:
    on = edit("mon 08:00-09:00; tue 10:00-11:00")
    on.begin_copy()
    on.choose_targets(WORKDAYS)
    assert on.targets == frozenset({1, 2, 3, 4})
    assert on.preview == week("mon-fri 08:00-09:00")
    assert on.week == week("mon 08:00-09:00; tue 10:00-11:00")
    on.copy()
    assert on.said.text == "mon-fri 08:00-09:00"
    on.begin_copy()
    assert on.cancel()
    assert on.targets is None


def test_nothing_that_changes_nothing_is_a_step() -> None:
    on = edit("mon 08:00-09:00")
    on.press()
    on.press()
    on.go(Cursor(3, 3))
    on.erase()
    on.copy()
    on.mend()
    assert not on.can_undo


def test_the_cursor_stays_on_the_grid() -> None:
    on = edit()
    on.move(-3, -100)
    assert on.cursor == Cursor(0, 0)
    on.move(20, 100)
    assert on.cursor == Cursor(6, CELLS - 1)
    assert on.cursor.at == timedelta(hours=23, minutes=30)
    assert on.area == Area(6, 6, 47, 47)


def test_said_is_a_value() -> None:
    assert Said("never", (), Week()) == written(())
