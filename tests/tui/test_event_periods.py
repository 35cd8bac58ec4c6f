"""The time of a histogram: which unit, where bars begin by the viewer's clock, and what is counted in each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.event_filter import event_query
from lockdash.domain.event_query import EventQuery
from lockdash.engine.log.views import Bar
from lockdash.tui.events.periods import Period, Unit, is_dense, period_of, step_for, tallied
from tests.tui.build_log import STORY, busy
from tests.tui.world import NOW, ZONE

WARSAW, KOLKATA, LISBON = ZoneInfo("Europe/Warsaw"), ZoneInfo("Asia/Kolkata"), ZoneInfo("Europe/Lisbon")


def local(edge: float, zone: ZoneInfo = ZONE) -> datetime:
    return datetime.fromtimestamp(edge, UTC).astimezone(zone)


def asked(text: str, most: int = 40, *, dense: bool = False, zone: ZoneInfo = ZONE) -> Period:
    return period_of(event_query(text, NOW, zone), NOW, zone, most, dense=dense)


def test_a_busy_log_is_shown_by_the_hours_of_a_day() -> None:
    assert is_dense(sorted(busy(200, every=600), key=lambda each: each.place))
    assert not is_dense(sorted(STORY, key=lambda each: each.place))
    found = asked("", dense=True)
    assert (found.unit, len(found.edges)) == (Unit.hour, 25)
    assert found.edges[-2] <= NOW.timestamp() < found.edges[-1]
    assert all(edge % 3600 == 0 for edge in found.edges)


@pytest.mark.parametrize(("most", "days"), [(30, 30), (90, 60), (3, 7)])
def test_else_by_as_many_days_as_there_is_room_for(most: int, days: int) -> None:
    found = asked("", most)
    assert (found.unit, len(found.edges) - 1) == (Unit.day, days)
    assert {(local(edge).hour, local(edge).minute) for edge in found.edges} == {(0, 0)}
    assert local(found.edges[-2]).date() == NOW.astimezone(ZONE).date()


@pytest.mark.parametrize(
    ("since", "unit"),
    [
        ("6h", Unit.hour),
        ("30h", Unit.hour),
        ("3d", Unit.day),
        ("30d", Unit.day),
        ("20w", Unit.week),
        ("100w", Unit.month),
    ],
)
def test_what_a_filter_asks_for_is_as_fine_as_it_fits(since: str, unit: Unit) -> None:
    found = asked(f"since:{since}")
    begin = event_query(f"since:{since}", NOW, ZONE).since
    assert found.unit is unit
    assert len(found.edges) - 1 <= 40
    assert found.edges[0] <= begin.timestamp() < found.edges[1]
    assert found.edges[-2] <= NOW.timestamp() < found.edges[-1]


def test_a_filter_that_ends_earlier_shows_the_time_before_that() -> None:
    found = asked("until:2026-02-01")
    assert local(found.edges[-2]).date().isoformat() in ("2026-02-01", "2026-02-02")
    assert len(found.edges) - 1 == 40


def test_of_more_months_than_there_is_room_for_the_last_ones_are_shown() -> None:
    found = asked("since:1995-01-01", 12)
    assert found.unit is Unit.month
    assert len(found.edges) - 1 <= 13
    assert found.edges[-1] > NOW.timestamp()


def test_a_day_with_another_hour_is_one_bar() -> None:
    now = datetime(2026, 3, 31, 12, tzinfo=UTC)
    found = period_of(EventQuery(), now, WARSAW, 7, dense=False)
    lengths = [later - earlier for earlier, later in zip(found.edges, found.edges[1:], strict=False)]
    assert sorted(set(lengths)) == [23 * 3600, 24 * 3600]
    last = datetime(2026, 3, 29, 21, tzinfo=UTC).timestamp()
    first = datetime(2026, 3, 29, 22, tzinfo=UTC).timestamp()
    slots = tallied(found, [Bar(last, 3, 1), Bar(first, 5, 0)])
    assert [(slot.total, slot.alarming) for slot in slots if slot.total] == [(3, 1), (5, 0)]


def test_steps_fit_into_hours_of_clocks_that_go_by_half_hours() -> None:
    assert step_for(LISBON, NOW) == 3600
    assert step_for(KOLKATA, NOW) == 1800
    assert step_for(ZoneInfo("Asia/Kathmandu"), NOW) == 900
    found = period_of(EventQuery(), NOW, KOLKATA, 7, dense=False)
    assert found.step == 1800
    assert found.since.astimezone(KOLKATA).hour == 0


@given(st.lists(st.tuples(st.integers(0, 60 * 24 * 7), st.integers(1, 9), st.integers(0, 9)), max_size=40))
def test_everything_within_the_period_is_counted_once(found: list[tuple[int, int, int]]) -> None:
    period = asked("since:3d")
    bars = [Bar((NOW - timedelta(minutes=each)).timestamp(), total, alarming) for each, total, alarming in found]
    slots = tallied(period, bars)
    inside = [bar for bar in bars if period.edges[0] <= bar.at < period.edges[-1]]
    assert sum(slot.total for slot in slots) == sum(bar.total for bar in inside)
    assert sum(slot.alarming for slot in slots) == sum(bar.alarming for bar in inside)
    assert len(slots) == len(period.edges) - 1
