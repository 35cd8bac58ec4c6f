"""How far the past of each account was read, and what of it is lost or was pruned."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum

import msgspec

from lockdash.store.database import Database, Transaction
from lockdash.store.moments import epoch
from lockdash.store.values import Codec


class JobState(StrEnum):
    """`lost`: a part of the past that cannot be read any more."""

    open = "open"
    done = "done"
    lost = "lost"


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the past to be read: of `series` (`vendors.past.Series`, called `label`), from `before` (its newest
    end, None: from the newest there is) back to `until` (None: to the beginning), in the vendor's order.

    `cursor`: where to go on, None before its first page. `oldest`: how far it has come. `read`: how many events it has
    brought. `why`: what is said of one that is lost. `id`: given by the store, in the order in which jobs were made.
    """

    account: str
    series: str
    label: str
    before: datetime | None = None
    until: datetime | None = None
    cursor: str | None = None
    oldest: datetime | None = None
    read: int = 0
    state: JobState = JobState.open
    why: str = ""
    id: int | None = None


_codec = Codec(Job)


class Archive:
    def __init__(self, database: Database) -> None:
        self._database = database

    def jobs(self, account: str | None = None) -> list[Job]:
        """Return the jobs of an account (all), the first made first."""
        where, given = ("", ()) if account is None else ("WHERE account = ? ", (account,))
        with self._database.read() as connection:
            rows = connection.execute(f"SELECT id, body FROM archive {where}ORDER BY id", given).fetchall()
        return [
            msgspec.structs.replace(job, id=number) for number, body in rows if (job := _codec.value(body)) is not None
        ]

    def pruned_before(self) -> datetime | None:
        """Return before when the user wants nothing kept (UTC)."""
        with self._database.read() as connection:
            rows = connection.execute("SELECT before FROM pruned").fetchall()
        return max((datetime.fromisoformat(text) for (text,) in rows), default=None)

    def prune(self, before: datetime, most: int) -> int:
        """Remove up to `most` events that happened before `before`, the oldest first, and return how many."""
        with self._database.write() as transaction:
            transaction.execute("INSERT OR IGNORE INTO pruned VALUES (?)", (before.astimezone(UTC).isoformat(),))
            gone = transaction.execute(
                "DELETE FROM events WHERE seq IN (SELECT seq FROM log WHERE at < ? ORDER BY at, seq LIMIT ?)",
                (epoch(before), most),
            ).rowcount
            if gone:
                transaction.revision()
            return gone


def put_jobs(transaction: Transaction, jobs: Iterable[Job]) -> None:
    """Write jobs; one without a number is a new one."""
    for job in jobs:
        transaction.revision()
        body = _codec.text(job)
        if job.id is None:
            transaction.execute(
                "INSERT INTO archive (account, state, body) VALUES (?, ?, ?)", (job.account, job.state, body)
            )
        else:
            transaction.execute("UPDATE archive SET state = ?, body = ? WHERE id = ?", (job.state, body, job.id))
