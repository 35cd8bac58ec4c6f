"""How the reading of an account's people goes on after each read: for what is planned next, and for what is told."""

from __future__ import annotations

import logging
from random import Random

from lockdash.domain.accesses import SyncState, summary
from lockdash.engine.clock import Clock
from lockdash.engine.failures import words_of
from lockdash.engine.people.agenda import Agenda, Item, Reason
from lockdash.engine.people.board import PeopleBoard
from lockdash.engine.people.bookmark import Bookmark
from lockdash.engine.people.merge import is_doubted
from lockdash.engine.people.reader import NOT_FOUND, Later, PeopleReader, Taken
from lockdash.engine.people.standing import PeopleStanding
from lockdash.engine.retrying import Retrying
from lockdash.engine.spare import rate
from lockdash.engine.standing import is_of_all
from lockdash.vendors.errors import Rejected
from lockdash.vendors.people import PeopleFeed

log = logging.getLogger("lockdash.engine.people.course")

FOLLOWED_FOR = 900.0
"""Seconds for which a change is followed to the locks."""
UNCOUNTED_FOR = 60.0
"""Seconds in which an access that was granted just now gets its counts."""


class Course:
    """Of one account, from its first connection on. Nothing in the background is read before `background_from`
    (monotonic seconds)."""

    def __init__(
        self,
        agenda: Agenda,
        reader: PeopleReader,
        standing: PeopleStanding,
        retrying: Retrying,
        board: PeopleBoard,
        clock: Clock,
        rng: Random,
    ) -> None:
        self.agenda = agenda
        self.background_from = 0.0
        self._reader = reader
        self._standing = standing
        self._retrying = retrying
        self._board = board
        self._clock = clock
        self._rng = rng

    async def learn(self, items: list[Item]) -> None:
        """Take over what any session has read of `items` before, and show it. Raises StoreError."""
        if not items:
            return
        now, ahead = self._clock.now(), self._clock.monotonic()
        for item, found in zip(items, await self._reader.bookmarks(items), strict=True):
            if found.read_at is not None and not found.is_under_way:
                age = max(0.0, (now - found.read_at).total_seconds())  # the clock may have been set back
                item.due = ahead + max(0.0, self.agenda.interval(item) - age)
            self._note(item, found)

    def took(self, item: Item, taken: Taken) -> None:
        """A read went well."""
        now, feed = self._clock.monotonic(), item.feed
        is_over = not taken.bookmark.is_under_way
        self._standing.recovered(feed.name)
        self.agenda.done(item, now, under_way=not is_over)
        self.agenda.doubt(taken.doubts, now)
        if item.about is None and is_over:
            self.doubt_again()
        elif feed.per_person and is_over and not feed.on_demand:
            self._standing.knows_accesses_of(item.about or "")
        if Reason.followed in item.reasons and self._is_settled(item, now):
            self.agenda.drop(item, Reason.followed)
        self._note(item, taken.bookmark)
        if taken.budget is not None:
            self.agenda.keep_to(rate(taken.budget, self._reader.window))

    def gone(self, item: Item) -> None:
        """Whom it is about is no more."""
        self._standing.recovered(item.feed.name)
        self.agenda.forget(item.about or "")

    async def postpone(self, item: Item, later: Later) -> None:
        """It is too soon, for all sessions: others wait for the same moment. Show how far another one has come."""
        at = self._retrying.monotonic(later.at) + 0.5 * self._rng.random()
        if later.of_all:
            self.background_from = at
            return
        item.due, item.under_way = at, later.is_ours
        self._note(item, (await self._reader.bookmarks([item]))[0])

    def failed(self, item: Item, error: Exception) -> None:
        """A read brought nothing."""
        log.info("people of %s, %s: %s", self._reader.account, item.name, words_of(error))
        if is_of_all(error):
            self._retrying.hold(error)
            self._standing.out_of_reach(words_of(error))
            item.due = self._retrying.held_until
            return
        now = self._clock.monotonic()
        again = self._retrying.after(item.failures + 1, error)
        self.agenda.failed(item, now, self._retrying.monotonic(again))
        if Reason.followed in item.reasons and now - item.reasons[Reason.followed] >= FOLLOWED_FOR:
            self.agenda.drop(item, Reason.followed)
        if _is_of_one(error):
            item.read_at = self._clock.now()
        else:
            self._standing.troubled(item.feed.name, words_of(error))
        if Reason.tour in item.reasons:
            self._note_tour(item.feed)

    def doubt_again(self) -> None:
        """Take up the doubts that nobody has settled."""
        mine = (each for each in self._board.snapshot.people.values() if each.account == self._reader.account)
        self.agenda.doubt([each.key for each in mine if is_doubted(each)], self._clock.monotonic())

    def _is_settled(self, item: Item, now: float) -> bool:
        """Whether nothing is left to follow: all locks have heard or have failed to, or it has taken too long."""
        accesses = self._board.snapshot.by_person.get(item.about or "", ())
        heard, followed = summary(accesses), now - item.reasons[Reason.followed]
        if heard.pending:
            return followed >= FOLLOWED_FOR
        is_uncounted = any(each.sync is not None and not each.sync.total for each in accesses)
        return followed >= UNCOUNTED_FOR or not (is_uncounted or heard.state is SyncState.uncounted)

    def _note(self, item: Item, found: Bookmark) -> None:
        item.read_at, item.cost = found.read_at, found.cost
        item.was_tried = item.was_tried or found.read_at is not None
        if item.about is None:
            self._standing.listed(item.feed.name, found)
        elif Reason.tour in item.reasons:
            self._note_tour(item.feed)

    def _note_tour(self, feed: PeopleFeed) -> None:
        names = [each.name for each in self.agenda.door_feeds]
        self._standing.toured(feed.name, self.agenda.on_tour(feed), names)


def _is_of_one(error: Exception) -> bool:
    """Whether `error` says nothing of the next device or person: this one is no more, or of the wrong kind."""
    return isinstance(error, Rejected) and error.status in (0, NOT_FOUND)
