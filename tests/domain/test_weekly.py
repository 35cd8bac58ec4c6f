from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lockdash.domain.walltime import UnknownZone
from lockdash.domain.weekly import at_door, drift, in_utc, normal
from lockdash.domain.windows import EVERY_DAY, Window, since_midnight

ZONES = ("Europe/Warsaw", "America/Denver", "Australia/Lord_Howe", "Asia/Kathmandu")
ANY_ZONE = st.sampled_from(ZONES)
A_YEAR = [date(2026, 1, 1) + timedelta(days=each) for each in range(365)]
ANY_DAY = st.sampled_from(A_YEAR)
TIMES = st.none() | st.times()
DAYS = st.frozensets(st.integers(0, 6))
HERE = st.builds(Window, days=DAYS, from_time=TIMES, to_time=TIMES)
THERE = st.builds(Window, days=DAYS, from_time=TIMES, to_time=TIMES, in_utc=st.just(True))
WORK = Window(days=frozenset(range(5)), from_time=time(8), to_time=time(18))


@pytest.mark.parametrize(
    ("zone", "on", "days", "opens", "closes"),
    [
        ("Europe/Warsaw", date(2026, 1, 5), range(5), time(7), time(17)),
        ("Europe/Warsaw", date(2026, 7, 6), range(5), time(6), time(16)),
        # Over midnight of UTC.
        ("America/Denver", date(2026, 1, 5), range(5), time(15), time(1)),
        # The weekdays shift.
        ("Australia/Lord_Howe", date(2026, 1, 5), (6, 0, 1, 2, 3), time(21), time(7)),
        ("Australia/Lord_Howe", date(2026, 7, 6), (6, 0, 1, 2, 3), time(21, 30), time(7, 30)),
        ("Asia/Kathmandu", date(2026, 1, 5), range(5), time(2, 15), time(12, 15)),
    ],
)
def test_working_hours_in_utc(zone: str, on: date, days: range, opens: time, closes: time) -> None:
    assert in_utc(WORK, zone, on) == Window(days=frozenset(days), from_time=opens, to_time=closes, in_utc=True)


@pytest.mark.parametrize("zone", ZONES)
@given(HERE)
def test_what_is_entered_comes_back_the_same_on_every_day_of_a_year(zone: str, window: Window) -> None:
    for on in A_YEAR:
        sent = in_utc(window, zone, on)
        if sent is not None:
            assert at_door(sent, zone, on) == normal(window)


@pytest.mark.parametrize("zone", ZONES)
@given(THERE)
def test_what_is_shown_can_be_sent_back_as_it_was_on_every_day_of_a_year(zone: str, window: Window) -> None:
    plain = normal(window)
    # The vendor may have stored two equal times, whatever it means by them; we do not send such.
    odd = plain.length == timedelta(days=1) and plain.from_time is not None
    for on in A_YEAR:
        assert in_utc(at_door(window, zone, on), zone, on) == (None if odd else plain)


@given(HERE, ANY_ZONE, ANY_DAY)
def test_only_24_hours_on_some_days_have_no_window_at_the_vendor(window: Window, zone: str, on: date) -> None:
    plain = normal(window)
    if in_utc(window, zone, on) is None:
        assert plain.length == timedelta(days=1)
        assert plain.days
    elif plain.days and plain.from_time is None:
        pytest.fail("whole days at a door that is not on UTC have no window")


@given(HERE, ANY_ZONE, ANY_DAY)
def test_the_window_opens_at_the_same_moment_on_both_clocks(window: Window, zone: str, on: date) -> None:
    """Judged by the calendar, without the arithmetic of the module."""
    sent = in_utc(window, zone, on)
    assume(sent is not None and window.is_weekly)
    assert sent is not None
    there = ZoneInfo(zone)
    wall = datetime.combine(on, window.from_time or time())
    opening = wall.replace(tzinfo=there)
    # On the day of a change, times before it have another offset than the window was turned by.
    assume(opening.utcoffset() == datetime.combine(on, time(12), there).utcoffset())
    utc = opening.astimezone(UTC)
    opens = (on.weekday() in window.days) if window.days else True
    assert (utc.weekday() in (sent.days or EVERY_DAY)) == opens
    if sent.is_weekly:
        assert since_midnight(sent.from_time) == since_midnight(utc.time())


@given(HERE, ANY_ZONE, ANY_DAY)
def test_spans_keep_their_length(window: Window, zone: str, on: date) -> None:
    sent = in_utc(window, zone, on)
    assert sent is None or sent.length == window.length


def test_whole_days_of_utc_are_shown_as_24_hours_from_another_time() -> None:
    stored = Window(days=frozenset({0}), in_utc=True)
    shown = at_door(stored, "Europe/Warsaw", date(2026, 1, 5))
    assert shown == Window(days=frozenset({0}), from_time=time(1), to_time=time(1))
    assert at_door(stored, "America/Denver", date(2026, 1, 5)).days == {6}
    assert at_door(stored, "UTC", date(2026, 1, 5)) == Window(days=frozenset({0}))


def test_moments_are_not_turned_and_what_has_no_week_needs_no_zone() -> None:
    ends = datetime(2026, 12, 1, tzinfo=UTC)
    assert at_door(Window(ends_at=ends, in_utc=True), None, date(2026, 1, 1)) == Window(ends_at=ends)
    assert in_utc(Window(ends_at=ends), None, date(2026, 1, 1)) == Window(ends_at=ends, in_utc=True)
    shown = at_door(msgspec.structs.replace(WORK, ends_at=ends, in_utc=True), "Europe/Warsaw", date(2026, 1, 1))
    assert shown.ends_at == ends
    for turn in (in_utc, at_door):
        with pytest.raises(UnknownZone):
            turn(msgspec.structs.replace(WORK, in_utc=turn is at_door), "Mars/Base", date(2026, 1, 1))


def test_what_is_there_already_is_not_turned_twice() -> None:
    assert at_door(WORK, "Europe/Warsaw", date(2026, 1, 1)) == WORK
    stored = msgspec.structs.replace(WORK, in_utc=True)
    assert in_utc(stored, "Europe/Warsaw", date(2026, 1, 1)) == stored


def test_a_window_drifts_when_the_clock_at_the_door_changes() -> None:
    stored = msgspec.structs.replace(WORK, in_utc=True)
    found = drift(stored, "Europe/Warsaw", date(2026, 1, 5))
    assert found is not None
    day, then = found
    assert day == date(2026, 3, 29)
    assert (then.from_time, then.to_time) == (time(10), time(20))
    assert drift(stored, "Asia/Kathmandu", date(2026, 1, 5)) is None
    for last, counts in ((datetime(2026, 3, 28, 22, tzinfo=UTC), False), (datetime(2026, 3, 29, 8, tzinfo=UTC), True)):
        ending = msgspec.structs.replace(stored, ends_at=last)
        assert (drift(ending, "Europe/Warsaw", date(2026, 1, 5)) is not None) is counts
    assert drift(WORK, "Europe/Warsaw", date(2026, 1, 5)) is None
    assert drift(Window(in_utc=True), "Europe/Warsaw", date(2026, 1, 5)) is None


@given(THERE, ANY_ZONE, ANY_DAY)
def test_until_it_drifts_a_window_is_the_same_at_the_door(window: Window, zone: str, on: date) -> None:
    found = drift(window, zone, on)
    first = found[0] if found else on + timedelta(days=366)
    before = at_door(window, zone, on)
    assert all(at_door(window, zone, on + timedelta(days=each)) == before for each in range(0, (first - on).days, 5))
    assert found is None or found[1] != before
