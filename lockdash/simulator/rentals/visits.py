"""Guests and staff at the rentals: PINs and cards, plugs and thermostats, and what is synced meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from lockdash.simulator.people import Person
from lockdash.simulator.rentals.devices import AcsDoor, Device, PowerPlug, Thermostat
from lockdash.simulator.rentals.wifi_lock import WifiLock

if TYPE_CHECKING:
    from lockdash.simulator.world import World

EVERY = 14.0  # seconds between happenings on average, once somebody may look
EVERY_BEFORE = 200.0  # and in the hours before


class RentalVisits:
    """Something happens at one of `devices` every now and then."""

    def __init__(self, world: World, devices: Sequence[Device]) -> None:
        self._world = world
        self._devices = devices
        self._chance = world.stream("rental visits")

    def start(self) -> None:
        self._world.after(self._world.gap(self._chance, EVERY, EVERY_BEFORE), self._happen)

    def _happen(self) -> None:
        device = self._chance.choice(self._devices)
        person = self._chance.choice(self._world.rentals.guests)
        match device:
            case WifiLock():
                self._at_lock(device, person)
            case AcsDoor() if device.connected:
                device.use(person, card=f"{person.number:08d}")
                if self._chance.random() < 0.05:
                    self._world.after(40.0, lambda: device.upload(device.record("acs_door_held_open")))
            case PowerPlug():
                device.switch(not device.on, source="user")
            case Thermostat():
                device.drift()
        self.start()

    def _at_lock(self, lock: WifiLock, person: Person) -> None:
        draw = self._chance.random()
        if lock.silent or not lock.alive:
            return
        if draw < 0.06:
            lock.refuse(pin=f"{self._chance.randrange(10_000):04d}")
        elif draw < 0.12 and lock.connected:
            self._sync(lock, person)
        elif lock.state == "locked":
            lock.use("unlocked", person, pin=person.pin, method="pin")
            if lock.connected and draw > 0.8:
                lock.upload(lock.record_use(person))
            if not lock.auto_lock:
                self._world.after(self._chance.uniform(20, 90), partial(self._leave, lock))
        else:
            self._leave(lock)

    def _leave(self, lock: WifiLock) -> None:
        if lock.state == "unlocked":
            lock.use("locked", None)

    def _sync(self, lock: WifiLock, person: Person) -> None:
        if self._chance.random() < 0.25:
            lock.upload(lock.record("access_person_sync_failed", person=person, status_info="timeout"))
        else:
            lock.upload(lock.record("access_person_synced", person=person))
