"""What counts as a conflict, what as an alarm, what as seen, and what is not sent at all: pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from lockdash.domain.devices import DeviceKind
from lockdash.domain.exceptions import AccessException, DateRange
from lockdash.domain.schedules import ScheduleKind
from lockdash.domain.week_text import parse
from lockdash.domain.weeks import Week, week_of
from lockdash.domain.windows import DAY, Span
from lockdash.engine.schedules.comparing import alarms, is_changed, shows
from lockdash.engine.schedules.objections import is_known, objection
from lockdash.engine.schedules.orders import (
    Assign,
    CreateException,
    CreateSchedule,
    DeleteException,
    DeleteSchedule,
    UpdateException,
    UpdateSchedule,
)
from lockdash.vendors.schedules import ExceptionChange, NewException, NewSchedule, ScheduleChange
from tests.engine.schedule_world import LOCKS, schedule
from tests.engine.stage import device

replace = msgspec.structs.replace
HOURS = schedule("s", name="Hours", exception_id="e1")
OTHER = week_of(parse("sun 10:00-12:00", ScheduleKind.access))
DATES = (DateRange(date(2026, 12, 24), date(2026, 12, 26)),)
WINTER = AccessException(account="home", id="e", name="Winter", dates=DATES)
DOOR = device("1", schedule_ids={LOCKS: "s"})


def with_end(ends):
    return Week(spans=(Span(0, timedelta(hours=8), ends),))


@pytest.mark.parametrize(
    ("order", "now", "changed"),
    [
        (DeleteSchedule(HOURS), HOURS, False),
        (DeleteSchedule(HOURS), replace(HOURS, updated_at=datetime(2027, 1, 1, tzinfo=UTC)), False),
        (DeleteSchedule(HOURS), replace(HOURS, name="Others"), True),
        (DeleteSchedule(HOURS), replace(HOURS, week=OTHER), True),
        (DeleteSchedule(HOURS), replace(HOURS, exception_id="e2"), True),
        (DeleteSchedule(HOURS), replace(HOURS, exception_id=None), False),  # the vendor does not say
        (DeleteSchedule(replace(HOURS, exception_id=None)), HOURS, False),  # nor did it before
        (UpdateSchedule(replace(HOURS, exception_id=None), ScheduleChange(week=OTHER)), HOURS, False),
        (UpdateSchedule(replace(HOURS, exception_id=None), ScheduleChange(exception_id="e3")), HOURS, True),
        (
            DeleteSchedule(replace(HOURS, week=with_end(DAY))),
            replace(HOURS, week=with_end(DAY - timedelta(minutes=1))),
            False,
        ),
        (DeleteException(WINTER), WINTER, False),
        (DeleteException(WINTER), replace(WINTER, dates=(*DATES, *DATES)), False),
        (DeleteException(WINTER), replace(WINTER, dates=()), True),
        (UpdateException(WINTER, ExceptionChange(name="x")), replace(WINTER, name="y"), True),
        (Assign(DOOR, LOCKS, None), DOOR, False),
        (Assign(DOOR, LOCKS, None), replace(DOOR, schedule_ids={}), True),
        (Assign(DOOR, ScheduleKind.auto_lock, None), replace(DOOR, schedule_ids={}), False),
    ],
)
def test_what_is_a_conflict(order, now, changed):
    assert is_changed(order, now) is changed


ALL = ScheduleChange(name=" Later ", week=OTHER, exception_id="e2")


@pytest.mark.parametrize(
    ("order", "now", "words"),
    [
        (UpdateSchedule(HOURS, ALL), replace(HOURS, name="Later", week=OTHER, exception_id="e2"), []),
        (UpdateSchedule(HOURS, ALL), replace(HOURS, name="Later", week=OTHER, exception_id=None), []),
        (UpdateSchedule(HOURS, ALL), HOURS, ["name is now Hours", "mon-fri 08:00-18:00", "another exception"]),
        (UpdateSchedule(HOURS, ScheduleChange(exception_id=None)), HOURS, ["another exception"]),
        (UpdateSchedule(HOURS, ScheduleChange()), HOURS, []),
        (CreateSchedule("home", NewSchedule(name="x", kind=ScheduleKind.access)), HOURS, ["name", "week", "another"]),
        (CreateException("home", NewException(name="Winter", dates=(*DATES, *DATES))), WINTER, []),
        (CreateException("home", NewException(name="x", dates=())), WINTER, ["name is now Winter", "dates"]),
        (UpdateException(WINTER, ExceptionChange(dates=())), WINTER, ["dates"]),
        (Assign(DOOR, LOCKS, HOURS), DOOR, []),
        (Assign(DOOR, LOCKS, None), DOOR, ["another schedule"]),
        (DeleteSchedule(HOURS), None, []),
    ],
)
def test_what_is_alarming(order, now, words):
    found = alarms(order, now)
    assert len(found) == len(words)
    assert all(word in told for word, told in zip(words, found, strict=True))


SILENT = replace(HOURS, exception_id=None)


@pytest.mark.parametrize(
    ("order", "before", "now", "seen"),
    [
        (DeleteSchedule(HOURS), HOURS, None, True),
        (DeleteSchedule(HOURS), HOURS, HOURS, False),
        (UpdateSchedule(HOURS, ScheduleChange(name="x")), HOURS, None, False),
        (UpdateSchedule(HOURS, ScheduleChange(name="x")), HOURS, HOURS, False),
        (UpdateSchedule(HOURS, ScheduleChange(name="x")), HOURS, replace(HOURS, name="x"), True),
        # Of an exception silence proves nothing, unless the vendor told one before.
        (UpdateSchedule(HOURS, ScheduleChange(exception_id="e2")), HOURS, SILENT, False),
        (UpdateSchedule(HOURS, ScheduleChange(exception_id="e2")), HOURS, replace(HOURS, exception_id="e2"), True),
        (UpdateSchedule(HOURS, ScheduleChange(exception_id=None)), HOURS, SILENT, True),
        (UpdateSchedule(HOURS, ScheduleChange(exception_id=None)), SILENT, SILENT, False),
        (Assign(DOOR, LOCKS, None), DOOR, DOOR, False),
        (Assign(DOOR, LOCKS, None), DOOR, replace(DOOR, schedule_ids={}), True),
    ],
)
def test_what_shows_that_it_was_done(order, before, now, seen):
    assert shows(order, before, now) is seen


class Vendor:
    kinds = frozenset(ScheduleKind)
    assignable = {DeviceKind.lock: frozenset({LOCKS})}


@pytest.mark.parametrize(
    ("order", "words"),
    [
        (CreateSchedule("home", NewSchedule(name=" ", kind=ScheduleKind.access)), "name"),
        (CreateSchedule("home", NewSchedule(name="x", kind=LOCKS, week=OTHER)), "no week of that kind"),
        (UpdateSchedule(HOURS, ScheduleChange(week=with_end(timedelta(hours=6)))), "ends on the next day"),
        (UpdateSchedule(replace(HOURS, kind=None, kind_raw="sprinkler"), ScheduleChange(name="x")), "sprinkler"),
        (DeleteSchedule(replace(HOURS, kind=None, kind_raw="sprinkler")), "sprinkler"),
        (Assign(DOOR, ScheduleKind.power_plug, None), "cannot go by a schedule of this kind: power plug"),
        (Assign(DOOR, LOCKS, HOURS), "another kind"),
        (Assign(DOOR, LOCKS, replace(HOURS, kind=LOCKS, account="cabin")), "another kind or account"),
        (CreateException("home", NewException(name="x", dates=())), "one day at least"),
        (UpdateException(WINTER, ExceptionChange(dates=())), "one day at least"),
        (Assign(DOOR, LOCKS, replace(HOURS, kind=LOCKS)), ""),
        (DeleteSchedule(HOURS), ""),
        (DeleteException(WINTER), ""),
        (UpdateSchedule(HOURS, ScheduleChange(week=OTHER)), ""),
    ],
)
def test_what_is_not_sent(order, words):
    found = objection(order, Vendor(), read_only=False, known=True)
    assert words in found
    assert bool(found) == bool(words)
    assert "only looking" in objection(order, Vendor(), read_only=True, known=True)
    assert "keeps no schedules" in objection(order, None, read_only=False, known=True)
    assert "deleted it meanwhile" in objection(order, Vendor(), read_only=False, known=False)


def test_what_is_changed_must_be_there():
    there, dated = {("home", "s")}, {("home", "e")}
    for order in (DeleteSchedule(HOURS), Assign(DOOR, LOCKS, HOURS), UpdateSchedule(HOURS, ScheduleChange())):
        assert is_known(order, there, ())
        assert not is_known(order, (), there)
    assert is_known(DeleteException(WINTER), (), dated)
    assert not is_known(UpdateException(WINTER, ExceptionChange()), dated, ())
    assert is_known(CreateException("home", NewException(name="x", dates=DATES)), (), ())
    assert is_known(Assign(DOOR, LOCKS, None), (), ())
