from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.battery_trend import Point, Trend, left_words, trend, trend_of
from lockdash.domain.devices import Device, DeviceKind
from lockdash.domain.readings import Reading

NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
LOCK = Device(
    key="home/1", account="home", vendor_id="1", kind=DeviceKind.lock, name="Front", battery=Reading(60, NOW, NOW)
)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def fall(start: int, steps: int, every: float, by: int = 1) -> list[Point]:
    """`steps` levels that fall by `by` each `every` days, the last one now."""
    return [(ago((steps - 1 - step) * every), start - by * step) for step in range(steps)]


falls = st.builds(
    fall,
    start=st.integers(60, 100),
    steps=st.integers(7, 30),
    every=st.floats(1, 6),
    by=st.integers(1, 2),
)


@given(falls)
def test_an_even_fall_is_found_exactly(points: list[Point]) -> None:
    found = trend(points, NOW)
    assert found is not None
    (begin, first), (_, last) = points[0], points[-1]
    per_day = (first - last) / ((NOW - begin) / timedelta(days=1))
    assert found.per_day == pytest.approx(per_day, rel=1e-6)
    assert found.since == begin
    left = last / per_day
    assert found.days_left == (round(left) if left <= 730 else None)


@given(falls, st.randoms(use_true_random=False))
def test_the_order_of_points_does_not_matter(points: list[Point], rng: Random) -> None:
    shuffled = list(points)
    rng.shuffle(shuffled)
    assert trend(shuffled, NOW) == trend(points, NOW)


@given(st.integers(70, 100), st.integers(12, 30), st.floats(0.5, 4), st.data())
def test_levels_that_waver_by_one_do_not_change_the_order_of_magnitude(
    start: int, steps: int, every: float, data: st.DataObject
) -> None:
    points = fall(start, steps, every, by=2)
    waver = data.draw(st.lists(st.integers(-1, 1), min_size=steps, max_size=steps))
    found = trend([(at, level + each) for (at, level), each in zip(points, waver, strict=True)], NOW)
    assert found is not None
    assert 0.5 < found.per_day / (2 / every) < 2


@given(falls, st.integers(1, 40))
def test_a_change_of_battery_makes_it_begin_anew(points: list[Point], before: int) -> None:
    """Whatever fell before, and however fast, says nothing of the battery that is there now."""
    begin, level = points[0]
    old = [(begin - timedelta(days=before - day), level - 10 - day) for day in range(before)]
    assert trend([*old, *points], NOW) == trend(points, NOW)


@given(falls)
def test_charging_by_single_steps_is_a_change_as_well(points: list[Point]) -> None:
    begin, level = points[0]
    charged = [(begin - timedelta(hours=20 - step), level - 20 + step) for step in range(20)]
    assert trend([*charged, *points], NOW) == trend(points, NOW)


@given(st.lists(st.tuples(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)), st.integers(0, 100))))
def test_nothing_absurd_is_said_of_anything(points: list[tuple[datetime, int]]) -> None:
    found = trend([(at.replace(tzinfo=UTC), level) for at, level in points], NOW)
    assert found is None or (found.per_day > 0 and (found.days_left is None or 0 <= found.days_left <= 730))


@pytest.mark.parametrize(
    ("points", "why"),
    [
        ([], "nothing was read"),
        (fall(80, 3, 5), "three points"),
        (fall(80, 5, 1), "four days"),
        ([*fall(80, 3, 20), (ago(0), 78)], "a fall of two"),
        (fall(50, 8, 4, by=-1), "it rises"),
        ([(ago(30 - day), 80 + day % 2) for day in range(30)], "it wavers"),
        ([(ago(0), 80 - level) for level in range(20)], "all at one moment"),
    ],
)
def test_where_it_cannot_be_told_nothing_is_said(points: list[Point], why: str) -> None:
    assert trend(points, NOW) is None, why


def test_the_least_that_is_enough() -> None:
    found = trend(fall(80, 4, 5 / 3), NOW)
    assert found is not None
    assert found.days_left == round(77 / 0.6)


def test_single_wrong_levels_bend_nothing() -> None:
    even = fall(90, 25, 2)
    wrong = [(at, level - 8 if number in (3, 12, 20) else level) for number, (at, level) in enumerate(even)]
    found = trend(wrong, NOW)
    assert found is not None
    assert found.per_day == pytest.approx(0.5, rel=0.05)


def test_a_level_that_wavers_for_an_hour_does_not_outvote_a_month() -> None:
    even = fall(90, 31, 1)
    wavering = [(ago(12) + timedelta(seconds=20 * number), 77 + number % 2) for number in range(200)]
    found, plain = trend([*even, *wavering], NOW), trend(even, NOW)
    assert found is not None
    assert plain is not None
    assert found.per_day == pytest.approx(plain.per_day, rel=0.1)


def test_a_fall_long_ago_is_counted_from_now() -> None:
    points = fall(90, 11, 2)
    then, later = trend(points, NOW), trend(points, NOW + timedelta(days=30))
    assert then is not None
    assert later is not None
    assert (then.days_left, later.days_left) == (160, 130)
    empty = trend(points, NOW + timedelta(days=500))
    assert empty is not None
    assert empty.days_left == 0


def test_a_level_that_holds_makes_the_fall_slower() -> None:
    history = [(at - timedelta(days=20), level) for at, level in fall(70, 11, 1)]
    found, steep = trend_of(LOCK, history, NOW), trend(history, NOW)
    assert found is not None
    assert steep is not None
    assert found.per_day < steep.per_day


def test_what_has_no_level_or_is_charged_has_no_trend() -> None:
    replace, history = msgspec.structs.replace, fall(70, 11, 1)
    assert trend_of(LOCK, history, NOW) is not None
    assert trend_of(replace(LOCK, charging=True), history, NOW) is None
    assert trend_of(replace(LOCK, battery=None), history, NOW) is None
    assert trend_of(replace(LOCK, battery=Reading(None, NOW, NOW)), history, NOW) is None


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "less than a day left"),
        (1, "about 1 day left"),
        (9, "about 9 days left"),
        (13, "about 15 days left"),
        (41, "about 40 days left"),
        (104, "about 100 days left"),
        (365, "about 360 days left"),
        (366, "more than a year left"),
        (None, "more than a year left"),
    ],
)
def test_it_is_said_as_roughly_as_it_is_known(days: int | None, words: str) -> None:
    assert left_words(Trend(days, 1.0, NOW)) == words
