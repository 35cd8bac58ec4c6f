"""The picture of a week: at every size, and that it shows what the week says."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.schedules import ScheduleKind
from lockdash.domain.week_cells import day_cells, held
from lockdash.domain.week_columns import HEIGHT, WIDTH
from lockdash.domain.week_days import SCALES, day_strip
from lockdash.domain.week_grid import CELLS, STEP, Fill
from lockdash.domain.week_picture import UNKNOWN, picture
from lockdash.domain.week_signs import ASCII, UNICODE, Ink, Signs, signs
from lockdash.domain.week_text import parse, text_of
from lockdash.domain.weeks import Deed, Mark, Week, allows, week_of
from lockdash.domain.windows import DAY
from tests.domain.week_strategies import days, weeks, whole_weeks

SIGNS = st.sampled_from([UNICODE, ASCII])
NOW = datetime(2026, 3, 6, 19, 2)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31))
DOOR = "mon-fri 08:00 unlock, 18:00 lock; sat 09:00 unlock, 13:00 lock"


def week(text: str, kind: ScheduleKind = ScheduleKind.access) -> Week:
    return week_of(parse(text, kind))


def shown(
    week: Week,
    kind: ScheduleKind | None,
    width: int = 60,
    height: int = 8,
    now: datetime | None = None,
    with_signs: Signs = UNICODE,
) -> list[str]:
    return ["".join(each.text for each in row).rstrip() for row in picture(week, kind, width, height, with_signs, now)]


@given(weeks(), st.integers(1, 300), st.integers(1, 100), SIGNS, st.none() | MOMENTS)
def test_it_fits_at_any_size(
    given_week: tuple[ScheduleKind, Week], width: int, height: int, with_signs: Signs, now: datetime | None
) -> None:
    kind, each = given_week
    rows = picture(each, kind, width, height, with_signs, now)
    assert 1 <= len(rows) <= height
    assert all(sum(len(stroke.text) for stroke in row) <= width for row in rows)
    if with_signs is ASCII:
        assert all(stroke.text.isascii() for row in rows for stroke in row)


@given(whole_weeks, days, SIGNS)
def test_each_half_hour_is_drawn_as_what_it_is(given_week: Week, day: int, with_signs: Signs) -> None:
    strip = day_strip(given_week, ScheduleKind.access, day, 2, with_signs)
    assert len(strip) == CELLS
    told = {Fill.whole: with_signs.whole, Fill.first: with_signs.first, Fill.last: with_signs.last}
    for cell, stroke in zip(day_cells(given_week, day), strip, strict=True):
        if cell.fill is Fill.none:
            assert stroke.ink is Ink.ground
        else:
            assert (stroke.text, stroke.ink) == (told.get(cell.fill, with_signs.some), Ink.held)


@given(whole_weeks, days, SIGNS)
def test_an_hour_in_one_column_still_tells_its_halves(given_week: Week, day: int, with_signs: Signs) -> None:
    strip = day_strip(given_week, ScheduleKind.access, day, 1, with_signs)
    cells = day_cells(given_week, day)
    for hour, stroke in enumerate(strip):
        halves = cells[2 * hour].fill, cells[2 * hour + 1].fill
        assert (stroke.text == with_signs.whole) == (halves == (Fill.whole, Fill.whole))
        assert (stroke.text == with_signs.first) == (halves == (Fill.whole, Fill.none))
        assert (stroke.text == with_signs.last) == (halves == (Fill.none, Fill.whole))
        assert (stroke.ink is Ink.ground) == (halves == (Fill.none, Fill.none))


@given(weeks(), days, st.sampled_from(SCALES), SIGNS)
def test_a_day_is_as_long_as_its_scale(
    given_week: tuple[ScheduleKind, Week], day: int, per_hour: int, with_signs: Signs
) -> None:
    kind, each = given_week
    strip = day_strip(each, kind, day, per_hour, with_signs)
    assert [len(stroke.text) for stroke in strip] == [1] * (24 * per_hour)


@given(weeks(ScheduleKind.power_plug), days, st.integers(0, 24 * 60 - 1))
def test_what_is_on_is_what_the_last_mark_said(given_week: tuple[ScheduleKind, Week], day: int, minute: int) -> None:
    _, each = given_week
    spans = Week(spans=held(each))
    if {mark.deed for mark in each.marks} != {Deed.on, Deed.off}:
        assert not spans.spans
        return
    at = (day, timedelta(minutes=minute))
    before = [mark for mark in each.marks if (mark.day, mark.at) <= at]
    last: Mark = before[-1] if before else each.marks[-1]
    assert allows(spans, *at) == (last.deed is Deed.on)


def test_a_week_of_hours() -> None:
    assert shown(week("mon-fri 09:00-12:30, 13:15-17:00; sun"), ScheduleKind.access, 56) == [
        "     00    03    06    09    12    15    18    21    24",
        " Mon ·     ·     ·     ▄▄▄▄▄▄▄ ▗▄▄▄▄▄▄▄  ·     ·",
        " Tue ·     ·     ·     ▄▄▄▄▄▄▄ ▗▄▄▄▄▄▄▄  ·     ·",
        " Wed ·     ·     ·     ▄▄▄▄▄▄▄ ▗▄▄▄▄▄▄▄  ·     ·",
        " Thu ·     ·     ·     ▄▄▄▄▄▄▄ ▗▄▄▄▄▄▄▄  ·     ·",
        " Fri ·     ·     ·     ▄▄▄▄▄▄▄ ▗▄▄▄▄▄▄▄  ·     ·",
        " Sat ·     ·     ·     ·     ·     ·     ·     ·",
        " Sun ▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄",
    ]


def test_a_door_that_is_unlocked_and_locked_with_now_and_what_the_signs_mean() -> None:
    rows = shown(week(DOOR, ScheduleKind.lock_action), ScheduleKind.lock_action, 60, 10, NOW)
    assert rows[1] == " Mon ·     ·     ·   □───────────────────■     ·"
    assert rows[5] == "▸Fri ·     ·     ·   □───────────────────■ │   ·"
    assert rows[8] == "                                           ▴ now"
    assert rows[9] == "     □ unlocks  ■ locks"


def test_the_time_itself_is_told_where_the_rows_stand_by_themselves() -> None:
    rows = picture(week(DOOR, ScheduleKind.lock_action), ScheduleKind.lock_action, 60, 10, UNICODE, NOW, clock=True)
    assert "".join(each.text for each in rows[8]).strip() == "▴ now Fri 19:02"


def test_the_same_in_ascii_and_with_half_the_room() -> None:
    rows = shown(week(DOOR, ScheduleKind.lock_action), ScheduleKind.lock_action, 31, 10, NOW, ASCII)
    assert rows == [
        "     00    06    12    18    24",
        *[f" {day} .     . U---------L" for day in ("Mon", "Tue", "Wed", "Thu")],
        ">Fri .     . U---------L|",
        " Sat .     .  U---L    .",
        " Sun .     .     .     .",
        "                        ^ now",
        "     U unlocks  L locks",
    ]


def test_now_is_seen_on_what_is_allowed_too() -> None:
    at_noon = NOW.replace(hour=12)
    assert shown(week("fri 11:00-13:00"), ScheduleKind.access, 60, 8, at_noon)[5] == (
        "▸Fri ·     ·     ·     ·   ▄▄█▄    ·     ·     ·"
    )
    assert "##@#" in shown(week("fri 11:00-13:00"), ScheduleKind.access, 60, 8, at_noon, ASCII)[5]


def test_what_goes_on_over_midnight_is_on() -> None:
    rows = shown(week("fri 22:00 on; sat 02:00 off", ScheduleKind.auto_lock), ScheduleKind.auto_lock)
    assert rows[5].endswith("▄▄▄▄")
    assert rows[6].startswith(" Sat ▄▄▄▄  ·")
    assert "▄" not in "".join([*rows[1:5], rows[7]])


def test_marks_that_show_at_no_edge_are_drawn_themselves() -> None:
    only_on = shown(week("mon 07:00 on", ScheduleKind.power_plug), ScheduleKind.power_plug)
    assert only_on[1].startswith(" Mon ·     ·     · ●   ·")
    again = shown(week("mon 07:00 on, 08:00 on, 09:00 off", ScheduleKind.power_plug), ScheduleKind.power_plug)
    assert "▄▄●▄" in again[1]
    both = shown(week("mon 07:00 unlock, 07:10 lock", ScheduleKind.lock_action), ScheduleKind.lock_action)
    assert both[1].startswith(" Mon ·     ·     · *   ·")


def test_temperatures_stand_where_they_change() -> None:
    climate = week("daily 07:00 cool 76 heat 68.5, 22:30 cool 82 heat 60", ScheduleKind.thermostat)
    rows = shown(climate, ScheduleKind.thermostat)
    assert rows[1] == " Mon ──────────────68.5-76────────────────────────┼──"
    lanes = shown(climate, ScheduleKind.thermostat, 64, 15)
    assert lanes[1] == " Mon cool ──────────────76─────────────────────────────82─"
    assert lanes[2] == "     heat ──────────────68.5───────────────────────────60─"


def test_narrow_and_high_has_a_column_for_each_day() -> None:
    rows = shown(week("mon-fri 09:00-12:30, 13:15-17:00"), ScheduleKind.access, WIDTH, HEIGHT, NOW)
    assert rows[0] == "   Mon Tue Wed Thu▸Fri Sat Sun"
    assert rows[10] == "09 ███ ███ ███ ███ ███ ·   ·"
    assert rows[13] == "12 ▀▀▀ ▀▀▀ ▀▀▀ ▀▀▀ ▀▀▀ ·   ·"
    assert rows[14] == "   ▒▒▒ ▒▒▒ ▒▒▒ ▒▒▒ ▒▒▒"
    assert rows[20] == "                  ▸"


def test_without_room_it_is_told() -> None:
    assert shown(week("mon-fri 09:00-12:30, 13:15-17:00; sat"), ScheduleKind.access, 30, 5) == [
        "mon-fri 09:00-12:30,",
        "13:15-17:00",
        "sat 00:00-24:00",
    ]
    assert shown(week(DOOR, ScheduleKind.lock_action), ScheduleKind.lock_action, 30, 2) == [
        "mon-fri 08:00 unlock,",
        "18:00 lock …",
    ]
    assert shown(Week(), ScheduleKind.access, 20, 3) == ["never"]


def test_a_kind_that_nobody_knows() -> None:
    assert shown(Week(), None) == [UNKNOWN]
    assert shown(week("mon 08:00-09:00"), None)[1] == " Mon ·     ·     ·   ▄▄·     ·     ·     ·     ·"


def test_a_last_minute_that_a_clock_cannot_say_is_midnight() -> None:
    assert shown(week("mon 23:00-23:59"), ScheduleKind.access)[1].endswith("▄▄")


@given(whole_weeks)
def test_the_text_form_is_told_whole_where_there_is_room(given_week: Week) -> None:
    rows = shown(given_week, ScheduleKind.access, 400, 7)
    assert "; ".join(rows) == text_of(given_week)


def test_both_sets_have_one_column_for_each_sign() -> None:
    for each in (signs(False), signs(True)):
        assert all(len(sign) == 1 for sign in (getattr(each, name) for name in each.__struct_fields__))


@pytest.mark.parametrize("day", range(7))
def test_a_day_is_a_whole_number_of_half_hours(day: int) -> None:
    assert len(day_cells(Week(), day)) * STEP == DAY
