"""When each feed was read last, so that no process reads it sooner than its vendor allows."""

from __future__ import annotations

from datetime import datetime

import msgspec

from lockdash.store.database import Database, Transaction
from lockdash.store.moments import SKEW, at, epoch, not_before


class FeedRow(msgspec.Struct, frozen=True):
    """What is known of reading a feed (UTC): when it was begun last, when it last succeeded, where to go on."""

    started_at: datetime | None = None
    ok_at: datetime | None = None
    cursor: str | None = None


class Feeds:
    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, account: str, feed: str, floor: float, now: datetime) -> datetime | None:
        """Take the right to read a feed now, for all processes; else return when it may be taken.

        Two claims are never less than `floor` seconds apart. A claim that lies in the future was made before
        the clock was set back: it counts as made just now, so that the wait is never longer than `floor`.
        """
        seconds = epoch(now)
        with self._database.write() as transaction:
            row = transaction.execute(
                "SELECT started_at FROM feeds WHERE account = ? AND feed = ?", (account, feed)
            ).fetchone()
            started = row[0] if row else None
            if started is not None:
                latest = seconds if started > seconds + SKEW else started
                if latest + floor > seconds:
                    if latest != started:
                        _start(transaction, account, feed, latest)
                    return not_before(latest + floor)
            _start(transaction, account, feed, seconds)
        return None

    def get(self, account: str, feed: str) -> FeedRow:
        with self._database.read() as connection:
            row = connection.execute(
                "SELECT started_at, ok_at, cursor FROM feeds WHERE account = ? AND feed = ?", (account, feed)
            ).fetchone()
        if row is None:
            return FeedRow()
        started, ok, cursor = row
        return FeedRow(None if started is None else at(started), None if ok is None else at(ok), cursor)

    def finish(self, account: str, feed: str, cursor: str | None, now: datetime) -> None:
        """Record a read that succeeded, and where the next one goes on (None: from the beginning)."""
        with self._database.write() as transaction:
            transaction.execute(
                "INSERT INTO feeds (account, feed, ok_at, cursor) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (account, feed) DO UPDATE SET ok_at = excluded.ok_at, cursor = excluded.cursor",
                (account, feed, epoch(now), cursor),
            )


def _start(transaction: Transaction, account: str, feed: str, seconds: float) -> None:
    transaction.execute(
        "INSERT INTO feeds (account, feed, started_at) VALUES (?, ?, ?) "
        "ON CONFLICT (account, feed) DO UPDATE SET started_at = excluded.started_at",
        (account, feed, seconds),
    )
