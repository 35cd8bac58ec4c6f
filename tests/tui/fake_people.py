"""The engine's people over a plain snapshot: it records what it was asked, and does what the test says."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from lockdash.domain.accesses import Access
from lockdash.domain.changes import Change, ChangeStatus
from lockdash.domain.devices import Device
from lockdash.domain.events import Event
from lockdash.domain.people import Credentials, Person
from lockdash.domain.secret import Secret
from lockdash.engine.clock import Clock
from lockdash.engine.people.directory import Directory
from lockdash.engine.people.objections import objection
from lockdash.engine.people.orders import (
    KINDS,
    Create,
    Order,
    Outcome,
    Reveal,
    account_of,
    details_of,
    secrets_of,
    target_of,
)
from lockdash.engine.people.plans import Letter, guest_steps, revoke_steps, stay_steps
from lockdash.engine.people.snapshot import PeopleSnapshot
from lockdash.engine.people.steps import Step, Steps
from lockdash.engine.policy import Refusal
from lockdash.vendors.people import NewAccess, NewPerson, PeopleFeed, Written
from lockdash.vendors.remotelock.people.origins import FEEDS as RENTALS_FEEDS
from lockdash.vendors.tedee.people.origins import FEEDS as HOME_FEEDS

OWN_PIN = Secret("483921")


class FakePeople:
    """`loaded`, `opened`, `focused`, `asked`, `orders`: what was asked. `unread`: what the next `open` brings.
    `outcomes`: order type to what becomes of it, else it is done; `held`: while clear, orders wait. `read_only`: of all
    accounts."""

    def __init__(
        self,
        clock: Clock,
        devices: Callable[[], Mapping[str, Device]],
        own: Any,
        known: PeopleSnapshot | None = None,
        *,
        changes: Iterable[Change] = (),
        events: Mapping[str, list[Event]] | None = None,
        read_only: bool = False,
    ) -> None:
        self._clock, self._devices, self._own = clock, devices, own
        self.snapshot = PeopleSnapshot(revision=0, at=clock.now())
        self.unread = known
        self.read_only = read_only
        self._changes, self._events = list(changes), dict(events or {})
        self._listeners: list[Callable[[PeopleSnapshot], None]] = []
        self.loaded = 0
        self.opened = 0
        self.closed = 0
        self.focused: list[str | None] = []
        self.asked: list[tuple[str, tuple[str, ...], str | None]] = []
        self.orders: list[Order] = []
        self.outcomes: dict[type, Callable[[Order, Outcome], Outcome]] = {}
        self.held = asyncio.Event()
        self.held.set()
        self.lists: dict[str, tuple[PeopleFeed, ...]] = {"home": HOME_FEEDS, "rentals": RENTALS_FEEDS}
        self._directory: Directory | None = None
        self._seen: tuple[object, object] = (None, None)

    def subscribe(self, listener: Callable[[PeopleSnapshot], None]) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def load(self) -> None:
        self.loaded += 1

    async def open(self) -> None:
        self.opened += 1
        if self.unread is not None:
            known, self.unread = self.unread, None
            self.show(known)

    def close(self) -> None:
        self.closed += 1

    def feeds(self, account: str) -> tuple[PeopleFeed, ...]:
        return self.lists.get(account, ())

    def focus(self, key: str | None) -> None:
        self.focused.append(key)

    async def ask(self, account: str, feeds: Collection[str], about: str | None = None) -> str:
        self.asked.append((account, tuple(feeds), about))
        return ""

    @property
    def directory(self) -> Directory:
        now = self.snapshot, self._devices()
        if self._directory is None or any(one is not other for one, other in zip(now, self._seen, strict=True)):
            self._directory, self._seen = Directory(*now), now
        return self._directory

    def changes(self, person_key: str | None = None, limit: int = 20) -> list[Change]:
        return [each for each in self._changes if person_key in (None, each.person_key)][:limit]

    def events(self, person: Person, limit: int = 20) -> list[Event]:
        return self._events.get(person.key, [])[:limit]

    def objection(self, order: Order) -> str:
        state = self.snapshot.accounts[account_of(order)]
        person = None if isinstance(order, Create) else order.person
        origin = state.origin(order.new.origin if isinstance(order, Create) else order.person.origin)
        known = self.snapshot.people.get(person.key) if person is not None else None
        return objection(order, origin, read_only=self.read_only, known=known)

    async def change(self, order: Order) -> Outcome:
        if said := self.objection(order):
            raise Refusal(said)
        self.orders.append(order)
        await self.held.wait()
        outcome = self._usual(order)
        made = self.outcomes.get(type(order))
        outcome = made(order, outcome) if made is not None else outcome
        self._changes.insert(0, outcome.change)
        return outcome

    async def guest(
        self, account: str, new: NewPerson, accesses: Collection[NewAccess], letter: Letter | None = None
    ) -> Steps:
        origin = self.snapshot.accounts[account].origin(new.origin)
        assert origin is not None
        return self.steps(guest_steps(account, origin, new, list(accesses), letter))

    async def stay(self, person: Person, starts_at: datetime | None, ends_at: datetime | None) -> Steps:
        origin = self.snapshot.accounts[person.account].origin(person.origin)
        assert origin is not None
        return self.steps(stay_steps(origin, person, self._accesses(person), starts_at, ends_at))

    def revocation(self, person: Person, accesses: Collection[Access] | None = None) -> Steps:
        mine = self._accesses(person)
        return self.steps(revoke_steps(person, [each for each in mine if accesses is None or each[0] in accesses]))

    def steps(self, steps: list[Step]) -> Steps:
        return Steps(steps, self.change, lambda key: self.snapshot.people.get(key))

    def _accesses(self, person: Person) -> list[tuple[Access, Any]]:
        return [(each, self.directory.target(each)) for each in self.snapshot.by_person.get(person.key, ())]

    def _usual(self, order: Order) -> Outcome:
        now = self._clock.now()
        kind, target_id, target_name = target_of(order)
        person_key, written = None, None
        if isinstance(order, Create):
            person_key = f"{order.account}/{order.new.origin}/new{len(self.orders)}"
            made = self._made(person_key, order)
            self.show(self.snapshot, people={**self.snapshot.people, person_key: made})
            written = Written(person_key=person_key, person=made)
        else:
            person_key = order.person.key
        change = Change(
            id=f"change{len(self.orders)}",
            account=account_of(order),
            kind=KINDS[type(order)],
            actor=self._own,
            person_name=order.new.name if isinstance(order, Create) else order.person.name,
            person_key=person_key,
            requested_at=now,
            expires_at=now + timedelta(minutes=3),
            target_kind=kind,
            target_id=target_id,
            target_name=target_name,
            details=details_of(order),
            status=ChangeStatus.done,
            settled_at=now,
        )
        shown = Credentials(pin=OWN_PIN) if isinstance(order, Reveal) else None
        assert not secrets_of(order) or all(each.reveal() not in change.details for each in secrets_of(order))
        return Outcome(change=change, written=written, credentials=shown)

    def _made(self, key: str, order: Create) -> Person:
        new = order.new
        return Person(
            key=key,
            account=order.account,
            id=key.rpartition("/")[2],
            origin=new.origin,
            kind=new.kind,
            name=new.name,
            email=new.email,
            department=new.department,
            stay=new.stay,
            has_pin=new.pin is not None or new.generate_pin,
        )

    # What a test does

    def show(self, known: PeopleSnapshot, **more: Any) -> None:
        """Let `known` be what is known, with `more` fields, and tell the listeners."""
        self.snapshot = msgspec.structs.replace(known, revision=self.snapshot.revision + 1, **more)
        for listener in list(self._listeners):
            listener(self.snapshot)
