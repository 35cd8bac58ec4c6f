"""People read once, within bounds: what is due, what only somebody who asks gets, and what single people may open."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from lockdash.cli.exits import Exit, Stop
from lockdash.cli.people_reach import is_silent
from lockdash.cli.status import NOT_REACHED
from lockdash.domain.devices import Device
from lockdash.domain.people import Person
from lockdash.domain.text import fold
from lockdash.engine.engine import Engine
from lockdash.engine.people.agenda import Item
from lockdash.engine.people.bookmark import bookmark_of
from lockdash.engine.people.people import People
from lockdash.engine.people.plans import Target
from lockdash.engine.people.snapshot import AccountState
from lockdash.store.store import Store
from lockdash.vendors.people import PeopleFeed, Subject

PATIENCE = 30.0
"""Seconds for what is due. A large account takes minutes: what is missing is told, and read on the next time."""
MOST_ASKED = 40
"""People of an account who are read one by one: a third of what the slower vendor allows in a minute."""
LATE = 1.25
"""A list counts as read if that is no longer ago than so many of its intervals."""
_LOOK = 0.05


class PeopleReading:
    """For the time of one command. Whoever makes one has opened people at the engine."""

    def __init__(self, engine: Engine, store: Store, accounts: Sequence[str]) -> None:
        self.accounts = tuple(accounts)
        self._engine = engine
        self._store = store

    @property
    def people(self) -> People:
        return self._engine.people

    @property
    def devices(self) -> Mapping[str, Device]:
        return self._engine.snapshot.devices

    def state(self, account: str) -> AccountState:
        return self.people.snapshot.accounts[account]

    async def due(self, enough: Callable[[], bool] = lambda: False) -> None:
        """Read what is due, until it is `enough` or PATIENCE is over."""
        reading = asyncio.ensure_future(self.people.read_once(self.accounts, PATIENCE))
        changed = asyncio.Event()
        reading.add_done_callback(lambda _: changed.set())
        unsubscribe = self.people.subscribe(lambda _: changed.set())
        try:
            while not reading.done() and not enough():
                await changed.wait()
                changed.clear()
        finally:
            unsubscribe()
            reading.cancel()

    async def first(self, subjects: Collection[Subject]) -> None:
        """Read the lists of these before all others, if they are due."""
        await self.due(lambda: all(self._is_silent(each) or self._has_begun(each, subjects) for each in self.accounts))
        lists = [(account, feed) for account in self.accounts for feed in self._lists(account, subjects)]
        await self._ask([(account, feed, None) for account, feed in lists if not self._is_read(account, feed)])

    def missing(self, account: str, *, of: str = "people", subjects: Collection[Subject] | None = None) -> list[str]:
        """Return what of its people could not be read, and why, in words. `subjects`: only of these lists, which are
        those `of` something else."""
        state, found = self.state(account), []
        if state.failure:
            found.append(f"{of} could not be read: {state.failure}")
        lists = self._lists(account, subjects)
        names = {each.name for each in lists}
        troubles = [words for name, words in state.troubles.items() if subjects is None or name in names]
        found += [f"not all could be read: {words}" for words in dict.fromkeys(troubles)]
        unread = [state.feeds.get(each.name) for each in lists if not self._is_read(account, each)]
        known = [each for each in unread if each is not None]
        if unread and not state.failure:
            done, parts = sum(each.part for each in known), sum(each.parts for each in known)
            how = f"as far as {done} of {parts} parts" if parts else "not at all"
            found.append(f"the lists of {of} were read {how}; the next time goes on from there")
        return found

    def check(self, account: str) -> None:
        """Raises Stop if nothing can be done to the people of `account` now."""
        known, state = self._engine.snapshot.accounts.get(account), self.state(account)
        if not state.keeps_people:
            raise Stop(Exit.failed, f"the vendor of {account} keeps no people")
        if state.origins and (known is None or known.condition not in NOT_REACHED):
            return
        why = state.failure or (known.detail if known is not None else "") or "it was never read"
        raise Stop(Exit.no_connection, f"nothing was sent to {account}: {why}")

    async def on_demand(self) -> None:
        """Read what nobody gets who does not ask: whose time is over, and what only the locks themselves know."""
        asked: list[tuple[str, PeopleFeed, str | None]] = []
        for account in self.accounts:
            for feed in self.people.feeds(account):
                if feed.on_demand and not feed.per_person:
                    abouts = self._doors(account) if feed.per_device else [None]
                    asked += [(account, feed, about) for about in abouts]
        await self._ask(asked)

    async def one_by_one(self, people: Iterable[Person]) -> None:
        """Read what these may open, the first MOST_ASKED of each account; what their lists do not say as well."""
        left = dict.fromkeys(self.accounts, MOST_ASKED)
        asked: list[tuple[str, PeopleFeed, str | None]] = []
        for person in people:
            if left[person.account] > 0:
                left[person.account] -= 1
                asked += [(person.account, feed, person.key) for feed in self._of_one(person)]
        await self._ask(asked)

    def lists_read(self, account: str) -> bool:
        """Whether the lists of the whole account are as they should be, or cannot be had; where there are none, whether
        every door has had its turn."""
        if self._is_silent(account):
            return True
        return bool(self.people.feeds(account)) and all(self._is_read(account, feed) for feed in self._lists(account))

    def anything_read(self, account: str) -> bool:
        """Whether any list of the account, or of one of its doors, can be had."""
        state = self.state(account)
        return any(name not in state.troubles and each.part for name, each in state.feeds.items())

    def is_shorter(self, account: str, people: int) -> bool:
        """Whether it takes fewer requests to ask what so many `people` may open than to go on from door to door."""
        states = [self.state(account).feeds.get(feed.name) for feed in self._door_feeds(account)]
        left = [each.parts - each.part for each in states if each is not None]
        return self.can_ask(account) and people <= MOST_ASKED and bool(left) and people < sum(left)

    def door_names(self, account: str) -> frozenset[str]:
        """The names of all that somebody can be given there, folded."""
        known = self.people.snapshot
        things: list[Target] = [*self.devices.values(), *known.groups.values(), *known.places.values()]
        return frozenset(fold(each.name) for each in things if each.account == account)

    def had_its_turn(self, account: str) -> bool:
        """Whether every door has had its turn in this session, with whatever came of it."""
        known = [self.state(account).feeds.get(feed.name) for feed in self._door_feeds(account)]
        return bool(known) and all(each is not None and not each.is_under_way for each in known)

    def can_ask(self, account: str) -> bool:
        """Whether the vendor tells of a single person what they may open."""
        return any(feed.per_person and not feed.on_demand for feed in self.people.feeds(account))

    def covers(self, person: Person) -> bool:
        """Whether all that `person` may open has been read."""
        return self.people.snapshot.knows_accesses(person)

    def is_covered(self, account: str) -> bool:
        """Whether it has been read of all who come or may come to `account` what they may open."""
        state = self.state(account)
        return not state.keeps_people or state.accesses_read_at is not None

    def is_fresh(self, person: Person, since: datetime, *, unseen: bool) -> bool:
        """Whether it was read after `since` what `person` may open. `unseen`: the answer to a change did not tell, so
        that the engine has it read from wherever the vendor tells it."""
        feeds = [each for each in self.people.feeds(person.account) if each.origin in ("", person.origin)]
        own = [Item(feed=each, about=person.key) for each in feeds if each.per_person and not each.on_demand]
        if own or not unseen:
            return all(self._was_read(person.account, item, since) for item in own)
        people = self.people
        doors = [people.directory.target(each) for each in people.snapshot.by_person.get(person.key, ())]
        keys = [person.key, *(each.key for each in doors if isinstance(each, Device))]
        items = [Item(feed=feed, about=key) for feed in feeds for key in keys]
        return any(self._was_read(person.account, item, since) for item in items)

    def _was_read(self, account: str, item: Item, since: datetime) -> bool:
        read_at = bookmark_of(self._store.feed(account, item.name)).read_at
        return read_at is not None and read_at >= since

    def _is_read(self, account: str, feed: PeopleFeed) -> bool:
        state, trouble = self.state(account).feeds.get(feed.name), feed.name in self.state(account).troubles
        if trouble or state is None or state.read_at is None:
            return trouble
        return not state.is_under_way and datetime.now(UTC) - state.read_at <= timedelta(seconds=feed.every * LATE)

    def _of_one(self, person: Person) -> list[PeopleFeed]:
        """The feeds that tell more of `person` than is known; those on demand only of whom nothing was said."""
        silent, covered = is_silent(person), self.covers(person)
        feeds = [each for each in self.people.feeds(person.account) if each.origin in ("", person.origin)]
        return [each for each in feeds if each.per_person and (silent if each.on_demand else not covered)]

    async def _ask(self, asked: Collection[tuple[str, PeopleFeed, str | None]]) -> None:
        """Have these feeds read, and wait until each was, or was not, or PATIENCE is over."""
        since, waiting = datetime.now(UTC), []
        for account, feed, about in asked:
            if not await self.people.ask(account, [feed.name], about):
                waiting.append((account, Item(feed=feed, about=about)))
        await until(lambda: not any(self._is_awaited(*each, since) for each in waiting), PATIENCE)

    def _is_awaited(self, account: str, item: Item, since: datetime) -> bool:
        """Whether a read that was asked for at `since` has not ended yet, and is still to be had."""
        is_known = item.about is None or item.about in self.people.snapshot.people or item.about in self.devices
        if self.state(account).failure or not is_known or self._was_read(account, item, since):
            return False
        row = self._store.feed(account, item.name)
        if row.started_at is None or row.last_at is None or not row.last_at > row.started_at >= since:
            return True
        return row.ok_at is not None and row.ok_at >= row.started_at  # a part of a longer round

    def _doors(self, account: str) -> list[str]:
        """The keys of the devices that somebody can be given access to."""
        kinds = frozenset().union(*(origin.doors for origin in self.state(account).origins))
        devices = self.devices.values()
        return [each.key for each in devices if each.account == account and each.kind in kinds and not each.gone_at]

    def _is_silent(self, account: str) -> bool:
        """Whether nothing can be read of the account."""
        state = self.state(account)
        return bool(state.failure) or not state.keeps_people

    def _has_begun(self, account: str, subjects: Collection[Subject]) -> bool:
        """Whether it is known how the lists of these stand."""
        state = self.state(account)
        return bool(self.people.feeds(account)) and all(
            each.name in state.feeds for each in self._lists(account, subjects)
        )

    def _lists(self, account: str, subjects: Collection[Subject] | None = None) -> list[PeopleFeed]:
        """The feeds of the whole account that are read by themselves; those of `subjects`."""
        feeds = [each for each in self.people.feeds(account) if subjects is None or each.lists in subjects]
        return [each for each in feeds if not (each.on_demand or each.per_device or each.per_person)]

    def _door_feeds(self, account: str) -> list[PeopleFeed]:
        return [feed for feed in self.people.feeds(account) if feed.per_device and not feed.on_demand]


async def until(condition: Callable[[], bool], seconds: float) -> bool:
    """Wait until `condition` holds, which other sessions may bring about as well. Return whether it does."""
    for _ in range(int(seconds / _LOOK)):
        if condition():
            return True
        await asyncio.sleep(_LOOK)
    return condition()
