"""RemoteLock's lists of people, in parts: a few pages at each read, resumed by the cursor, also by another session."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from math import ceil
from typing import Generic, TypeVar

import msgspec

from lockdash.domain.accesses import Access, Group, Place
from lockdash.domain.exceptions import AccessException
from lockdash.domain.people import Person
from lockdash.domain.schedules import Schedule
from lockdash.vendors.base import Problem
from lockdash.vendors.errors import Rejected
from lockdash.vendors.people import PeopleAnswer
from lockdash.vendors.remotelock.api import PER_PAGE, Api, NoPage, Page
from lockdash.vendors.remotelock.explaining import in_words
from lockdash.vendors.remotelock.laps import Position, Sight, beyond_reach, reads, walk
from lockdash.vendors.replies import each

T = TypeVar("T")

PAGES = 10
"""Pages of one read: with many times that left of a minute's budget for whatever else the account is asked."""


class Listing(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """What is listed. `read`: one item; `key`: what it goes by in a roll. `params`: of every request. `where`: in
    words. `owner`: the id of the resource to which the list belongs, "" for one of the account. `pages`: of one read,
    `per_page` items each."""

    path: str
    where: str
    read: Callable[[msgspec.Raw], T]
    key: Callable[[T], str]
    params: tuple[tuple[str, str], ...] = ()
    owner: str = ""
    pages: int = PAGES
    per_page: int = PER_PAGE


class Part(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """What one read brought of a list. Fields as in `PeopleAnswer`."""

    values: tuple[T, ...]
    roll: frozenset[str] | None
    part: int
    parts: int
    cursor: str
    problems: tuple[Problem, ...]

    def answer(
        self,
        *,
        people: tuple[Person, ...] = (),
        accesses: tuple[Access, ...] = (),
        groups: tuple[Group, ...] = (),
        places: tuple[Place, ...] = (),
        schedules: tuple[Schedule, ...] = (),
        exceptions: tuple[AccessException, ...] = (),
        problems: tuple[Problem, ...] = (),
    ) -> PeopleAnswer:
        """Return what the engine gets of it, with more `problems` if there are any."""
        return PeopleAnswer(
            people=people,
            accesses=accesses,
            groups=groups,
            places=places,
            schedules=schedules,
            exceptions=exceptions,
            roll=self.roll,
            part=self.part,
            parts=self.parts,
            cursor=self.cursor,
            problems=self.problems + problems,
        )


class Lists:
    """Reads lists and remembers what it saw of the laps under way, one of each feed. Whoever takes a lap over in the
    middle reads it to its end, but gives no roll of it."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._sights: dict[str, dict[str | None, Sight]] = {}

    async def read(self, feed: str, listing: Listing[T], cursor: str | None) -> Part[T]:
        """Read the next pages. Raises VendorError if there is not even one; Rejected is about the list's owner."""
        start, pages = _position(cursor, listing.owner), _Pages(listing)
        start, following = await walk(start, lambda _: listing.pages, self._asker(listing), pages.take)
        before = Sight() if start.page == 1 else self._sights.get(feed, {}).get(cursor, Sight(unbroken=False))
        sight, returned = pages.seen(before), _written(start.after(following), listing.owner)
        # What was read may be lost on its way into the store: then it is asked for again by the same cursor.
        self._sights[feed] = {cursor: before, returned: sight}
        parts = reads(sight.size(), listing.pages, listing.per_page)
        done = parts if following is None else ceil((following - 1) / listing.pages)
        return Part(
            values=tuple(pages.values.values()),
            roll=sight.ids if following is None and sight.is_whole else None,
            part=done,
            parts=parts if following is None else max(parts, done + 1),
            cursor=returned,
            problems=tuple(pages.problems),
        )

    def _asker(self, listing: Listing[T]) -> Callable[[int], Awaitable[Page]]:
        async def of_account(number: int) -> Page:
            return await self._api.page(listing.path, number, filters=listing.params, per_page=listing.per_page)

        async def of_owner(number: int) -> Page:
            asked = self._api.page_of(listing.path, number, listing.params, per_page=listing.per_page)
            try:
                return await in_words(asked)
            except Rejected as refused:
                if number == 1:
                    raise
                no_page = NoPage(str(refused), remedy=refused.remedy)
            raise no_page

        return of_owner if listing.owner else of_account


class _Pages(Generic[T]):
    """The pages of one read."""

    def __init__(self, listing: Listing[T]) -> None:
        self.values: dict[str, T] = {}
        self.problems: list[Problem] = []
        self._listing = listing
        self._totals: set[int | None] = set()
        self._pages = 0

    def take(self, page: Page) -> None:
        good, bad = each(page.items, self._listing.read, self._listing.where)
        self.values |= {self._listing.key(value): value for value in good}
        self.problems += bad
        if page.cut:
            problem = beyond_reach(page, self._listing.where, "entries")
            self.problems += [problem] if problem not in self.problems else []
        self._totals.add(page.total)
        self._pages += 1

    def seen(self, before: Sight) -> Sight:
        """Return `before` and what was read."""
        return Sight(
            ids=before.ids | self.values.keys(),
            totals=before.totals | self._totals,
            pages=before.pages + self._pages,
            unbroken=before.unbroken and not self.problems,
        )


def _position(cursor: str | None, owner: str) -> Position:
    """Return where to go on; at the beginning if `cursor` is none, or of a list of another owner."""
    place, _, whose = (cursor or "").partition("@")
    return Position.of(place) if whose == owner else Position()


def _written(place: Position, owner: str) -> str:
    return f"{place}@{owner}" if owner else str(place)
