"""The five schedule fields of the Tedee API, read and told (tedee-facts 3.4, 3.6, 3.9). All are UTC."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from lockdash.simulator.home.timed import Timed, time_of_day
from lockdash.simulator.tedee.answers import Fault
from lockdash.simulator.tedee.dates import spell

Json = dict[str, Any]

EVERY_DAY = 127


def told(timed: Timed) -> Json:
    """Times of the day are spelled as they were sent; the samples have both forms."""
    return {
        "startDate": None if timed.start is None else spell(timed.start, 0),
        "endDate": None if timed.end is None else spell(timed.end, 0),
        "dayStartTime": timed.day_start,
        "dayEndTime": timed.day_end,
        "weekDays": timed.week_days,
    }


def read(fields: Mapping[str, Any]) -> Timed:
    """Read what was sent; what is missing is null. Raises Fault 400 for what cannot be read."""
    days = fields.get("weekDays")
    if days is not None and (not isinstance(days, int) or isinstance(days, bool)):
        raise Fault(400, "The weekDays field must be a number.")
    return Timed(
        start=_moment(fields, "startDate"),
        end=_moment(fields, "endDate"),
        week_days=days,
        day_start=_time(fields, "dayStartTime"),
        day_end=_time(fields, "dayEndTime"),
    )


def contradiction(timed: Timed, now: datetime) -> str | None:
    """Say what cannot be meant, None if all is well. The reference names no rules; these are the obvious ones."""
    if timed.end is not None and timed.end <= now:
        return "endDate is in the past."
    if timed.start is not None and timed.end is not None and timed.end <= timed.start:
        return "endDate must be later than startDate."
    if timed.week_days is not None and not 1 <= timed.week_days <= EVERY_DAY:
        return "weekDays must be a combination of days."
    if (timed.day_start is None) is not (timed.day_end is None):
        return "dayStartTime and dayEndTime must be given together."
    return None


def _moment(fields: Mapping[str, Any], name: str) -> datetime | None:
    """A naive date is UTC; any other zone is refused, as all dates must be sent in UTC."""
    text = fields.get(name)
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        raise Fault(400, f"The value of {name} is not valid.") from None
    if moment.utcoffset():
        raise Fault(400, f"The value of {name} must be in UTC.")
    return moment.replace(tzinfo=UTC)


def _time(fields: Mapping[str, Any], name: str) -> str | None:
    text = fields.get(name)
    if text is None:
        return None
    try:
        time_of_day(text)
        whole = datetime.fromisoformat(text if "T" in text else f"2000-01-01T{text}")
    except (AttributeError, TypeError, ValueError):
        raise Fault(400, f"The value of {name} is not valid.") from None
    if whole.utcoffset():
        raise Fault(400, f"The value of {name} must be in UTC.")
    return spell(whole, 0).rpartition("T")[2] if "T" not in text else spell(whole, 0)
