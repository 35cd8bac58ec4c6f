"""The week by the hour: counted by the viewer's clock, in five levels, as a picture and in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from lockdash.domain.event_filter import event_query
from lockdash.engine.log.views import Bar
from lockdash.tui.events.heat import LEVELS, Heat, heat_of, heat_period
from lockdash.tui.look.glyphs import ASCII, UNICODE
from lockdash.tui.panes.heat_map import heat_lines
from lockdash.tui.widgets.lines import plain
from tests.tui.world import NOW, ZONE

WARSAW = ZoneInfo("Europe/Warsaw")
SINCE = NOW - timedelta(weeks=8)


def heat(*bars: Bar, zone: ZoneInfo = WARSAW) -> Heat:
    return heat_of(bars, SINCE, NOW, zone)


def bar(*when: int, total: int = 1) -> Bar:
    return Bar(datetime(*when, tzinfo=UTC).timestamp(), total, 0)  # type: ignore[misc]


def test_one_hour_of_the_wall_is_one_hour_before_and_after_the_clock_is_changed() -> None:
    found = heat(bar(2026, 3, 27, 8, total=2), bar(2026, 4, 3, 7, total=3))  # Fridays, 09:00 in Warsaw
    assert found.hours[4][9] == 5
    assert found.most == 5
    assert found.busiest == (4, 9)


def test_an_hour_that_the_clock_skips_has_nothing_and_one_that_it_repeats_has_both() -> None:
    forward = [bar(2026, 3, 29, hour) for hour in range(24)]
    assert heat(*forward).hours[6][2] == 0
    back = [bar(2026, 10, 25, hour) for hour in range(24)]
    assert heat(*back).hours[6][2] == 2


def test_the_last_eight_weeks_of_what_is_asked_for() -> None:
    since, until = heat_period(event_query("", NOW, ZONE), NOW)
    assert (until - since).days == 56
    assert (since.minute, since.second) == (0, 0)
    since, _ = heat_period(event_query("since:3d", NOW, ZONE), NOW)
    assert 3 <= (NOW - since).total_seconds() / 86400 < 3.05
    _, until = heat_period(event_query("until:2026-02-01", NOW, ZONE), NOW)
    assert until < NOW


@given(st.integers(1, 10_000), st.data())
def test_levels_rise_with_the_numbers_and_only_nothing_is_none(most: int, data: st.DataObject) -> None:
    found = heat(bar(2026, 3, 2, 8, total=most))
    number = data.draw(st.integers(0, most))
    assert 0 <= found.level(number) < LEVELS
    assert (found.level(number) == 0) is (number == 0)
    assert found.level(number) <= found.level(most)
    if most >= LEVELS - 1:
        assert found.level(most) == LEVELS - 1


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
@pytest.mark.parametrize("width", [30, 44, 60, 85])
def test_every_width_shows_seven_days_a_legend_and_the_busiest_hour(glyphs, width: int) -> None:
    bars = [bar(2026, 3, day, hour, total=day * hour) for day in range(2, 9) for hour in range(6, 20)]
    lines = heat_lines(heat(*bars), "door:front", WARSAW, width, glyphs)
    told = plain(lines)
    for name in ("Mon", "Sun"):
        assert sum(line.startswith(f"{name}  ") for line in told.split("\n")) == 1
    assert "Busiest: Sundays from 20:00 to 21:00, 152" in " ".join(told.split())
    assert "/door:front" in told
    signs = ".-+*#" if glyphs is ASCII else "·░▒▓█"
    assert all(sign in told for sign in signs)
    assert "none" in told
    if glyphs is ASCII:
        assert told.isascii()
    assert all(cell_len(line) <= width for line in told.split("\n"))


def test_nothing_is_said_to_be_nothing() -> None:
    assert "Nothing happened" in plain(heat_lines(heat(), "", ZONE, 80, UNICODE))


def test_few_events_have_no_levels_that_nothing_can_reach() -> None:
    told = plain(heat_lines(heat(bar(2026, 3, 2, 8)), "", WARSAW, 80, UNICODE))
    assert "1 events" not in told.split("\n")[1]
    assert "░ 1 " in told
    assert "▒" not in told
