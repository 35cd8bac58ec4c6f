"""What goes with a schedule or an exception that is deleted, in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from lockdash.domain.schedules import ScheduleKind
from lockdash.engine.schedules.views import ScheduleView
from lockdash.tui.schedules.rows import ExceptionView

_NAMED = 3
"""Devices, people and schedules that are named one by one; of more there is the number."""


def schedule_loss(view: ScheduleView) -> str:
    """Return what becomes of those that go by it."""
    devices = [each.name for each in view.uses if each.is_device]
    people = list(dict.fromkeys(each.name for each in view.uses if not each.is_device))
    told = [_devices_lose(devices, view.kind)] if devices else []
    if people:
        come = "comes" if len(people) == 1 else "come"
        told.append(f"{_named(people, 'people')} {come} by it: without a schedule their access counts at all hours.")
    return " ".join(told) if told else "Nothing and nobody is known to go by it."


def exception_loss(view: ExceptionView) -> str:
    """Return what becomes of the schedules that go with it."""
    if not view.by:
        return "No schedule is known to go with it."
    named = _named([each.name for each in view.by], "schedules")
    goes, whose = ("goes", "that lets") if len(view.by) == 1 else ("go", "those let")
    when = " Today is one of them." if view.now is not None else ""
    return f"{named} {goes} with it: on its days {whose} people in again.{when}"


def _devices_lose(devices: Sequence[str], kind: ScheduleKind | None) -> str:
    go = "goes" if len(devices) == 1 else "go"
    then = {
        ScheduleKind.lock_action: "nothing locks or unlocks there by itself then",
        ScheduleKind.auto_lock: "auto-lock there stays as it is then",
        ScheduleKind.power_plug: "nothing switches there by itself then",
        ScheduleKind.thermostat: "the temperatures there stay as they are then",
    }.get(kind or ScheduleKind.access, "nothing happens there by it then")
    return f"{_named(devices, 'devices')} {go} by it: {then}."


def _named(names: Sequence[str], what: str) -> str:
    """`Pool gate and Beach House 1`, or `Pool gate and 4 more devices`."""
    if len(names) == 1:
        return names[0]
    if len(names) > _NAMED:
        return f"{', '.join(names[: _NAMED - 1])} and {len(names) - _NAMED + 1} more {what}"
    return f"{', '.join(names[:-1])} and {names[-1]}"
