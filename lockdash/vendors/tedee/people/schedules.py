"""Tedee's five fields of a schedule, from and to a window (tedee-facts 3.4, 3.6, 3.9). All of it is UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from lockdash.domain.windows import EVERY_DAY, Window, since_midnight
from lockdash.vendors import fields
from lockdash.vendors.abilities import impossible
from lockdash.vendors.replies import Unreadable
from lockdash.vendors.tedee import wire

_ALL_DAYS = 127
_LONGEST = 40
# Of a date that goes with a time of the day only the time counts; this is a Monday, if anybody looks.
_SOME_DAY = date(2024, 1, 1)
_NEVER = "0001-01-01"  # .NET writes it for "no date"


def window_of(sent: wire.Schedule) -> Window | None:
    """Return the window, None if nothing limits it. Raises Unreadable for what cannot be understood: without it the
    access would look wider than it is."""
    window = Window(
        starts_at=_moment(sent.start_date),
        ends_at=_moment(sent.end_date),
        days=_days(sent.week_days),
        from_time=_time(sent.day_start_time),
        to_time=_time(sent.day_end_time),
        in_utc=True,
    )
    return None if window == Window(in_utc=True) else window


def fields_of(window: Window | None) -> dict[str, object]:
    """Return all five fields, null for what does not limit it. Times of the day are sent as whole dates, as the
    reference asks. Raises Rejected for a window that is not in UTC."""
    window = window or Window(in_utc=True)
    if window.is_weekly and not window.in_utc:
        raise impossible("Tedee keeps the days of the week and their times in UTC")
    opens, closes = _times(window)
    return {
        "startDate": _spelled(window.starts_at),
        "endDate": _spelled(window.ends_at),
        "dayStartTime": _spelled(opens),
        "dayEndTime": _spelled(closes),
        "weekDays": sum(1 << day for day in window.days) or None,
    }


def _times(window: Window) -> tuple[datetime | None, datetime | None]:
    """The times on a day of the window's; a span over midnight ends on the next one."""
    if window.from_time is None and window.to_time is None:
        return None, None
    day = (window.starts_at or window.ends_at or datetime.combine(_SOME_DAY, time())).date()
    opens = datetime.combine(day, time(), UTC) + since_midnight(window.from_time)
    return opens, opens + min(window.length, timedelta(days=1))


def _spelled(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise impossible("Tedee keeps its dates in UTC, and this one is a time on a wall")
    return wire.date_text(moment)


def _moment(sent: object) -> datetime | None:
    if sent is None or (isinstance(sent, str) and sent.startswith(_NEVER)):
        return None
    found = fields.moment(sent)
    if found is None:
        raise Unreadable("a date that is none")
    return found


def _time(sent: object) -> time | None:
    """A bare time, or a whole date of which only the time counts."""
    if sent is None:
        return None
    if not isinstance(sent, str) or len(sent) > _LONGEST:
        raise Unreadable("a time of the day that is none")
    try:
        at = time.fromisoformat(sent.strip().rpartition("T")[2])
    except ValueError:
        raise Unreadable("a time of the day that is none") from None
    if at.tzinfo is None:
        return at
    return datetime.combine(_SOME_DAY, at).astimezone(UTC).time()


def _days(sent: object) -> frozenset[int]:
    """Bits, 1 for Monday to 64 for Sunday, as a number or as text. No bit is no limit: of an access that never counts
    the reference does not know."""
    if sent is None:
        return frozenset()
    bits = fields.whole(sent)
    if bits is None or not 0 <= bits <= _ALL_DAYS:
        raise Unreadable("days of the week that are none")
    return frozenset(day for day in EVERY_DAY if bits & 1 << day)
