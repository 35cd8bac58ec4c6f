from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.freshness import Freshness, freshness
from lockdash.domain.readings import Reading

NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
ORDER = [Freshness.fresh, Freshness.aging, Freshness.stale]


@pytest.mark.parametrize(
    ("age", "every", "expected"),
    [
        (0, 20, Freshness.fresh),
        (60, 20, Freshness.fresh),
        (61, 20, Freshness.aging),
        (120, 20, Freshness.aging),
        (121, 20, Freshness.stale),
        (1800, 1200, Freshness.fresh),
        (3700, 1200, Freshness.stale),
    ],
)
def test_freshness_follows_from_age_and_interval(age: float, every: float, expected: Freshness) -> None:
    assert freshness(age, every) is expected


def test_a_reading_from_the_future_counts_from_when_we_saw_it() -> None:
    reading = Reading("x", NOW + timedelta(days=400), NOW)
    assert reading.known_at == NOW
    assert Reading("x", NOW - timedelta(days=1), NOW).known_at == NOW - timedelta(days=1)


@given(st.floats(0, 1e7), st.floats(0, 1e7), st.floats(1, 1e5))
def test_it_never_gets_fresher_with_age(age: float, more: float, every: float) -> None:
    younger, older = (freshness(seconds, every) for seconds in (age, age + more))
    assert ORDER.index(younger) <= ORDER.index(older)


def test_of_two_the_worse_counts() -> None:
    for one in ORDER:
        for other in ORDER:
            assert one.or_worse(other) is max(one, other, key=ORDER.index)
