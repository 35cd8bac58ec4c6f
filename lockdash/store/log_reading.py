"""Reads the log: pages, counts, and how much happened when.

Whatever is asked for begins where the least has to be looked at: the table knows how many events each class, door,
person and remark has. What many events have is found soon by walking back in time; what few have is fetched.
"""

from __future__ import annotations

import heapq
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec

from lockdash.domain.event_query import Place
from lockdash.store.log_selection import COLUMNS, Choice, Selection

FEW = 30_000
"""So many events are looked at in a few milliseconds, whatever is asked of them."""
MOST_STREAMS = 128
"""Lists that are merged as they are read; each costs a statement of its own."""
_TABLES = {"class": "log_classes", "door": "log_doors", "person": "log_people", "remark": "log_remarks"}
_LIMIT = 900
"""Variables in one statement; older versions of SQLite take 999."""


class Found(msgspec.Struct, frozen=True):
    """A row of the log: where it stands, its event as text, and whether nobody has seen what wants attention in it."""

    place: Place
    body: str
    is_unseen: bool


class Tally(msgspec.Struct, frozen=True):
    """What happened in one step of time, which is number `step`."""

    step: int
    total: int
    chosen: int


class Mark(msgspec.Struct, frozen=True, order=True):
    """Up to where somebody has read what was written: a revision of the store, and the last event of it."""

    revision: int
    seq: int = 2**63 - 1


class Direction(msgspec.Struct, frozen=True):
    order: str
    beyond: str


OLDER = Direction("DESC", "<")
NEWER = Direction("ASC", ">")


def page(
    connection: sqlite3.Connection, asked: Selection, start: Place | None, direction: Direction, limit: int
) -> list[Found]:
    """Return up to `limit` rows beyond `start` in `direction`, in that direction; all of them for a `limit` of -1."""
    places = list(_places(connection, asked, start, direction, limit))
    bodies: dict[int, tuple[str, int]] = {}
    for some in _chunks([place.seq for place in places]):
        found = connection.execute(
            "SELECT seq, body, EXISTS (SELECT 1 FROM log_unseen WHERE log_unseen.seq = events.seq) FROM events "
            f"WHERE seq IN ({','.join('?' * len(some))})",
            some,
        )
        bodies.update((seq, (body, unseen)) for seq, body, unseen in found)
    return [
        Found(place, body, bool(unseen))
        for place in places
        if place.seq in bodies
        for body, unseen in [bodies[place.seq]]
    ]


def count(connection: sqlite3.Connection, asked: Selection, most: int) -> int:
    """Return how many events are chosen, `most` + 1 if there are more than `most`."""
    exact = _known_count(connection, asked)
    if exact is not None:
        return min(exact, most + 1)
    rows = f"SELECT 1 FROM log WHERE {_where(asked)}"
    if (least := _least(connection, asked)) is not None:
        rows = _united("at, seq", least, asked)
    return int(connection.execute(f"SELECT count(*) FROM (SELECT 1 FROM ({rows}) LIMIT {most + 1})").fetchone()[0])


def tallies(connection: sqlite3.Connection, asked: Selection, first: float, step: float, marked: Choice) -> list[Tally]:
    """Return how much happened in each `step` (seconds) from `first` on, before which nothing may be asked for; and how
    much of it is chosen by `marked`, too. Steps in which nothing happened are left out."""
    columns = f"CAST((at - {first!r}) / {step!r} AS INTEGER) AS step, {marked.sql} AS is_marked"
    least = _least(connection, asked)
    if least is not None:
        inner = f"SELECT {columns} FROM ({_united(', '.join(('at', 'seq', *COLUMNS)), least, asked)})"
    else:
        inner = f"SELECT {columns} FROM log WHERE {_where(asked)}"
    found = connection.execute(f"SELECT step, count(*), sum(is_marked) FROM ({inner}) GROUP BY step ORDER BY step")
    return [Tally(number, total, chosen) for number, total, chosen in found]


def written(
    connection: sqlite3.Connection, asked: Selection, since: Mark, limit: int
) -> tuple[list[Found], Mark | None]:
    """Return up to `limit` rows that were added or changed after `since`, in that order, and the mark behind them
    (None: there are no more)."""
    rows = connection.execute(
        "SELECT rev, log.seq, at, body FROM events INDEXED BY events_rev CROSS JOIN log "
        "ON log.at = events.occurred_at AND log.seq = events.seq "
        f"WHERE rev >= ? AND (rev, events.seq) > (?, ?) AND {_where(asked)} ORDER BY rev, events.seq LIMIT ?",
        (since.revision, since.revision, since.seq, limit),
    ).fetchall()
    found = [Found(Place(at, seq), body, False) for _, seq, at, body in rows]
    return found, Mark(*rows[-1][:2]) if len(rows) == limit else None


def _places(
    connection: sqlite3.Connection, asked: Selection, start: Place | None, direction: Direction, limit: int
) -> Iterator[Place]:
    if any(choice.is_empty and not choice.negated for choice in asked.choices):
        return
    end = f"ORDER BY at {direction.order}, seq {direction.order} LIMIT {limit}"
    least = _least(connection, asked)
    if least is not None:
        streams = [_rows(connection, source, where, start, direction, end) for source, where in _sources(least, asked)]
    elif (choice := _mergeable(asked)) is not None:
        ((column, numbers),) = choice.numbers.items()
        rest = _where(asked, choice)
        streams = [
            _rows(connection, _indexed(column), f"{_has(column)}{column} = {number} AND {rest}", start, direction, end)
            for number in sorted(numbers)
        ]
    else:
        streams = [_rows(connection, "log", _where(asked), start, direction, end)]
    yield from islice(_merged(streams, direction), None if limit < 0 else limit)


def _united(columns: str, first: Choice, asked: Selection) -> str:
    """A statement for `columns` of all that is chosen, by way of `first`."""
    found = [f"SELECT {columns} FROM {source} WHERE {where}" for source, where in _sources(first, asked)]
    return " UNION ".join(found) or f"SELECT {columns} FROM log WHERE 0"


def _rows(
    connection: sqlite3.Connection, source: str, where: str, start: Place | None, direction: Direction, end: str
) -> Iterator[tuple[float, int]]:
    beyond, given = ("", ()) if start is None else (f"AND (at, seq) {direction.beyond} (?, ?) ", (start.at, start.seq))
    return iter(connection.execute(f"SELECT at, seq FROM {source} WHERE {where} {beyond}{end}", given))


def _merged(streams: Iterable[Iterator[tuple[float, int]]], direction: Direction) -> Iterator[Place]:
    """Yield what the streams have, in order, and none twice."""
    last: tuple[float, int] | None = None
    for row in heapq.merge(*streams, reverse=direction is OLDER):
        if row != last:
            yield Place(*row)
        last = row


def _least(connection: sqlite3.Connection, asked: Selection) -> Choice | None:
    """Return the choice with the fewest events, if they are few."""
    sizes = [(_size(connection, choice), number) for number, choice in enumerate(asked.choices) if not choice.negated]
    size, number = min(sizes, default=(FEW + 1, 0))
    return asked.choices[number] if size <= FEW else None


def _size(connection: sqlite3.Connection, choice: Choice) -> int:
    """How many events have one of these numbers; what has two of them counts twice."""
    size = 0
    for column, numbers in choice.numbers.items():
        for some in _chunks(sorted(numbers)):
            marks = ",".join("?" * len(some))
            found = connection.execute(f"SELECT ifnull(sum(n), 0) FROM {_TABLES[column]} WHERE no IN ({marks})", some)
            size += int(found.fetchone()[0])
    return size


def _mergeable(asked: Selection) -> Choice | None:
    """Return a choice by few numbers of one column, of which each has its events in order."""
    fitting = [
        choice
        for choice in asked.choices
        if not choice.negated and len(choice.numbers) == 1 and sum(map(len, choice.numbers.values())) <= MOST_STREAMS
    ]
    return min(fitting, key=lambda choice: sum(map(len, choice.numbers.values())), default=None)


def _sources(first: Choice, asked: Selection) -> Iterator[tuple[str, str]]:
    """Yield the index and the condition for each column of `first`."""
    rest = _where(asked, first)
    for column, numbers in first.numbers.items():
        if numbers:
            yield _indexed(column), f"{_has(column)}{Choice({column: numbers}).sql} AND {rest}"


def _indexed(column: str) -> str:
    return f"log INDEXED BY log_{column}"


def _has(column: str) -> str:
    """What SQLite must read to believe that an index without the events that have none will do."""
    return "" if column == "class" else f"{column} > 0 AND "


def _where(asked: Selection, but: Choice | None = None) -> str:
    """The condition of all choices but one."""
    parts = [choice.sql for choice in asked.choices if choice is not but]
    parts += [f"at >= {asked.since!r}"] if asked.since is not None else []
    parts += [f"at < {asked.until!r}"] if asked.until is not None else []
    return " AND ".join(parts) or "1"


def _known_count(connection: sqlite3.Connection, asked: Selection) -> int | None:
    """Return how many events are chosen if the dictionaries know it."""
    if asked.since is not None or asked.until is not None:
        return None
    if not asked.choices:
        return int(connection.execute("SELECT ifnull(sum(n), 0) FROM log_classes").fetchone()[0])
    if any(choice.is_empty and not choice.negated for choice in asked.choices):
        return 0
    if len(asked.choices) == 1 and len(asked.choices[0].numbers) == 1 and not asked.choices[0].negated:
        return _size(connection, asked.choices[0])
    return None


def _chunks(numbers: list[int]) -> Iterator[list[int]]:
    for begin in range(0, len(numbers), _LIMIT):
        yield numbers[begin : begin + _LIMIT]
