"""Tedee's people, as the engine speaks with them."""

from __future__ import annotations

from collections.abc import Sequence

from lockdash.domain.accesses import Access
from lockdash.domain.devices import Device
from lockdash.domain.people import Ability, Credentials, Person
from lockdash.vendors.abilities import Abilities
from lockdash.vendors.base import Context
from lockdash.vendors.people import (
    Copied,
    NewAccess,
    NewPerson,
    Origin,
    PeopleAnswer,
    PeopleFeed,
    PersonChange,
    Preview,
    Terms,
    Written,
)
from lockdash.vendors.tedee.api import Api
from lockdash.vendors.tedee.people.decode import MEMBERS, PINS
from lockdash.vendors.tedee.people.keypads import Keypads
from lockdash.vendors.tedee.people.members import Members
from lockdash.vendors.tedee.people.origins import ACCESS, DETAILS, LIST, feeds_of, origins_of


class TedeePeople:
    """See `vendors.people.PeopleClient`. `keypad_timeout`: seconds to wait for a lock."""

    def __init__(self, api: Api, account: str, keypad_timeout: float) -> None:
        self._members = Members(api, account)
        self._keypads = Keypads(api, account, keypad_timeout)
        self._origins = origins_of(api.version)
        self._abilities = Abilities(self._origins, "Tedee has nothing of this kind")
        self._feeds = feeds_of(api.version)

    @property
    def origins(self) -> tuple[Origin, ...]:
        return self._origins

    @property
    def feeds(self) -> tuple[PeopleFeed, ...]:
        return self._feeds

    async def read(
        self, feed: str, cursor: str | None, context: Context, about: Device | Person | None = None
    ) -> PeopleAnswer:
        """See `PeopleClient.read`. Feeds: access and pins of a device, pin of a person that is one."""
        if feed == ACCESS and isinstance(about, Device):
            return await self._members.read(about)
        if feed == LIST and isinstance(about, Device):
            return await self._keypads.read(about, cursor)
        if feed == DETAILS and isinstance(about, Person) and about.origin == PINS:
            return await self._keypads.read_one(about)
        raise ValueError(f"no feed {feed!r} of {type(about).__name__}")

    async def look(self, new: NewPerson, context: Context) -> tuple[Written, ...]:
        if new.origin == PINS:
            return await self._keypads.look(new)
        return await self._members.look(new)

    async def create(self, new: NewPerson) -> Written:
        self._abilities.check(new.origin, Ability.create)
        return await (self._keypads.create(new) if new.origin == PINS else self._members.create(new))

    async def update(self, person: Person, change: PersonChange) -> Written:
        self._abilities.check(person.origin, Ability.change)
        return await self._keypads.update(person, change)

    async def deactivate(self, person: Person) -> Written:
        raise self._abilities.denied(person.origin, Ability.deactivate)

    async def delete(self, person: Person) -> None:
        self._abilities.check(person.origin, Ability.delete)
        await self._keypads.delete(person)

    async def grant(self, person: Person, access: NewAccess) -> Written:
        self._abilities.check(person.origin, Ability.grant)
        return await self._members.grant(person, access)

    async def change_access(self, person: Person, access: Access, terms: Terms) -> Written:
        self._abilities.check(person.origin, Ability.change_terms)
        if person.origin == PINS:
            return await self._keypads.change_access(person, terms)
        return await self._members.change(person, access, terms)

    async def revoke(self, person: Person, access: Access) -> None:
        self._abilities.check(person.origin, Ability.revoke)
        await self._members.revoke(access)

    async def copy(self, access: Access, to: Sequence[Person | str]) -> tuple[Copied, ...]:
        self._abilities.check(MEMBERS if access.id is not None else PINS, Ability.copy)
        return await self._members.copy(access, to)

    async def reveal(self, person: Person) -> Credentials:
        self._abilities.check(person.origin, Ability.reveal)
        return await self._keypads.reveal(person)

    async def instruct(self, person: Person, days_before: int | None = None) -> None:
        raise self._abilities.denied(person.origin, Ability.instruct)

    async def preview(self, person: Person) -> Preview:
        raise self._abilities.denied(person.origin, Ability.preview)
