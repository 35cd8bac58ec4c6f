"""Request budgets: a sliding log of what was granted, and what the vendor said of it, for all processes.

In no window of `window` seconds are more than `limit` requests granted, and polls leave the reserve alone.
The wall clock is all that several processes share, and it may jump:

- Set back: requests that lie more than SKEW ahead were made before the jump. They count as made now, so they
  leave the log at most one window later: nothing is exceeded, nothing blocks for ever. What the vendor
  said moves along by the same rule.
- Set forward: requests look older than they are. Nothing here can tell that from time that passed; the
  vendor's own report and its 429 correct it.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime

import msgspec

from lockdash.domain.budget import Allowance, Budget, Limits, Purpose, reserve_of
from lockdash.store.database import Database, Transaction
from lockdash.store.moments import SKEW, at, epoch, not_before
from lockdash.store.reports import Report


class Budgets:
    def __init__(self, database: Database) -> None:
        self._database = database

    def spend(self, account: str, allowance: Allowance, purpose: Purpose, now: datetime) -> datetime | None:
        """Take one request from the budget; None if it was granted, else when it would be, if nothing else happens."""
        if allowance.limit < 1:
            raise ValueError("an allowance of nothing would never grant anything")
        seconds = epoch(now)
        with self._database.write() as transaction:
            _follow_clock(transaction, account, seconds)
            report = _report(transaction.connection, account)
            limit = report.limit_within(allowance)
            kept = reserve_of(limit) if purpose is Purpose.poll else 0
            earliest = max(
                report.free_from(seconds, kept),
                _room_from(transaction.connection, account, allowance.window, limit - kept),
            )
            if earliest > seconds:
                return not_before(earliest)
            _grant(transaction, account, allowance, purpose, seconds)
        return None

    def observe(self, account: str, allowance: Allowance, limits: Limits, now: datetime) -> None:
        """Take over what an answer said of the budget."""
        if limits.limit is None and limits.remaining is None and limits.blocked_until is None:
            return
        seconds = epoch(now)
        with self._database.write() as transaction:
            report = _report(transaction.connection, account).as_of(seconds)
            _write_report(transaction, account, report.merged(limits, allowance.window, seconds))

    def budget(self, account: str, allowance: Allowance, now: datetime) -> Budget:
        """Return what is left. `resets_at`: when the vendor's window ends or its block does; by our own log,
        when all of the limit is there again; None when nothing is spent."""
        seconds = epoch(now)
        with self._database.read() as connection:
            report = _report(connection, account).as_of(seconds)
            count, newest = connection.execute(
                "SELECT count(*), max(at) FROM requests WHERE account = ? AND at + ? > ?",
                (account, allowance.window, seconds),
            ).fetchone()
        limit = report.limit_within(allowance)
        remaining = max(0, limit - count)
        resets_at = None if newest is None else min(newest, seconds) + allowance.window
        if report.remaining is not None and seconds < report.resets_at:
            remaining, resets_at = max(0, min(remaining, report.remaining)), report.resets_at
        if seconds < report.blocked_until:
            remaining, resets_at = 0, report.blocked_until
        return Budget(limit, remaining, None if resets_at is None else at(resets_at), reserve_of(limit))


def _follow_clock(transaction: Transaction, account: str, now: float) -> None:
    """Move what lies in the future to now: it was written before the clock was set back."""
    transaction.execute("UPDATE requests SET at = ? WHERE account = ? AND at > ?", (now, account, now + SKEW))
    report = _report(transaction.connection, account)
    if (followed := report.as_of(now)) is not report:
        _write_report(transaction, account, followed)


def _room_from(connection: sqlite3.Connection, account: str, window: float, limit: int) -> float:
    """Return from when on fewer than `limit` requests are in the window: when the limit-th newest leaves it."""
    row = connection.execute(
        "SELECT at FROM requests WHERE account = ? ORDER BY at DESC LIMIT 1 OFFSET ?", (account, limit - 1)
    ).fetchone()
    return float(row[0]) + window if row else float("-inf")


def _grant(transaction: Transaction, account: str, allowance: Allowance, purpose: Purpose, now: float) -> None:
    # A process that read its clock a little earlier may still count what has just left this one's window.
    transaction.execute("DELETE FROM requests WHERE account = ? AND at < ?", (account, now - allowance.window - SKEW))
    transaction.execute("INSERT INTO requests (account, at, purpose) VALUES (?, ?, ?)", (account, now, purpose))
    transaction.execute("UPDATE budgets SET remaining = remaining - 1 WHERE account = ?", (account,))


def _report(connection: sqlite3.Connection, account: str) -> Report:
    row = connection.execute(
        "SELECT allowed, remaining, resets_at, window_end, blocked_until, seen_at FROM budgets WHERE account = ?",
        (account,),
    ).fetchone()
    return Report(*row) if row else Report()


def _write_report(transaction: Transaction, account: str, report: Report) -> None:
    transaction.execute(
        "INSERT OR REPLACE INTO budgets "
        "(account, allowed, remaining, resets_at, window_end, blocked_until, seen_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (account, *msgspec.structs.astuple(report)),
    )
