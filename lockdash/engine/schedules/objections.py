"""Why an order about schedules is not sent: pure, so that screen, command line and engine agree."""

from __future__ import annotations

from collections.abc import Container

from lockdash.domain.schedules import Schedule, ScheduleKind
from lockdash.domain.week_text import EXAMPLES, fits
from lockdash.domain.week_trouble import troubles
from lockdash.domain.weeks import Week
from lockdash.engine.people.objections import of_name
from lockdash.engine.people.snapshot import Pair
from lockdash.engine.schedules.orders import (
    Assign,
    CreateException,
    CreateSchedule,
    DeleteException,
    DeleteSchedule,
    Order,
    UpdateException,
    UpdateSchedule,
    account_of,
)
from lockdash.vendors.schedules import ScheduleClient


def only_looking(account: str) -> str:
    """Return what is said of an account that the configuration protects."""
    return f"nothing can be changed: the configuration of {account} allows only looking"


def objection(order: Order, client: ScheduleClient | None, *, read_only: bool, known: bool) -> str:
    """Return why `order` is not sent, "" if it may be. `client`: None if the vendor keeps no schedules, or was never
    connected. `known`: whether what it is about is still there."""
    if read_only:
        return only_looking(account_of(order))
    if client is None:
        return f"the vendor of {account_of(order)} keeps no schedules"
    if not known:
        return "it is gone: somebody has deleted it meanwhile"
    match order:
        case CreateSchedule(new=new):
            if new.kind not in client.kinds:
                return f"no schedules of this kind can be made: {new.kind.replace('_', ' ')}"
            return of_name(new.name) or of_week(new.week, new.kind)
        case UpdateSchedule(schedule=schedule, change=change):
            if schedule.kind is None or schedule.kind not in client.kinds:
                return _strange(schedule)
            named = of_name(change.name) if isinstance(change.name, str) else ""
            return named or (of_week(change.week, schedule.kind) if isinstance(change.week, Week) else "")
        case DeleteSchedule(schedule=schedule):
            return "" if schedule.kind in client.kinds else _strange(schedule)
        case Assign(device=device, kind=kind, schedule=chosen):
            if kind not in client.assignable.get(device.kind, frozenset()):
                return f"{device.name} cannot go by a schedule of this kind: {kind.replace('_', ' ')}"
            if chosen is not None and (chosen.account, chosen.kind) != (device.account, kind):
                return f"{chosen.name} is of another kind or account than {device.name} can go by"
            return ""
        case CreateException(new=dated):
            return of_name(dated.name) or ("" if dated.dates else "an exception has one day at least")
        case UpdateException(change=moved):
            named = of_name(moved.name) if isinstance(moved.name, str) else ""
            return named or ("an exception has one day at least" if moved.dates == () else "")
        case DeleteException():
            return ""


def of_week(week: Week, kind: ScheduleKind) -> str:
    """Return what is wrong with `week` of a schedule of `kind`, "" if nothing is."""
    if not fits(week, kind):
        return f"this is no week of that kind, such as {EXAMPLES[kind]}"
    return "; ".join(each.words for each in troubles((*week.spans, *week.marks)))


def _strange(schedule: Schedule) -> str:
    return f"{schedule.name} is of a kind that lockdash does not know: {schedule.kind_raw}"


def is_known(order: Order, schedules: Container[Pair], exceptions: Container[Pair]) -> bool:
    """Whether what `order` is about is among these, by (account, id)."""
    match order:
        case (
            UpdateSchedule(schedule=subject) | DeleteSchedule(schedule=subject) | Assign(schedule=Schedule() as subject)
        ):
            return (subject.account, subject.id) in schedules
        case UpdateException(exception=dated) | DeleteException(exception=dated):
            return (dated.account, dated.id) in exceptions
        case _:
            return True
