"""Guests of resort locks (reference, "Resort Lock Guests"): whole hours, one lock, a PIN that the vendor makes. Each
write is sent once."""

from __future__ import annotations

from functools import partial

import msgspec

from lockdash.domain.budget import Purpose
from lockdash.domain.people import Credentials, Person
from lockdash.domain.secret import Secret
from lockdash.vendors import fields
from lockdash.vendors.paths import segment
from lockdash.vendors.people import NewPerson, PersonChange, Preview, Written
from lockdash.vendors.remotelock import wire
from lockdash.vendors.remotelock.desk import Desk
from lockdash.vendors.remotelock.people import decode, requests, shapes
from lockdash.vendors.remotelock.people.decode import Seen
from lockdash.vendors.remotelock.people.persons import written
from lockdash.vendors.replies import Unreadable

PATH = "/resort_lock_guests"


class ResortGuests:
    """See `PeopleClient`, for guests of resort locks."""

    def __init__(self, desk: Desk, account: str) -> None:
        self._desk = desk
        self._seen = partial(decode.resort_guest, account=account)

    async def one(self, person: Person, purpose: Purpose = Purpose.command) -> Seen:
        return await self._desk.ask(_path(person), self._seen, purpose)

    async def create(self, new: NewPerson) -> Written:
        return written(await self._desk.write("POST", PATH, self._seen, requests.new_resort_guest(new)))

    async def update(self, person: Person, change: PersonChange) -> Written:
        sent = requests.changed_resort_guest(change)
        return written(await self._desk.write("PUT", _path(person), self._seen, sent))

    async def delete(self, person: Person) -> None:
        await self._desk.order("DELETE", _path(person))

    async def reveal(self, person: Person) -> Credentials:
        return (await self.one(person)).credentials

    async def instruct(self, person: Person) -> None:
        await self._desk.order("POST", f"{_path(person)}/email/notify")

    async def preview(self, person: Person) -> Preview:
        return await self._desk.ask(f"{_path(person)}/email/preview", letter)


def letter(item: msgspec.Raw) -> Preview:
    """Return a letter. Raises what the decoder raises, Unreadable without a body."""
    from lockdash.vendors.remotelock.people.letters import plain  # a parser of HTML that no start needs

    sent = wire.attributes(wire.resource(item), shapes.LetterAttributes)
    if not sent.body:
        raise Unreadable("a letter without a text")
    return Preview(subject=fields.text(sent.subject) or "", body=Secret(plain(sent.body.reveal())))


def _path(person: Person) -> str:
    return f"{PATH}/{segment(person.id)}"
