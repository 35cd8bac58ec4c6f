"""The PINs of Tedee's keypads (tedee-facts 2.5). Each request goes on to the lock and takes its time."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from typing import TypeVar

import msgspec

from lockdash.domain.budget import Purpose
from lockdash.domain.devices import Device
from lockdash.domain.people import Credentials, Person, person_key
from lockdash.domain.secret import Secret
from lockdash.domain.windows import Window
from lockdash.vendors import fields
from lockdash.vendors.errors import REFUSED_HERE, BadAnswer, Rejected, Unreachable, VendorError
from lockdash.vendors.paths import segment
from lockdash.vendors.people import NewPerson, PeopleAnswer, PersonChange, Terms, Written, may_have_happened
from lockdash.vendors.replies import Reply, Unreadable, each
from lockdash.vendors.tedee.api import Api
from lockdash.vendors.tedee.people import orders, shapes
from lockdash.vendors.tedee.people.decode import PINS, PinPlace, Seen, pin_detailed, pin_listed
from lockdash.vendors.tedee.people.refusals import (
    READ_PINS,
    WRITE_PINS,
    answered,
    certain,
    words_without_pins,
)
from lockdash.vendors.tedee.people.requests import device_of, first_access
from lockdash.vendors.transport import Manner

T = TypeVar("T")
_READ, _WRITE = "Device.Read", "Device.ReadWrite"


class Keypads:
    """The PINs at the locks of one account. A lock is asked one thing at a time: it answers a second one with 409.

    `timeout`: seconds to wait for a lock.
    """

    def __init__(self, api: Api, account: str, timeout: float) -> None:
        self._api = api
        self._account = account
        self._manner = Manner(words=words_without_pins, patience=timeout)
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def read(self, lock: Device, cursor: str | None) -> PeopleAnswer:
        """Read the names of a lock's PINs, if they have changed. Cursor: `id|listVersion`."""
        async with self._turns[lock.vendor_id]:
            listed = await self._list(lock, Purpose.poll, orders.known_version(cursor, lock.vendor_id))
        if listed is None:
            return PeopleAnswer(cursor=cursor)
        seen, problems = each(listed.pins, lambda item: self._listed(item, lock), f"PINs of {lock.name}")
        version = fields.whole(listed.list_version)
        return PeopleAnswer(
            people=tuple(person for person, _ in seen),
            accesses=tuple(access for _, access in seen),
            roll=frozenset(access.key for _, access in seen) if not problems else None,
            cursor=f"{lock.vendor_id}|{version}" if version is not None and not problems else None,
            problems=tuple(problems),
        )

    async def read_one(self, person: Person) -> PeopleAnswer:
        """Read when a PIN counts. The PIN itself comes along and is let go."""
        place = PinPlace.of(person)
        async with self._turns[place.lock_id]:
            seen = self._detailed(await self._details(place, Purpose.poll), place)
        return PeopleAnswer(people=(seen.person,), accesses=(seen.access,), roll=frozenset({seen.access.key}))

    async def reveal(self, person: Person) -> Credentials:
        place = PinPlace.of(person)
        async with self._turns[place.lock_id]:
            return _credentials(await self._details(place, Purpose.command))

    async def look(self, new: NewPerson) -> tuple[Written, ...]:
        """Look for PINs of that name and, where `new` says one, with these digits."""
        lock = device_of(first_access(new))
        async with self._turns[lock.vendor_id]:
            listed = await self._list(lock, Purpose.command)
            pins = listed.pins if listed is not None else []
            seen, problems = each(pins, lambda item: self._listed(item, lock), f"PINs of {lock.name}")
            named = [PinPlace.of(person) for person, _ in seen if person.name == fields.text(new.name)]
            found = [await self._found(place, new.pin) for place in named]
        return certain([written for written in found if written is not None], problems)

    async def create(self, new: NewPerson) -> Written:
        lock, body = device_of(first_access(new)), orders.created(new)
        async with self._turns[lock.vendor_id]:
            path = f"/my/lock/{segment(lock.vendor_id)}/pin"
            answer = _readable(shapes.of_keypad(await self._write("POST", path, body), shapes.PinCreated))
        number = fields.whole(answer.id)
        if number is None:
            raise BadAnswer(f"{lock.name} has taken a PIN and does not say its id; read the PINs of the lock again")
        return self._written(PinPlace(lock.vendor_id, str(number)))

    async def update(self, person: Person, change: PersonChange) -> Written:
        """Change name or digits. All of a PIN is written at once, so that it is read first."""
        orders.check_change(change)
        return await self._rewrite(person, lambda name, pin, window: orders.changed(change, name, pin, window))

    async def change_access(self, person: Person, terms: Terms) -> Written:
        """Change when a PIN counts."""
        orders.check_terms(terms)
        return await self._rewrite(person, lambda name, pin, _: orders.body(name, pin, terms.window))

    async def delete(self, person: Person) -> None:
        place = PinPlace.of(person)
        async with self._turns[place.lock_id]:
            await self._write("DELETE", place.path)

    async def _rewrite(self, person: Person, order: Callable[[str, Secret, Window | None], Secret]) -> Written:
        place = PinPlace.of(person)
        async with self._turns[place.lock_id]:
            kept = await self._kept(place)
            if isinstance(kept, VendorError):
                raise kept
            await self._write("PUT", place.path, order(*kept))
        return self._written(place)

    async def _kept(self, place: PinPlace) -> tuple[str, Secret, Window | None] | VendorError:
        """Return the name, digits and window of a PIN, or why nothing can be changed: that the write was not sent must
        not look like one of which nobody knows (`may_have_happened`)."""
        try:
            sent = await self._details(place, Purpose.command)
            seen = self._detailed(sent, place)
        except VendorError as error:
            said = f"nothing was changed: {error}"
            if isinstance(error, Unreachable):
                return Unreachable(said, remedy=error.remedy, sent=False)
            if not may_have_happened(error):
                return error
            return Rejected(said, status=REFUSED_HERE, remedy=error.remedy)
        if not sent.pin:
            return Rejected("nothing was changed: the PIN as it is cannot be read", status=REFUSED_HERE)
        name = sent.alias if isinstance(sent.alias, str) else seen.person.name
        return name, sent.pin, seen.access.window

    async def _found(self, place: PinPlace, pin: Secret | None) -> Written | None:
        try:
            sent = await self._details(place, Purpose.command)
        except Rejected as error:
            if error.status == 404:  # deleted since the list was read
                return None
            raise
        if pin is not None and sent.pin != pin:
            return None
        person, access = self._detailed(sent, place)
        credentials = _credentials(sent)
        return Written(
            person_key=person.key, person=person, credentials=credentials, access_key=access.key, access=access
        )

    async def _details(self, place: PinPlace, purpose: Purpose) -> shapes.PinDetails:
        return _readable(shapes.of_keypad(await self._ask("GET", place.path, purpose), shapes.PinDetails))

    def _detailed(self, sent: shapes.PinDetails, place: PinPlace) -> Seen:
        try:
            return pin_detailed(sent, self._account, place)
        except Unreadable as error:
            raise BadAnswer(f"PIN {place.number} of lock {place.lock_id}: {error}") from None

    def _listed(self, item: msgspec.Raw, lock: Device) -> Seen:
        return pin_listed(item, self._account, lock.vendor_id)

    def _written(self, place: PinPlace) -> Written:
        return Written(person_key=person_key(self._account, PINS, place.id), access_key=place.access_key(self._account))

    async def _list(self, lock: Device, purpose: Purpose, version: str | None = None) -> shapes.PinList | None:
        path = f"/my/lock/{segment(lock.vendor_id)}/pin"
        params = (("listVersion", version),) if version is not None else ()
        return _readable(shapes.pin_list(await self._ask("GET", path, purpose, params)))

    async def _ask(self, method: str, path: str, purpose: Purpose, params: tuple[tuple[str, str], ...] = ()) -> Reply:
        outcome = await self._api.ask(method, path, purpose=purpose, params=params, manner=self._manner)
        return answered(outcome, READ_PINS, _READ, self._api.signer)

    async def _write(self, method: str, path: str, body: Secret | None = None) -> Reply:
        outcome = await self._api.ask(method, path, purpose=Purpose.command, body=body, manner=self._manner)
        return answered(outcome, WRITE_PINS, _WRITE, self._api.signer)


def _readable(found: T | BadAnswer) -> T:
    if isinstance(found, BadAnswer):
        raise found
    return found


def _credentials(sent: shapes.PinDetails) -> Credentials:
    return Credentials(pin=sent.pin or None)
