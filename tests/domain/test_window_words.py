from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from lockdash.domain.window_words import days_text, times_text, week_text, window_text
from lockdash.domain.windows import Window

ON = date(2026, 12, 1)
WARSAW = "Europe/Warsaw"
WORK = frozenset(range(5))


@pytest.mark.parametrize(
    ("window", "zone", "text"),
    [
        (None, None, "always"),
        (Window(in_utc=True), "Mars/Base", "always"),
        (
            Window(starts_at=datetime(2026, 12, 1, 16), ends_at=datetime(2026, 12, 5, 11)),
            None,
            "1 Dec 2026 16:00 to 5 Dec 2026 11:00",
        ),
        (Window(starts_at=datetime(2026, 12, 1, 16, tzinfo=UTC)), WARSAW, "from 1 Dec 2026 17:00"),
        (Window(starts_at=datetime(2026, 12, 1, 16, tzinfo=UTC)), "Mars/Base", "from 1 Dec 2026 16:00 UTC"),
        (
            Window(
                ends_at=datetime(2026, 12, 5, 10, tzinfo=UTC),
                days=WORK,
                from_time=time(8),
                to_time=time(16),
                in_utc=True,
            ),
            WARSAW,
            "until 5 Dec 2026 11:00, Mon-Fri 09:00-17:00",
        ),
        (Window(days=WORK, from_time=time(8), to_time=time(16), in_utc=True), None, "Mon-Fri 08:00-16:00 UTC"),
        (Window(from_time=time(21), to_time=time(5), in_utc=True), WARSAW, "every day 22:00-06:00 (next day)"),
        (Window(days=frozenset({5, 6})), None, "Sat-Sun"),
        (Window(ends_at=datetime.max.replace(tzinfo=UTC)), WARSAW, "until 31 Dec 9999 23:59:59"),
    ],
)
def test_a_window_in_words(window: Window | None, zone: str | None, text: str) -> None:
    assert window_text(window, zone, ON) == text


@pytest.mark.parametrize(
    ("days", "text"),
    [
        ((), "every day"),
        (range(7), "every day"),
        ((0,), "Mon"),
        ((0, 2, 5, 6), "Mon, Wed, Sat-Sun"),
        ((6, 0), "Mon, Sun"),
    ],
)
def test_days(days: tuple[int, ...], text: str) -> None:
    assert days_text(frozenset(days)) == text


@pytest.mark.parametrize(
    ("opens", "closes", "text"),
    [
        (time(9), time(17), "09:00-17:00"),
        (time(9), None, "09:00-24:00"),
        (None, time(9), "00:00-09:00"),
        (time(1), time(1), "01:00-01:00 (next day)"),
        (time(8, 9, 57, 781000), time(16, 10), "08:09:57-16:10"),
    ],
)
def test_times(opens: time | None, closes: time | None, text: str) -> None:
    assert times_text(Window(from_time=opens, to_time=closes)) == text


def test_seven_whole_days_are_no_limit_worth_a_word() -> None:
    assert week_text(Window(days=frozenset(range(7)), in_utc=True), WARSAW, ON) == ""
    assert window_text(Window(days=frozenset(range(7)), in_utc=True), WARSAW, ON) == "always"
