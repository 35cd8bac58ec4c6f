"""When each feed was read last, so that no process reads it sooner than its vendor allows."""

from __future__ import annotations

from datetime import datetime

import msgspec

from lockdash.store.database import Database, Transaction
from lockdash.store.moments import SKEW, at, epoch, not_before


class FeedRow(msgspec.Struct, frozen=True):
    """What is known of reading a feed (UTC): when it was begun last, when it last succeeded, where to go on. `last_at`:
    when the last read was begun or ended, from when floors count.
    """

    started_at: datetime | None = None
    ok_at: datetime | None = None
    cursor: str | None = None
    last_at: datetime | None = None

    @property
    def was_ok(self) -> bool:
        """Whether the last read that any session began also succeeded; else it failed or is under way."""
        return self.ok_at is not None and self.started_at is not None and self.ok_at >= self.started_at


UNENDED = 10.0
"""Seconds that a request may take (the time-out of the transport), so that the vendor may have heard it that late."""

# The least that tells two moments apart once they are microseconds (datetime) again.
_TICK = 1e-6


class Feeds:
    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, account: str, feed: str, floor: float, now: datetime) -> datetime | None:
        """Take the right to read a feed now, for all processes; else return when it may be taken.

        It is granted `floor` seconds after the last read was begun and ended, whichever was later. One that has not
        ended, because it is slow or because its process was killed, counts as if it ended `UNENDED` seconds after it
        was begun. What lies in the future was noted before the clock was set back: it counts as made just now.
        """
        seconds = epoch(now)
        with self._database.write() as transaction:
            started, ok, last = _times(transaction, account, feed)
            if last is not None:
                latest = seconds if last > seconds + SKEW else last
                free = latest + floor + (0.0 if _has_ended(started, ok, last) else UNENDED)
                if free > seconds:
                    if latest != last:
                        shift = latest - last  # with its beginning, by which is known whether it has ended
                        _note(
                            transaction,
                            account,
                            feed,
                            started_at=None if started is None else started + shift,
                            ok_at=None if ok is None else ok + shift,
                            last_at=latest,
                        )
                    return not_before(free)
            _note(transaction, account, feed, started_at=seconds, ok_at=_before(ok, seconds), last_at=seconds)
        return None

    def get(self, account: str, feed: str) -> FeedRow:
        with self._database.read() as connection:
            row = connection.execute(
                "SELECT started_at, ok_at, cursor, last_at FROM feeds WHERE account = ? AND feed = ?", (account, feed)
            ).fetchone()
        if row is None:
            return FeedRow()
        started, ok, cursor, last = row
        return FeedRow(_at(started), _at(ok), cursor, _at(last))

    def finish(self, account: str, feed: str, cursor: str | None, now: datetime) -> None:
        """Record a read that ended with success, and where the next one goes on (None: from the beginning)."""
        seconds = epoch(now)
        with self._database.write() as transaction:
            started, _, last = _times(transaction, account, feed)
            _note(
                transaction,
                account,
                feed,
                started_at=None if started is None else min(started, seconds),  # the clock may have been set back
                ok_at=seconds,
                cursor=cursor,
                last_at=_later(last, seconds),
            )

    def rest(self, account: str, feed: str, now: datetime) -> None:
        """Record a read that ended without success. However long it took: the vendor may have heard it only now."""
        seconds = epoch(now)
        with self._database.write() as transaction:
            started, ok, last = _times(transaction, account, feed)
            ended = _later(last, seconds)
            if started is not None and ended <= started:
                ended = started + _TICK  # by which is known that it has ended
            _note(transaction, account, feed, ok_at=_before(ok, started), last_at=ended)

    def withdraw(self, account: str, feed: str, before: FeedRow) -> None:
        """Undo a claim that is not used after all. `before`: what was known before it."""
        times = {"started_at": before.started_at, "ok_at": before.ok_at, "last_at": before.last_at}
        with self._database.write() as transaction:
            _note(transaction, account, feed, **{name: None if at is None else epoch(at) for name, at in times.items()})


def _times(transaction: Transaction, account: str, feed: str) -> tuple[float | None, float | None, float | None]:
    """Return started_at, ok_at and last_at."""
    row = transaction.execute(
        "SELECT started_at, ok_at, last_at FROM feeds WHERE account = ? AND feed = ?", (account, feed)
    ).fetchone()
    return row or (None, None, None)


def _note(transaction: Transaction, account: str, feed: str, **columns: float | str | None) -> None:
    """Write `columns` of a feed."""
    names = ", ".join(columns)
    transaction.execute(
        f"INSERT INTO feeds (account, feed, {names}) VALUES (?, ?{', ?' * len(columns)}) "
        f"ON CONFLICT (account, feed) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in columns)}",
        (account, feed, *columns.values()),
    )


def _has_ended(started: float | None, ok: float | None, last: float) -> bool:
    return started is None or last > started or (ok is not None and ok >= started)


def _before(ok: float | None, started: float | None) -> float | None:
    """Return `ok` so that the read begun at `started` does not count as one that succeeded; only a clock that was set
    back, or an instant that is both, leaves anything to change."""
    return ok if ok is None or started is None or ok < started else started - _TICK


def _later(last: float | None, now: float) -> float:
    """Return when the floor counts from after a read that ended at `now`. What is noted may be a little later, by a
    process that read its clock after this one; much later, it was noted before the clock was set back."""
    return now if last is None or last > now + SKEW else max(last, now)


def _at(seconds: float | None) -> datetime | None:
    return None if seconds is None else at(seconds)
