"""Whether the vendor has what was asked for, and whether somebody else has changed it meanwhile: pure."""

from __future__ import annotations

from msgspec import UNSET

from lockdash.domain.devices import Device
from lockdash.domain.exceptions import AccessException, merged
from lockdash.domain.schedules import Schedule, to_midnight
from lockdash.domain.text import clean
from lockdash.domain.week_text import text_of
from lockdash.domain.weeks import Week
from lockdash.engine.schedules.orders import (
    Assign,
    CreateException,
    CreateSchedule,
    Order,
    Subject,
    UpdateException,
    UpdateSchedule,
)


def is_changed(before: Subject, now: Subject) -> bool:
    """Whether `now`, which was read just now, says something else than `before`. Its time of change alone is none: a
    vendor may touch a record without a word."""
    if isinstance(before, Schedule) and isinstance(now, Schedule):
        known = now.exception_id if now.exception_id is not None else before.exception_id  # the vendor may not say
        return (before.name, before.kind, to_midnight(before.week), before.exception_id) != (
            now.name,
            now.kind,
            to_midnight(now.week),
            known,
        )
    if isinstance(before, AccessException) and isinstance(now, AccessException):
        return (before.name, merged(before.dates)) != (now.name, merged(now.dates))
    return before != now


def alarms(order: Order, now: Subject | None) -> tuple[str, ...]:
    """Return where `now` differs from what `order` asked for, in words. What an answer does not say is no
    difference."""
    found: list[str] = []
    match order, now:
        case CreateSchedule(new=new), Schedule():
            found += _named(new.name, now.name)
            found += _week(new.week, now.week)
        case UpdateSchedule(change=change), Schedule():
            found += _named(change.name if isinstance(change.name, str) else now.name, now.name)
            found += _week(change.week if isinstance(change.week, Week) else now.week, now.week)
        case CreateException(new=dated), AccessException():
            found += _named(dated.name, now.name)
            found += _dates(merged(dated.dates) == merged(now.dates))
        case UpdateException(change=moved), AccessException():
            found += _named(moved.name if isinstance(moved.name, str) else now.name, now.name)
            found += _dates(moved.dates is UNSET or merged(moved.dates) == merged(now.dates))
        case Assign(kind=kind, schedule=schedule), Device():
            if now.schedule_ids.get(kind) != (schedule.id if schedule is not None else None):
                found.append("the vendor says that the device goes by another schedule")
        case _:
            pass
    return tuple(found)


def _named(asked: str, is_now: str) -> list[str]:
    return [f"the name is now {is_now}"] if clean(asked) != is_now else []


def _week(asked: Week, is_now: Week) -> list[str]:
    return [f"the week is now {text_of(is_now)}"] if to_midnight(asked) != to_midnight(is_now) else []


def _dates(are_equal: bool) -> list[str]:
    return [] if are_equal else ["the dates are others than were asked for"]
