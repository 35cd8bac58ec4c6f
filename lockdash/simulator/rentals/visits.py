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
TRIES_ANYWAY = 0.2  # of those who come outside their hours; the others know them


class RentalVisits:
    """Something happens at one of `devices` every now and then."""

    def __init__(self, world: World, devices: Sequence[Device]) -> None:
        self._world = world
        self._devices = devices
        self._chance = world.stream("rental visits")
        self._lateness = world.stream("rental visits/late")

    def start(self) -> None:
        self._world.after(self._world.gap(self._chance, EVERY, EVERY_BEFORE), self._happen)

    def _happen(self) -> None:
        device = self._chance.choice(self._devices)
        person = self._admitted(self._chance.choice(self._world.rentals.guests), device)
        match device:
            case WifiLock():
                self._at_lock(device, person)
            case AcsDoor() if device.connected:
                device.enter(person, card=f"{person.number:08d}")
                if self._chance.random() < 0.05:
                    self._world.after(40.0, lambda: device.upload(device.record("acs_door_held_open")))
            case PowerPlug():
                device.switch(not device.on, source="user")
            case Thermostat():
                device.drift()
        self.start()

    def _admitted(self, person: Person, device: Device) -> Person:
        """Return whom the device would let in instead of `person`, `person` if it would let them or nobody in. Some
        come although it is outside their hours."""
        rentals = self._world.rentals
        admitted = rentals.accesses.admitted(device)
        if not admitted.get(person.id, True) and self._lateness.random() < TRIES_ANYWAY:
            return person
        able = [guest for guest in rentals.guests if admitted.get(guest.id) and self._is_live(guest)]
        return person if person in able or not able else able[person.number % len(able)]

    def _is_live(self, person: Person) -> bool:
        listed = self._world.rentals.people.get(person.id)
        return listed is not None and self._world.rentals.people.is_live(listed)

    def _pin(self, person: Person) -> str:
        """What they type now: the code may have been changed since."""
        listed = self._world.rentals.people.get(person.id)
        return person.pin if listed is None or listed.pin is None else listed.pin

    def _at_lock(self, lock: WifiLock, person: Person) -> None:
        draw = self._chance.random()
        if lock.silent or not lock.alive:
            return
        if draw < 0.06:
            lock.refuse(pin=f"{self._chance.randrange(10_000):04d}")
        elif draw < 0.12 and lock.connected:
            self._sync(lock, person)
        elif lock.state == "locked":
            self._enter(lock, person, tells=draw > 0.8)
        else:
            self._leave(lock)

    def _enter(self, lock: WifiLock, person: Person, *, tells: bool) -> None:
        lock.enter(person, self._pin(person))
        if lock.state == "locked":
            return
        if lock.connected and tells:
            lock.upload(lock.record_use(person))
        if not lock.auto_lock:
            self._world.after(self._chance.uniform(20, 90), partial(self._leave, lock))

    def _leave(self, lock: WifiLock) -> None:
        if lock.state == "unlocked" and not lock.held_open:
            lock.use("locked", None)

    def _sync(self, lock: WifiLock, person: Person) -> None:
        if self._chance.random() < 0.25:
            lock.upload(lock.record("access_person_sync_failed", person=person, status_info="timeout"))
            if listed := self._world.rentals.people.get(person.id):
                self._world.rentals.syncing.stumble(lock, listed, "timeout")
        else:
            lock.upload(lock.record("access_person_synced", person=person))
