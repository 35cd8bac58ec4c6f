"""Reads one feed of an account's people once: claims it for all sessions, asks, and takes in what came."""

from __future__ import annotations

import logging
import math
import os
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple

import msgspec

from lockdash.domain.budget import Budget
from lockdash.domain.commands import Command
from lockdash.domain.devices import Device
from lockdash.domain.people import Person
from lockdash.engine import turns
from lockdash.engine.background import context_of
from lockdash.engine.clock import Clock
from lockdash.engine.connect import Line
from lockdash.engine.gate import Tally, tallied
from lockdash.engine.people.agenda import Item
from lockdash.engine.people.board import PeopleBoard
from lockdash.engine.people.bookmark import Bookmark, bookmark_of
from lockdash.engine.people.intake import put, take_in
from lockdash.engine.people.known import Known
from lockdash.engine.people.merge import Question, lost
from lockdash.store.store import Store
from lockdash.vendors.base import Context
from lockdash.vendors.errors import Rejected
from lockdash.vendors.people import PeopleAnswer, PeopleClient

log = logging.getLogger("lockdash.engine.people.reader")

NOT_FOUND = 404
LEFT_AFTER = 90.0
"""Seconds of silence after which a round that another session is in the middle of is taken over: longer than it pauses
for the budget. Whoever takes one over cannot tell who is missing, so that two must not read one in turns."""


class Around(msgspec.Struct, frozen=True):
    """What is known of the account's devices: by key, and the newest command of each."""

    devices: Mapping[str, Device]
    commands: Mapping[str, Command]


class Later(msgspec.Struct, frozen=True):
    """Not now: from when on it may be read (UTC). `of_all`: that holds for all reading in the background. `is_ours`:
    it is a round that this session is in the middle of."""

    at: datetime
    of_all: bool = False
    is_ours: bool = False


class Taken(msgspec.Struct, frozen=True):
    """What a read came to. `budget`: what is left. `doubts`: people to be read one by one."""

    bookmark: Bookmark
    budget: Budget | None
    doubts: frozenset[str]


class _Read(NamedTuple):
    """What is asked, since when, and with how many requests."""

    item: Item
    about: Device | Person | None
    began: datetime
    tally: Tally
    in_background: bool


class PeopleReader:
    """`around` gives the devices of this account as they are now."""

    def __init__(self, line: Line, board: PeopleBoard, clock: Clock, around: Callable[[], Around]) -> None:
        self.account = line.account
        self._line = line
        self._board = board
        self._clock = clock
        self._around = around
        self._name = os.urandom(8).hex()
        # Of the rounds that this session is in the middle of, by the names of their items.
        self._marks: dict[str, Bookmark] = {}
        self._began: dict[str, datetime] = {}

    def context(self) -> Context:
        """Return what is known of the account's devices, for a client."""
        around = self._around()
        skew = self._line.gate.skew if self._line.gate is not None else None
        return context_of(around.devices.values(), around.commands, skew)

    async def read(self, client: PeopleClient, item: Item, floor: Callable[[bool], float]) -> Taken | Later | None:
        """Read `item` now, unless that is too soon. None: whom it is about is no more. Raises VendorError and
        StoreError.

        `floor`: the seconds between reads by any session, whether the last one went well and ended its round.
        """
        about = self._about(item)
        if about is None and item.about is not None:
            return None
        in_background = item.is_background
        claimed = await self._claim(item, floor, in_background)
        if isinstance(claimed, Later):
            return claimed
        with tallied() as tally:
            read = _Read(item, about, self._clock.now(), tally, in_background)
            try:
                answer = await client.read(item.feed.name, claimed.cursor, self.context(), about)
            except BaseException as error:
                await self._ended(read, error)
                if isinstance(error, Rejected) and error.status == NOT_FOUND and isinstance(about, Person):
                    return None
                raise
        for problem in answer.problems:
            log.info("account %s, %s: left out %s: %s", self.account, item.name, problem.where, problem.why)
        bookmark = claimed.after(answer, tally.polls, self._name, self._clock.now())
        return await self._take_in(client, read, answer, bookmark)

    async def bookmarks(self, items: list[Item]) -> list[Bookmark]:
        """Return where the rounds of `items` stand."""
        return await self._board.write(
            lambda store, known: [bookmark_of(store.feed(self.account, each.name)) for each in items]
        )

    async def leave(self) -> None:
        """Let others go on with the rounds that this session is in the middle of. Raises StoreError."""
        if not self._marks:
            return
        now, left = self._clock.now(), self._marks
        self._marks = {}

        def job(store: Store, known: Known) -> None:
            for name, mark in left.items():
                if store.feed(self.account, name).cursor == mark.packed:
                    unowned = msgspec.structs.replace(mark, reader="")
                    store.finish(self.account, name, cursor=unowned.packed, now=now)

        await self._board.write(job)

    async def _claim(self, item: Item, floor: Callable[[bool], float], in_background: bool) -> Bookmark | Later:
        now, allowance = self._clock.now(), self._line.gate.allowance if self._line.gate is not None else None

        def job(store: Store, known: Known) -> Bookmark | Later:
            row = store.feed(self.account, item.name)
            found = bookmark_of(row)
            is_ours = found.reader == self._name
            wait = floor(row.was_ok and not found.is_under_way)
            if found.reader and not is_ours and in_background:
                wait = max(wait, LEFT_AFTER)
            later = store.claim(self.account, item.name, wait, now)
            if later is not None:
                return Later(later, is_ours=is_ours)
            if in_background and allowance is not None:
                later = turns.take(store, self.account, turns.PEOPLE, allowance, now)
            if later is not None:
                store.withdraw_claim(self.account, item.name, row)
                return Later(later, of_all=True, is_ours=is_ours)
            return found

        return await self._board.write(job)

    async def _ended(self, read: _Read, error: BaseException) -> None:
        """Note a read that brought nothing. Somebody who was asked for and is not found is gone."""
        now = self._clock.now()
        is_lost = isinstance(error, Rejected) and error.status == NOT_FOUND

        def job(store: Store, known: Known) -> None:
            store.rest(self.account, read.item.name, now)
            if read.in_background:
                turns.give_back(store, self.account, turns.PEOPLE, read.tally.polls, now)
            if is_lost and isinstance(read.about, Person):
                put(store, lost(known, read.about, now))

        await self._board.write(job)

    async def _take_in(self, client: PeopleClient, read: _Read, answer: PeopleAnswer, bookmark: Bookmark) -> Taken:
        now, name = self._clock.now(), read.item.name
        if answer.part <= 1:
            self._began.pop(name, None)
        whole_began = self._began.setdefault(name, read.began)
        by_device = frozenset(each.name for each in client.feeds if each.per_device)

        def job(store: Store, known: Known) -> Taken:
            question = Question(
                account=self.account,
                feed=read.item.feed,
                about=read.about,
                by_device=by_device,
                spared=known.touched_since(self.account, whole_began),
                spared_ids=known.named_since(self.account, whole_began),
            )
            doubts = take_in(store, known, question, answer, now)
            store.finish(self.account, name, cursor=bookmark.packed, now=now)
            if read.in_background:
                turns.give_back(store, self.account, turns.PEOPLE, read.tally.polls, now)
            return Taken(bookmark, self._budget(store, now), doubts)

        taken = await self._board.write(job)
        if bookmark.is_under_way:
            self._marks[name] = bookmark
        else:
            self._marks.pop(name, None)
            self._began.pop(name, None)
        return taken

    def _about(self, item: Item) -> Device | Person | None:
        if item.about is None:
            return None
        return self._board.snapshot.people.get(item.about) or self._around().devices.get(item.about)

    @property
    def window(self) -> float:
        """Seconds of the account's allowance; infinite while there is none."""
        return self._line.gate.allowance.window if self._line.gate is not None else math.inf

    def _budget(self, store: Store, now: datetime) -> Budget | None:
        gate = self._line.gate
        return None if gate is None else store.budget(self.account, gate.allowance, now)
