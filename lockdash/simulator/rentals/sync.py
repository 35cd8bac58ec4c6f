"""Which lock has heard of which person's code, and when the others will.

A connected lock hears of it after a few seconds, a sleeping one with its next connection, one that is silent never.
Only what is open is kept: everything else that an access covers is synced.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from lockdash.simulator.rentals.events import Event
from lockdash.simulator.rentals.persons import AccessPerson
from lockdash.simulator.rentals.zones import moment

if TYPE_CHECKING:
    from lockdash.simulator.rentals.rentals import Rentals
    from lockdash.simulator.rentals.wifi_lock import WifiLock

TRAVEL = (2.0, 5.0)  # seconds from the cloud's order to the lock's word
REPEATED_AFTER = 90.0  # seconds after which the cloud tries again what failed by chance


@dataclass(eq=False)
class Open:
    """`failed`: the reason, once the lock has refused."""

    person: AccessPerson
    since: datetime
    failed: str | None = None


class Syncing:
    """What is open, by device and person.

    A refusal stays until something new is written for this person and lock: the reference names no second try.
    """

    def __init__(self, rentals: Rentals) -> None:
        self._rentals = rentals
        self._world = rentals.world
        self._chance = rentals.world.stream("people/sync")
        self._open: dict[str, dict[str, Open]] = {}

    def state(self, lock: WifiLock, person: AccessPerson) -> str:
        """`synced`, `pending` or `failed`."""
        entry = self._open.get(lock.id, {}).get(person.id)
        if entry is None:
            return "synced"
        return "pending" if entry.failed is None else "failed"

    def begin(self, lock: WifiLock, person: AccessPerson, since: datetime | None = None) -> None:
        """There is something new for `lock` to hear about `person`."""
        entry = Open(person, since or self._world.now)
        self._open.setdefault(lock.id, {})[person.id] = entry
        self._expect(lock, entry)
        if person.starts_at is not None and not person.deactivated:
            wait = (moment(person.starts_at, lock.location.time_zone) - self._world.now).total_seconds()
            if wait > 0:
                self._world.after(wait, partial(self._tell_if_late, lock, entry))

    def heard(self, lock: WifiLock) -> None:
        """A lock has just connected: what waits for it goes out."""
        for entry in self._open.get(lock.id, {}).values():
            self._expect(lock, entry)

    def forget(self, lock: WifiLock, person: AccessPerson) -> None:
        self._open.get(lock.id, {}).pop(person.id, None)

    def stumble(self, lock: WifiLock, person: AccessPerson, reason: str) -> None:
        """A try has failed that the cloud repeats by itself. Its event is the caller's."""
        entry = Open(person, self._world.now, reason)
        self._open.setdefault(lock.id, {})[person.id] = entry
        self._world.after(REPEATED_AFTER, partial(self._repeat, lock, entry))

    def _expect(self, lock: WifiLock, entry: Open) -> None:
        if lock.connected and lock.alive and entry.failed is None:
            self._world.after(self._chance.uniform(*TRAVEL), partial(self._answer, lock, entry))

    def _answer(self, lock: WifiLock, entry: Open) -> None:
        if not self._stands(lock, entry) or entry.failed is not None or not lock.connected:
            return
        if lock.fails_sync is None:
            self._settle(lock, entry)
        else:
            entry.failed = lock.fails_sync
            self._tell(lock, entry, "access_person_sync_failed", status_info=lock.fails_sync)

    def _repeat(self, lock: WifiLock, entry: Open) -> None:
        if self._stands(lock, entry):
            self._settle(lock, entry)

    def _settle(self, lock: WifiLock, entry: Open) -> None:
        self.forget(lock, entry.person)
        self._tell(lock, entry, "access_person_synced")

    def _tell_if_late(self, lock: WifiLock, entry: Open) -> None:
        """The stay begins and the lock does not know the guest yet."""
        if self._stands(lock, entry) and self._rentals.people.status(entry.person) == "current":
            self._tell(lock, entry, "access_guest_late_sync")

    def _stands(self, lock: WifiLock, entry: Open) -> bool:
        return self._open.get(lock.id, {}).get(entry.person.id) is entry and lock.id in self._rentals.devices

    def _tell(self, lock: WifiLock, entry: Open, kind: str, **details: Any) -> None:
        """Publish an event. Its status does not say how the sync went (remotelock-facts, "Events")."""
        self._rentals.publish(
            Event(
                type=f"{kind}_event",
                id=str(uuid.UUID(int=self._chance.getrandbits(128), version=4)),
                source="device",
                status="succeeded",
                time_zone=lock.location.time_zone,
                occurred_at=self._world.now,
                publisher=lock.party,
                associated=entry.person.party,
                details=details,
            )
        )
