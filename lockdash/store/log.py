"""The log as its readers know it: rows by a query, with names for their ids; and what nobody has seen yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from lockdash.domain.alarms import is_trouble
from lockdash.domain.event_query import EventQuery, Place
from lockdash.domain.events import Event, EventKind, Outcome
from lockdash.domain.log_rows import Bar, LogRow
from lockdash.store import log_reading
from lockdash.store.database import Database, revision_of
from lockdash.store.events import event_of
from lockdash.store.log_names import Names
from lockdash.store.log_reading import NEWER, OLDER, Found, Mark
from lockdash.store.log_selection import Choice, Selection, by_ids, selection
from lockdash.store.moments import epoch


class Log:
    """Reads through one connection; keeps the names that it has read."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._names = Names()

    def page(self, query: EventQuery, before: Place | None, after: Place | None, limit: int) -> list[LogRow]:
        """Return up to `limit` rows, the newest first: those older than `before`, or next newer than `after`."""
        with self._database.read() as connection:
            self._names.refresh(connection)
            direction, start = (NEWER, after) if after is not None else (OLDER, before)
            found = log_reading.page(connection, selection(query, self._names), start, direction, limit)
        rows = self._rows(found)
        return rows[::-1] if after is not None else rows

    def of(
        self, account: str | None, device_ids: Collection[str] | None, who_id: str | None, limit: int
    ) -> list[Event]:
        """Return the newest events at an account, at a device by all its ids, or of somebody."""
        with self._database.read() as connection:
            self._names.refresh(connection)
            ids = None if device_ids is None else frozenset(device_ids)
            found = log_reading.page(connection, by_ids(self._names, account, ids, who_id), None, OLDER, limit)
        return [event for each in found if (event := event_of(each.body)) is not None]

    def mark(self) -> Mark:
        """Return the mark behind all that is written."""
        with self._database.read() as connection:
            return Mark(revision_of(connection))

    def written(self, query: EventQuery, since: Mark, limit: int) -> tuple[list[LogRow], Mark, bool]:
        """Return up to `limit` events that were added or changed after `since`, in that order, the mark behind them,
        and whether these are all. For those who follow the log: what happened long ago may be written now, and no page
        would show it to somebody who waits at its end. A mark of another file finds nothing."""
        with self._database.read() as connection:
            revision = revision_of(connection)
            self._names.refresh(connection)
            found, behind = log_reading.written(connection, selection(query, self._names), since, limit)
        return self._rows(found), behind or Mark(revision), behind is None

    def count(self, query: EventQuery, most: int) -> int:
        """Return how many events `query` finds, `most` + 1 for more than `most`."""
        with self._database.read() as connection:
            self._names.refresh(connection)
            return log_reading.count(connection, selection(query, self._names), most)

    def bars(self, query: EventQuery, since: datetime, until: datetime, step: float) -> list[Bar]:
        """Return how much happened in each `step` (seconds) from `since` to `until`, without those of nothing."""
        with self._database.read() as connection:
            self._names.refresh(connection)
            asked = selection(query, self._names)
            first = epoch(since)
            begin, end = max(first, asked.since or first), min(epoch(until), asked.until or epoch(until))
            within = Selection(asked.choices, begin, end)
            found = log_reading.tallies(connection, within, first, step, self._troubles())
        return [Bar(first + each.step * step, each.total, each.chosen) for each in found]

    def acknowledge(self, places: Iterable[Place]) -> int:
        """Note that somebody has seen these, and return how many of them nobody had seen."""
        asked = [(place.seq,) for place in places]
        with self._database.read() as connection:
            new = [seq for seq in asked if connection.execute("SELECT 1 FROM log_unseen WHERE seq = ?", seq).fetchone()]
        if not new:
            return 0
        with self._database.write() as transaction:
            gone = transaction.executemany("DELETE FROM log_unseen WHERE seq = ?", new).rowcount
            if gone:
                transaction.revision()
        return gone

    def claim_alarms(self) -> list[LogRow]:
        """Return what is to be rung for, the oldest first, each to one caller only, whatever its process."""
        with self._database.read() as connection:
            if connection.execute("SELECT 1 FROM log_unseen WHERE rung = 0").fetchone() is None:
                return []
        with self._database.write() as transaction:
            connection = transaction.connection
            self._names.refresh(connection)
            rows = connection.execute(
                "SELECT occurred_at, seq, body FROM log_unseen JOIN events USING (seq) WHERE rung = 0 "
                "ORDER BY occurred_at, seq"
            ).fetchall()
            connection.execute("UPDATE log_unseen SET rung = 1 WHERE rung = 0")
        return self._rows([Found(Place(when, seq), body, True) for when, seq, body in rows])

    def _rows(self, found: Iterable[Found]) -> list[LogRow]:
        names, rows = self._names, []
        for each in found:
            event = event_of(each.body)
            if event is None:
                continue
            device, person = names.device(event.account, event.device_id), names.person(event.account, event.who_id)
            rows.append(
                LogRow(
                    place=each.place,
                    event=event,
                    door=device.name if device is not None else event.door,
                    device_key=device.key if device is not None else None,
                    who=event.who or (person.name if person is not None else None),
                    person_key=person.key if person is not None else None,
                    is_unseen=each.is_unseen,
                )
            )
        return rows

    def _troubles(self) -> Choice:
        """The classes that tell of trouble."""
        return Choice({"class": frozenset(no for no, each in self._names.classes.items() if _is_trouble(*each.what))})


def _is_trouble(kind: str, outcome: str) -> bool:
    try:
        return is_trouble(EventKind(kind), Outcome(outcome))
    except ValueError:  # of a newer lockdash
        return False
