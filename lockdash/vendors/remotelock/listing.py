"""Reading a stretch of one of RemoteLock's lists of events, page by page: pure.

A list grows at its newest end only. Newest first, what has come since pushes the rest to later pages, so that some is
seen twice and nothing is passed over; oldest first, pages keep their items. Only what the vendor takes away moves the
rest to earlier pages: then the list has become shorter, and the reading steps back by as much.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from math import ceil

import msgspec

from lockdash.vendors.base import Stretch
from lockdash.vendors.remotelock.api import MOST_PAGES, PER_PAGE


class End(StrEnum):
    """Why there is no page to read any more: all of the stretch was seen, or the vendor hands out no more pages."""

    whole = "whole"
    cut = "cut"


class Sight(msgspec.Struct, frozen=True):
    """What a page shows of its list. `last`: the date of its last item, None if it has none. `total`: the list's
    length, None if not told. `end`: of the list; None: more pages follow."""

    last: datetime | None
    total: int | None = None
    end: End | None = None


class Walk(msgspec.Struct, frozen=True):
    """Where the reading of `stretch` stands. `kind`: of which type the events are, "" for all. `page`: to be read next.

    While the page on which the stretch begins is looked for, it is among `low` to `high`; `high` is 0 before the first
    page, `low` afterwards. `reached`: the date up to which pages were read one after the other. `total`: the list's
    length by the page before.
    """

    stretch: Stretch
    kind: str = ""
    oldest_first: bool = False
    page: int = 1
    low: int = 1
    high: int = 0
    reached: datetime | None = None
    total: int | None = None

    def left_by(self, sight: Sight) -> Stretch:
        """Return what of the stretch is not reached by the page of `sight`."""
        before, until, reached = self.stretch.before, self.stretch.until, sight.last or self.reached
        if reached is None:
            return self.stretch
        if self.oldest_first:
            return Stretch(before, reached if until is None else max(until, reached))
        return Stretch(reached if before is None else min(before, reached), until)

    def is_there(self, sight: Sight) -> bool:
        """Whether the page of `sight` follows on those that were read one after the other, or is the first of them."""
        return not self.low or (self.page == 1 and self._begins_by(sight.last))

    def after(self, sight: Sight) -> Walk | End:
        """Return where the reading stands after its page, or how it ended."""
        return self._searched(sight) if self.low else self._walked(sight)

    def _searched(self, sight: Sight) -> Walk | End:
        if self._begins_by(sight.last):
            if self.page == 1:
                return self._at(1, sight)._walked(sight)
            return self._narrowed(self.low, self.page, sight)
        if self.high:
            return self._narrowed(self.page + 1, self.high, sight)
        if sight.end is not None:
            return sight.end
        pages = MOST_PAGES if sight.total is None else min(MOST_PAGES, ceil(sight.total / PER_PAGE))
        return self._narrowed(2, max(2, pages), sight)

    def _narrowed(self, low: int, high: int, sight: Sight) -> Walk:
        if low >= high:
            return self._at(max(1, high - 1), sight)  # one early: it may have moved meanwhile
        return msgspec.structs.replace(self, page=(low + high) // 2, low=low, high=high, total=sight.total)

    def _at(self, page: int, sight: Sight) -> Walk:
        return msgspec.structs.replace(self, page=page, low=0, total=sight.total)

    def _walked(self, sight: Sight) -> Walk | End:
        if self._ends_before(sight.last):
            return End.whole
        gone = self.total - sight.total if self.total is not None and sight.total is not None else 0
        if gone > 0 and self.page > 1:
            return self._at(max(1, self.page - ceil(gone / PER_PAGE)), sight)
        if sight.end is End.whole:
            return End.whole
        reached = sight.last or self.reached
        if sight.end is End.cut:
            return End.cut
        return msgspec.structs.replace(self, page=self.page + 1, reached=reached, total=sight.total)

    def _begins_by(self, last: datetime | None) -> bool:
        """Whether the stretch begins on the page that ends with `last`, or on one before it."""
        near = self.stretch.until if self.oldest_first else self.stretch.before
        if near is None or last is None:
            return True
        return last >= near if self.oldest_first else last <= near

    def _ends_before(self, last: datetime | None) -> bool:
        far = self.stretch.before if self.oldest_first else self.stretch.until
        if far is None or last is None:
            return False
        return last > far if self.oldest_first else last < far
