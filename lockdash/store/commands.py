"""Commands: what was asked, by whom, and what became of it. One in flight per device, across all processes. Each
stands in the event log as well."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from lockdash.domain.commands import Command, CommandStatus, advance
from lockdash.domain.own_events import of_command
from lockdash.store import events
from lockdash.store.database import Database, Transaction
from lockdash.store.devices import vendor_id_of
from lockdash.store.errors import CommandInFlight
from lockdash.store.listing import Listing
from lockdash.store.moments import epoch
from lockdash.store.values import Codec

if TYPE_CHECKING:
    from lockdash.domain.changes import Change

# A session settles its own commands when they expire; this much later nobody is left who would.
ABANDONED_AFTER = timedelta(seconds=30)
ABANDONED = "the session that sent it ended before the outcome was known"

_codec = Codec(Command)

_listing = Listing(
    "commands",
    {
        "in_flight = 1": "commands_in_flight",
        "device_key = ?": "commands_device",
        "account = ?": "commands_account",
        "requested_at >= ?": "commands_when",
    },
)

# How much is known of the outcome: a late writer (a process that was stopped for a while) never lessens it.
_KNOWN = {
    CommandStatus.requested: 0,
    CommandStatus.sent: 1,
    CommandStatus.accepted: 2,
    CommandStatus.unconfirmed: 3,
    CommandStatus.confirmed: 4,
    CommandStatus.failed: 4,
    CommandStatus.refused: 4,
}


class Commands:
    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, command: Command) -> None:
        """Record a new command that takes its device; it is on the disk when this returns.

        An abandoned one of the same device is settled as unconfirmed. Raises CommandInFlight for one that
        is not, ValueError for a command that is not in flight.
        """
        if not command.status.in_flight:
            raise ValueError(f"a command that is {command.status} cannot begin")
        with self._database.write(durable=True) as transaction:
            _release(transaction, command.device_key, command.requested_at)
            _insert(transaction, command)

    def put(self, command: Command) -> None:
        """Record what became of a command, or one that never was in flight. What is settled is on the disk when this
        returns.

        A status that knows less than the stored one (in flight < unconfirmed < settled) changes nothing.
        Raises CommandInFlight if it would be the second in flight.
        """
        with self._database.read() as connection:
            if _stored(connection, command.id) == command:
                return
        with self._database.write(durable=not command.status.in_flight) as transaction:
            row = transaction.execute("SELECT body FROM commands WHERE id = ?", (command.id,)).fetchone()
            if row is None:
                if command.status.in_flight:
                    _release(transaction, command.device_key, command.requested_at)
                _insert(transaction, command)
                return
            stored = _codec.value(row[0])
            if stored is None or (stored != command and _KNOWN[command.status] >= _KNOWN[stored.status]):
                _update(transaction, command)

    def expire(self, now: datetime) -> list[Command]:
        """Settle the commands that nobody waits for any more as unconfirmed, and return them."""
        with self._database.read() as connection:
            if not any(is_abandoned(command, now) for command in _in_flight(connection)):
                return []
        with self._database.write(durable=True) as transaction:
            return [
                _settle(transaction, command, now)
                for command in _in_flight(transaction.connection)
                if is_abandoned(command, now)
            ]

    def list(
        self, device_key: str | None, account: str | None, since: datetime | None, in_flight: bool, limit: int
    ) -> list[Command]:
        """Return commands, the one that was begun last first; `since`: those requested then or later."""
        asked = {
            "device_key = ?": device_key,
            "account = ?": account,
            "requested_at >= ?": None if since is None else epoch(since),
            "in_flight = 1": in_flight,
        }
        with self._database.read() as connection:
            return _codec.values(_listing.newest(connection, asked, limit))


def abandoned(command: Command, now: datetime) -> Command:
    """Return a command in flight that nobody waits for any more, settled."""
    return advance(command, CommandStatus.unconfirmed, now, reason=ABANDONED)


def newest_commands_since(connection: sqlite3.Connection, since: int) -> list[Command]:
    """Return the newest command of each device, of those that changed after revision `since`."""
    return _codec.values(connection.execute("SELECT body FROM commands WHERE newest = 1 AND rev > ?", (since,)))


def is_abandoned(work: Command | Change, now: datetime) -> bool:
    """Whether something in flight should have been settled long ago.

    Or whether the clock was set back by more than its whole life since it was requested: its end would
    otherwise be as far away as the clock was set back, and nobody would settle it until then.
    """
    life = work.expires_at - work.requested_at
    return now > work.expires_at + ABANDONED_AFTER or now < work.requested_at - life - ABANDONED_AFTER


def _in_flight(connection: sqlite3.Connection) -> list[Command]:
    return _codec.values(connection.execute("SELECT body FROM commands WHERE in_flight = 1"))


def _stored(connection: sqlite3.Connection, command_id: str) -> Command | None:
    row = connection.execute("SELECT body FROM commands WHERE id = ?", (command_id,)).fetchone()
    return _codec.value(row[0]) if row else None


def _release(transaction: Transaction, device_key: str, now: datetime) -> None:
    """Free the device from an abandoned command. Raises CommandInFlight if it is taken by one that is not."""
    row = transaction.execute(
        "SELECT id, body FROM commands WHERE device_key = ? AND in_flight = 1", (device_key,)
    ).fetchone()
    if row is None:
        return
    existing = _codec.value(row[1])
    if existing is None:
        transaction.execute("UPDATE commands SET in_flight = 0 WHERE id = ?", (row[0],))
    elif is_abandoned(existing, now):
        _settle(transaction, existing, now)
    else:
        raise CommandInFlight(existing)


def _settle(transaction: Transaction, command: Command, now: datetime) -> Command:
    settled = abandoned(command, now)
    _update(transaction, settled)
    return settled


def _insert(transaction: Transaction, command: Command) -> None:
    transaction.execute("UPDATE commands SET newest = 0 WHERE device_key = ? AND newest = 1", (command.device_key,))
    transaction.execute(
        "INSERT INTO commands (id, device_key, account, requested_at, in_flight, newest, rev, body) "
        "VALUES (?, ?, ?, ?, ?, 1, ?, ?)",
        (
            command.id,
            command.device_key,
            command.account,
            epoch(command.requested_at),
            command.status.in_flight,
            transaction.revision(),
            _codec.text(command),
        ),
    )
    _note(transaction, command)


def _update(transaction: Transaction, command: Command) -> None:
    transaction.execute(
        "UPDATE commands SET account = ?, requested_at = ?, in_flight = ?, rev = ?, body = ? WHERE id = ?",
        (
            command.account,
            epoch(command.requested_at),
            command.status.in_flight,
            transaction.revision(),
            _codec.text(command),
            command.id,
        ),
    )
    _note(transaction, command)


def _note(transaction: Transaction, command: Command) -> None:
    events.write(transaction, [of_command(command, vendor_id_of(transaction.connection, command.device_key))])
