"""Schedules and exceptions on the people of `build_people.py`, for tests of the Schedules tab and for its portraits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from lockdash.domain.accesses import Access
from lockdash.domain.devices import Device
from lockdash.domain.exceptions import AccessException, DateRange
from lockdash.domain.schedules import Schedule, ScheduleKind
from lockdash.domain.week_text import parse
from lockdash.domain.weeks import week_of
from lockdash.engine.people.snapshot import PeopleSnapshot
from tests.tui import build_people as people


def schedule(id: str, name: str, week: str, kind: ScheduleKind = ScheduleKind.access, **more: Any) -> Schedule:
    """A schedule of `rentals` with `week` as text. `more`: any field of Schedule."""
    return Schedule(account="rentals", id=id, name=name, kind=kind, week=week_of(parse(week, kind)), **more)


def exception(id: str, name: str, *dates: tuple[date, date]) -> AccessException:
    return AccessException(account="rentals", id=id, name=name, dates=tuple(DateRange(*each) for each in dates))


HOLIDAYS = exception(
    "e1", "Public holidays", (date(2026, 4, 3), date(2026, 4, 6)), (date(2026, 12, 24), date(2026, 12, 26))
)
LAST_YEAR = exception("e2", "Holidays 2025", (date(2025, 12, 24), date(2025, 12, 26)))

NIGHTS = schedule("s1", "Nights", "mon-fri 00:00-06:00, 22:00-24:00; sat,sun 00:00-08:00")
WORK = schedule("s2", "Weekdays 9-17", "mon-fri 09:00-12:30, 13:15-17:00", exception_id="e1")
OPENING = schedule(
    "s3", "Shop door", "mon-fri 08:00 unlock, 18:00 lock; sat 09:00 unlock, 13:00 lock", ScheduleKind.lock_action
)
AUTO = schedule("s4", "No auto-lock by day", "mon-fri 08:00 off, 18:00 on", ScheduleKind.auto_lock)
HEATER = schedule("s5", "Sauna evenings", "fri-sun 17:00 on, 23:00 off", ScheduleKind.power_plug)
CLIMATE = schedule("s6", "Lodge climate", "daily 07:00 cool 76 heat 68, 22:30 cool 82 heat 60", ScheduleKind.thermostat)
UNUSED = schedule("s7", "Weekends", "sat,sun 10:00-18:00")
STRANGE = Schedule(account="rentals", id="s8", name="Fountain", kind=None, kind_raw="sprinkler_schedule")
SCHEDULES = [NIGHTS, WORK, OPENING, AUTO, HEATER, CLIMATE, UNUSED, STRANGE]

_BY = {
    "Beach House 1": {ScheduleKind.lock_action: "s3"},
    "Pool gate": {ScheduleKind.lock_action: "s3", ScheduleKind.auto_lock: "s4"},
    "Sauna heater": {ScheduleKind.power_plug: "s5"},
}
DEVICES: list[Device] = [msgspec.structs.replace(each, schedule_ids=_BY.get(each.name, {})) for each in people.DEVICES]


def snapshot(
    schedules: Iterable[Schedule] = SCHEDULES,
    exceptions: Iterable[AccessException] = (HOLIDAYS, LAST_YEAR),
    accesses: Iterable[Access] = people.ACCESSES,
    **more: Any,
) -> PeopleSnapshot:
    """What is known of people and schedules. `more`: any field of PeopleSnapshot."""
    return people.people_snapshot(
        accesses=accesses,
        schedules={(each.account, each.id): each for each in schedules},
        exceptions={(each.account, each.id): each for each in exceptions},
        **more,
    )
