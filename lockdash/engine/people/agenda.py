"""What is to be read next of the people of one account. Times are the clock's monotonic seconds."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from enum import IntEnum

import msgspec

from lockdash.engine import pace
from lockdash.vendors.people import PeopleFeed

PREFIX = "people/"
"""Of the names under which the store keeps claims and bookmarks: devices have feeds of the same names."""
SEEN_TO_EVERY = 600.0
"""Seconds, at least, between two reads of one door's people while nobody looks at that door."""
MOST_DOUBTS = 100
"""People who wait to be read one by one; who is left out is found again when their list was read next."""


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

    @property
    def is_errand(self) -> bool:
        """Whether it is read also while nobody has people open: somebody has asked for it, or for what it shows."""
        return self in (Reason.asked, Reason.followed)


class Item(msgspec.Struct, kw_only=True):
    """A feed, of a device or person if `about` (a key) is given. `reasons`: why it is read, and since when; one without
    any is read for somebody who waits.

    `was_tried`: whether anybody has read it, or could not. `read_at`: when its last whole round ended (UTC, by any
    session), and what it took (`cost`, requests). `under_way`: this session is in the middle of a round. `served`: the
    reasons that the read which goes on, or was the last, has begun for: who asks meanwhile may know of something newer.
    """

    feed: PeopleFeed
    about: str | None = None
    reasons: dict[Reason, float] = msgspec.field(default_factory=dict)
    due: float = 0.0
    failures: int = 0
    reads: int = 0
    was_tried: bool = False
    read_at: datetime | None = None
    cost: int = 1
    under_way: bool = False
    served: set[Reason] = msgspec.field(default_factory=set)

    @property
    def name(self) -> str:
        return f"{PREFIX}{self.feed.name}" + (f" {self.about}" if self.about is not None else "")

    @property
    def reason(self) -> Reason:
        return min(self.reasons, default=Reason.asked)

    @property
    def is_background(self) -> bool:
        """Who asked has the first part of a long round at once; the others come as the budget allows."""
        return self.under_way or self.reason.is_background

    @property
    def interval(self) -> float:
        """Seconds between reads; infinite for what is read when somebody asks."""
        every = math.inf if self.feed.on_demand else pace.interval(self.feed, 1.0)
        return max(every, SEEN_TO_EVERY) if self.reason is Reason.tour else every


class Agenda:
    """The items of one account; each name stands there once. `stretch`: the factor by which what is read by itself is
    read more seldom (`keep_to`)."""

    def __init__(self, feeds: Iterable[PeopleFeed]) -> None:
        self.feeds = tuple(feeds)
        self.items: dict[str, Item] = {}
        self.stretch = 1.0
        for feed in self.lists:
            self._put(feed, None, Reason.schedule, 0.0)

    @property
    def lists(self) -> tuple[PeopleFeed, ...]:
        """The feeds of the whole account that are read by themselves."""
        return tuple(each for each in self.feeds if not each.on_demand and not each.per_device and not each.per_person)

    @property
    def door_feeds(self) -> tuple[PeopleFeed, ...]:
        """Those that are read door by door."""
        return tuple(each for each in self.feeds if each.per_device and not each.on_demand)

    def on_tour(self, feed: PeopleFeed) -> list[Item]:
        """The items of `feed`, one for each door."""
        return [each for each in self.items.values() if each.feed is feed and Reason.tour in each.reasons]

    def next(self, now: float, *, background_from: float, is_open: bool) -> tuple[Item | None, float]:
        """Return what to read now, or None, and in how many seconds something may be (infinite: never). Nothing in the
        background is read before `background_from`, and nothing but errands unless somebody has people open.

        What was never read comes before what is read again. Doors are read one after the other, each to its end: a
        vendor's client tells who is missing from a list only if it saw all of it.
        """
        soonest, found = math.inf, None
        busy = {each.feed.name: each for each in self.items.values() if each.under_way and Reason.tour in each.reasons}
        for item in self.items.values():
            waits = item.reason is Reason.tour and busy.get(item.feed.name, item) is not item
            if waits or not (is_open or item.reason.is_errand):
                continue
            due = max(item.due, background_from) if item.is_background else item.due
            soonest = min(soonest, due)
            if due <= now and (found is None or _rank(item) < _rank(found)):
                found = item
        return found, soonest - now

    def floor(self, item: Item, fresh: bool) -> float:
        """Seconds that must lie between reads of `item` by any session. `fresh`: the last one went well and ended its
        round."""
        interval = self.interval(item)
        if not fresh or item.reason in (Reason.asked, Reason.followed, Reason.doubt) or math.isinf(interval):
            return item.feed.floor
        return max(item.feed.floor, interval * 0.98)

    def interval(self, item: Item) -> float:
        return item.interval * (self.stretch if item.reason.is_background else 1.0)

    def keep_to(self, rate: float) -> None:
        """Read so seldom that what is read by itself takes no more than `rate` requests a second."""
        own = [each for each in self.items.values() if each.reason in (Reason.schedule, Reason.tour)]
        self.stretch = max(1.0, sum(each.cost / each.interval for each in own) / rate)

    def tour(self, doors: Collection[str]) -> list[Item]:
        """Read the lists of these doors (keys), and of no others, one after the other. Return those that are new."""
        names = {Item(feed=feed, about=door).name: (feed, door) for feed in self.door_feeds for door in doors}
        for item in [each for each in self.items.values() if Reason.tour in each.reasons and each.name not in names]:
            self.drop(item, Reason.tour)
        missing = [pair for name, pair in names.items() if not self._has(name, Reason.tour)]
        return [self._put(feed, door, Reason.tour, 0.0) for feed, door in missing]

    def focus(self, about: str | None, *, is_person: bool, now: float) -> None:
        """Read what is on screen again and again; what was there before, no more."""
        for item in [each for each in self.items.values() if Reason.focus in each.reasons and each.about != about]:
            self.drop(item, Reason.focus)
        for feed in self._of_one(is_person):
            if about is not None and not feed.on_demand:
                self._put(feed, about, Reason.focus, now)

    def follow(self, person_key: str, now: float) -> None:
        """Read what somebody may open, again and again, until their locks have heard of it."""
        for feed in self._of_one(is_person=True):
            if not feed.on_demand:
                item = self._put(feed, person_key, Reason.followed, now)
                item.reads, item.reasons[Reason.followed] = 0, now

    def doubt(self, person_keys: Iterable[str], now: float) -> None:
        """Read these people one by one, once."""
        waiting = {each.about for each in self.items.values() if Reason.doubt in each.reasons}
        left = max(0, MOST_DOUBTS - len(waiting))
        for key in [each for each in sorted(person_keys) if each not in waiting][:left]:
            for feed in self._of_one(is_person=True):
                self._put(feed, key, Reason.doubt, now)

    def ask(self, names: Collection[str], about: str | None, now: float) -> None:
        """Read the feeds called `names` once, soon."""
        for feed in self.feeds:
            if feed.name in names:
                self._put(feed, about, Reason.asked, now)

    def hasten_all(self, now: float) -> None:
        """Let all that waits be due now."""
        for item in self.items.values():
            item.due = min(item.due, now)

    def begin(self, item: Item) -> None:
        """A read of `item` begins."""
        item.served = set(item.reasons)

    def done(self, item: Item, now: float, *, under_way: bool) -> None:
        """Plan what follows after a read that went well."""
        item.failures, item.reads, item.was_tried, item.under_way = 0, item.reads + 1, True, under_way
        if under_way:
            item.due = now + item.feed.floor
            return
        self._serve(item)
        waits = [0.0 if Reason.asked in item.reasons or Reason.doubt in item.reasons else self.interval(item)]
        if Reason.followed in item.reasons:
            waits.append(min(30.0, max(item.feed.floor, 5.0) * (1 + item.reads // 3)))
        item.due = now + min(waits)

    def failed(self, item: Item, now: float, again: float) -> None:
        """Plan what follows after a read of this item alone that brought nothing; `again`: when it may be tried."""
        item.failures, item.was_tried, item.under_way = item.failures + 1, True, False
        self._serve(item)
        item.due = now + self.interval(item) if item.reason is Reason.tour else again

    def drop(self, item: Item, reason: Reason) -> None:
        """Read it no more for this reason."""
        item.reasons.pop(reason, None)
        if not item.reasons:
            self.items.pop(item.name, None)

    def forget(self, about: str) -> None:
        """Somebody is gone."""
        for name in [name for name, each in self.items.items() if each.about == about]:
            del self.items[name]

    def _serve(self, item: Item) -> None:
        """Let go of those who wanted it once."""
        for reason in item.served & {Reason.asked, Reason.doubt}:
            self.drop(item, reason)

    def _of_one(self, is_person: bool) -> Iterator[PeopleFeed]:
        return (each for each in self.feeds if (each.per_person if is_person else each.per_device))

    def _has(self, name: str, reason: Reason) -> bool:
        return name in self.items and reason in self.items[name].reasons

    def _put(self, feed: PeopleFeed, about: str | None, reason: Reason, due: float) -> Item:
        new = Item(feed=feed, about=about, due=due)
        item = self.items.setdefault(new.name, new)
        item.reasons.setdefault(reason, due)
        item.served.discard(reason)
        item.due = min(item.due, due)
        return item


def _rank(item: Item) -> tuple[bool, Reason, float]:
    is_repeated = item.reason.is_background and item.was_tried and not item.under_way
    return is_repeated, item.reason, item.due
