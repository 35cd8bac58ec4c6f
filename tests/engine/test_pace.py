from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.budget import Budget
from lockdash.engine.pace import STEPS, Coverage, interval, request_rate, stretch
from lockdash.vendors.base import Answer, Feed
from tests.engine.stage import ACTIVITY, LOCKS, START, SYNC, device, event


def budget(remaining: int, seconds: float | None, reserve: int = 12) -> Budget:
    return Budget(120, remaining, None if seconds is None else START + timedelta(seconds=seconds), reserve)


@given(st.integers(0, 700), st.floats(1, 3600), st.floats(0.001, 5))
def test_what_is_left_above_the_reserve_lasts_until_the_reset_if_any_stretch_can_do_it(remaining, seconds, rate):
    factor = stretch(budget(remaining, seconds), rate, 60, START)
    spare = remaining - 12
    assert factor in STEPS
    if spare > 0 and factor < STEPS[-1]:
        assert rate * seconds / factor <= spare
    if rate * seconds / STEPS[0] <= spare:
        assert factor == 1


def test_a_budget_without_a_reset_is_taken_to_last_for_a_window():
    assert stretch(budget(112, None), 1.0, 60, START) == 1
    assert stretch(budget(42, None), 1.0, 60, START) == 2
    assert stretch(budget(0, -5), 1.0, 60, START) == 1


def test_what_a_read_costs_counts():
    assert request_rate((LOCKS, SYNC, ACTIVITY), {}) == 1 / 3600 + 1 / 20
    assert request_rate((SYNC,), {"sync": 20}) == 1.0
    assert interval(Feed("eager", every=0, floor=0), 1) == 1


def test_devices_are_renewed_by_the_quickest_feed_that_mentions_them():
    coverage = Coverage()
    feeds = (LOCKS, SYNC, Feed("events", every=5, floor=1))
    coverage.note(LOCKS, Answer(devices=(device("1"), device("2"))))
    assert coverage.intervals(feeds, 1) == {"1": 3600, "2": 3600}
    coverage.note(SYNC, Answer(devices=(device("1"),)))
    coverage.note(feeds[2], Answer(devices=(device("2"),), events=(event("e", START),)))
    coverage.note(ACTIVITY, Answer(devices=(device("2"),)))
    assert coverage.intervals(feeds, 2) == {"1": 40, "2": 7200}


def test_a_list_in_parts_renews_its_devices_once_a_round():
    coverage = Coverage()
    coverage.note(LOCKS, Answer(devices=(device("1"),), parts=4))
    coverage.note(LOCKS, Answer(devices=(device("2"),), parts=4))
    assert coverage.intervals((LOCKS,), 1) == {"1": 4 * 3600, "2": 4 * 3600}
    coverage.note(LOCKS, Answer(devices=(device("2"),)))
    assert coverage.intervals((LOCKS,), 1) == {"2": 3600}
