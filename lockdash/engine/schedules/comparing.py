"""Whether the vendor has what was asked for, and whether somebody else has changed it meanwhile: pure."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

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
    DeleteException,
    DeleteSchedule,
    Order,
    Subject,
    UpdateException,
    UpdateSchedule,
    subject_of,
)


def is_changed(order: Order, now: Subject) -> bool:
    """Whether `now`, which was read just now, says something else than `order` is about. Its time of change alone is
    none: a vendor may touch a record without a word. Nor is an exception of which nothing was known before, unless
    that is what is to be changed: a vendor does not always say."""
    before = subject_of(order)
    if isinstance(before, Schedule) and isinstance(now, Schedule):
        about = isinstance(order, UpdateSchedule) and order.change.exception_id is not UNSET
        told = now.exception_id is not None and (before.exception_id is not None or about)
        return (before.name, before.kind, to_midnight(before.week)) != (now.name, now.kind, to_midnight(now.week)) or (
            told and before.exception_id != now.exception_id
        )
    if isinstance(before, AccessException) and isinstance(now, AccessException):
        return (before.name, merged(before.dates)) != (now.name, merged(now.dates))
    if isinstance(order, Assign) and isinstance(now, Device):
        return order.device.schedule_ids.get(order.kind) != now.schedule_ids.get(order.kind)
    return False


def alarms(order: Order, now: Subject | None) -> tuple[str, ...]:
    """Return where `now` differs from what `order` asked for, in words. What an answer does not say is no
    difference."""
    found: list[str] = []
    match order, now:
        case CreateSchedule(new=new), Schedule():
            found += _named(new.name, now.name)
            found += _week(new.week, now.week)
            found += _exception(new.exception_id, now.exception_id)
        case UpdateSchedule(change=change), Schedule():
            found += _named(change.name if isinstance(change.name, str) else now.name, now.name)
            found += _week(change.week if isinstance(change.week, Week) else now.week, now.week)
            found += _exception(change.exception_id, now.exception_id)
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


def shows(order: Order, before: Subject | None, now: Subject | None) -> bool:
    """Whether it is to be seen that `order` was carried out, whose answer did not come. False proves nothing: it may
    still come. `before`, `now`: what it is about, as it was read before and after it; None if it is gone."""
    if isinstance(order, DeleteSchedule | DeleteException):
        return now is None
    if now is None or alarms(order, now):
        return False
    if isinstance(order, UpdateSchedule) and isinstance(now, Schedule):
        asked = order.change.exception_id
        if asked is None:  # silence is seen only where something was told before
            return isinstance(before, Schedule) and before.exception_id is not None and now.exception_id is None
        return isinstance(asked, UnsetType) or now.exception_id == asked
    return True


def _named(asked: str, is_now: str) -> list[str]:
    return [f"the name is now {is_now}"] if clean(asked) != is_now else []


def _week(asked: Week, is_now: Week) -> list[str]:
    return [f"the week is now {text_of(is_now)}"] if to_midnight(asked) != to_midnight(is_now) else []


def _exception(asked: str | UnsetType | None, is_now: str | None) -> list[str]:
    is_other = is_now is not None and not isinstance(asked, UnsetType) and asked != is_now
    return ["the vendor says that it goes with another exception"] if is_other else []


def _dates(are_equal: bool) -> list[str]:
    return [] if are_equal else ["the dates are others than were asked for"]
