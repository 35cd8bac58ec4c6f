"""Wishes about people, as the engine makes them, and what a simulated account knows of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lockdash.domain.devices import Device
from lockdash.domain.people import PersonKind
from lockdash.domain.secret import Secret
from lockdash.domain.windows import Window
from lockdash.simulator.server import Simulator
from lockdash.vendors.people import NewAccess, NewPerson, PeopleAnswer, PeopleClient
from lockdash.vendors.remotelock.client import RemoteLockClient
from tests.vendors.records import NOTHING

FIRST, LAST = datetime(2026, 12, 1, 16), datetime(2026, 12, 5, 11)
STAY = Window(starts_at=FIRST, ends_at=LAST)
PIN = "480915"


def guest(name: str = "Ann Smith", **fields: Any) -> NewPerson:
    given = {"origin": "people", "kind": PersonKind.guest, "stay": STAY, "pin": Secret(PIN)} | fields
    return NewPerson(name=name, **given)


def user(name: str = "Ann Smith", **fields: Any) -> NewPerson:
    return guest(name, **{"kind": PersonKind.user, "stay": None} | fields)


def resort_guest(lock: Device, name: str = "Ann Smith", **fields: Any) -> NewPerson:
    given = {"origin": "resort_guests", "pin": None, "first": NewAccess(target=lock)} | fields
    return guest(name, **given)


async def devices(client: RemoteLockClient) -> dict[str, Device]:
    return {device.name: device for device in (await client.read("devices", None, NOTHING)).devices}


async def everybody(people: PeopleClient, feed: str = "people") -> list[PeopleAnswer]:
    """Read a feed to the end of its lap."""
    answers = [await people.read(feed, None, NOTHING)]
    while answers[-1].part < answers[-1].parts:
        answers.append(await people.read(feed, answers[-1].cursor, NOTHING))
    return answers


def sent(sim: Simulator, method: str) -> list[str]:
    """The paths that were asked for by `method`, without those of tokens."""
    return [
        heard.path.removeprefix("/remotelock")
        for heard in sim.requests
        if heard.method == method and heard.path.startswith("/remotelock")
    ]
