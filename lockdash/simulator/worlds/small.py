"""A handful of things with friendly names, one for each condition; nobody comes by, so nothing happens by itself.

At the home: Front Door (locked, door sensor, keypad that answers at once), Garage (unlocked, low battery), Back Door
(unlocked, jams), Cellar (offline), Garden Gate (no bridge), Attic (uncalibrated), Studio (pull spring, shared with all
kinds of people), Main Entrance (auto-pull and auto-lock after 30 s), Neighbour (guest, no remote use).

At the rentals: Beach House (mains), Cabin (battery; last heartbeat 10 minutes ago, next in 10), Boat Shed (mains,
jams), Ridge Hut (silent for two days), New Lock (never connected), Pool Gate (acs_door), Heater Plug, Lounge
(thermostat), Linen Store (resort_lock), Key Box (igloo_lock).
"""

from __future__ import annotations

from lockdash.simulator.home.home import Bridge
from lockdash.simulator.home.lock import Door, Settings, State
from lockdash.simulator.people import FAMILY, GUESTS, STAFF
from lockdash.simulator.rentals.devices import AcsDoor, OfflineDevice, PowerPlug, Thermostat
from lockdash.simulator.rentals.rentals import Location
from lockdash.simulator.rentals.wifi_lock import WifiLock
from lockdash.simulator.world import World
from lockdash.simulator.worlds import household
from lockdash.simulator.worlds.conditions import BATTERY, MAINS, fallen_silent, guest_only, never_connected

BEACH = Location("Beach houses", "America/Los_Angeles", "12 Ocean Walk", "Morro Bay", "CA", "93442")
LODGE = Location("Mountain lodge", "America/Denver", "4 Ridge Road", "Estes Park", "CO", "80517")


def furnish(world: World) -> None:
    _home(world)
    _rentals(world)


def _home(world: World) -> None:
    home = world.home
    home.people.extend(FAMILY)
    home.add_bridge(Bridge(30100, "20420101-000100", "Hallway Bridge"))
    front = home.add_lock("22110401-000101", "Front Door", battery=54.0, door=Door.closed)
    home.add_keypad(front, "Porch Keypad")
    home.add_lock("22110401-000102", "Garage", type=4, state=State.unlocked, battery=12.0)
    home.add_lock("22110401-000103", "Back Door", jams=True, state=State.unlocked)
    home.add_lock("22110401-000104", "Cellar", online=False)
    home.add_lock("22110401-000105", "Garden Gate", type=4, connected_to=None, update_available=True)
    home.add_lock("22110401-000106", "Attic", state=State.uncalibrated)
    studio = home.add_lock("22110401-000107", "Studio", settings=Settings(pull_spring_enabled=True))
    pulls = Settings(
        pull_spring_enabled=True, auto_pull_spring_enabled=True, auto_lock_enabled=True, auto_lock_delay=30
    )
    home.add_lock("22110401-000108", "Main Entrance", settings=pulls)
    guest_only(home.add_lock("22110401-000109", "Neighbour"))
    household.share_in_small(home, front, studio)


def _rentals(world: World) -> None:
    rentals = world.rentals
    rentals.guests.extend([*STAFF, *GUESTS])
    rentals.locations += [BEACH, LODGE]
    mains = MAINS | {"connected_at": world.now}
    battery = BATTERY | {"connected_at": world.now, "phase": 600.0}
    plugged = {"connected_at": world.now, "restricted": ("replace",)}
    rentals.add(WifiLock, name="Beach House", serial="AC000W000000101", location=BEACH, **mains)
    rentals.add(WifiLock, name="Cabin", serial="20F85E000102", location=LODGE, power_level=66.0, **battery)
    jamming = mains | {"restricted": ("replace",)}
    rentals.add(WifiLock, name="Boat Shed", serial="20F85E000103", location=BEACH, jams=True, **jamming)
    hut = rentals.add(WifiLock, name="Ridge Hut", serial="20F85E000104", location=LODGE, power_level=4.0, **battery)
    fallen_silent(hut, days=2)
    never_connected(rentals.add(WifiLock, name="New Lock", serial="20F85E000105", location=LODGE, **battery))
    rentals.add(AcsDoor, type="acs_door", name="Pool Gate", serial="ACS-106", model="", location=BEACH)
    rentals.add(
        PowerPlug,
        type="power_plug",
        name="Heater Plug",
        serial="20F85EA00107",
        model="LS-P50i",
        location=LODGE,
        **plugged,
    )
    rentals.add(
        Thermostat, type="thermostat", name="Lounge", serial="001DC9A00108", model="LS-60i", location=LODGE, **plugged
    )
    offline = {"location": BEACH}
    rentals.add(
        OfflineDevice, type="resort_lock", name="Linen Store", serial="91K6C7000B4FB109", model="RL-4000", **offline
    )
    rentals.add(OfflineDevice, type="igloo_lock", name="Key Box", serial="IGK110", model="IGK3", **offline)
