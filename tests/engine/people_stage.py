"""A scripted vendor with people, on the engine's stage: what its lists have, and what it does with changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from lockdash.domain.accesses import Access, Sync, TargetKind, access_key
from lockdash.domain.budget import Purpose
from lockdash.domain.devices import Device, DeviceKind
from lockdash.domain.people import Ability, Credentials, Person, PersonKind, PersonStatus, person_key
from lockdash.domain.pins import PinRules
from lockdash.domain.secret import Secret
from lockdash.domain.text import clean
from lockdash.domain.windows import Window
from lockdash.vendors.base import Connection, Context, Gate
from lockdash.vendors.errors import Rejected
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
from tests.engine.stage import ScriptedClient, ScriptedPlugin, Stage

LIST = PeopleFeed("people", every=300.0, floor=5.0)
FORMER = PeopleFeed("former", every=3600.0, floor=5.0, on_demand=True)
ONE = PeopleFeed("person", every=60.0, floor=2.0, per_person=True, on_demand=True)
ACCESSES = PeopleFeed("accesses", every=30.0, floor=2.0, per_person=True)
DOOR = PeopleFeed("door", every=60.0, floor=2.0, per_device=True)
FEEDS = (LIST, FORMER, ONE, ACCESSES, DOOR)
ORIGIN = Origin(
    name="people",
    label="Pretend",
    kinds=frozenset({PersonKind.user, PersonKind.guest}),
    doors=frozenset({DeviceKind.lock}),
    abilities=frozenset(Ability) - {Ability.copy, Ability.change_terms},
    denied={Ability.copy: "nothing is copied here"},
    pins=PinRules(shortest=4, longest=10),
)
PIN = Secret("483921")


class Asked(NamedTuple):
    """`by`: the client of the session that asked."""

    at: float
    feed: str
    cursor: str | None
    about: str | None
    by: object = None


class PeopleScript:
    """The vendor's side. `people`, `accesses`: by id, what it has; `size`: people of one part of the list.

    `fails`: by feed or method, what it raises. `after`: the same, raised after the thing was done. `hidden`: looks that
    do not show yet who was created.
    """

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.feeds: tuple[PeopleFeed, ...] = FEEDS
        self.origin = ORIGIN
        self.people: dict[str, Person] = {}
        self.accesses: dict[str, Access] = {}
        self.size = 100
        self.cost = 1
        self.fails: dict[str, Exception] = {}
        self.after: dict[str, Exception] = {}
        self.pin_given: Secret | None = None
        self.asked: list[Asked] = []
        self.done: list[str] = []
        self.hidden = 0

    def at(self, feed: str) -> list[float]:
        return [each.at for each in self.asked if each.feed == feed]

    def add(self, *ids: str, **more: Any) -> None:
        for each in ids:
            self.people[each] = person(each, **more)

    def give(self, id: str, person_id: str, target_id: str = "1", **more: Any) -> None:
        self.accesses[id] = access(id, person_id, target_id, **more)


class PeopleStage(Stage):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.people = PeopleScript(self)
        self.plugins["pretend"] = PeoplePlugin(self)


class PeoplePlugin(ScriptedPlugin):
    def __init__(self, stage: PeopleStage) -> None:
        super().__init__(stage.script)
        self._stage = stage

    def connect(self, connection: Connection) -> ScriptedClient:
        client = super().connect(connection)
        client.people = ScriptedPeople(self._stage.people, connection.gate)
        return client


class ScriptedPeople:
    def __init__(self, script: PeopleScript, gate: Gate) -> None:
        self._script = script
        self._gate = gate
        self._seen: frozenset[str] | None = frozenset()

    @property
    def origins(self) -> tuple[Origin, ...]:
        return (self._script.origin,)

    @property
    def feeds(self) -> tuple[PeopleFeed, ...]:
        return self._script.feeds

    async def read(
        self, feed: str, cursor: str | None, context: Context, about: Device | Person | None = None
    ) -> PeopleAnswer:
        script = self._script
        for _ in range(script.cost):
            await self._gate.spend(Purpose.poll)
        script.asked.append(Asked(script.stage.clock.elapsed, feed, cursor, about.key if about else None, self))
        if feed in script.fails:
            raise script.fails[feed]
        if feed == "people":
            return self._listed(cursor)
        if feed == "former":
            former = tuple(each for each in script.people.values() if _is_over(each))
            return PeopleAnswer(people=former, roll=frozenset(each.key for each in former))
        if feed == "person":
            return PeopleAnswer(people=(self._one(about),))
        if feed == "accesses":
            found = [each for each in script.accesses.values() if each.person_key == self._one(about).key]
        else:
            found = [
                each
                for each in script.accesses.values()
                if each.target_id == about.vendor_id and not _is_over(script.people[each.person_key.split("/")[-1]])
            ]
        return PeopleAnswer(accesses=tuple(found), roll=frozenset(each.key for each in found))

    def _listed(self, cursor: str | None) -> PeopleAnswer:
        script, start = self._script, int(cursor or 0)
        live = [each for each in script.people.values() if not _is_over(each)]
        part = tuple(live[start : start + script.size])
        self._seen = frozenset() if start == 0 else self._seen
        self._seen = None if start and not self._seen else (self._seen or frozenset()) | {each.key for each in part}
        parts = max(1, -(-len(live) // script.size))
        number = start // script.size + 1
        last = number >= parts
        cursor = None if last else str(start + script.size)
        return PeopleAnswer(people=part, roll=self._seen if last else None, part=number, parts=parts, cursor=cursor)

    def _one(self, about: Any) -> Person:
        if about.id not in self._script.people:
            raise Rejected("there is nobody like that", status=404)
        return self._script.people[about.id]

    async def look(self, new: NewPerson, context: Context) -> tuple[Written, ...]:
        await self._begin("look")
        if self._script.hidden:
            self._script.hidden -= 1
            return ()
        return tuple(self._written(each) for each in self._script.people.values() if each.name == new.name)

    async def create(self, new: NewPerson) -> Written:
        await self._begin("create")
        id = f"new{len(self._script.people)}"
        self._script.people[id] = person(id, name=new.name, kind=new.kind, stay=new.stay, email=new.email)
        return self._ended("create", self._written(self._script.people[id], self._script.pin_given or new.pin))

    async def update(self, person: Person, change: PersonChange) -> Written:
        await self._begin("update")
        asked = {name: getattr(change, name) for name in ("name", "email", "stay")}
        asked = {name: value for name, value in asked.items() if value is not msgspec.UNSET}
        if "name" in asked:
            asked["name"] = clean(asked["name"])
        self._script.people[person.id] = msgspec.structs.replace(self._one(person), **asked)
        return self._ended("update", self._written(self._script.people[person.id]))

    async def deactivate(self, person: Person) -> Written:
        await self._begin("deactivate")
        changed = msgspec.structs.replace(self._one(person), status=PersonStatus.deactivated)
        self._script.people[person.id] = changed
        return self._ended("deactivate", self._written(changed))

    async def delete(self, person: Person) -> None:
        await self._begin("delete")
        self._one(person)
        del self._script.people[person.id]
        self._ended("delete", None)

    async def grant(self, person: Person, access: NewAccess) -> Written:
        await self._begin("grant")
        id = f"a{len(self._script.accesses)}"
        target = access.target.vendor_id if isinstance(access.target, Device) else access.target.id
        self._script.give(
            id, person.id, target, window=access.window, sync=Sync(total=1, synced=0, pending=1, failed=0)
        )
        given = self._script.accesses[id]
        return self._ended("grant", Written(person_key=person.key, access_key=given.key, access=given))

    async def change_access(self, person: Person, access: Access, terms: Terms) -> Written:
        await self._begin("change_access")
        changed = msgspec.structs.replace(access, schedule_id=terms.schedule_id, window=terms.window)
        self._script.accesses[access.id] = changed
        return self._ended("change_access", Written(person_key=person.key, access_key=access.key, access=changed))

    async def revoke(self, person: Person, access: Access) -> None:
        await self._begin("revoke")
        self._script.accesses.pop(access.id, None)
        self._ended("revoke", None)

    async def copy(self, access: Access, to: Sequence[Person | str]) -> tuple[Copied, ...]:
        await self._begin("copy")
        return tuple(Copied(refusal="not this one") for _ in to)

    async def reveal(self, person: Person) -> Credentials:
        await self._begin("reveal")
        return Credentials(pin=PIN)

    async def instruct(self, person: Person, days_before: int | None = None) -> None:
        await self._begin("instruct")

    async def preview(self, person: Person) -> Preview:
        await self._begin("preview")
        return Preview(subject="Welcome", body=Secret("your PIN is 483921"))

    async def _begin(self, method: str) -> None:
        await self._gate.spend(Purpose.command)
        self._script.done.append(method)
        if method in self._script.fails:
            raise self._script.fails[method]

    def _ended(self, method: str, answer: Any) -> Any:
        if method in self._script.after:
            raise self._script.after[method]
        return answer

    def _written(self, person: Person, pin: Secret | None = None) -> Written:
        return Written(person_key=person.key, person=person, credentials=Credentials(pin=pin or self._script.pin_given))


def person(id: str, **more: Any) -> Person:
    fields: dict[str, Any] = {
        "key": person_key("home", "people", id),
        "account": "home",
        "id": id,
        "origin": "people",
        "kind": PersonKind.user,
        "name": f"Person {id}",
        "status": PersonStatus.current,
    }
    return Person(**(fields | more))


def access(id: str, person_id: str, target_id: str = "1", **more: Any) -> Access:
    fields: dict[str, Any] = {
        "key": access_key("home", id),
        "account": "home",
        "person_key": person_key("home", "people", person_id),
        "target_kind": TargetKind.device,
        "target_id": target_id,
        "id": id,
    }
    return Access(**(fields | more))


def new_guest(name: str = "Ada Sample", **more: Any) -> NewPerson:
    stay = Window(starts_at=datetime(2026, 12, 1, 16), ends_at=datetime(2026, 12, 5, 10))
    fields: dict[str, Any] = {"origin": "people", "kind": PersonKind.guest, "name": name, "stay": stay, "pin": PIN}
    return NewPerson(**(fields | more))


def _is_over(person: Person) -> bool:
    return person.status is not None and person.status.is_over
