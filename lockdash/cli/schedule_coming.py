"""What devices do by their schedules in the next days, in order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from lockdash.cli.schedule_known import Known
from lockdash.domain.devices import Device
from lockdash.domain.text import clean
from lockdash.domain.walltime import known_zone
from lockdash.domain.week_changes import Turn
from lockdash.engine.order import natural
from lockdash.engine.schedules.views import ScheduleView, coming, schedule_key

AHEAD = timedelta(days=7)


class Coming(NamedTuple):
    """`zone`: IANA, that of the device."""

    turn: Turn
    zone: str
    device: Device
    view: ScheduleView


def of_devices(known: Known, now: datetime) -> list[Coming]:
    """Return what happens after `now` (UTC) for as long as AHEAD."""
    found = []
    for view in known.views:
        devices = [known.devices[each.key] for each in view.uses if each.is_device]
        for zone, turn in coming(view, now, now + AHEAD) if devices else ():
            found += [Coming(turn, zone, device, view) for device in devices if device.zone == zone]
    return sorted(found, key=lambda each: (each.turn.at, natural(each.device.name), each.device.key, each.view.key))


def untold(known: Known) -> Iterator[str]:
    """Yield of which devices it cannot be said what they do, and why."""
    views = {each.key: each for each in known.views}
    for device in sorted(known.devices.values(), key=lambda each: (natural(each.name), each.key)):
        for number in dict.fromkeys(device.schedule_ids.values()) if device.gone_at is None else ():
            if why := _why_untold(device, views.get(schedule_key(device.account, number))):
                yield f"{device.name} ({device.account}): {why}"


def _why_untold(device: Device, view: ScheduleView | None) -> str:
    if view is None:
        return "the schedule that it goes by is not known"
    if view.kind is None:
        return f"what it does by {view.name} is not known"
    if known_zone(device.zone) is None and not view.week.is_empty:
        named = f', "{clean(device.zone)}"' if device.zone else ""
        return f"when it goes by {view.name} is not known, since its time zone is not{named}"
    return ""
