"""Made-up schedules, and who and what goes by them, for tests of their views."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from lockdash.domain.accesses import Access, Group
from lockdash.domain.devices import Device
from lockdash.domain.exceptions import AccessException
from lockdash.domain.people import Person
from lockdash.domain.schedules import Schedule, ScheduleKind
from lockdash.domain.week_text import parse
from lockdash.domain.weeks import week_of
from lockdash.engine.people.directory import Directory
from lockdash.engine.people.snapshot import PeopleSnapshot, with_rows
from lockdash.store.people import PeopleRows

SATURDAY = datetime(2026, 11, 21, 18, tzinfo=UTC)
EMPTY = PeopleSnapshot(revision=0, at=SATURDAY, accounts={}, is_open=True)
LOCKS = ScheduleKind.lock_action


def schedule(
    id: str, text: str = "mon-fri 08:00-18:00", kind: ScheduleKind = ScheduleKind.access, **more: Any
) -> Schedule:
    return Schedule(
        **{"account": "home", "name": f"Schedule {id}"} | more, id=id, kind=kind, week=week_of(parse(text, kind))
    )


def known(
    schedules: Iterable[Schedule] = (),
    accesses: Iterable[Access] = (),
    people: Iterable[Person] = (),
    exceptions: Iterable[AccessException] = (),
    groups: Iterable[Group] = (),
    before: PeopleSnapshot = EMPTY,
    **more: Any,
) -> PeopleSnapshot:
    """What is known when this is read after `before`. `more`: other fields of PeopleRows."""
    rows = PeopleRows(
        revision=before.revision + 1,
        schedules=tuple(schedules),
        accesses=tuple(accesses),
        people=tuple(people),
        exceptions=tuple(exceptions),
        groups=tuple(groups),
        **more,
    )
    return with_rows(before, rows, SATURDAY, {"home", "cabin"})


def by_key(*devices: Device) -> dict[str, Device]:
    return {each.key: each for each in devices}


def around(people: PeopleSnapshot, devices: Mapping[str, Device]) -> tuple[Any, ...]:
    """What views are made of, but for the time."""
    return people, Directory(people, devices), devices
