"""The engine's event log over a plain list: it records what it was asked, and shows what the test pushes."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from datetime import datetime

import msgspec

from lockdash.domain.alarms import is_trouble
from lockdash.domain.event_query import Clause, EventQuery, Field, Place
from lockdash.domain.event_text import KIND_WORDS
from lockdash.domain.text import fold
from lockdash.engine.log.views import Archive, Bar, Count, LogNews, LogRow, Page

COUNTED = 10_000


class FakeLog:
    """`asked`: every question, as (what, query, ...). `seen`: what was acknowledged. `failure`: raised by whatever is
    asked. `held`: while clear, answers wait. `archives`: how far the past was read."""

    def __init__(self, rows: Iterable[LogRow] = (), archives: Iterable[Archive] = ()) -> None:
        self.rows = sorted(rows, key=lambda row: row.place)
        self.archives = {each.account: each for each in archives}
        self.asked: list[tuple[object, ...]] = []
        self.seen: list[Place] = []
        self.failure: Exception | None = None
        self.held = asyncio.Event()
        self.held.set()
        self.listeners: list[Callable[[LogNews], None]] = []
        self.opened = 0
        self.rings: list[bool] = []
        self._revision = 1

    @property
    def unseen(self) -> int:
        return sum(1 for row in self.rows if row.is_unseen)

    async def open(self) -> None:
        self.opened += 1
        await self._answer()

    async def page(
        self, query: EventQuery, *, before: Place | None = None, after: Place | None = None, limit: int = 200
    ) -> Page:
        self.asked.append(("page", query, before, after, limit))
        await self._answer()
        rows = self._found(query)
        if after is not None:
            rows = [row for row in rows if row.place > after]
            return Page(tuple(reversed(rows[:limit])), len(rows) <= limit)
        rows = [row for row in rows if before is None or row.place < before]
        return Page(tuple(reversed(rows[-limit:])), len(rows) <= limit)

    async def count(self, query: EventQuery) -> Count:
        self.asked.append(("count", query))
        await self._answer()
        number = len(self._found(query))
        return Count(min(number, COUNTED), number <= COUNTED)

    async def bars(self, query: EventQuery, since: datetime, until: datetime, step: float) -> list[Bar]:
        self.asked.append(("bars", query, since, until, step))
        await self._answer()
        first = since.timestamp()
        totals: Counter[int] = Counter()
        alarming: Counter[int] = Counter()
        for row in self._found(query):
            if first <= row.place.at < until.timestamp():
                number = int((row.place.at - first) // step)
                totals[number] += 1
                alarming[number] += is_trouble(row.event.kind, row.event.outcome)
        return [Bar(first + number * step, total, alarming[number]) for number, total in sorted(totals.items())]

    async def acknowledge(self, places: Collection[Place]) -> None:
        self.seen += places
        await self._answer()
        seen = set(places)
        self.rows = [
            msgspec.structs.replace(row, is_unseen=row.is_unseen and row.place not in seen) for row in self.rows
        ]

    def ring(self, wanted: bool) -> None:
        self.rings.append(wanted)

    def subscribe(self, listener: Callable[[LogNews], None]) -> Callable[[], None]:
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    async def _answer(self) -> None:
        await self.held.wait()
        if self.failure is not None:
            raise self.failure

    def _found(self, query: EventQuery) -> list[LogRow]:
        return [row for row in self.rows if _matches(row, query)]

    # What a test does

    def push(self, *rows: LogRow, archives: Iterable[Archive] = (), alarms: tuple[LogRow, ...] = ()) -> None:
        """Let `rows` be in the log, in place of those that have their numbers, and tell the listeners."""
        by_number = {row.place.seq: row for row in (*self.rows, *rows)}
        self.rows = sorted(by_number.values(), key=lambda row: row.place)
        self.archives |= {each.account: each for each in archives}
        self._revision += 1
        news = LogNews(revision=self._revision, unseen=self.unseen, alarms=alarms)
        for listener in list(self.listeners):
            listener(news)

    def questions(self, what: str) -> list[tuple[object, ...]]:
        """What was asked of one sort, and forget all that was asked."""
        found = [each for each in self.asked if each[0] == what]
        self.asked.clear()
        return found


def _matches(row: LogRow, query: EventQuery) -> bool:
    event = row.event
    too_early = query.since is not None and event.occurred_at < query.since
    too_late = query.until is not None and event.occurred_at >= query.until
    return not too_early and not too_late and all(_holds(row, clause) for clause in query.clauses)


def _holds(row: LogRow, clause: Clause) -> bool:
    event = row.event
    if clause.field is Field.late:
        return event.late is not clause.negated
    said = {
        Field.kind: KIND_WORDS[event.kind],
        Field.outcome: event.outcome.value,
        Field.account: event.account,
        Field.door: row.door,
        Field.who: row.who,
        Field.how: event.how,
        Field.text: f"{row.text} {KIND_WORDS[event.kind]} {event.how} {event.account}",
    }[clause.field]
    text = fold(said or "")
    begins = clause.field in (Field.kind, Field.outcome)
    return any(text.startswith(value) if begins else value in text for value in clause.values) is not clause.negated
