"""Reads the people of one account while somebody has them open: what is due, one thing at a time, whatever fails."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Callable, Collection
from random import Random

from lockdash.domain.devices import Device
from lockdash.engine.clock import Clock
from lockdash.engine.connect import Line
from lockdash.engine.failures import words_of
from lockdash.engine.people.agenda import Agenda, Item, Reason
from lockdash.engine.people.board import PeopleBoard
from lockdash.engine.people.course import Course
from lockdash.engine.people.reader import Around, Later, PeopleReader, Taken
from lockdash.engine.people.standing import PeopleStanding
from lockdash.engine.retrying import Retrying
from lockdash.engine.work import Alarm, Work
from lockdash.vendors.errors import Unreachable
from lockdash.vendors.people import PeopleClient, PeopleFeed, people_of

log = logging.getLogger("lockdash.engine.people.reading")


class Reading:
    """One per account. What fails takes people away, never the account's devices: their condition is not touched.

    `is_open`: whether this session shows people. What somebody asked for is read all the same. `current`: set while
    nothing is due and nothing asked for, or nothing can be had.
    """

    def __init__(
        self,
        line: Line,
        board: PeopleBoard,
        work: Work,
        clock: Clock,
        rng: Random,
        around: Callable[[], Around],
        is_open: Callable[[], bool],
    ) -> None:
        self.account = line.account
        self.reader = PeopleReader(line, board, clock, around)
        self.current = asyncio.Event()
        self._line = line
        self._board = board
        self._work = work
        self._clock = clock
        self._rng = rng
        self._around = around
        self._is_open = is_open
        self._alarm = Alarm()
        self._standing = PeopleStanding(line.account, board)
        self._retrying = Retrying(clock, rng)
        self._course: Course | None = None
        self._focus: tuple[str | None, bool] = (None, False)
        self._turn_taken = asyncio.Lock()

    async def run(self) -> None:
        """Read what is due, rest until something is, and so on."""
        try:
            await self._go_on()
        finally:
            await self.reader.leave()

    async def _go_on(self) -> None:
        while True:
            try:
                wait = await self._turn()
            except Exception as error:
                log.error("people of %s: %s", self.account, words_of(error))
                self._retrying.hold(error)
                self._standing.out_of_reach(words_of(error))
                wait = self._retrying.left
            self._judge()
            if wait > 0:
                await self._work.rest(None if math.isinf(wait) else wait, self._alarm)

    def wake(self) -> None:
        """People were opened or closed, or something else is to be read."""
        self.current.clear()
        self._alarm.ring()

    def catch_up(self) -> None:
        """Read now what the claims in the store allow: the machine slept, and no timer of ours counted that."""
        self._retrying.lift()
        if self._course is not None:
            self._course.background_from = 0.0
            self._course.agenda.hasten_all(self._clock.monotonic())
        self.wake()

    def focus(self, about: str | None, *, is_person: bool) -> None:
        """Name who or what is on screen, None if it is nobody of this account."""
        self._focus = about, is_person
        if self._course is not None:
            self._course.agenda.focus(about, is_person=is_person, now=self._clock.monotonic())
        self.wake()

    async def connected(self) -> PeopleClient:
        """Return the client. Raises VendorError and StoreError; LookupError if the vendor keeps no people."""
        people = people_of(await self._line.client())
        if people is None:
            self._standing.keeps_nobody()
            raise LookupError(f"{self.account}: its vendor keeps no people")
        if self._course is None:
            agenda = Agenda(people.feeds)
            course = Course(agenda, self.reader, self._standing, self._retrying, self._board, self._clock, self._rng)
            await course.learn(list(agenda.items.values()))
            if self._course is None:  # nobody else was faster
                self._begin(people, course)
        return people

    async def ask(self, names: Collection[str], about: str | None = None) -> None:
        """Read these feeds soon, of the whole account or of one device or person. Raises as `connected`."""
        await self.connected()
        self._begun.agenda.ask(names, about, self._clock.monotonic())
        self._retrying.lift()
        self.wake()

    def follow(self, person_key: str) -> None:
        """Read what somebody may open until their locks have heard of it. For an account that was connected."""
        self._begun.agenda.follow(person_key, self._clock.monotonic())
        self.wake()

    def want(self, items: Collection[Item]) -> None:
        """Read these soon. For an account that was connected."""
        for item in items:
            self._begun.agenda.ask([item.feed.name], item.about, self._clock.monotonic())
        self.wake()

    async def look(self, items: Collection[Item], until: float) -> str:
        """Read `items` now, within their floors, and not after `until` (monotonic); for tasks of the engine. Return ""
        or why something was not read."""
        client, said = await self.connected(), ""
        for item in items:
            try:
                await self._looked(client, item, until)
            except Exception as error:
                said = said or words_of(error)
        return said

    @property
    def feeds(self) -> tuple[PeopleFeed, ...]:
        """All that can be read, once the account is connected."""
        return self._course.agenda.feeds if self._course is not None else ()

    def door_key(self, vendor_id: str | None) -> str | None:
        """Return the key of the device that the vendor calls `vendor_id`, None if there is none."""
        return next((key for key, each in self._around().devices.items() if each.vendor_id == vendor_id), None)

    async def _turn(self) -> float:
        """Do one thing that is due. Return the seconds until the next is, 0 if it may be now, infinite for never."""
        if not self._is_open() and not self._has_errands():
            await self.reader.leave()
            return math.inf
        if self._retrying.left > 0:
            return self._retrying.left
        try:
            client = await self.connected()
        except LookupError:
            return math.inf
        course = self._begun
        await course.learn(course.agenda.tour([each.key for each in self._doors(client)]))
        item, wait = course.agenda.next(
            self._clock.monotonic(), background_from=course.background_from, is_open=self._is_open()
        )
        if item is None:
            return wait
        await self._attempt(client, course, item)
        return 0.0

    async def _attempt(self, client: PeopleClient, course: Course, item: Item) -> None:
        try:
            taken = await self._read_alone(client, item)
        except Exception as error:
            course.failed(item, error)
            return
        if isinstance(taken, Later):
            await course.postpone(item, taken)
            return
        self._retrying.over()
        if taken is None:
            course.gone(item)
        else:
            course.took(item, taken)

    def _judge(self) -> None:
        now, state = self._clock.monotonic(), self._standing.state
        items = self._course.agenda.items.values() if self._course is not None else ()
        waits = any(each.due <= now or Reason.asked in each.reasons for each in items)
        read = self._course is not None and not state.progress[1] and not waits
        if self._retrying.left > 0 or not state.keeps_people or read:
            self.current.set()
        else:
            self.current.clear()

    def _has_errands(self) -> bool:
        items = self._course.agenda.items.values() if self._course is not None else ()
        return any(each.reason.is_errand for each in items)

    def _begin(self, client: PeopleClient, course: Course) -> None:
        self._course = course
        about, is_person = self._focus
        course.agenda.focus(about, is_person=is_person, now=self._clock.monotonic())
        self._standing.connected(client.origins)
        course.doubt_again()

    async def _read_alone(self, client: PeopleClient, item: Item) -> Taken | Later | None:
        agenda = self._begun.agenda
        async with self._turn_taken:
            agenda.begin(item)
            return await self.reader.read(client, item, lambda fresh: agenda.floor(item, fresh))

    async def _looked(self, client: PeopleClient, item: Item, until: float) -> None:
        taken = await self._read_alone(client, item)
        while isinstance(taken, Later):
            again = self._retrying.monotonic(taken.at)
            if again > until:
                raise Unreachable("there is no time left to look", sent=False)
            await self._work.rest(again - self._clock.monotonic())
            taken = await self._read_alone(client, item)

    def _doors(self, client: PeopleClient) -> list[Device]:
        """The devices that somebody can be given access to."""
        kinds = frozenset().union(*(origin.doors for origin in client.origins))
        return [each for each in self._around().devices.values() if each.kind in kinds and each.gone_at is None]

    @property
    def _begun(self) -> Course:
        """There is one once a client is."""
        if self._course is None:
            raise RuntimeError("there is no client yet")
        return self._course
