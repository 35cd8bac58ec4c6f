"""Many more locks: to see how an account with a thousand of them fares."""

from __future__ import annotations

from lockdash.simulator.rentals.rentals import Location
from lockdash.simulator.rentals.wifi_lock import WifiLock
from lockdash.simulator.world import World

_KINDS = ("Cabin", "Cottage", "Bungalow", "Suite", "Chalet", "Villa", "Loft", "Studio")


def add_crowd(world: World, number: int) -> None:
    """Add `number` battery locks, spread over the locations; most locked, some not, some low."""
    rentals = world.rentals
    if not rentals.locations:
        rentals.locations.append(Location("Village", "America/Denver", "1 Main Street", "Estes Park", "CO", "80517"))
    chance = world.stream("crowd")
    for index in range(number):
        rentals.add(
            WifiLock,
            type="lock",
            name=f"{_KINDS[index % len(_KINDS)]} {index + 1:03d}",
            serial=f"20F85F{index:06X}",
            model="LS-DB500i",
            location=rentals.locations[index % len(rentals.locations)],
            state="unlocked" if chance.random() < 0.03 else "locked",
            auto_lock=False,
            power_source="alkaline_battery",
            power_level=float(chance.randint(8, 100)),
            connected_at=world.now,
            wake_wifi="user_action",
        )
