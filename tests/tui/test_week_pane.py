"""The week in tones: what each part of its picture is."""

from __future__ import annotations

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.schedules import ScheduleKind
from lockdash.domain.week_text import parse
from lockdash.domain.weeks import Week, week_of
from lockdash.tui.look.glyphs import ASCII, UNICODE
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Span, width_of
from lockdash.tui.panes.week import week_lines
from lockdash.tui.widgets.lines import plain
from tests.domain.week_strategies import weeks

NOW = datetime(2026, 3, 6, 19, 2)
EVENING = week_of(parse("fri 18:00-20:00", ScheduleKind.access))


@given(weeks(), st.integers(30, 160), st.integers(5, 40))
def test_it_fits_into_the_detail(given_week: tuple[ScheduleKind, Week], width: int, height: int) -> None:
    lines = week_lines(given_week[1], given_week[0], width, height, UNICODE, NOW)
    assert 1 <= len(lines) <= height
    assert all(width_of(each) <= width for each in lines)


def test_now_and_today_stand_out_and_the_ground_is_faint() -> None:
    friday = week_lines(EVENING, ScheduleKind.access, 60, 10, UNICODE, NOW)[5]
    assert friday[0] == Span("▸Fri ", Tone.accent, strong=True)
    assert Span("█", Tone.accent, strong=True) in friday
    assert {each.tone for each in friday if "▄" in each.text} == {Tone.calm}
    assert {each.tone for each in friday if "·" in each.text} == {Tone.faint}


def test_in_ascii_it_is_ascii() -> None:
    assert plain(week_lines(EVENING, ScheduleKind.access, 60, 10, ASCII, NOW)).isascii()


def test_without_room_it_is_told() -> None:
    assert plain(week_lines(EVENING, ScheduleKind.access, 30, 5, UNICODE, NOW)) == "fri 18:00-20:00"
