"""Reads one feed of an account's people once: claims it for all sessions, asks, and takes in what came."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

import msgspec

from lockdash.domain.budget import Budget
from lockdash.domain.commands import Command
from lockdash.domain.devices import Device
from lockdash.domain.people import Person
from lockdash.engine.background import context_of
from lockdash.engine.clock import Clock
from lockdash.engine.connect import Line
from lockdash.engine.people.agenda import Item
from lockdash.engine.people.board import PeopleBoard
from lockdash.engine.people.bookmark import Bookmark, bookmark_of
from lockdash.engine.people.intake import put, subject_of, take_in
from lockdash.engine.people.known import Known
from lockdash.engine.people.merge import Question, lost
from lockdash.store.store import Store
from lockdash.vendors.base import Context
from lockdash.vendors.errors import Rejected
from lockdash.vendors.people import PeopleAnswer, PeopleClient

log = logging.getLogger("lockdash.engine.people.reader")

NOT_FOUND = 404


class Around(msgspec.Struct, frozen=True):
    """What is known of the account's devices: by key, and the newest command of each."""

    devices: Mapping[str, Device]
    commands: Mapping[str, Command]


class Taken(msgspec.Struct, frozen=True):
    """What a read came to. `cost`: its requests. `budget`: what is left. `doubts`: people to be read one by one."""

    bookmark: Bookmark
    cost: int
    budget: Budget | None
    doubts: frozenset[str]
    problems: int = 0


class PeopleReader:
    """`around` gives the devices of this account as they are now."""

    def __init__(self, line: Line, board: PeopleBoard, clock: Clock, around: Callable[[], Around]) -> None:
        self.account = line.account
        self._line = line
        self._board = board
        self._clock = clock
        self._around = around
        self._subjects: dict[str, str] = {}
        self._began: dict[str, datetime] = {}

    def context(self) -> Context:
        """Return what is known of the account's devices, for a client."""
        around = self._around()
        skew = self._line.gate.skew if self._line.gate is not None else None
        return context_of(around.devices.values(), around.commands, skew)

    async def read(self, client: PeopleClient, item: Item) -> Taken | datetime | None:
        """Read `item` now. Return what came of it; or, if that is too soon, from when on it may be read (UTC); or None
        if whom it is about is no more. Raises VendorError and StoreError."""
        about = self._about(item)
        if about is None and item.about is not None:
            return None
        claimed = await self._claim(item)
        if isinstance(claimed, datetime):
            return claimed
        began, spent = self._clock.now(), self._polls
        try:
            answer = await client.read(item.feed.name, claimed.cursor, self.context(), about)
        except BaseException as error:
            await self._ended(item, error, about)
            if isinstance(error, Rejected) and error.status == NOT_FOUND and isinstance(about, Person):
                return None
            raise
        for problem in answer.problems:
            log.info("account %s, %s: left out %s: %s", self.account, item.name, problem.where, problem.why)
        return await self._take_in(client, item, about, claimed, answer, began, self._polls - spent)

    async def bookmarks(self, names: list[str]) -> list[Bookmark]:
        """Return where rounds stand, by the names of their items."""
        return await self._board.write(
            lambda store, known: [bookmark_of(store.feed(self.account, name)) for name in names]
        )

    async def _claim(self, item: Item) -> Bookmark | datetime:
        now = self._clock.now()

        def job(store: Store, known: Known) -> Bookmark | datetime:
            row = store.feed(self.account, item.name)
            found = bookmark_of(row)
            was_ok = row.ok_at is not None and (row.started_at is None or row.ok_at >= row.started_at)
            later = store.claim(self.account, item.name, item.floor(was_ok and not found.is_under_way), now)
            return found if later is None else later

        return await self._board.write(job)

    async def _ended(self, item: Item, error: BaseException, about: Device | Person | None) -> None:
        """Note a read that brought nothing. Somebody who was asked for and is not found is gone."""
        now = self._clock.now()
        is_lost = isinstance(error, Rejected) and error.status == NOT_FOUND

        def job(store: Store, known: Known) -> None:
            store.rest(self.account, item.name, now)
            if is_lost and isinstance(about, Person):
                put(store, lost(known, about, now))

        await self._board.write(job)

    async def _take_in(
        self,
        client: PeopleClient,
        item: Item,
        about: Device | Person | None,
        before: Bookmark,
        answer: PeopleAnswer,
        began: datetime,
        cost: int,
    ) -> Taken:
        now = self._clock.now()
        if answer.part <= 1 or item.name not in self._began:
            self._began[item.name] = began
        subject = subject_of(answer, self._subjects.get(item.name, ""))
        self._subjects[item.name] = subject
        whole_began, bookmark = self._began[item.name], before.after(answer, now)
        by_device = frozenset(each.name for each in client.feeds if each.per_device)

        def job(store: Store, known: Known) -> Taken:
            question = Question(
                account=self.account,
                feed=item.feed,
                about=about,
                by_device=by_device,
                spared=known.touched_since(self.account, whole_began),
            )
            doubts = take_in(store, known, question, answer, subject, now)
            store.finish(self.account, item.name, cursor=bookmark.packed, now=now)
            return Taken(bookmark, cost, self._budget(store, now), doubts, len(answer.problems))

        return await self._board.write(job)

    def _about(self, item: Item) -> Device | Person | None:
        if item.about is None:
            return None
        return self._board.snapshot.people.get(item.about) or self._around().devices.get(item.about)

    def _budget(self, store: Store, now: datetime) -> Budget | None:
        gate = self._line.gate
        return None if gate is None else store.budget(self.account, gate.allowance, now)

    @property
    def _polls(self) -> int:
        return self._line.gate.polls if self._line.gate is not None else 0
