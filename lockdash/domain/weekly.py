"""Weekly windows in UTC, as Tedee keeps them, and what they are at the door (tedee-facts 3.4 WeekDays, 3.6).

One is the other turned by the offset of the door's zone on a given day: spans keep their length and move, over
midnight onto the day before or after. The vendor's stays where it is while the door's clock is put forward or back, so
that from then on it is another one at the door (`drift`).

Only days and times are turned; `starts_at` and `ends_at` are left as they are.
"""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from lockdash.domain.walltime import next_change, offset_on, wall_at
from lockdash.domain.windows import DAY, EVERY_DAY, Window, time_of


def at_door(window: Window, zone: str | None, on: date) -> Window:
    """Return `window` with its week at the door, by the offset that `zone` has at noon of `on`.

    Every window has such a form: whole days of UTC are spans of 24 hours that begin at another time (equal times).
    Raises UnknownZone, unless there is nothing to turn.
    """
    if not window.in_utc or not window.is_weekly:
        return msgspec.structs.replace(normal(window), in_utc=False)
    return msgspec.structs.replace(_turned(window, offset_on(on, zone)), in_utc=False)


def in_utc(window: Window, zone: str | None, on: date) -> Window | None:
    """Return `window` with its week in UTC, by the offset that `zone` has at noon of `on`: the inverse of `at_door`.

    None if the vendor has no window for it: of 24 hours on some days only, beginning at another time than midnight UTC
    (whole days at any door that is not on UTC). Two equal times might be no time at all there; nothing is documented.
    A span over midnight of UTC has a window whose `to_time` is before its `from_time`: it counts for the day on which
    it opens, as the vendor's own app must mean it for doors far from UTC, though no page says so.
    A window has one span on each of its days, all at the same times: another week needs several, and the vendor has
    one for each person and door. Raises UnknownZone, unless there is nothing to turn.
    """
    if window.in_utc or not window.is_weekly:
        return msgspec.structs.replace(normal(window), in_utc=True)
    turned = _turned(window, -offset_on(on, zone))
    if turned.length == DAY and turned.opens:
        return None
    return msgspec.structs.replace(turned, in_utc=True)


def drift(window: Window, zone: str | None, on: date) -> tuple[date, Window] | None:
    """Return the next day from which on `window`, which is in UTC, is another one at the door than on `on`, and which;
    None if it stays the same for a year, or for as long as it counts. Raises UnknownZone, unless there is nothing to
    turn."""
    if not window.in_utc or not window.is_weekly:
        return None
    day = next_change(on, zone)
    if day is None or _is_over(window, zone, day) or at_door(window, zone, day) == at_door(window, zone, on):
        return None
    return day, at_door(window, zone, day)


def _is_over(window: Window, zone: str | None, on: date) -> bool:
    ends = window.ends_at
    return ends is not None and (ends if ends.tzinfo is None else wall_at(ends, zone)).date() < on


def normal(window: Window) -> Window:
    """Return the one form of `window`: every day is no days, and whole days have no times."""
    return _turned(window, timedelta())


def _turned(window: Window, by: timedelta) -> Window:
    length = window.length
    shift, opens = divmod(window.opens + by, DAY)
    days = frozenset((day + shift) % 7 for day in window.days or EVERY_DAY)
    days = frozenset() if days == EVERY_DAY else days
    whole = length == DAY and (not opens or not days)
    return msgspec.structs.replace(
        window,
        days=days,
        from_time=None if whole else time_of(opens),
        to_time=None if whole else time_of((opens + length) % DAY),
    )
