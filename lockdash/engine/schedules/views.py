"""Schedules as they should be believed at one moment: who and what goes by each, and what happens next. Pure, so that
screen and command line say the same.

A vendor that keeps hours with each access instead of schedules has them here as well, each as one of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from lockdash.domain.accesses import Access
from lockdash.domain.devices import Device
from lockdash.domain.exceptions import AccessException
from lockdash.domain.schedules import Schedule, ScheduleKind
from lockdash.domain.walltime import known_zone, wall_at
from lockdash.domain.week_changes import Turn, next_turn, turns
from lockdash.domain.weekly import at_door, normal
from lockdash.domain.weeks import Week
from lockdash.domain.windows import Window, spans
from lockdash.engine.people.directory import Directory
from lockdash.engine.people.snapshot import Pair, PeopleSnapshot


class Use(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody or something that goes by a schedule. `key`: of the device or person. `where`: of a person, the door.
    `zones`: of the doors."""

    key: str
    name: str
    is_device: bool
    where: str = ""
    zones: frozenset[str | None] = frozenset()


class ScheduleView(msgspec.Struct, frozen=True, kw_only=True):
    """`key`: of the schedule, or of the access whose hours these are (`access`, and no `schedule`).

    `week`: by the clock at the door; by UTC if `in_utc`: hours that a vendor keeps so, at a door whose zone nobody
    knows. `zones`: of all doors that go by it; `zone`: the one that they are all in, None if there are several or it is
    not known. `next`: what happens next in any of them, None if nothing does or it is not known.
    """

    key: str
    account: str
    name: str
    kind: ScheduleKind | None
    week: Week
    schedule: Schedule | None = None
    access: Access | None = None
    exception: AccessException | None = None
    uses: tuple[Use, ...] = ()
    zones: frozenset[str] = frozenset()
    zone: str | None = None
    in_utc: bool = False
    next: Turn | None = None

    @property
    def devices(self) -> int:
        return sum(each.is_device for each in self.uses)

    @property
    def people(self) -> int:
        """How many people; one with two doors counts once."""
        return len({each.key for each in self.uses if not each.is_device})


def schedule_key(account: str, schedule_id: str) -> str:
    """The identity of a schedule."""
    return f"{account}/schedule/{schedule_id}"


def views(
    people: PeopleSnapshot, directory: Directory, devices: Mapping[str, Device], now: datetime
) -> dict[str, ScheduleView]:
    """Return all schedules by key, and the hours of accesses that have some of their own. `now`: UTC."""
    by_devices = _by_device(devices)
    by_accesses = _by_access(people, directory)
    found = [
        _of_schedule(each, people, (*by_devices.get(pair, ()), *by_accesses.get(pair, ())), now)
        for pair, each in people.schedules.items()
    ]
    for access in people.accesses.values():
        if access.window is not None and access.window.is_weekly:
            found.append(_of_window(access, access.window, people, directory, now))
    return {each.key: each for each in found}


def coming(view: ScheduleView, since: datetime, until: datetime) -> list[tuple[str, Turn]]:
    """Return what happens after `since` up to `until` (UTC), in order, each with the zone of the doors."""
    if view.access is not None and view.access.window is not None:
        return [(view.zone or "UTC", each) for each in _window_turns(view.access.window, since, until)]
    found = [
        (zone, each) for zone in sorted(view.zones) for each in turns(view.week, zone, since, until, view.exception)
    ]
    return sorted(found, key=lambda each: each[1].at)


def _of_schedule(schedule: Schedule, people: PeopleSnapshot, uses: tuple[Use, ...], now: datetime) -> ScheduleView:
    told = frozenset(zone for use in uses for zone in use.zones)
    zones = frozenset(zone for zone in told if zone is not None and known_zone(zone) is not None)
    exception = people.exceptions.get((schedule.account, schedule.exception_id or ""))
    nexts = [next_turn(schedule.week, zone, now, exception) for zone in sorted(zones)]
    return ScheduleView(
        key=schedule_key(schedule.account, schedule.id),
        account=schedule.account,
        name=schedule.name,
        kind=schedule.kind,
        week=schedule.week,
        schedule=schedule,
        exception=exception,
        uses=tuple(sorted(uses, key=lambda each: (not each.is_device, each.name, each.where))),
        zones=zones,
        zone=next(iter(zones)) if len(zones) == len(told) == 1 else None,
        next=min((each for each in nexts if each is not None), key=lambda each: each.at, default=None),
    )


def _of_window(
    access: Access, window: Window, people: PeopleSnapshot, directory: Directory, now: datetime
) -> ScheduleView:
    person, door = people.people.get(access.person_key), directory.name(access)
    who = person.name if person is not None else access.person_key
    zone = directory.zone_at([access])
    if zone is None:
        week = Week(spans=spans(normal(window)))
    else:
        week = Week(spans=spans(at_door(window, zone, wall_at(now, zone).date())))
    use = Use(key=access.person_key, name=who, is_device=False, where=door, zones=frozenset({zone}))
    return ScheduleView(
        key=access.key,
        account=access.account,
        name=f"{who} at {door}",
        kind=ScheduleKind.access,
        week=week,
        access=access,
        uses=(use,),
        zones=frozenset({zone} if zone is not None else ()),
        zone=zone,
        in_utc=zone is None,
        next=next(iter(_window_turns(window, now, None)), None),
    )


def _window_turns(window: Window, since: datetime, until: datetime | None) -> list[Turn]:
    """In UTC, as the vendor keeps it: so the hours at the door move with its clock. `until` None: the first one."""
    if not window.in_utc:
        return []
    week = Week(spans=spans(window))
    if until is None:
        found = next_turn(week, "UTC", since)
        told = [found] if found is not None else []
    else:
        told = turns(week, "UTC", since, until)
    return [each for each in told if _within(window, each.at)]


def _within(window: Window, at: datetime) -> bool:
    starts, ends = window.starts_at, window.ends_at
    return (starts is None or at >= starts) and (ends is None or at <= ends)


def _by_device(devices: Mapping[str, Device]) -> dict[Pair, list[Use]]:
    found: dict[Pair, list[Use]] = {}
    for device in devices.values():
        if device.gone_at is None:
            use = Use(key=device.key, name=device.name, is_device=True, zones=frozenset({device.zone}))
            for id in frozenset(device.schedule_ids.values()):
                found.setdefault((device.account, id), []).append(use)
    return found


def _by_access(people: PeopleSnapshot, directory: Directory) -> dict[Pair, list[Use]]:
    found: dict[Pair, list[Use]] = {}
    for access in people.accesses.values():
        if access.schedule_id is None:
            continue
        person, target = people.people.get(access.person_key), directory.target(access)
        use = Use(
            key=access.person_key,
            name=person.name if person is not None else access.person_key,
            is_device=False,
            where=directory.name(access),
            zones=directory.zones_of([target]) if target is not None else frozenset({None}),
        )
        found.setdefault((access.account, access.schedule_id), []).append(use)
    return found
