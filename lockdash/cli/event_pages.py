"""The log page by page: whoever writes events holds one page of them at a time, however many there are."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Protocol

import msgspec

from lockdash.domain.event_query import EventQuery, Place
from lockdash.domain.log_rows import LogRow

PAGE = 200
"""Events in one piece."""
_BEGINNING = Place(-math.inf, 0)


class Read(Protocol):
    """Gives up to `limit` events, the newest first, as the store's log does: those older than `before`, or next newer
    than `after`."""

    def __call__(self, query: EventQuery, before: Place | None, after: Place | None, limit: int) -> list[LogRow]: ...


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for. `account`: the whole name of one; the query finds more, of which it is a part. `limit`: the
    newest so many, all of them for 0."""

    query: EventQuery
    account: str | None = None
    limit: int = 0

    def takes(self, row: LogRow) -> bool:
        return self.account in (None, row.event.account)


class Newest:
    """What is asked for, newest first. Known when the last page was given: `is_more`: the limit has left some out;
    `oldest`: the last row, None if there was none; `nameless`: the accounts of people whom nobody knows by name."""

    def __init__(self, read: Read, asked: Asked) -> None:
        self.is_more = False
        self.oldest: LogRow | None = None
        self.nameless: set[str] = set()
        self._read = read
        self._asked = asked

    def __iter__(self) -> Iterator[list[LogRow]]:
        asked, given, before = self._asked, 0, None
        # Until there is nothing at all: a page is shorter by events that cannot be read.
        while found := self._read(asked.query, before, None, self._piece(given)):
            rows = [each for each in found if asked.takes(each)]
            if asked.limit and given + len(rows) > asked.limit:
                rows, self.is_more = rows[: asked.limit - given], True
            if rows:
                given, self.oldest = given + len(rows), rows[-1]
                self.nameless |= {row.event.account for row in rows if row.who is None and row.event.who_id is not None}
                yield rows
            if self.is_more:
                return
            before = found[-1].place

    def _piece(self, given: int) -> int:
        """One more than is left of the limit, to know whether there are more."""
        return min(self._asked.limit - given + 1, PAGE) if self._asked.limit else PAGE


def oldest_first(read: Read, asked: Asked) -> Iterator[list[LogRow]]:
    """Give the same, oldest first. Where a limit begins is found by walking back, keeping nothing."""
    after = _BEGINNING
    if asked.limit:
        newest = Newest(read, asked)
        for _ in newest:
            pass
        if newest.oldest is None:
            return
        first = newest.oldest.place
        after = Place(first.at, first.seq - 1)
    while found := read(asked.query, None, after, PAGE):
        if rows := [each for each in reversed(found) if asked.takes(each)]:
            yield rows
        after = found[0].place
