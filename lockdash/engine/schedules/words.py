"""What schedules do, in words, on the screen and on the command line alike: `unlocks Mon 08:00 (in 13 h)`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from lockdash.domain.ages import age_text
from lockdash.domain.schedules import ScheduleKind
from lockdash.domain.walltime import known_zone, wall_at
from lockdash.domain.week_changes import Turn
from lockdash.domain.weekly import drift
from lockdash.domain.weeks import Deed, Mark
from lockdash.domain.window_words import DAY_NAMES, week_text
from lockdash.engine.schedules.views import ScheduleView, coming

SCHEDULE_KIND_WORDS: Mapping[ScheduleKind, str] = {
    ScheduleKind.access: "access",
    ScheduleKind.auto_lock: "auto-lock",
    ScheduleKind.lock_action: "lock action",
    ScheduleKind.power_plug: "power plug",
    ScheduleKind.thermostat: "thermostat",
}
_HOURS = "hours of an access"
BEGINS, ENDS = "begins", "ends"
_DEEDS: Mapping[tuple[ScheduleKind | None, Deed], str] = {
    (ScheduleKind.lock_action, Deed.lock): "locks",
    (ScheduleKind.lock_action, Deed.unlock): "unlocks",
    (ScheduleKind.auto_lock, Deed.on): "auto-lock on",
    (ScheduleKind.auto_lock, Deed.off): "auto-lock off",
    (ScheduleKind.power_plug, Deed.on): "switches on",
    (ScheduleKind.power_plug, Deed.off): "switches off",
}
_SAME_WEEK = timedelta(days=6)
_UTC = "UTC"


def kind_text(view: ScheduleView) -> str:
    """Return what kind of schedule it is: the vendor's word for one that we do not know."""
    if view.access is not None:
        return _HOURS
    if view.kind is None:
        raw = view.schedule.kind_raw if view.schedule is not None else ""
        return raw or "unknown"
    return SCHEDULE_KIND_WORDS[view.kind]


def deed_text(turn: Turn, kind: ScheduleKind | None) -> str:
    """Return what happens: `unlocks`, `auto-lock off`, `cool 75 heat 68`; `begins` or `ends` of what is allowed."""
    if turn.mark is None:
        return BEGINS if turn.allowed else ENDS
    mark = turn.mark
    if mark.deed is Deed.set:
        return degrees_text(mark)
    return _DEEDS.get((kind, mark.deed), mark.deed.value)


def degrees_text(mark: Mark) -> str:
    """Return the two temperatures as a week's text has them, in the thermostat's own unit: `cool 75 heat 68`."""
    return f"cool {mark.cool or 0:g} heat {mark.heat or 0:g}"


def day_and_time(turn: Turn, zone: str | None, now: datetime) -> str:
    """Return `Mon 08:00` at the door, `Mon 30 Nov 08:00` for what is not within the week; by UTC, by name, where the
    zone is not known."""
    known = known_zone(zone) is not None
    there = zone if known else _UTC
    wall, today = wall_at(turn.at, there), wall_at(now, there)
    date = f" {wall.day} {wall:%b}" if wall.date() - today.date() > _SAME_WEEK else ""
    return f"{DAY_NAMES[wall.weekday()]}{date} {wall:%H:%M}{'' if known else ' UTC'}"


def until_text(at: datetime, now: datetime) -> str:
    """Return in what time `at` comes: `in 13 h`."""
    return f"in {age_text(max(0.0, (at - now).total_seconds()))}"


def next_text(view: ScheduleView, now: datetime) -> str:
    """Return what happens next, `unlocks Mon 08:00 (in 13 h)`, with the zone by name where its doors are in several;
    "" if nothing does, or if it is not known. `now`: UTC."""
    turn = view.next
    if turn is None:
        return ""
    zone = next_zone(view, now)
    named = f" {zone}" if view.zone is None and zone is not None and not view.in_utc else ""
    return f"{deed_text(turn, view.kind)} {day_and_time(turn, zone, now)}{named} ({until_text(turn.at, now)})"


def next_zone(view: ScheduleView, now: datetime) -> str | None:
    """Return the zone of the doors where the next thing happens, None if it is not known or nothing does."""
    if view.zone is not None or view.in_utc or view.next is None:
        return view.zone
    return next((zone for zone, _ in coming(view, now, view.next.at)), None)


def drift_text(view: ScheduleView, now: datetime) -> str:
    """Return from when on hours that are kept in UTC are others at the door, "" if they are not."""
    if view.access is None or view.access.window is None or view.zone is None:
        return ""
    found = drift(view.access.window, view.zone, wall_at(now, view.zone).date())
    if found is None:
        return ""
    day, then = found
    return f"from {day.day} {day:%b %Y}: {week_text(then, view.zone, day) or 'always'}, since it is kept in UTC"


def zones_text(view: ScheduleView) -> str:
    """Return the zone that its week goes by, or all of them: `not known` if nobody says, "" if nothing goes by it."""
    if view.in_utc:
        return _UTC
    told = sorted(view.zones)
    if any(zone is None or zone not in view.zones for use in view.uses for zone in use.zones):
        told.append("not known")
    return ", ".join(told)


def uses_text(view: ScheduleView) -> str:
    """Return how many go by it: `2 devices, 1 person`; "" for none that are known."""
    counts = ((view.devices, "device", "devices"), (view.people, "person", "people"))
    return ", ".join(f"{number} {one if number == 1 else many}" for number, one, many in counts if number)
