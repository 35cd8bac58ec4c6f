"""Three weeks at the demo's rentals, written into the event feed rather than lived through."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from lockdash.simulator.people import identifier
from lockdash.simulator.rentals.accesses import Access
from lockdash.simulator.rentals.devices import AcsDoor, Device, PowerPlug, Thermostat
from lockdash.simulator.rentals.events import Event
from lockdash.simulator.rentals.persons import AccessPerson
from lockdash.simulator.rentals.schedules import AccessSchedule
from lockdash.simulator.rentals.wifi_lock import WifiLock
from lockdash.simulator.rentals.zones import wall_clock
from lockdash.simulator.world import World
from lockdash.simulator.worlds.past_days import PastDays

SYNCED, SYNC_FAILED = "access_person_synced", "access_person_sync_failed"


class RentalsPast:
    """Who comes is drawn apart from when somebody comes: without people the same happens, by hand."""

    def __init__(self, world: World) -> None:
        self._rentals = world.rentals
        self._ends_at = world.now
        self._chance = world.stream("past/rentals")
        self._who = world.stream("past/rentals/who")
        self._places = {place.name: PastDays(world, place.time_zone) for place in world.rentals.locations}
        self._by_name = {device.name: device for device in world.rentals.devices.values()}
        self._away: dict[str, tuple[datetime, datetime]] = {}
        self._events: list[Event] = []

    def write(self) -> None:
        """Publish all that was noted."""
        self._rentals.events.remember(self._events)

    def note(
        self,
        device: Device,
        kind: str,
        at: datetime,
        *,
        source: str = "device",
        status: str = "succeeded",
        person: AccessPerson | None = None,
        **details: Any,
    ) -> None:
        """Note an event. The cloud learned of it at once, or when the device came back."""
        gone_at, back_at = self._away.get(device.name, (at, at))
        learned_at = back_at if gone_at < at < back_at else at
        learned_at += timedelta(seconds=self._chance.uniform(0.6, 2.4))
        if isinstance(device, WifiLock) and device.wake_wifi == "heartbeat_interval":
            learned_at += timedelta(seconds=self._chance.uniform(0, device.heartbeat_interval))
        if learned_at < self._ends_at:
            event = Event(
                type=f"{kind}_event",
                id=identifier(f"past/{device.serial}/{kind}/{at}/{person.id if person and kind in _SYNC else ''}"),
                source=source,
                status=status,
                time_zone=device.location.time_zone,
                occurred_at=at,
                publisher=device.party,
                associated=person.party if person else None,
                details=details,
                created_at=learned_at,
            )
            self._events.append(event)

    def visited(self, device: Device, often: float) -> None:
        """People come by, most of them welcome."""
        place = self._places[device.location.name]
        for day in place.days():
            for at in place.times(day, often, self._chance):
                if isinstance(device, WifiLock):
                    self._at_lock(device, at)
                elif isinstance(device, AcsDoor):
                    self._at_door(device, at)
                elif isinstance(device, PowerPlug):
                    self.note(device, self._chance.choice(("relay_enabled", "relay_disabled")), at, source="user")
                elif isinstance(device, Thermostat):
                    self.note(device, self._chance.choice(("temperature_changed", "humidity_changed")), at)

    def low(self, name: str, levels: Iterable[tuple[int, int]], replaced: int | None = None) -> None:
        """The battery goes: so many days ago this level; `replaced` so many days ago."""
        device = self._by_name[name]
        place = self._places[device.location.name]
        for ago, level in levels:
            self.note(device, "power_level_low", place.ago(ago, 8.3), power_level=level)
        if replaced is not None:
            self.note(device, "battery_replaced", place.ago(replaced, 10.2), source="user")

    def jammed(self, name: str, *ago: int) -> None:
        device = self._by_name[name]
        for days in ago:
            at = self._places[device.location.name].ago(days, self._chance.uniform(9, 18))
            self.note(device, "jammed", at, status="failed", status_info="jammed")

    def away(self, name: str, ago: int, hours: float | None) -> None:
        """The device lost its connection so many days ago, and came back after `hours`; None: never."""
        device = self._by_name[name]
        gone_at = self._places[device.location.name].ago(ago, 13.4)
        before = gone_at - timedelta(minutes=12)
        self.note(device, "connectivity", gone_at, source="network", status="failed", connected_at=before)
        if hours is not None:
            back_at = gone_at + timedelta(hours=hours)
            self.note(device, "connectivity", back_at, source="network", connected_at=back_at)
            self._away[name] = (gone_at, back_at)

    def told(self) -> None:
        """Locks hear of guests' codes when these are booked; now and then the first try fails."""
        for device in self._by_name.values():
            if isinstance(device, WifiLock) and not device.silent and device.fails_sync is None:
                for access in self._rentals.accesses.covering(device):
                    if access.person.starts_at is not None:
                        self._tell(device, access)

    def _tell(self, lock: WifiLock, access: Access) -> None:
        at = access.created_at + timedelta(seconds=self._who.uniform(120, 900))
        if self._who.random() < 0.2:
            failed_at = at - timedelta(seconds=90)
            self.note(lock, SYNC_FAILED, failed_at, person=access.person, status_info="timeout")
        self.note(lock, SYNCED, at, person=access.person)

    def _at_lock(self, lock: WifiLock, at: datetime) -> None:
        if self._chance.random() < 0.05:
            pin = f"{self._chance.randrange(10_000):04d}"
            self.note(
                lock, "access_denied", at - timedelta(seconds=9), source="user", status="failed", method="pin", pin=pin
            )
        person = self._visitor(lock, at)
        how: dict[str, Any] = {"method": "manual"} if person is None else {"method": "pin", "pin": person.pin}
        self.note(lock, "unlocked", at, source="user", person=person, **how)
        after = at + timedelta(seconds=lock.auto_lock_timeout if lock.auto_lock else self._chance.uniform(20, 200))
        self.note(lock, "locked", after, source="device" if lock.auto_lock else "user")

    def _at_door(self, door: AcsDoor, at: datetime) -> None:
        if self._chance.random() < 0.04:
            card = f"{self._chance.randrange(10_000):08d}"
            self.note(door, "access_denied", at, source="user", status="failed", method="card", card=card)
            return
        leaves = self._chance.random() < 0.3
        person = self._visitor(door, at) if not leaves else None
        if leaves:
            self.note(door, "acs_requested_to_exit", at)
        how: dict[str, Any] = {} if person is None else {"method": "pin", "pin": person.pin}
        self.note(door, "unlocked", at, source="user" if person is not None else "device", person=person, **how)
        self.note(door, "acs_door_opened", at + timedelta(seconds=2))
        if self._chance.random() < 0.03:
            self.note(door, "acs_door_held_open", at + timedelta(seconds=42))
            at += timedelta(seconds=self._chance.uniform(50, 300))
        self.note(door, "acs_door_closed", at + timedelta(seconds=5))
        self.note(door, "locked", at + timedelta(seconds=6))

    def _visitor(self, device: Device, at: datetime) -> AccessPerson | None:
        wall = wall_clock(device.location.time_zone, at)
        able = [each.person for each in self._rentals.accesses.covering(device) if self._admits(each, wall)]
        draw = self._who.random()
        return able[int(draw * len(able))] if able and draw < 0.9 else None

    def _admits(self, access: Access, wall: datetime) -> bool:
        person = access.person
        if person.deactivated or person.pin is None:
            return False
        if person.starts_at is not None and not (person.starts_at <= wall < (person.ends_at or wall)):
            return False
        schedule = self._rentals.schedules.get(access.schedule_id or "")
        return not isinstance(schedule, AccessSchedule) or schedule.admits(wall)


_SYNC = (SYNCED, SYNC_FAILED)


def write(world: World, busy: Iterable[Device]) -> None:
    """Write the past of the demo's rentals, at the doors where people come by."""
    past = RentalsPast(world)
    past.away("Ridge Room 2", 9, 5.0)
    past.away("Boathouse", 2, None)
    for device in busy:
        past.visited(device, 2.5 if isinstance(device, WifiLock | AcsDoor) else 1.0)
    past.low("Sandpiper Patio", ((15, 18), (14, 14), (13, 9)), replaced=12)
    past.low("Boathouse", ((6, 18), (5, 12), (4, 7), (3, 4)))
    past.jammed("Ski Room", 11, 4, 2)
    past.told()
    past.write()
