"""Access persons: who may come, with which code, from when to when (reference, "Access Persons")."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from lockdash.simulator.people import identifier
from lockdash.simulator.rentals.events import Party
from lockdash.simulator.rentals.zones import clocks_anywhere, wall_clock

if TYPE_CHECKING:
    from lockdash.simulator.rentals.rentals import Rentals

USER, GUEST = "access_user", "access_guest"
LIVE = frozenset({"current", "upcoming"})
GENERATED_DIGITS = 4


class PinTaken(Exception):
    """Somebody else has this PIN."""


@dataclass(eq=False)
class AccessPerson:
    """`type`: `access_user` or `access_guest`. `starts_at`, `ends_at`: of a guest, wall-clock at the doors, naive."""

    id: str
    type: str
    name: str
    created_at: datetime
    updated_at: datetime
    email: str | None = None
    pin: str | None = field(default=None, repr=False)
    card_number: str | None = field(default=None, repr=False)
    department: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    deactivated: bool = False

    @property
    def party(self) -> Party:
        return Party(self.type, self.id)


class People:
    """The account's access persons, by id, in the order in which they were created."""

    def __init__(self, rentals: Rentals) -> None:
        self._rentals = rentals
        self._world = rentals.world
        self._chance = rentals.world.stream("people")
        self._persons: dict[str, AccessPerson] = {}

    def __iter__(self) -> Iterator[AccessPerson]:
        return iter(self._persons.values())

    def __len__(self) -> int:
        return len(self._persons)

    def get(self, number: str) -> AccessPerson | None:
        return self._persons.get(number)

    def named(self, name: str) -> AccessPerson:
        """Return the first person of that name. Raises KeyError if there is none."""
        for person in self:
            if person.name == name:
                return person
        raise KeyError(name)

    def add_user(self, name: str, **traits: Any) -> AccessPerson:
        """Add somebody permanent. Two of the same name are two persons."""
        return self._add(USER, name, traits)

    def add_guest(self, name: str, starts_at: datetime, ends_at: datetime, **traits: Any) -> AccessPerson:
        """Add somebody for a stay, which may be over already."""
        return self._add(GUEST, name, {**traits, "starts_at": starts_at, "ends_at": ends_at})

    def status(self, person: AccessPerson) -> str:
        """`current`, `upcoming`, `expired` or `deactivated`: by the clock at their doors, the account's without any.

        Of doors in several zones the first to begin and the last to end count; the reference does not say.
        """
        if person.deactivated:
            return "deactivated"
        if person.starts_at is None or person.ends_at is None:
            return "current"
        first, last = clocks_anywhere(self._world.now)
        if first >= person.ends_at:  # most stays are far from now: which doors they are for takes long to find out
            return "expired"
        if last < min(person.starts_at, person.ends_at):
            return "upcoming"
        if first >= person.starts_at and last < person.ends_at:
            return "current"
        zones = self._rentals.accesses.zones(person) or {self._rentals.time_zone}
        clocks = [wall_clock(zone, self._world.now) for zone in zones]
        if all(clock >= person.ends_at for clock in clocks):
            return "expired"
        return "current" if any(clock >= person.starts_at for clock in clocks) else "upcoming"

    def is_live(self, person: AccessPerson) -> bool:
        return self.status(person) in LIVE

    def deactivate(self, person: AccessPerson) -> None:
        """Take the code from the locks and keep the record; the locks have to hear of it."""
        person.deactivated = True
        self.touch(person)
        self._rentals.accesses.renew(person)

    def delete(self, person: AccessPerson) -> None:
        """Forget a person; events that name them go on doing so, by name."""
        for access in self._rentals.accesses.of(person):
            self._rentals.accesses.revoke(access)
        del self._persons[person.id]
        self._rentals.gone[person.id] = person.name

    def touch(self, person: AccessPerson) -> None:
        person.updated_at = self._world.now

    def pin_for(self, name: str, pin: str) -> str:
        """Return the PIN that a new person gets who asks for `pin`: often the same. Raises PinTaken."""
        holders = [person for person in self.sharing(pin) if self.is_live(person)]
        if not holders:
            return pin
        if not self._rentals.quirks.replaces_pins or any(person.name == name for person in holders):
            raise PinTaken(pin)
        return self.new_pin()

    def new_pin(self) -> str:
        """Return a PIN that nobody has, longer than four digits only when most of those are gone."""
        taken = {person.pin for person in self}
        digits = GENERATED_DIGITS
        while len(taken) * 2 > 10**digits:
            digits += 1
        while (pin := f"{self._chance.randrange(10**digits):0{digits}d}") in taken:
            pass
        return pin

    def sharing(self, pin: str | None, besides: AccessPerson | None = None) -> list[AccessPerson]:
        """Return who has `pin`, also when their time is over."""
        return [person for person in self if pin and person.pin == pin and person is not besides]

    def new_id(self) -> str:
        return str(uuid.UUID(int=self._chance.getrandbits(128), version=4))

    def _add(self, kind: str, name: str, traits: dict[str, Any]) -> AccessPerson:
        known = identifier(f"person/{name}")
        now = self._world.now
        number = self.new_id() if known in self._persons else known
        own: dict[str, Any] = {"id": number, "created_at": now, "updated_at": now}
        person = AccessPerson(type=kind, name=name, **own | traits)
        self._persons[person.id] = person
        return person
