from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.windows import DAY, EVERY_DAY, Span, Window, spans

HOUR = timedelta(hours=1)
TIMES = st.none() | st.times()
DAYS = st.frozensets(st.integers(0, 6))
WEEKLY = st.builds(Window, days=DAYS, from_time=TIMES, to_time=TIMES)


@pytest.mark.parametrize(
    ("window", "permanent", "weekly"),
    [
        (Window(), True, False),
        (Window(in_utc=True), True, False),
        (Window(ends_at=datetime(2026, 1, 1)), False, False),
        (Window(days=frozenset({0})), False, True),
        (Window(to_time=time(8)), False, True),
        (Window(days=EVERY_DAY), True, False),
        (Window(from_time=time(9), to_time=time(9)), True, False),
    ],
)
def test_what_limits_a_window(window: Window, permanent: bool, weekly: bool) -> None:
    assert (window.is_permanent, window.is_weekly) == (permanent, weekly)


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        (
            Window(days=frozenset({4, 0}), from_time=time(8), to_time=time(17)),
            [Span(0, 8 * HOUR, 17 * HOUR), Span(4, 8 * HOUR, 17 * HOUR)],
        ),
        # Over midnight: the day on which it opens, and the rest on the next, Sunday's on Monday.
        (
            Window(days=frozenset({6}), from_time=time(22), to_time=time(6)),
            [Span(0, 0 * HOUR, 6 * HOUR), Span(6, 22 * HOUR, DAY)],
        ),
        (Window(days=frozenset({2}), from_time=time(9)), [Span(2, 9 * HOUR, DAY)]),
        (Window(days=frozenset({2}), to_time=time(9)), [Span(2, 0 * HOUR, 9 * HOUR)]),
        (Window(days=frozenset({2})), [Span(2, 0 * HOUR, DAY)]),
        # Equal times are 24 hours, and what touches on one day is one.
        (
            Window(days=frozenset({0, 1}), from_time=time(1), to_time=time(1)),
            [Span(0, HOUR, DAY), Span(1, 0 * HOUR, DAY), Span(2, 0 * HOUR, HOUR)],
        ),
        (Window(), [Span(day, 0 * HOUR, DAY) for day in range(7)]),
    ],
)
def test_the_spans_of_a_week(window: Window, expected: list[Span]) -> None:
    assert spans(window) == tuple(expected)


@given(WEEKLY)
def test_spans_are_as_long_as_the_window_and_never_overlap(window: Window) -> None:
    found = spans(window)
    assert sum((span.ends - span.starts for span in found), timedelta()) == window.length * len(
        window.days or EVERY_DAY
    )
    assert all(timedelta() <= span.starts < span.ends <= DAY for span in found)
    for one, other in pairwise(found):
        assert (one.day, one.ends) < (other.day, other.starts)


@given(WEEKLY, st.booleans(), st.none() | st.datetimes(), st.none() | st.datetimes(timezones=st.just(UTC)))
def test_a_window_survives_being_stored(
    window: Window, in_utc: bool, starts: datetime | None, ends: datetime | None
) -> None:
    full = msgspec.structs.replace(window, in_utc=in_utc, starts_at=starts, ends_at=ends)
    assert msgspec.json.decode(msgspec.json.encode(full), type=Window) == full
