"""RemoteLock's people, as the engine speaks with them."""

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
from lockdash.vendors.remotelock.api import Api
from lockdash.vendors.remotelock.desk import Desk
from lockdash.vendors.remotelock.people.decode import PERSONS, RESORT_GUESTS
from lockdash.vendors.remotelock.people.looking import look
from lockdash.vendors.remotelock.people.origins import FEEDS, ORIGINS
from lockdash.vendors.remotelock.people.persons import Persons
from lockdash.vendors.remotelock.people.reading import Reading
from lockdash.vendors.remotelock.people.resort import ResortGuests

_ABILITIES = Abilities(ORIGINS, "RemoteLock has no such people")


class RemoteLockPeople:
    """See `vendors.people.PeopleClient`."""

    def __init__(self, api: Api, account: str) -> None:
        desk = Desk(api)
        self._api = api
        self._account = account
        self._persons = Persons(desk, account)
        self._resort = ResortGuests(desk, account)
        self._reading = Reading(api, desk, account, self._persons, self._resort)

    def __repr__(self) -> str:
        return f"RemoteLockPeople({self._account})"

    @property
    def origins(self) -> tuple[Origin, ...]:
        return ORIGINS

    @property
    def feeds(self) -> tuple[PeopleFeed, ...]:
        return FEEDS

    async def read(
        self, feed: str, cursor: str | None, context: Context, about: Device | Person | None = None
    ) -> PeopleAnswer:
        return await self._reading.read(feed, cursor, about)

    async def look(self, new: NewPerson, context: Context) -> tuple[Written, ...]:
        _ABILITIES.check(new.origin, Ability.create)
        return await look(new, self._api, self._account)

    async def create(self, new: NewPerson) -> Written:
        _ABILITIES.check(new.origin, Ability.create)
        return await self._of(new.origin).create(new)

    async def update(self, person: Person, change: PersonChange) -> Written:
        _ABILITIES.check(person.origin, Ability.change)
        return await self._of(person.origin).update(person, change)

    async def deactivate(self, person: Person) -> Written:
        _ABILITIES.check(person.origin, Ability.deactivate)
        return await self._persons.deactivate(person)

    async def delete(self, person: Person) -> None:
        _ABILITIES.check(person.origin, Ability.delete)
        await self._of(person.origin).delete(person)

    async def grant(self, person: Person, access: NewAccess) -> Written:
        _ABILITIES.check(person.origin, Ability.grant)
        return await self._persons.grant(person, access)

    async def change_access(self, person: Person, access: Access, terms: Terms) -> Written:
        _ABILITIES.check(person.origin, Ability.change_schedule)
        return await self._persons.change_access(person, access, terms)

    async def revoke(self, person: Person, access: Access) -> None:
        _ABILITIES.check(person.origin, Ability.revoke)
        await self._persons.revoke(person, access)

    async def copy(self, access: Access, to: Sequence[Person | str]) -> tuple[Copied, ...]:
        raise _ABILITIES.denied(PERSONS, Ability.copy)

    async def reveal(self, person: Person) -> Credentials:
        _ABILITIES.check(person.origin, Ability.reveal)
        return await self._of(person.origin).reveal(person)

    async def instruct(self, person: Person, days_before: int | None = None) -> None:
        _ABILITIES.check(person.origin, Ability.instruct if days_before is None else Ability.instruct_later)
        if person.origin == RESORT_GUESTS:
            await self._resort.instruct(person)
        else:
            await self._persons.instruct(person, days_before)

    async def preview(self, person: Person) -> Preview:
        _ABILITIES.check(person.origin, Ability.preview)
        return await self._resort.preview(person)

    def _of(self, origin: str) -> Persons | ResortGuests:
        return self._resort if origin == RESORT_GUESTS else self._persons
