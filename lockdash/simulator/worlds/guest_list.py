"""Many more people: to see how an account with thousands of them fares."""

from __future__ import annotations

from datetime import timedelta

from lockdash.simulator.rentals.wifi_lock import WifiLock
from lockdash.simulator.world import World

EACH = 4  # accesses
_FIRST = ("Ada", "Bela", "Cleo", "Dario", "Edda", "Falk", "Gesa", "Hugo", "Ilka", "Juno", "Kaja", "Lars", "Mona")
_LAST = ("Acker", "Birk", "Corva", "Dahl", "Ebner", "Foss", "Grau", "Hauk", "Irmer", "Jass", "Krohn", "Lund", "Mohr")
_GROUPED = 5  # locks to a group
_GROUPS = 100  # at most


def add_people(world: World, number: int) -> None:
    """Add `number` people with four accesses each, to three locks and a group; as many as there are, if fewer.

    One in ten is a user; of the guests one in five each is upcoming and expired. All codes have arrived.
    """
    rentals = world.rentals
    locks = [device for device in rentals.devices.values() if isinstance(device, WifiLock)]
    bundles = [locks[at : at + _GROUPED] for at in range(0, len(locks), _GROUPED)][:_GROUPS]
    groups = [rentals.add_group(f"Bundle {index + 1:02d}", *bundle) for index, bundle in enumerate(bundles)]
    today = world.opened_at.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    for index in range(number):
        made = world.opened_at - timedelta(days=300) + timedelta(minutes=index)
        name = f"{_FIRST[index % len(_FIRST)]} {_LAST[index // len(_FIRST) % len(_LAST)]} {index + 1:04d}"
        traits = {"pin": f"{100_000 + index * 7:06d}", "created_at": made, "updated_at": made}
        if index % 10 == 0:
            person = rentals.people.add_user(name, department="Staff", **traits)
        else:
            first = today + timedelta(days={1: 5, 2: -20}.get(index % 5, -2), hours=16)
            person = rentals.people.add_guest(name, first, first + timedelta(days=7, hours=-5), **traits)
        chosen = {(index * (EACH - 1) + step) % len(locks) for step in range(EACH - 1)} if locks else set()
        for at in sorted(chosen):
            rentals.accesses.add(person, locks[at], created_at=made)
        if groups:
            rentals.accesses.add(person, groups[index % len(groups)], created_at=made)
