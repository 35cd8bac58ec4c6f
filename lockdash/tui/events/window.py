"""The part of the log that is in memory: rows without a hole between them, around what is seen. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable

import msgspec

from lockdash.domain.event_query import Place
from lockdash.engine.log.views import LogRow, Page

PAGE = 200
"""Rows that are asked for at a time; more than any terminal shows."""
MOST = 2000
"""Rows that are kept, some MB with their raw answers."""
BEGINNING = Place(float("-inf"), 0)
"""Before everything."""


class LogWindow:
    """`rows`: the oldest first, in the order of their places, none twice. `at_oldest`, `at_newest`: nothing of what was
    asked for is beyond that end. `has_grown`: but by now there is something older than all that is here. `is_loaded`: a
    first page came. What was read before the last news is stale: events
    come late, and the past is read while one looks."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self.rows: list[LogRow] = []
        self.at_oldest = self.at_newest = self.is_loaded = self.has_grown = False
        self._fresh: tuple[Place, Place] | None = None

    @property
    def wants_older(self) -> bool:
        """Whether there is something older than all that is here."""
        return bool(self.rows) and (self.has_grown or not self.at_oldest)

    @property
    def oldest(self) -> Place | None:
        return self.rows[0].place if self.rows else None

    @property
    def newest(self) -> Place | None:
        return self.rows[-1].place if self.rows else None

    def begin(self, page: Page, *, at_oldest: bool = False) -> None:
        """Start anew with the newest page, or with the oldest one."""
        self._put(page.rows)
        self.is_loaded, self.has_grown = True, False
        self.at_oldest = at_oldest or page.is_last
        self.at_newest = page.is_last or not at_oldest
        if page.rows:
            self._fresh = BEGINNING if self.at_oldest else page.rows[-1].place, page.rows[0].place
        self._cut(self.oldest if at_oldest else None)

    def add_older(self, page: Page, before: Place, eye: Place | None) -> None:
        """Take the page that was asked for as older than `before`, if it still fits. `eye`: where one looks."""
        if before == self.oldest:
            self.at_oldest, self.has_grown = page.is_last, False
            self._put([*self.rows, *page.rows])
            self._refresh(BEGINNING if page.is_last else self.rows[0].place, before)
            self._cut(eye)

    def add_newer(self, page: Page, after: Place, eye: Place | None) -> None:
        """Take the page that was asked for as newer than `after`, if it still fits. `eye`: where one looks, None: at
        the newest."""
        if after == self.newest:
            self.at_newest = page.is_last
            self._put([*self.rows, *page.rows])
            self._refresh(after, self.rows[-1].place)
            self._cut(eye)

    def renew(self, page: Page, after: Place, eye: Place | None) -> None:
        """Take what stands in the log now from `after` on, as far as `page` reaches and the window does: what came late
        comes in, what is gone goes. What is older by now than all that is here is only known to be there."""
        oldest, newest = self.oldest, self.newest
        if oldest is None or newest is None or (after < oldest and not self.at_oldest):
            return
        last = newest if page.is_last or not page.rows else min(page.rows[0].place, newest)
        found = [each for each in page.rows if oldest <= each.place <= last]
        self.has_grown = self.has_grown or any(each.place < oldest for each in page.rows)
        self._put([*(each for each in self.rows if not after < each.place <= last), *found])
        self._refresh(after, last)
        self._cut(eye)

    def forget_freshness(self) -> None:
        """The log is another one by now."""
        self._fresh = None

    def is_fresh(self, first: Place, last: Place) -> bool:
        """Whether the rows from `first` to `last` are those of the log as of the last news."""
        return self._fresh is not None and self._fresh[0] <= self.before(first) and last <= self._fresh[1]

    def mark_seen(self, places: Collection[Place]) -> None:
        """These were seen, also if the log does not say so yet."""
        seen = frozenset(places)
        self.rows = [msgspec.structs.replace(row, is_unseen=False) if row.place in seen else row for row in self.rows]

    def before(self, place: Place) -> Place:
        """Return the place of the row before the one at `place`; before the first one, the beginning of the log."""
        index = bisect_left(self.rows, place, key=lambda row: row.place)
        if index:
            return self.rows[index - 1].place
        return BEGINNING if self.at_oldest else place

    def earlier(self, place: Place, count: int) -> Place:
        """Return the place before which `count` rows stand before the one at `place`, or as many as there are."""
        index = bisect_left(self.rows, place, key=lambda row: row.place)
        return self.before(self.rows[max(index - count, 0)].place)

    def count_after(self, place: Place) -> int:
        """Return how many rows are newer than `place`."""
        return sum(1 for row in reversed(self.rows) if row.place > place)

    def _refresh(self, after: Place, last: Place) -> None:
        """What is newer than `after`, up to `last`, was just read; so is what was fresh before, if the two touch."""
        known = self._fresh
        if known is not None and after <= known[1] and known[0] <= last:
            after, last = min(after, known[0]), max(last, known[1])
        self._fresh = after, last

    def _put(self, rows: Iterable[LogRow]) -> None:
        """An event that is known by now to have happened at another time stands there only."""
        by_event = {row.place.seq: row for row in rows}
        self.rows = sorted(by_event.values(), key=lambda row: row.place)

    def _cut(self, eye: Place | None) -> None:
        """Keep as many rows as may be; those go that are the farthest from where one looks."""
        over = len(self.rows) - self._most
        if over <= 0:
            return
        here = len(self.rows) if eye is None else bisect_left(self.rows, eye, key=lambda row: row.place)
        first = min(max(here - self._most // 2, 0), over)
        self.at_oldest = self.at_oldest and first == 0
        self.at_newest = self.at_newest and first == over
        self.rows = self.rows[first : first + self._most]
