"""Windows in words, in the time at the door. Plain text: screens put it where it belongs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time

from lockdash.domain.walltime import known_zone, wall_at
from lockdash.domain.weekly import at_door, normal
from lockdash.domain.windows import DAY, EVERY_DAY, Window, since_midnight

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def window_text(window: Window | None, zone: str | None, on: date) -> str:
    """Return `1 Dec 2026 16:00 to 5 Dec 2026 11:00`, `until 5 Dec 2026 11:00, Mon-Fri 09:00-17:00` or `always`.

    None is a window without limits. What the vendor keeps in UTC is told in the time of `zone` with the offset of the
    day `on`, and as UTC, by name, where the zone is not known.
    """
    if window is None or window.is_permanent:
        return "always"
    return ", ".join(filter(None, (stay_text(window, zone), week_text(window, zone, on))))


def stay_text(window: Window, zone: str | None) -> str:
    """Return from when to when, "" if neither is limited."""
    starts, ends = (at and moment_text(at, zone) for at in (window.starts_at, window.ends_at))
    if starts and ends:
        return f"{starts} to {ends}"
    return f"from {starts}" if starts else f"until {ends}" if ends else ""


def week_text(window: Window, zone: str | None, on: date) -> str:
    """Return the days and their times, `Mon-Fri 09:00-17:00`, "" if the week does not limit it."""
    if not window.is_weekly:
        return ""
    untold = window.in_utc and known_zone(zone) is None
    told = normal(window) if untold else at_door(window, zone, on)
    if not told.is_weekly:
        return ""
    words = [days_text(told.days)] + ([times_text(told)] if told.from_time or told.to_time else [])
    return " ".join(words + ["UTC"] * untold)


def moment_text(at: datetime, zone: str | None) -> str:
    """Return `1 Dec 2026 16:00` at the door; a moment whose door has no known zone is told in UTC, by name."""
    if at.tzinfo is None:
        return _date_and_time(at)
    if known_zone(zone) is None:
        return f"{_date_and_time(wall_at(at, 'UTC'))} UTC"
    return _date_and_time(wall_at(at, zone))


def days_text(days: Collection[int]) -> str:
    """Return `Mon-Fri`, `Mon, Wed, Sat-Sun` or `every day`; runs of two or more days are drawn together."""
    if not days or set(days) >= EVERY_DAY:
        return "every day"
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join("-".join(DAY_NAMES[each] for each in dict.fromkeys((run[0], run[-1]))) for run in runs)


def times_text(window: Window) -> str:
    """Return `09:00-17:00`, `09:00-24:00`, or `22:00-06:00 (next day)`."""
    ends = window.to_time or time()
    closes = "24:00" if not since_midnight(ends) else _clock(ends)
    over = " (next day)" if window.opens + window.length > DAY else ""
    return f"{_clock(window.from_time or time())}-{closes}{over}"


def _date_and_time(wall: datetime) -> str:
    return f"{wall.day} {wall:%b} {wall.year} {_clock(wall.time())}"


def _clock(at: time) -> str:
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"
