"""People as screens and the command line know them: wires the parts together, and decides nothing itself."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta
from random import Random

from lockdash.domain.accesses import Access
from lockdash.domain.changes import Change
from lockdash.domain.commands import Actor
from lockdash.domain.devices import Device
from lockdash.domain.events import Event
from lockdash.domain.people import Person
from lockdash.engine.board import Board
from lockdash.engine.clock import Clock
from lockdash.engine.connect import Line
from lockdash.engine.failures import words_of
from lockdash.engine.people.board import PeopleBoard
from lockdash.engine.people.changing import ChangeRun
from lockdash.engine.people.directory import Directory
from lockdash.engine.people.objections import objection
from lockdash.engine.people.orders import KINDS, Create, Order, Outcome, account_of, details_of, target_of
from lockdash.engine.people.plans import Letter, Target, guest_steps, revoke_steps, stay_steps
from lockdash.engine.people.reader import Around
from lockdash.engine.people.reading import Reading
from lockdash.engine.people.snapshot import PeopleSnapshot
from lockdash.engine.people.steps import Step, Steps
from lockdash.engine.policy import Refusal
from lockdash.engine.work import Alarm, Work
from lockdash.engine.writer import Writer
from lockdash.vendors.people import NewAccess, NewPerson, Origin, PeopleFeed

PATIENCE = timedelta(minutes=3)
"""How long a change may take with the look after it: a lock with a keypad answers late."""


class People:
    """The people of all accounts: known while somebody has them open, and changed one recorded step at a time.

    `read_only`: whether an account takes no changes now. `board`: what is known of them, and of schedules, which are
    read with them."""

    def __init__(
        self,
        read_only: Callable[[str], bool],
        lines: Mapping[str, Line],
        devices: Board,
        writer: Writer,
        work: Work,
        clock: Clock,
        actor: Actor,
        rng: Random,
    ) -> None:
        self._read_only = read_only
        self._devices = devices
        self._writer = writer
        self._work = work
        self._clock = clock
        self._actor = actor
        self.board = PeopleBoard(writer, lines, clock)
        self._readings = {
            name: Reading(line, self.board, work, clock, rng, self._around(name), lambda: self._open > 0)
            for name, line in lines.items()
        }
        self._alarm = Alarm()
        self._open = 0
        self._started = False
        self._known: tuple[PeopleSnapshot, Mapping[str, Device]] = (self.snapshot, {})
        self._looked_up: Directory | None = None

    @property
    def snapshot(self) -> PeopleSnapshot:
        """What is known now; the same object until something changes. Empty before the first `open`."""
        return self.board.snapshot

    def subscribe(self, listener: Callable[[PeopleSnapshot], None]) -> Callable[[], None]:
        """Call `listener` on the event loop after each change. Returns what ends that."""
        return self.board.subscribe(listener)

    async def load(self) -> None:
        """Load what the store has, once, without following it or reading anything. Raises StoreError."""
        await self.board.load()

    async def open(self) -> None:
        """Load what the store has, follow it, and read what is due, until `close`; each call wants one of its own.
        Raises StoreError."""
        await self.board.write(lambda store, known: store.expire_changes(self._clock.now()))
        self._open += 1
        self._start()
        self._wake()

    def close(self) -> None:
        """Read nothing more for this caller; rounds that are under way can be gone on with by any session."""
        self._open = max(0, self._open - 1)
        self._wake()

    async def read_once(self, accounts: Iterable[str] | None = None, timeout: float = 30) -> None:  # noqa: ASYNC109
        """Wait until all that is due of these accounts (all) was read once, at most `timeout` seconds. For one who has
        people open."""
        names = self._readings if accounts is None else accounts
        for_all = asyncio.ensure_future(self._current(names))
        limit = asyncio.ensure_future(self._clock.sleep(timeout))
        await asyncio.wait({for_all, limit}, return_when=asyncio.FIRST_COMPLETED)
        for_all.cancel()
        limit.cancel()

    def feeds(self, account: str) -> tuple[PeopleFeed, ...]:
        """Return what can be read of an account, none before it was connected."""
        reading = self._readings.get(account)
        return reading.feeds if reading is not None else ()

    def focus(self, key: str | None) -> None:
        """Name the person or device on screen (its key): its own lists are read while it is there."""
        person = self.snapshot.people.get(key or "")
        device = self._devices.snapshot.devices.get(key or "")
        account = person.account if person is not None else device.account if device is not None else None
        for name, reading in self._readings.items():
            reading.focus(key if name == account else None, is_person=person is not None)

    async def ask(self, account: str, feeds: Collection[str], about: str | None = None) -> str:
        """Read these feeds soon, also those that are read only when somebody asks: of the account, or of the person or
        device with the key `about`. Return "" or why nothing is read."""
        try:
            await self.board.load()
            self._start()
            await self._readings[account].ask(feeds, about)
        except Exception as error:
            return words_of(error) if not isinstance(error, LookupError) else f"{account} has no people"
        return ""

    @property
    def directory(self) -> Directory:
        """What accesses are to, as of now; the same object while nothing changes."""
        known = self.snapshot, self._devices.snapshot.devices
        if self._looked_up is None or any(one is not other for one, other in zip(known, self._known, strict=True)):
            self._known, self._looked_up = known, Directory(*known)
        return self._looked_up

    def events(self, person: Person, limit: int = 20) -> list[Event]:
        """Return the newest events that name `person` themselves as the one who was there."""
        return self._writer.store.events(account=person.account, who_id=person.id, limit=limit)

    def catch_up(self, account: str | None = None) -> None:
        """Read now what became due meanwhile, of `account` (all): time has jumped, or it is let in again."""
        for name, reading in self._readings.items():
            if account in (None, name):
                reading.catch_up()

    def changes(self, person_key: str | None = None, limit: int = 20) -> list[Change]:
        """Return what was done to somebody, or to all, by anybody: the last first."""
        return self._writer.store.changes(person_key=person_key, limit=limit)

    def objection(self, order: Order) -> str:
        """Why `order` would not be sent, "" if it would. An account that was never connected has no origins yet."""
        account = account_of(order)
        person = None if isinstance(order, Create) else self.snapshot.people.get(order.person.key)
        name = order.new.origin if isinstance(order, Create) else order.person.origin
        read_only = self._read_only(account)
        return objection(order, self._origin(account, name), read_only=read_only, known=person)

    async def change(self, order: Order) -> Outcome:
        """Record `order`, send it once, and return what became of it. Raises Refusal with the reason if it is not sent.

        It is carried out to its end, also if the caller is cancelled.
        """
        await self._ready(account_of(order))
        if said := self.objection(order):
            raise Refusal(said)
        change = self._new(order)
        reading = self._readings[change.account]
        return await ChangeRun(change, order, reading, self.board, self._writer, self._work, self._clock).carry()

    async def guest(
        self, account: str, new: NewPerson, accesses: Collection[NewAccess], letter: Letter | None = None
    ) -> Steps:
        """Return the steps that add a guest with these doors; `Steps.run` takes them. Raises Refusal."""
        await self._ready(account)
        origin = self._origin(account, new.origin)
        if origin is None:
            raise Refusal(f"{account} has no people of this kind")
        return self.steps(guest_steps(account, origin, new, list(accesses), letter))

    async def stay(self, person: Person, starts_at: datetime | None, ends_at: datetime | None) -> Steps:
        """Return the steps that extend or shorten a stay (None: as it is now). Raises Refusal."""
        await self._ready(person.account)
        origin = self._origin(person.account, person.origin)
        if origin is None:
            raise Refusal(f"{person.account} has no people of this kind")
        return self.steps(stay_steps(origin, person, self._accesses(person), starts_at, ends_at))

    def revocation(self, person: Person, accesses: Collection[Access] | None = None) -> Steps:
        """Return the steps that take these accesses from somebody, all for None."""
        mine = self._accesses(person)
        return self.steps(revoke_steps(person, [each for each in mine if accesses is None or each[0] in accesses]))

    def steps(self, steps: list[Step]) -> Steps:
        """Return any orders as steps, for several people at once."""
        return Steps(steps, self.change, lambda key: self.snapshot.people.get(key))

    def _accesses(self, person: Person) -> list[tuple[Access, Target | None]]:
        return [(each, self.directory.target(each)) for each in self.snapshot.by_person.get(person.key, ())]

    async def _ready(self, account: str) -> None:
        """Load people and connect, so that it is known what can be done. Raises Refusal."""
        reading = self._readings.get(account)
        if reading is None:
            raise Refusal(f"there is no account {account}")
        if self._read_only(account):
            raise Refusal(f"the configuration of {account} allows only looking")
        try:
            await self.board.load()
            self._start()
            await reading.connected()
        except LookupError:
            raise Refusal(f"the vendor of {account} keeps no people") from None
        except Exception as error:
            raise Refusal(f"nothing was sent: {words_of(error)}") from error

    def _origin(self, account: str, name: str) -> Origin | None:
        state = self.snapshot.accounts.get(account)
        return state.origin(name) if state is not None else None

    def _new(self, order: Order) -> Change:
        now = self._clock.now()
        kind, target_id, target_name = target_of(order)
        return Change(
            id=os.urandom(16).hex(),
            account=account_of(order),
            kind=KINDS[type(order)],
            actor=self._actor,
            person_name=order.new.name if isinstance(order, Create) else order.person.name,
            person_key=None if isinstance(order, Create) else order.person.key,
            requested_at=now,
            expires_at=now + PATIENCE,
            target_kind=kind,
            target_id=target_id,
            target_name=target_name,
            details=details_of(order),
        )

    def _around(self, account: str) -> Callable[[], Around]:
        def around() -> Around:
            now = self._devices.snapshot
            return Around({key: each for key, each in now.devices.items() if each.account == account}, now.commands)

        return around

    async def _current(self, accounts: Iterable[str]) -> None:
        for name in accounts:
            await self._readings[name].current.wait()

    def _start(self) -> None:
        if self._started:
            return
        self._started = True
        self._work.spawn(self.board.follow(self._work, self._alarm, lambda: self._open > 0), "people")
        for name, reading in self._readings.items():
            self._work.spawn(reading.run(), f"people of {name}")

    def _wake(self) -> None:
        self._alarm.ring()
        for reading in self._readings.values():
            reading.wake()
