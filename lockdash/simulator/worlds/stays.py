"""Who may come to the rentals of the demo: staff, guests of all dates, and two whose codes have not arrived.

Invented names. The nine that come by have the PINs that they use at the doors.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from lockdash.simulator.people import GUESTS, STAFF, Person, identifier
from lockdash.simulator.rentals.devices import Device
from lockdash.simulator.rentals.groups import DoorGroup
from lockdash.simulator.rentals.persons import AccessPerson
from lockdash.simulator.rentals.rentals import Location, Rentals
from lockdash.simulator.rentals.wifi_lock import WifiLock
from lockdash.simulator.world import World
from lockdash.simulator.worlds import hours

_YEAR = timedelta(days=365)


def settle_in(world: World) -> None:
    """Let everybody have their accesses. Needs all devices and locations of the demo."""
    house = _House(world)
    _staff(house)
    _staying(house)
    _coming_and_gone(house)
    _waiting(house)
    _at_resort_locks(house)


class _House:
    """Finds things by name and counts days from the one on which the world is opened."""

    def __init__(self, world: World) -> None:
        self.rentals: Rentals = world.rentals
        self.opened_at = world.opened_at
        self._things: dict[str, Device] = {device.name: device for device in self.rentals.devices.values()}
        self._places = {place.name: place for place in self.rentals.locations}
        self._today = world.opened_at.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
        for name, doors in {
            "Sandpiper": ("Sandpiper Front Door", "Sandpiper Patio", "Pool Gate"),
            "Ridge rooms": ("Ridge Room 1", "Ridge Room 2", "Ridge Room 3", "Ridge Room 4"),
        }.items():
            self.rentals.add_group(name, *(self._things[door] for door in doors))
        self._groups = {group.name: group for group in self.rentals.groups.values()}

    def find(self, name: str) -> Device | DoorGroup | Location:
        return self._groups.get(name) or self._places.get(name) or self._things[name]

    def lock(self, name: str) -> WifiLock:
        found = self._things[name]
        assert isinstance(found, WifiLock)
        return found

    def at(self, days: int, hour: int) -> datetime:
        return self._today + timedelta(days=days, hours=hour)

    def guest(
        self, who: Person | str, first: int, last: int, *doors: str, schedule: str | None = None, **traits: Any
    ) -> AccessPerson:
        """Book a stay from day `first`, 16:00, to day `last`, 11:00; days from today."""
        made = self.opened_at + timedelta(days=min(first, 0) - 9)
        own = {"created_at": made, "updated_at": made, **_own(who), **traits}
        guest = self.rentals.people.add_guest(own.pop("name"), self.at(first, 16), self.at(last, 11), **own)
        return self.give(guest, made, *doors, schedule=schedule)

    def user(self, who: Person | str, department: str, *doors: str, schedule: str | None = None, **traits: Any) -> None:
        made = self.opened_at - _YEAR
        own = {"created_at": made, "updated_at": made, "department": department, **_own(who), **traits}
        self.give(self.rentals.people.add_user(own.pop("name"), **own), made, *doors, schedule=schedule)

    def give(self, who: AccessPerson, when: datetime, *doors: str, schedule: str | None = None) -> AccessPerson:
        for door in doors:
            self.rentals.accesses.add(who, self.find(door), schedule_id=schedule, created_at=when)
        return who


def _own(who: Person | str) -> dict[str, Any]:
    if isinstance(who, str):
        return {"name": who}
    return {"name": who.name, "id": who.id, "email": who.email, "pin": who.pin}


def _staff(house: _House) -> None:
    ruth, ben, cleaners = STAFF
    house.user(ruth, "Management", "Beach houses", "Mountain lodge", "Office", card_number="00000851")
    house.user(ben, "Maintenance", "Beach houses", "Mountain lodge", card_number="00000852")
    house.user(cleaners, "Cleaning", "Sandpiper", "Ridge rooms", "Dune Cottage", schedule=hours.CLEANING.id)
    house.user("Paul Mercer", "Maintenance", "Mountain lodge", pin="9043", deactivated=True)


def _staying(house: _House) -> None:
    ines, tom, yuki, lea, omar, priya = GUESTS
    house.guest(ines, -3, 2, "Sandpiper")
    house.guest(tom, -2, 4, "Dune Cottage", "Pool Gate")
    house.guest(yuki, -4, 3, "Lodge Main Door", "Ridge Room 1")
    house.guest(lea, -2, 5, "Lodge Main Door", "Ridge Room 3")
    house.guest(omar, -5, 2, "Driftwood", "Pool Gate")
    house.guest(priya, -10, 20, "Office", card_number="00000806", schedule=hours.OFFICE.id)


def _coming_and_gone(house: _House) -> None:
    house.guest("Nora Lindqvist", 3, 8, "Pelican Loft", "Pool Gate", pin="6182", email="nora@example.com")
    house.guest("Emil Sato", 4, 9, "Sandpiper", pin="7316")
    house.guest("Greta Holm", -9, -5, "Dune Cottage", pin="3907", email="greta.holm@example.com")
    house.guest("Idris Bello", -12, -6, "Ridge Room 2", "Lodge Main Door", pin="5528")
    house.guest("Sofia Marin", -3, 6, "Ridge Room 4", pin="8461", deactivated=True)


def _waiting(house: _House) -> None:
    """One at a lock that has been silent for two days, one at a lock that refuses."""
    hana = house.guest("Hana Kim", -1, 3, "Pool Gate", "Boathouse", pin="2759", email="hana.kim@example.com")
    house.rentals.syncing.begin(house.lock("Boathouse"), hana, since=house.opened_at - timedelta(days=1))
    mateus = house.guest("Mateus Rocha", -1, 2, "Lodge Main Door", "Ski Room", pin="4690")
    ski_room = house.lock("Ski Room")
    ski_room.fails_sync = "timeout"
    house.rentals.syncing.begin(ski_room, mateus)


def _at_resort_locks(house: _House) -> None:
    for name, lock, first, last in (
        ("Owen Hart", "Ridge Hut", -1, 3),
        ("Clara Voss", "Linen Store", 2, 6),
        ("Jonas Weir", "Ridge Hut", -8, -4),
    ):
        number = identifier(f"resort guest/{name}")
        traits = {"id": number, "created_at": house.opened_at - _YEAR / 12, "updated_at": house.opened_at - _YEAR / 12}
        house.rentals.add_resort_guest(
            house.find(lock).id, name, house.at(first, 16), house.at(last, 11), **traits,
        )  # fmt: skip
