"""By which hours the rentals of the demo go: schedules of every kind, and the days on which some do not count."""

from __future__ import annotations

from datetime import date, timedelta

from lockdash.simulator.rentals.exceptions import AccessException
from lockdash.simulator.rentals.schedules import (
    WEEK,
    AccessSchedule,
    AutoLockSchedule,
    Entry,
    LockActionSchedule,
    PowerPlugSchedule,
    ThermostatSchedule,
)
from lockdash.simulator.world import World


def _on(days: tuple[str, ...], *entries: Entry) -> dict[str, tuple[Entry, ...]]:
    return dict.fromkeys(days, entries)


_WEEKDAYS, _WEEKEND = WEEK[:5], WEEK[5:]
_OPEN = (("08:00", "12:30"), ("13:30", "18:00"))
_HOLIDAYS, _WINTER = "Public holidays", "Winter break"

NIGHTS = LockActionSchedule("Locked at night", _on(WEEK, ("07:00", "unlock"), ("22:00", "lock")))
RECEPTION = LockActionSchedule("Reception hours", _on(_WEEKDAYS, ("08:30", "unlock"), ("17:30", "lock")))
WHILE_CLEANING = AutoLockSchedule("No auto-lock while cleaning", _on(WEEK[:6], ("10:00", False), ("15:00", True)))
SAUNA = PowerPlugSchedule("Sauna evenings", _on(WEEK[4:], ("16:00", "on"), ("22:30", "off")))
COFFEE = PowerPlugSchedule("Coffee", _on(_WEEKDAYS, ("07:30", "on"), ("18:00", "off")))
LODGE_CLIMATE = ThermostatSchedule("Warm by day", _on(WEEK, ("06:30", 76, 68), ("22:30", 80, 60)))
OFFICE_CLIMATE = ThermostatSchedule(
    "Office climate", _on(_WEEKDAYS, ("07:00", 74, 69), ("18:30", 82, 60)) | _on(_WEEKEND, ("00:00", 82, 60))
)
_HOLIDAYS_ID, _WINTER_ID = (AccessException(name, ()).id for name in (_HOLIDAYS, _WINTER))
CLEANING = AccessSchedule("Cleaning hours", _on(WEEK[:6], ("10:00", "15:00")), exception_id=_HOLIDAYS_ID)
OFFICE = AccessSchedule(
    "Office hours", _on(_WEEKDAYS, *_OPEN) | _on(("sat",), ("09:00", "13:00")), exception_id=_WINTER_ID
)
QUIET = AccessSchedule("Quiet hours", _on(WEEK, ("07:00", "22:00")))
LATE = AccessSchedule("Late shift", _on(_WEEKDAYS, ("18:00", "23:59")) | _on(_WEEKEND, ("00:00", "23:59")))

_ALL = (
    NIGHTS, RECEPTION, WHILE_CLEANING, SAUNA, COFFEE, LODGE_CLIMATE, OFFICE_CLIMATE, CLEANING, OFFICE, QUIET, LATE,
)  # fmt: skip


def set_up(world: World) -> None:
    """Keep all of them. Before the devices are added, which go by them from the beginning."""
    rentals, year = world.rentals, world.opened_at.year
    rentals.schedules |= {schedule.id: schedule for schedule in _ALL}
    thanksgiving = _thanksgiving(year)
    works = world.opened_at.date() - timedelta(days=40)
    for exception in (
        AccessException(
            _HOLIDAYS,
            (
                (date(year, 7, 4), date(year, 7, 4)),
                (thanksgiving, thanksgiving + timedelta(days=1)),
                (date(year, 12, 24), date(year, 12, 26)),
                (date(year + 1, 1, 1), date(year + 1, 1, 1)),
            ),
        ),
        AccessException(
            _WINTER,
            ((date(year, 12, 20), date(year, 12, 31)), (date(year, 12, 28), date(year + 1, 1, 3))),
        ),
        AccessException("Roof repairs", ((works, works + timedelta(days=4)),)),
    ):
        rentals.exceptions[exception.id] = exception


def _thanksgiving(year: int) -> date:
    """The fourth Thursday of November."""
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 21)
