"""The people of a Tedee account in tests: who and what is read, asked and answered."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime

import pytest

from lockdash.domain.accesses import Access
from lockdash.domain.devices import Device
from lockdash.domain.people import Person, PersonKind
from lockdash.domain.secret import Secret
from lockdash.domain.windows import Window
from lockdash.simulator.server import Simulator
from lockdash.vendors.errors import REFUSED_HERE, Rejected
from lockdash.vendors.people import NewAccess, NewPerson, PeopleAnswer, PeopleClient, may_have_happened
from lockdash.vendors.tedee.client import TedeeClient
from tests.vendors.records import NOTHING

MEMBERS, PINS = "members", "pins"
DECEMBER = Window(
    starts_at=datetime(2026, 12, 1, tzinfo=UTC), ends_at=datetime(2026, 12, 8, 12, 30, tzinfo=UTC), in_utc=True
)
_PATIENCE = 5.0


async def device(client: TedeeClient, name: str) -> Device:
    answer = await client.read("locks", None, NOTHING)
    return next(device for device in answer.devices if device.name == name)


async def access_of(people: PeopleClient, where: Device) -> PeopleAnswer:
    return await people.read("access", None, NOTHING, where)


async def entry(people: PeopleClient, where: Device, name: str) -> tuple[Person, Access]:
    """The person of that name and their access to a device, as the vendor lists them now."""
    answer = await access_of(people, where)
    person = next(person for person in answer.people if person.name == name)
    return person, next(access for access in answer.accesses if access.person_key == person.key)


async def code(people: PeopleClient, where: Device, name: str) -> Person:
    answer = await people.read("pins", None, NOTHING, where)
    return next(person for person in answer.people if person.name == name)


def invited(where: Device, email: str = "new.guest@example.com", **terms: object) -> NewPerson:
    first = NewAccess(target=where, **terms)  # type: ignore[arg-type]
    return NewPerson(origin=MEMBERS, kind=PersonKind.member, name="New Guest", email=email, first=first)


def new_pin(where: Device, pin: str = "50381", name: str = "Plumber", window: Window | None = None) -> NewPerson:
    first = NewAccess(target=where, window=window)
    return NewPerson(origin=PINS, kind=PersonKind.code, name=name, pin=Secret(pin), first=first)


def asked(sim: Simulator, method: str, part: str = "/my/") -> list[str]:
    """Paths of the requests that were heard, behind `/my/`."""
    heard = [each for each in sim.requests if each.method == method and part in each.path]
    return [each.path.partition("/my/")[2] for each in heard]


def spoil(sim: Simulator, path: str, body: object, status: int = 200, **more: object) -> None:
    sim.faults.add(path, status=status, body=json.dumps(body), **more)


async def all_refused_here(attempts: Mapping[Awaitable[object], str]) -> None:
    """Make each attempt, which must be refused before it is sent, in those words."""
    for attempt, words in attempts.items():
        with pytest.raises(Rejected, match=words) as caught:
            await attempt
        assert caught.value.status == REFUSED_HERE
        assert not may_have_happened(caught.value)


async def until(condition: Callable[[], object]) -> None:
    """Wait for something that the simulator does in its own thread."""
    async with asyncio.timeout(_PATIENCE):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.005)
