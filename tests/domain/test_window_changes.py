"""When an access with a window of a vendor that keeps UTC counts, against a walk minute by minute."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lockdash.domain.walltime import wall_at
from lockdash.domain.week_changes import Turn
from lockdash.domain.weekly import at_door
from lockdash.domain.weeks import Week, allows
from lockdash.domain.window_changes import counts_at, next_window_turn, window_turns
from lockdash.domain.windows import DAY, Window, since_midnight, spans
from tests.domain.week_strategies import DST_WEEKS, ZONES

MINUTE = timedelta(minutes=1)
TIMES = st.none() | st.integers(0, 24 * 60 - 1).map(lambda each: time(each // 60, each % 60))
MOMENTS = st.none() | st.integers(-9 * 24 * 60, 9 * 24 * 60)


@st.composite
def windows(draw: st.DrawFn, around: datetime) -> Window:
    """Of whole minutes; it may begin and end some days before or after `around`, also the one after the other."""
    ends = [None if each is None else around + each * MINUTE for each in (draw(MOMENTS), draw(MOMENTS))]
    return Window(
        starts_at=ends[0],
        ends_at=ends[1],
        days=draw(st.frozensets(st.integers(0, 6))),
        from_time=draw(TIMES),
        to_time=draw(TIMES),
        in_utc=True,
    )


def walked(window: Window, since: datetime, minutes: int) -> list[Turn]:
    """What is seen at every minute after `since`, by the calendar alone."""
    week = Week(spans=spans(window))
    found, before = [], _counts(window, week, since)
    for step in range(1, minutes + 1):
        at = since + step * MINUTE
        now = _counts(window, week, at)
        if now != before:
            found.append(Turn(at, allowed=now))
        before = now
    return found


def _counts(window: Window, week: Week, at: datetime) -> bool:
    begun = window.starts_at is None or window.starts_at <= at
    over = window.ends_at is not None and window.ends_at <= at
    return begun and not over and allows(week, at.weekday(), since_midnight(at.time()))


@settings(max_examples=25, deadline=None)
@given(st.data(), st.sampled_from(DST_WEEKS))
def test_what_happens_is_what_a_walk_minute_by_minute_sees(data: st.DataObject, since: datetime) -> None:
    window = data.draw(windows(since))
    expected = walked(window, since, 8 * 24 * 60)
    assert window_turns(window, since, since + 8 * DAY) == expected
    found = next_window_turn(window, since)
    if expected:
        assert found == expected[0]
    else:
        assert found is None or found.at > since + 8 * DAY


@settings(max_examples=25, deadline=None)
@given(st.data(), st.sampled_from(DST_WEEKS), ZONES)
def test_it_counts_when_the_clock_at_the_door_is_within_the_hours_of_that_day(
    data: st.DataObject, since: datetime, zone: str
) -> None:
    """The hours that are shown for a day are those that hold on it, except on the day of a change itself."""
    window = msgspec.structs.replace(data.draw(windows(since)), starts_at=None, ends_at=None)
    for step in range(0, 7 * 24 * 60, 7):
        at = since + step * MINUTE
        wall = wall_at(at, zone)
        noon = at + (datetime.combine(wall.date(), time(12)) - wall)
        if wall_at(noon, zone).time() != time(12):
            continue
        shown = Week(spans=spans(at_door(window, zone, wall.date())))
        assert counts_at(window, at) == allows(shown, wall.weekday(), since_midnight(wall.time()))


WORK = Window(days=frozenset(range(5)), from_time=time(8), to_time=time(18), in_utc=True)
NOW = datetime(2026, 3, 24, 12, tzinfo=UTC)  # a Tuesday


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        (None, None, Turn(datetime(2026, 3, 24, 18, tzinfo=UTC), allowed=False)),
        # It begins within its hours, before them, and after them: months ahead.
        (datetime(2026, 9, 1, 10, tzinfo=UTC), None, Turn(datetime(2026, 9, 1, 10, tzinfo=UTC), allowed=True)),
        (datetime(2026, 9, 1, 5, tzinfo=UTC), None, Turn(datetime(2026, 9, 1, 8, tzinfo=UTC), allowed=True)),
        (datetime(2026, 9, 4, 18, tzinfo=UTC), None, Turn(datetime(2026, 9, 7, 8, tzinfo=UTC), allowed=True)),
        # It ends within its hours, before they begin again, and is over.
        (None, datetime(2026, 3, 24, 15, tzinfo=UTC), Turn(datetime(2026, 3, 24, 15, tzinfo=UTC), allowed=False)),
        (None, datetime(2026, 3, 24, 12, tzinfo=UTC), None),
        (datetime(2026, 9, 4, 18, tzinfo=UTC), datetime(2026, 9, 7, 8, tzinfo=UTC), None),
        (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC), None),
    ],
)
def test_what_happens_next_in_a_window_that_begins_or_ends(
    starts: datetime | None, ends: datetime | None, expected: Turn | None
) -> None:
    assert next_window_turn(msgspec.structs.replace(WORK, starts_at=starts, ends_at=ends), NOW) == expected


def test_a_window_without_hours_only_begins_and_ends() -> None:
    whole = Window(starts_at=NOW + 90 * DAY, ends_at=NOW + 200 * DAY, in_utc=True)
    assert next_window_turn(whole, NOW) == Turn(NOW + 90 * DAY, allowed=True)
    assert next_window_turn(whole, NOW + 90 * DAY) == Turn(NOW + 200 * DAY, allowed=False)
    assert window_turns(whole, NOW, NOW + 300 * DAY) == [
        Turn(NOW + 90 * DAY, allowed=True),
        Turn(NOW + 200 * DAY, allowed=False),
    ]
    assert next_window_turn(Window(in_utc=True), NOW) is None
