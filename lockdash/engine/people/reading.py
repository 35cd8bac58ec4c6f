"""Reads the people of one account while somebody has them open: what is due, one thing at a time, whatever fails."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Callable, Collection
from datetime import datetime
from random import Random

import msgspec

from lockdash.domain.accesses import SyncState, summary
from lockdash.domain.devices import Device
from lockdash.engine import backoff
from lockdash.engine.clock import Clock
from lockdash.engine.connect import Line
from lockdash.engine.failures import words_of
from lockdash.engine.people.agenda import Agenda, Item, Reason
from lockdash.engine.people.board import PeopleBoard
from lockdash.engine.people.bookmark import Bookmark
from lockdash.engine.people.budget import pause
from lockdash.engine.people.merge import is_doubted
from lockdash.engine.people.reader import NOT_FOUND, Around, PeopleReader, Taken
from lockdash.engine.people.snapshot import AccountState, FeedState
from lockdash.engine.standing import is_of_all
from lockdash.engine.work import Alarm, Work
from lockdash.vendors.errors import Rejected, VendorError
from lockdash.vendors.people import PeopleClient, PeopleFeed, people_of

log = logging.getLogger("lockdash.engine.people.reading")

FOLLOWED_FOR = 900.0
"""Seconds for which a change is followed to the locks."""
UNCOUNTED_FOR = 60.0
"""Seconds in which an access that was granted just now gets its counts."""


class Reading:
    """One per account. What fails takes people away, never the account's devices: their condition is not touched.

    `is_open`: whether this session shows people. What somebody asked for is read all the same. `current`: set while
    nothing is due, or nothing can be had.
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
        self._line = line
        self._board = board
        self._work = work
        self._clock = clock
        self._rng = rng
        self._around = around
        self._is_open = is_open
        self._alarm = Alarm()
        self._agenda: Agenda | None = None
        self._focus: tuple[str | None, bool] = (None, False)
        self._outage = 0
        self._hold = 0.0
        self._background_from = 0.0
        self._turn_taken = asyncio.Lock()
        self.current = asyncio.Event()

    async def run(self) -> None:
        """Read what is due, rest until something is, and so on."""
        while True:
            try:
                wait = await self._turn()
            except Exception as error:
                log.error("people of %s: %s", self.account, words_of(error))
                self._hold_back(error)
                wait = self._hold - self._clock.monotonic()
            self._judge()
            if wait > 0:
                await self._work.rest(None if math.isinf(wait) else wait, self._alarm)

    def wake(self) -> None:
        """People were opened, or closed."""
        self._alarm.ring()

    def focus(self, about: str | None, *, is_person: bool) -> None:
        """Name who or what is on screen, None if it is nobody of this account."""
        self._focus = about, is_person
        if self._agenda is not None:
            self._agenda.focus(about, is_person=is_person, now=self._clock.monotonic())
        self._alarm.ring()

    async def connected(self) -> PeopleClient:
        """Return the client. Raises VendorError; LookupError if the vendor keeps no people."""
        people = people_of(await self._line.client())
        if people is None:
            self._tell(keeps_people=False)
            raise LookupError(f"{self.account}: its vendor keeps no people")
        if self._agenda is None:
            self._agenda = Agenda(people.feeds)
            about, is_person = self._focus
            self._agenda.focus(about, is_person=is_person, now=self._clock.monotonic())
            await self._begin(people, self._agenda)
        return people

    async def ask(self, names: Collection[str], about: str | None = None) -> None:
        """Read these feeds soon, of the whole account or of one device or person."""
        await self.connected()
        self._planned().ask(names, about, self._clock.monotonic())
        self._hold = 0.0
        self._alarm.ring()

    async def follow(self, person_key: str) -> None:
        """Read what somebody may open until their locks have heard of it."""
        self._planned().follow(person_key, self._clock.monotonic())
        self._alarm.ring()

    async def look(self, items: Collection[Item]) -> str:
        """Read `items` now, within their floors; for tasks of the engine. Return "" or why something was not read."""
        client, said = await self.connected(), ""
        for item in items:
            try:
                taken = await self._read_alone(client, item)
                while isinstance(taken, datetime):
                    await self._work.rest(self._monotonic(taken) - self._clock.monotonic())
                    taken = await self._read_alone(client, item)
            except Exception as error:
                said = said or words_of(error)
        return said

    @property
    def feeds(self) -> tuple[PeopleFeed, ...]:
        """All that can be read, once the account is connected."""
        return self._agenda.feeds if self._agenda is not None else ()

    def door_key(self, vendor_id: str | None) -> str | None:
        """Return the key of the device that the vendor calls `vendor_id`, None if there is none."""
        return next((key for key, each in self._around().devices.items() if each.vendor_id == vendor_id), None)

    async def _turn(self) -> float:
        """Do one thing that is due. Return the seconds until the next is, 0 if it may be now, infinite for never."""
        now = self._clock.monotonic()
        if not self._is_open() and not self._has_errands():
            return math.inf
        if self._hold > now:
            return self._hold - now
        try:
            client = await self.connected()
        except LookupError:
            return math.inf
        agenda = self._planned()
        agenda.tour([each.key for each in self._doors(client)])
        item, wait = agenda.next(now, self._background_from if self._is_open() else math.inf)
        if item is None:
            return wait
        await self._attempt(client, agenda, item)
        return 0.0

    def _judge(self) -> None:
        now, items = self._clock.monotonic(), self._agenda.items.values() if self._agenda is not None else ()
        read = not self._state.progress[1] and all(each.due > now for each in items)
        if self._hold > now or not self._state.keeps_people or (self._agenda is not None and read):
            self.current.set()
        else:
            self.current.clear()

    def _has_errands(self) -> bool:
        items = self._agenda.items.values() if self._agenda is not None else ()
        return any(not each.reason.is_background for each in items)

    async def _read_alone(self, client: PeopleClient, item: Item) -> Taken | datetime | None:
        async with self._turn_taken:
            return await self.reader.read(client, item)

    async def _attempt(self, client: PeopleClient, agenda: Agenda, item: Item) -> None:
        try:
            taken = await self._read_alone(client, item)
        except Exception as error:
            self._failed(agenda, item, error)
            return
        now = self._clock.monotonic()
        if isinstance(taken, datetime):
            item.due = self._monotonic(taken) + 0.5 * self._rng.random()
            await self._note_others(item)
            return
        self._recovered(item)
        if taken is None:
            agenda.forget(item.about or "")
            return
        agenda.done(item, now, under_way=taken.bookmark.is_under_way)
        agenda.doubt(taken.doubts, now)
        if item.reason.is_background and self._line.gate is not None:
            window = self._line.gate.allowance.window
            self._background_from = now + pause(taken.budget, taken.cost, window, self._clock.now())
        if item.reason is Reason.followed and self._is_settled(item, now):
            agenda.drop(item)
        self._note(item, taken.bookmark)

    def _is_settled(self, item: Item, now: float) -> bool:
        """Whether nothing is left to follow: all locks have heard, one has failed, or it has taken too long."""
        state = summary(self._board.snapshot.by_person.get(item.about or "", ())).state
        if state is SyncState.uncounted:
            return now - item.first_at >= UNCOUNTED_FOR
        return state is not SyncState.pending or now - item.first_at >= FOLLOWED_FOR

    def _failed(self, agenda: Agenda, item: Item, error: Exception) -> None:
        log.info("people of %s, %s: %s", self.account, item.name, words_of(error))
        if is_of_all(error):
            self._hold_back(error)
            item.due = self._hold
            return
        item.failures += 1
        item.due = self._monotonic(self._again(item.failures, error))
        if not _is_of_one(error):
            self._tell(troubles={**self._state.troubles, item.feed.name: words_of(error)})
        if item.reason is Reason.tour:
            item.reads, item.due = 1, self._clock.monotonic() + item.interval
            self._note(item, Bookmark())
        elif item.about is not None and item.reason is not Reason.focus:
            agenda.drop(item)

    def _hold_back(self, error: Exception) -> None:
        self._outage += 1
        self._hold = self._monotonic(self._again(self._outage, error))
        self._tell(failure=words_of(error))

    async def _begin(self, client: PeopleClient, agenda: Agenda) -> None:
        """Show where the rounds stand that any session has begun, and take up the doubts that nobody has settled."""
        self._tell(origins=client.origins)
        items = [each for each in agenda.items.values() if each.about is None]
        for item, found in zip(items, await self.reader.bookmarks([each.name for each in items]), strict=True):
            self._note(item, found)
        mine = (each for each in self._board.snapshot.people.values() if each.account == self.account)
        agenda.doubt([each.key for each in mine if is_doubted(each)], self._clock.monotonic())

    def _doors(self, client: PeopleClient) -> list[Device]:
        """The devices that somebody can be given access to."""
        kinds = frozenset().union(*(origin.doors for origin in client.origins))
        return [each for each in self._around().devices.values() if each.kind in kinds and each.gone_at is None]

    async def _note_others(self, item: Item) -> None:
        """Show how far another session has come with what this one may not read yet."""
        item.reads = max(item.reads, 1)
        self._note(item, (await self.reader.bookmarks([item.name]))[0])

    def _recovered(self, item: Item) -> None:
        self._outage, self._hold = 0, 0.0
        troubles = {name: words for name, words in self._state.troubles.items() if name != item.feed.name}
        self._tell(troubles=troubles, failure="")

    def _note(self, item: Item, found: Bookmark) -> None:
        if item.about is None:
            self._tell_feed(item.feed.name, FeedState(found.part, found.parts, found.read_at))
        elif item.reason is Reason.tour:
            tour = [each for each in self._planned().items.values() if each.reason is Reason.tour]
            tour = [each for each in tour if each.feed.name == item.feed.name]
            seen = sum(each.reads > 0 for each in tour)
            whole = self._clock.now() if seen == len(tour) else None
            self._tell_feed(item.feed.name, FeedState(seen, len(tour), whole))

    @property
    def _state(self) -> AccountState:
        return self._board.snapshot.accounts[self.account]

    def _tell_feed(self, name: str, state: FeedState) -> None:
        self._tell(feeds={**self._state.feeds, name: state})

    def _tell(self, **changes: object) -> None:
        self._board.tell(self.account, msgspec.structs.replace(self._state, **changes))

    def _again(self, failures: int, error: Exception) -> datetime:
        told = error.retry_at if isinstance(error, VendorError) else None
        return backoff.retry_at(failures, self._rng, self._clock.now(), told)

    def _monotonic(self, moment: datetime) -> float:
        return self._clock.monotonic() + (moment - self._clock.now()).total_seconds()

    def _planned(self) -> Agenda:
        """There is one once a client is."""
        if self._agenda is None:
            raise RuntimeError("there is no client yet")
        return self._agenda


def _is_of_one(error: Exception) -> bool:
    """Whether `error` says nothing of the next device or person: this one is no more, or of the wrong kind."""
    return isinstance(error, Rejected) and error.status in (0, NOT_FOUND)
