"""Users and guests: made, changed, ended, and given accesses (reference, "Access Persons"). Each write is sent once."""

from __future__ import annotations

from functools import partial

import msgspec

from lockdash.domain.accesses import Access
from lockdash.domain.budget import Purpose
from lockdash.domain.people import Credentials, Person, PersonKind, person_key
from lockdash.vendors.abilities import impossible
from lockdash.vendors.paths import segment
from lockdash.vendors.people import NewAccess, NewPerson, PersonChange, Terms, Written
from lockdash.vendors.remotelock.desk import Desk
from lockdash.vendors.remotelock.people import decode, requests
from lockdash.vendors.remotelock.people.decode import Seen

PATH = "/access_persons"
_TYPES = {PersonKind.user: decode.USER, PersonKind.guest: decode.GUEST}


class Persons:
    """See `PeopleClient`, for access persons."""

    def __init__(self, desk: Desk, account: str) -> None:
        self._desk = desk
        self._seen = partial(decode.person, account=account)
        self._access = partial(decode.access, account=account)

    async def one(self, person: Person, purpose: Purpose = Purpose.command) -> Seen:
        return await self._desk.ask(path_of(person), self._seen, purpose)

    async def create(self, new: NewPerson) -> Written:
        sent = requests.new_person(new)
        return written(await self._desk.write("POST", PATH, self._seen, sent, _TYPES[new.kind]))

    async def update(self, person: Person, change: PersonChange) -> Written:
        sent = requests.changed_person(person, change)
        return written(await self._desk.write("PUT", path_of(person), self._seen, sent))

    async def deactivate(self, person: Person) -> Written:
        return written(await self._desk.write("PUT", f"{path_of(person)}/deactivate", self._seen))

    async def delete(self, person: Person) -> None:
        await self._desk.order("DELETE", path_of(person))

    async def grant(self, person: Person, access: NewAccess) -> Written:
        sent = requests.new_access(person, access)
        return _granted(person, await self._desk.write("POST", f"{path_of(person)}/accesses", self._access, sent))

    async def change_access(self, person: Person, access: Access, terms: Terms) -> Written:
        sent = requests.changed_access(access, terms)
        return _granted(person, await self._desk.write("PUT", _access_path(person, access), self._access, sent))

    async def revoke(self, person: Person, access: Access) -> None:
        await self._desk.order("DELETE", _access_path(person, access))

    async def reveal(self, person: Person) -> Credentials:
        return (await self.one(person)).credentials

    async def instruct(self, person: Person, days_before: int | None) -> None:
        if days_before is not None and (days_before < 0 or person.stay is None):
            raise impossible("a letter can be sent so many days before the stay of a guest", "days_before")
        sent = {} if days_before is None else {"days_before": days_before}
        await self._desk.order("POST", f"{path_of(person)}/email/notify", sent)


def path_of(person: Person) -> str:
    return f"{PATH}/{segment(person.id)}"


def written(seen: Seen) -> Written:
    """Return what an answer to a write says: the PIN in it may be another than the one that was asked for."""
    return Written(
        person_key=seen.person.key,
        person=seen.person,
        credentials=seen.credentials,
        access_key=seen.access.key if seen.access is not None else None,
        access=seen.access,
    )


def _granted(person: Person, access: Access) -> Written:
    """The answer's own word on whose access it is counts no more than the path."""
    mine = msgspec.structs.replace(access, person_key=person_key(person.account, person.origin, person.id))
    return Written(person_key=person.key, access_key=mine.key, access=mine)


def _access_path(person: Person, access: Access) -> str:
    if access.id is None:
        raise impossible("this access has no number at RemoteLock")
    return f"{path_of(person)}/accesses/{segment(access.id)}"
