"""Who may use a device of Tedee's, and giving and taking it (tedee-facts 2.4). Every write is sent once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from lockdash.domain.accesses import Access, Level, access_key
from lockdash.domain.budget import Purpose
from lockdash.domain.devices import Device
from lockdash.domain.people import Person, PersonKind
from lockdash.domain.secret import Secret
from lockdash.vendors import fields
from lockdash.vendors.abilities import impossible
from lockdash.vendors.errors import BadAnswer, Rejected
from lockdash.vendors.paths import segment
from lockdash.vendors.people import Copied, NewAccess, NewPerson, PeopleAnswer, Terms, Written
from lockdash.vendors.replies import Reply, each
from lockdash.vendors.tedee import wire
from lockdash.vendors.tedee.api import Api
from lockdash.vendors.tedee.people import copies, requests, shapes
from lockdash.vendors.tedee.people.decode import Seen, member_access, member_given
from lockdash.vendors.tedee.people.refusals import (
    READ_ACCESS,
    WRITE_ACCESS,
    answered,
    certain,
    not_given,
)

_READ, _WRITE = "DeviceShare.Read", "DeviceShare.ReadWrite"
_NO_RESULT = "the answer does not say what became of it; read the people of the device again"
_OWN_ACCESS, _OWNER = "Your access", "owner"  # a trait of the device, as `tedee.decode` tells it


class Members:
    """Users and groups with access to the devices of one account."""

    def __init__(self, api: Api, account: str) -> None:
        self._api = api
        self._account = account

    async def read(self, device: Device) -> PeopleAnswer:
        """Read who may use `device`. Roll: the keys of the accesses, unless some may be hidden from the caller."""
        reply = await self._list(device, Purpose.poll)
        seen, problems = each(wire.items(reply), lambda item: self._seen(item, device), f"people of {device.name}")
        accesses = tuple(access for _, access in seen)
        complete = not problems and _shows_all(device, accesses)
        return PeopleAnswer(
            people=tuple({person.key: person for person, _ in seen}.values()),
            accesses=accesses,
            roll=frozenset(access.key for access in accesses) if complete else None,
            problems=tuple(problems),
        )

    async def look(self, new: NewPerson) -> tuple[Written, ...]:
        """Look for the access of who has the e-mail address of `new`."""
        device, address = requests.device_of(requests.first_access(new)), requests.address(new.email)
        reply = await self._list(device, Purpose.command)
        seen, problems = each(wire.items(reply), lambda item: self._seen(item, device), f"people of {device.name}")
        found = [
            Written(person_key=person.key, person=person, access_key=access.key, access=access)
            for person, access in seen
            if person.email is not None and person.email.lower() == address.lower()
        ]
        return certain(found, problems)

    async def create(self, new: NewPerson) -> Written:
        """Give a first access by e-mail address; who has no Tedee account yet is invited."""
        if new.kind is not PersonKind.member:
            raise impossible("groups are made in the Tedee portal; here they are given access")
        if new.stay is not None:
            raise impossible("at Tedee each access says from when to when, and nobody has a stay")
        if new.pin or new.card or new.generate_pin or new.one_time:
            raise impossible("a Tedee user has no PIN: those of keypads belong to locks", "pin")
        first = requests.first_access(new)
        return await self._give(requests.principal(requests.address(new.email)), first)

    async def grant(self, person: Person, access: NewAccess) -> Written:
        """Give somebody who is known another access: a user by e-mail address, a group by id."""
        return await self._give(requests.principal(person), access)

    async def change(self, person: Person, access: Access, terms: Terms) -> Written:
        """Replace the terms. No level, and no word on remote use, is what the access has of them."""
        _check_not_owner(access)
        level = terms.level or access.level or Level.unknown
        remote = access.remote if terms.remote is None else terms.remote
        await self._write("PUT", requests.access_path(access), requests.terms(terms, level, bool(remote)))
        return Written(person_key=person.key, access_key=access.key)

    async def revoke(self, access: Access) -> None:
        _check_not_owner(access)
        await self._write("DELETE", requests.access_path(access))

    async def copy(self, access: Access, to: Sequence[Person | str]) -> tuple[Copied, ...]:
        """Give others the same access in one request; each has a result of its own, in order."""
        principals = [requests.principal(each) for each in to]
        if not principals:
            return ()
        reply = await self._write("POST", f"{requests.access_path(access)}/copy-to", {"principals": principals})
        sent = shapes.unwrapped(reply, shapes.CopyResults).principals
        return tuple(self._copied(result, reply) for result in copies.results(principals, sent))

    async def _give(self, principal: Mapping[str, object], access: NewAccess) -> Written:
        """Without a level it is a guest's, and without a word on it not for remote use: no more than was asked for."""
        path = f"/my/device/{segment(requests.device_of(access).vendor_id)}/access"
        terms = requests.terms(access, access.level or Level.guest, bool(access.remote))
        reply = await self._write("POST", path, {**principal, **terms})
        return self._written(shapes.unwrapped(reply, shapes.AccessResult), reply)

    def _written(self, result: shapes.AccessResult, reply: Reply) -> Written:
        """Raises FieldRefused for a 201 that is no success (tedee-facts 3.6), BadAnswer if nobody can tell."""
        access_id = fields.identity(result.id)
        success = fields.flag(result.success)
        if success is False or (success is None and result.error is not None):
            raise not_given(result, reply.where, reply.status)
        person = member_given(result, self._account)
        if person is None or (success is None and access_id is None):
            raise BadAnswer(f"{reply.where}: {_NO_RESULT}")
        key = access_key(self._account, access_id) if access_id is not None else None
        return Written(person_key=person.key, person=person, access_key=key)

    def _copied(self, result: shapes.AccessResult | None, reply: Reply) -> Copied:
        if result is None:
            return Copied(refusal=_NO_RESULT)
        try:
            return Copied(written=self._written(result, reply))
        except (Rejected, BadAnswer) as error:
            return Copied(refusal=str(error))

    def _seen(self, item: msgspec.Raw, device: Device) -> Seen:
        return member_access(item, self._account, device.vendor_id)

    async def _list(self, device: Device, purpose: Purpose) -> Reply:
        outcome = await self._api.ask("GET", f"/my/device/{segment(device.vendor_id)}/access", purpose=purpose)
        return answered(outcome, READ_ACCESS, _READ, self._api.signer)

    async def _write(self, method: str, path: str, body: Mapping[str, object] | None = None) -> Reply:
        sent = Secret(msgspec.json.encode(body).decode()) if body is not None else None
        outcome = await self._api.ask(method, path, purpose=Purpose.command, body=sent)
        return answered(outcome, WRITE_ACCESS, _WRITE, self._api.signer)


def _shows_all(device: Device, accesses: Sequence[Access]) -> bool:
    """Whether nobody is hidden: guests, and admins outside of their times, see only the owner and themselves
    (tedee-facts 2.4). Whoever is out of sight then is not gone."""
    others = [access for access in accesses if access.level is not Level.owner]
    return device.traits.get(_OWN_ACCESS) == _OWNER or len(others) > 1


def _check_not_owner(access: Access) -> None:
    if access.level is Level.owner:
        raise impossible("the owner's access cannot be changed or taken away")
