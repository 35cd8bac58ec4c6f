"""What is to be read next of the people of one account. Times are the clock's monotonic seconds."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator
from enum import IntEnum

import msgspec

from lockdash.engine import pace
from lockdash.vendors.people import PeopleFeed

PREFIX = "people/"
"""Of the names under which the store keeps claims and bookmarks: devices have feeds of the same names."""
SEEN_TO_EVERY = 600.0
"""Seconds, at least, between two reads of one door's people while nobody looks at that door."""
MOST_DOUBTS = 200
"""People who wait to be read one by one; who is left out is found again when people are opened next."""


class Reason(IntEnum):
    """Why something is read, the most urgent first."""

    asked = 0
    focus = 1
    followed = 2
    schedule = 3
    doubt = 4
    tour = 5

    @property
    def is_background(self) -> bool:
        """Whether nobody waits for it, so that it keeps to the budget."""
        return self >= Reason.schedule


class Item(msgspec.Struct, kw_only=True):
    """A feed, of a device or person if `about` (a key) is given. `until`: the end of a following. `first_at`: when it
    was put down."""

    feed: PeopleFeed
    about: str | None = None
    reason: Reason = Reason.schedule
    due: float = 0.0
    failures: int = 0
    reads: int = 0
    first_at: float = 0.0

    @property
    def name(self) -> str:
        return f"{PREFIX}{self.feed.name}" + (f" {self.about}" if self.about is not None else "")

    @property
    def interval(self) -> float:
        """Seconds between reads; infinite for what is read when somebody asks."""
        every = math.inf if self.feed.on_demand else pace.interval(self.feed, 1.0)
        return max(every, SEEN_TO_EVERY) if self.reason is Reason.tour else every

    def floor(self, fresh: bool) -> float:
        """Seconds that must lie between reads by any session. `fresh`: the last one went well and ended its round."""
        if not fresh or self.reason in (Reason.asked, Reason.followed, Reason.doubt) or math.isinf(self.interval):
            return self.feed.floor
        return max(self.feed.floor, self.interval * 0.98)


class Agenda:
    """The items of one account; each name stands there once, for its most urgent reason."""

    def __init__(self, feeds: Iterable[PeopleFeed]) -> None:
        self.feeds = tuple(feeds)
        self.items: dict[str, Item] = {}
        for feed in self.lists:
            self._put(Item(feed=feed))

    @property
    def lists(self) -> tuple[PeopleFeed, ...]:
        """The feeds of the whole account that are read by themselves."""
        return tuple(each for each in self.feeds if not each.on_demand and not each.per_device and not each.per_person)

    @property
    def door_feeds(self) -> tuple[PeopleFeed, ...]:
        """Those that are read door by door."""
        return tuple(each for each in self.feeds if each.per_device and not each.on_demand)

    def next(self, now: float, background_from: float) -> tuple[Item | None, float]:
        """Return what to read now, or None, and in how many seconds something may be (infinite: never). Nothing in the
        background is read before `background_from`."""
        soonest, found = math.inf, None
        for item in self.items.values():
            due = max(item.due, background_from) if item.reason.is_background else item.due
            soonest = min(soonest, due)
            if due <= now and (found is None or (item.reason, due) < (found.reason, found.due)):
                found = item
        return found, soonest - now

    def tour(self, doors: Collection[str]) -> None:
        """Read the lists of these doors (keys), and of no others, one after the other."""
        names = set()
        for item in (Item(feed=feed, about=door, reason=Reason.tour) for feed in self.door_feeds for door in doors):
            names.add(item.name)
            if item.name not in self.items:
                self._put(item)
        for name in [name for name, each in self.items.items() if each.reason is Reason.tour and name not in names]:
            del self.items[name]

    def focus(self, about: str | None, *, is_person: bool, now: float) -> None:
        """Read what is on screen again and again; what was there before, no more."""
        for item in list(self.items.values()):
            if item.reason is Reason.focus and item.about != about:
                self._leave(item)
        for feed in self._of_one(is_person):
            if about is not None and not feed.on_demand:
                self._put(Item(feed=feed, about=about, reason=Reason.focus, due=now, first_at=now))

    def follow(self, person_key: str, now: float) -> None:
        """Read what somebody may open, again and again, until their locks have heard of it."""
        for feed in self._of_one(is_person=True):
            if not feed.on_demand:
                self._put(Item(feed=feed, about=person_key, reason=Reason.followed, due=now, first_at=now))

    def doubt(self, person_keys: Iterable[str], now: float) -> None:
        """Read these people one by one, once."""
        left = MOST_DOUBTS - sum(each.reason is Reason.doubt for each in self.items.values())
        for key in sorted(person_keys)[: max(left, 0)]:
            for feed in self._of_one(is_person=True):
                self._put(Item(feed=feed, about=key, reason=Reason.doubt, due=now, first_at=now))

    def ask(self, names: Collection[str], about: str | None, now: float) -> list[Item]:
        """Read the feeds called `names` once, soon."""
        items = [
            Item(feed=each, about=about, reason=Reason.asked, due=now) for each in self.feeds if each.name in names
        ]
        return [self._put(each) for each in items]

    def done(self, item: Item, now: float, *, under_way: bool) -> None:
        """Plan what follows after a read that went well."""
        item.failures, item.reads = 0, item.reads + 1
        if under_way:
            item.due = now + item.feed.floor
        elif item.reason is Reason.followed:
            item.due = now + min(30.0, max(item.feed.floor, 5.0) * (1 + item.reads // 3))
        elif item.reason in (Reason.schedule, Reason.focus, Reason.tour):
            item.due = now + item.interval
        else:
            self._leave(item)
            return

    def drop(self, item: Item) -> None:
        """Read it no more, but for its place in the schedule."""
        self._leave(item)

    def forget(self, about: str) -> None:
        """Somebody is gone."""
        for name in [name for name, each in self.items.items() if each.about == about]:
            del self.items[name]

    def _of_one(self, is_person: bool) -> Iterator[PeopleFeed]:
        return (each for each in self.feeds if (each.per_person if is_person else each.per_device))

    def _put(self, item: Item) -> Item:
        there = self.items.get(item.name)
        if there is None:
            self.items[item.name] = item
            return item
        there.reason, there.due = min(there.reason, item.reason), min(there.due, item.due)
        if item.reason is Reason.followed:
            there.first_at = item.first_at
        return there

    def _leave(self, item: Item) -> None:
        """What belongs to the schedule goes back there."""
        if item.feed in self.lists:
            item.reason, item.due = Reason.schedule, item.due + item.interval
        else:
            self.items.pop(item.name, None)
