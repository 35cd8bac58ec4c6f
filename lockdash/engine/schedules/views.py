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
from lockdash.domain.window_changes import next_window_turn, window_turns
from lockdash.domain.windows import Window, spans
from lockdash.engine.people.directory import Directory
from lockdash.engine.people.snapshot import PeopleSnapshot
from lockdash.engine.people.zones import the_one
from lockdash.engine.schedules.uses import Use, Uses

__all__ = ["ScheduleView", "Use", "coming", "of_access", "of_schedule", "schedule_key", "views"]


class ScheduleView(msgspec.Struct, frozen=True, kw_only=True):
    """`key`: of the schedule, or of the access whose hours these are (`access`, and no `schedule`).

    `week`: by the clock at the door, that of an access as it is there today; by UTC if `in_utc`: hours that a vendor
    keeps so, at a door whose zone nobody knows. `zones`: of all doors that go by it; `zone`: the one that they are all
    in, None if there are several or it is not known. `next`: what happens next in any of them, None if nothing does or
    it is not known.
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
    """Return all schedules by key, and the hours of accesses that have some of their own. `now`: UTC. For once:
    whoever asks again and again keeps a `showing.Showing`."""
    uses = Uses()
    uses.renew(people, directory, devices)
    found = [of_schedule(each, people, uses.of(pair), now) for pair, each in people.schedules.items()]
    for access in people.accesses.values():
        window = weekly_window(access)
        if window is not None:
            found.append(of_access(access, window, uses.use_of(access, people), now))
    return {each.key: each for each in found}


def coming(view: ScheduleView, since: datetime, until: datetime) -> list[tuple[str, Turn]]:
    """Return what happens after `since` up to `until` (UTC), in order, each with the zone of the doors: UTC for hours
    that are in UTC."""
    window = weekly_window(view.access) if view.access is not None else None
    if window is not None:
        found = window_turns(window, since, until) if window.in_utc else []
        return [(view.zone or "UTC", each) for each in found]
    at_doors = [
        (zone, each) for zone in sorted(view.zones) for each in turns(view.week, zone, since, until, view.exception)
    ]
    return sorted(at_doors, key=lambda each: each[1].at)


def weekly_window(access: Access) -> Window | None:
    """Return the window of an access that has hours of its own, None if it has none."""
    return access.window if access.window is not None and access.window.is_weekly else None


def of_schedule(schedule: Schedule, people: PeopleSnapshot, uses: tuple[Use, ...], now: datetime) -> ScheduleView:
    """Return one schedule. `uses`: all that go by it."""
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
        uses=uses,
        zones=zones,
        zone=the_one(told),
        next=min((each for each in nexts if each is not None), key=lambda each: each.at, default=None),
    )


def of_access(access: Access, window: Window, use: Use, now: datetime) -> ScheduleView:
    """Return the hours of one access, which are its `window`. `use`: the access itself."""
    zone = the_one(use.zones)
    if zone is None:
        week = Week(spans=spans(normal(window)))
    else:
        week = Week(spans=spans(at_door(window, zone, wall_at(now, zone).date())))
    return ScheduleView(
        key=access.key,
        account=access.account,
        name=f"{use.name} at {use.where}",
        kind=ScheduleKind.access,
        week=week,
        access=access,
        uses=(use,),
        zones=frozenset(each for each in use.zones if each is not None and known_zone(each) is not None),
        zone=zone,
        in_utc=window.in_utc and zone is None,
        next=next_window_turn(window, now) if window.in_utc else None,
    )
