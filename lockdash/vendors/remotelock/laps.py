"""Long lists of the vendor's, read in laps: some pages at each read, and from the first again after the last.

What a lap has in common whatever is listed: where it is, what was seen of it, and how its pages are read.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from math import ceil

import msgspec

from lockdash.vendors.base import Problem
from lockdash.vendors.errors import RateLimited
from lockdash.vendors.fields import whole
from lockdash.vendors.remotelock.api import MOST_PAGES, PER_PAGE, REACH, NoPage, Page


class Position(msgspec.Struct, frozen=True):
    """What the cursor says. `lap`: which one it is, 1 for the account's first. `page`: the one to read next."""

    lap: int = 1
    page: int = 1

    @classmethod
    def of(cls, cursor: str | None) -> Position:
        """Return the position that `cursor` names; the beginning if it names none."""
        lap, _, page = (cursor or "").partition(".")
        found = cls(whole(lap) or 0, whole(page) or 0)
        return found if found.lap >= 1 and 1 <= found.page <= MOST_PAGES else cls()

    def after(self, page: int | None) -> Position:
        """Return the position of the next read, `page` of this lap; None: this lap is over."""
        return Position(self.lap, page) if page is not None else Position(self.lap + 1)

    def __str__(self) -> str:
        return f"{self.lap}.{self.page}"


class Sight(msgspec.Struct, frozen=True):
    """What one client saw of a lap. `unbroken`: it read every page until now, and understood every item."""

    ids: frozenset[str] = frozenset()
    totals: frozenset[int | None] = frozenset()
    pages: int = 0
    unbroken: bool = True

    @property
    def is_whole(self) -> bool:
        """Whether nothing came, went or was missed while the pages were read, as far as they say."""
        total = next(iter(self.totals), None)
        return self.unbroken and len(self.totals) == 1 and (total is None or total <= len(self.ids))

    def size(self, known: int = 0) -> int:
        """Return how long the list is: by the vendor's count, or by what is known if it gives none."""
        counts = (total for total in self.totals if total is not None)
        return min(max(counts, default=max(len(self.ids), known)), REACH)


async def walk(
    start: Position,
    most: Callable[[Position], int],
    ask: Callable[[int], Awaitable[Page]],
    take: Callable[[Page], object],
) -> tuple[Position, int | None]:
    """Read pages from `start` on, `most` of them, and hand each to `take`.

    Return where that began, and the number of the next page, None after the last. Raises VendorError if there is not
    even one page.
    """
    taken = 0

    async def pages(first: Position) -> int | None:
        nonlocal taken
        end = first.page + most(first)
        for number in range(first.page, end):
            try:
                page = await ask(number)
            except RateLimited:
                if not taken:
                    raise
                return number  # what was paid for is kept; the rest follows when there are requests again
            take(page)
            taken += 1
            if page.last:
                return None
        return end

    try:
        return start, await pages(start)
    except NoPage:
        if start.page == 1 or taken:
            raise
    # The list may have become shorter than this: a page is at most `total_pages` (reference, "Pagination").
    start = start.after(None)
    return start, await pages(start)


def reads(items: int, pages: int, per_page: int = PER_PAGE) -> int:
    """Return the number of reads, of so many `pages` each, that `items` take."""
    return max(1, ceil(items / (pages * per_page)))


def beyond_reach(page: Page, where: str, items: str) -> Problem:
    """Return what to say of a list that is `cut`."""
    of = "" if page.total is None else f" of {page.total:,}"
    return Problem(where, f"RemoteLock hands out the first {REACH:,} {items}{of}; the others are not shown")
