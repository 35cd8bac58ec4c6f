"""A home in Warsaw and a small rental business in three places, in all the conditions that locks get into."""

from __future__ import annotations

from typing import Any

from lockdash.simulator.home.home import Bridge
from lockdash.simulator.home.lock import Door, HomeLock, Settings, State
from lockdash.simulator.home.visits import FlakyLink, HomeVisits
from lockdash.simulator.people import FAMILY, GUESTS, STAFF
from lockdash.simulator.rentals.devices import AcsDoor, OfflineDevice, PowerPlug, Thermostat
from lockdash.simulator.rentals.rentals import Location, Rentals
from lockdash.simulator.rentals.visits import RentalVisits
from lockdash.simulator.rentals.wifi_lock import WifiLock
from lockdash.simulator.world import World
from lockdash.simulator.worlds import hours, household, past_home, past_rentals, stays
from lockdash.simulator.worlds.conditions import BATTERY, MAINS, fallen_silent, guest_only, jammed, never_connected
from lockdash.simulator.worlds.small import BEACH, LODGE

OFFICE = Location("Office", "America/New_York", "220 Varick Street", "New York", "NY", "10014", phone="(212) 555-0140")

HALL, COURTYARD = 30100, 30101


def furnish(world: World) -> None:
    HomeVisits(world, _home(world)).start()
    past_home.write(world)
    rentals = world.rentals
    rentals.guests.extend([*STAFF, *GUESTS])
    rentals.locations += [BEACH, LODGE, OFFICE]
    hours.set_up(world)
    shop = _Shop(rentals)
    _beach(shop)
    _lodge(shop)
    _office(shop)
    stays.settle_in(world)
    still = {"Tide House", "Pelican Loft", "Ski Room", "Wood Store", "Boathouse", "Archive"}
    busy = [device for device in rentals.devices.values() if device.name not in still | shop.offline]
    past_rentals.write(world, busy)
    RentalVisits(world, busy).start()


def _home(world: World) -> list[HomeLock]:
    """Furnish the home; return the locks that people use."""
    home = world.home
    home.people.extend(FAMILY)
    home.add_bridge(Bridge(HALL, "20420101-000100", "Hall Bridge"))
    home.add_bridge(Bridge(COURTYARD, "20420101-000101", "Courtyard Bridge"))
    logs_door = Settings(auto_lock_enabled=True, auto_lock_delay=90, door_state_event_logging_enabled=True)
    pulls = Settings(
        pull_spring_enabled=True, auto_pull_spring_enabled=True, auto_lock_enabled=True, auto_lock_delay=60
    )
    front = home.add_lock("22110401-000201", "Front Door", battery=84.0, door=Door.closed, settings=logs_door)
    back = home.add_lock("22110401-000202", "Back Door", battery=63.0, door=Door.closed)
    garage = home.add_lock("24120402-000203", "Garage", type=4, battery=14.0, connected_to=COURTYARD)
    jammed(home.add_lock("22110401-000204", "Cellar", battery=47.0))
    spring = Settings(pull_spring_enabled=True, pull_spring_duration=3)
    gate = home.add_lock("22110401-000205", "Garden Gate", battery=71.0, connected_to=COURTYARD, settings=spring)
    home.add_lock("22110401-000206", "Attic", state=State.uncalibrated, battery=92.0)
    home.add_lock("24120402-000207", "Summer House", type=4, connected_to=None, battery=None, update_available=True)
    home.add_lock("22110401-000208", "Workshop", online=False, connected_to=COURTYARD, update_available=True)
    studio = home.add_lock("22110401-000209", "Studio", battery=58.0, settings=pulls)
    home.add_lock("24120402-000210", "Balcony", type=4, state=State.unlocked, battery=39.0, door=Door.closed)
    shed = home.add_lock("24120402-000211", "Bike Shed", type=4, battery=9.0, charging=True, connected_to=COURTYARD)
    guest_only(home.add_lock("22110401-000212", "Neighbour, 2nd floor"))
    home.add_keypad(front, "Porch Keypad")
    home.add_keypad(gate, "Gate Keypad", battery=41)
    household.move_in(home, front, [back, garage, gate, studio, shed])
    FlakyLink(world, garage).start()
    return [front, back, garage, gate, studio, shed]


class _Shop:
    """Registers devices with a serial number each. `offline`: names of those that nothing is heard of."""

    def __init__(self, rentals: Rentals) -> None:
        self._rentals = rentals
        self._now = rentals.world.now
        self.offline: set[str] = set()

    def lock(self, name: str, place: Location, *, mains: bool = False, **traits: Any) -> WifiLock:
        kind = MAINS if mains else BATTERY
        return self._rentals.add(
            WifiLock,
            **kind | {"connected_at": self._now, "name": name, "serial": self._serial(), "location": place} | traits,
        )

    def door(self, name: str, place: Location, **traits: Any) -> AcsDoor:
        return self._rentals.add(
            AcsDoor, type="acs_door", name=name, serial=self._serial(), model="", location=place, **traits
        )

    def plug(self, name: str, place: Location, **traits: Any) -> None:
        self._rentals.add(
            PowerPlug, type="power_plug", name=name, serial=self._serial(), model="LS-P50i", location=place,
            connected_at=self._now, restricted=("replace",), **traits,
        )  # fmt: skip

    def thermostat(self, name: str, place: Location, **traits: Any) -> None:
        self._rentals.add(
            Thermostat, type="thermostat", name=name, serial=self._serial(), model="LS-60i", location=place,
            connected_at=self._now, restricted=("replace",), **traits,
        )  # fmt: skip

    def unlinked(self, kind: str, name: str, place: Location, model: str) -> None:
        self.offline.add(name)
        self._rentals.add(OfflineDevice, type=kind, name=name, serial=self._serial(), model=model, location=place)

    def _serial(self) -> str:
        return f"20F85E{0x2000 + len(self._rentals.devices):06X}"


def _beach(shop: _Shop) -> None:
    auto = {"auto_lock": True}
    shop.lock("Sandpiper Front Door", BEACH, mains=True, auto_lock_timeout=15, **auto)
    shop.lock("Sandpiper Patio", BEACH, power_level=77.0, heartbeat_interval=120, **auto)
    shop.lock("Dune Cottage", BEACH, power_level=20.2, restricted=("replace",))
    shop.lock("Tide House", BEACH, power_level=52.0, heartbeat_interval=90, oversleeps=0.5)
    shop.lock("Pelican Loft", BEACH, mains=True, state="unlocked")
    shop.lock("Driftwood", BEACH, power_level=61.0, heartbeat_interval=300, wake_wifi="heartbeat_interval", **auto)
    fallen_silent(shop.lock("Boathouse", BEACH, power_level=3.0), days=2)
    shop.door("Pool Gate", BEACH)
    shop.unlinked("resort_lock", "Linen Store", BEACH, "RL-4000")
    shop.plug("Sandpiper Heater", BEACH)
    shop.thermostat("Sandpiper Lounge", BEACH, temperature=74.5)


def _lodge(shop: _Shop) -> None:
    shop.lock("Lodge Main Door", LODGE, mains=True, auto_lock=True, lock_action_schedule_id=hours.NIGHTS.id)
    shop.lock("Ridge Room 1", LODGE, power_level=88.0, heartbeat_interval=60, auto_lock=True)
    shop.lock("Ridge Room 2", LODGE, power_level=45.0, heartbeat_interval=600)
    shop.lock("Ridge Room 3", LODGE, power_level=33.0, model="LS-7i", auto_lock_schedule_id=hours.WHILE_CLEANING.id)
    shop.lock("Ridge Room 4", LODGE, power_level=96.0, power_source="lithium_battery", auto_lock=True)
    shop.lock("Ski Room", LODGE, mains=True, state="unlocked", jams=True)
    never_connected(shop.lock("Wood Store", LODGE))
    shop.plug("Sauna", LODGE, on=False, power_plug_schedule_id=hours.SAUNA.id)
    climate = {"target_temperature": 68.0, "humidity": 31, "thermostat_schedule_id": hours.LODGE_CLIMATE.id}
    shop.thermostat("Lodge Hall", LODGE, temperature=66.5, **climate)
    shop.unlinked("resort_lock", "Ridge Hut", LODGE, "RL-2000")
    shop.unlinked("igloo_lock", "Key Box", LODGE, "IGK3")


def _office(shop: _Shop) -> None:
    shop.door("Reception", OFFICE, lock_action_schedule_id=hours.RECEPTION.id)
    shop.door("Server Room", OFFICE)
    shop.door("Stairwell B", OFFICE, connected=False)
    shop.lock("Storage", OFFICE, mains=True, auto_lock=True)
    shop.lock("Archive", OFFICE, type="zwave_lock", model="ZW-500", power_level=59.0)
    shop.plug("Coffee Machine", OFFICE, power_plug_schedule_id=hours.COFFEE.id)
    climate = {"humidity": 38, "thermostat_schedule_id": hours.OFFICE_CLIMATE.id}
    shop.thermostat("Meeting Room", OFFICE, temperature=71.0, **climate)
    shop.unlinked("resort_lock", "Supply Closet", OFFICE, "RL-4000")
