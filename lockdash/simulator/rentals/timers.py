"""Devices that act by their schedules: each by the clock on its wall and by what it heard last, in contact or not.

The reference says nothing of days on which clocks are changed. Here a device does everything once: what lies in an hour
that is skipped at the moment of the jump, and what lies in an hour that comes twice the first time.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from lockdash.simulator.rentals.devices import Device
from lockdash.simulator.rentals.schedules import WEEK, Schedule
from lockdash.simulator.rentals.zones import wall_clock

if TYPE_CHECKING:
    from lockdash.simulator.rentals.rentals import Rentals

_MINUTE = timedelta(minutes=1)


class Timers:
    """What devices have heard of their schedules, by device."""

    def __init__(self, rentals: Rentals) -> None:
        self._rentals = rentals
        self._heard: dict[str, tuple[Schedule, ...]] = {}
        self._reached: dict[str, datetime] = {}
        self._wait()

    def hear(self, device: Device) -> None:
        """A device is in contact: it learns by which schedules it goes from now on."""
        known = (self._rentals.schedules.get(number) for number in device.schedule_ids.values())
        found = tuple(schedule for schedule in known if schedule is not None)
        if found:
            self._heard[device.id] = found
        else:
            self._heard.pop(device.id, None)

    def _tick(self) -> None:
        self._wait()
        passed: dict[str, list[tuple[str, str]]] = {}
        for number, schedules in list(self._heard.items()):
            device = self._rentals.devices.get(number)
            if device is None:
                del self._heard[number]
                continue
            zone = device.location.time_zone
            if zone not in passed:
                passed[zone] = self._passed(zone)
            for day, clock in passed[zone]:
                for schedule in schedules:
                    for entry in schedule.due(day, clock):
                        device.obey(schedule.type, entry)

    def _passed(self, zone: str) -> list[tuple[str, str]]:
        """The minutes that the clock in `zone` has come to, or passed over, since the last tick; none while it shows
        again what it has shown before."""
        wall = wall_clock(zone, self._rentals.world.now).replace(second=0, microsecond=0)
        reached = self._reached.get(zone, wall - _MINUTE)
        found = []
        while reached < wall:
            reached += _MINUTE
            found.append((WEEK[reached.weekday()], reached.strftime("%H:%M")))
        self._reached[zone] = reached
        return found

    def _wait(self) -> None:
        now = self._rentals.world.now
        following = now.replace(second=0, microsecond=0) + _MINUTE
        self._rentals.world.after((following - now).total_seconds(), self._tick)
