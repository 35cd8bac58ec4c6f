"""Accounts as last heard of. That one fails, and that it is well again, is noted in the event log as well."""

from __future__ import annotations

import sqlite3

from lockdash.domain.accounts import Account
from lockdash.domain.events import Event
from lockdash.domain.own_events import OUTAGES, of_condition
from lockdash.store import events
from lockdash.store.database import Database, Transaction
from lockdash.store.keyed import Keyed, Step

_accounts = Keyed("accounts", Account, ("name",))


class Accounts:
    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, account: Account) -> None:
        """Write `account` if it differs from what is stored."""
        _accounts.put(self._database, [account], _note)


def accounts_since(connection: sqlite3.Connection, since: int) -> list[Account]:
    """Return the accounts that changed after revision `since`."""
    return _accounts.since(connection, since)


def _note(transaction: Transaction, steps: list[Step[Account]]) -> None:
    """Sessions may find out at the same time: what stood here before tells which of them was first."""
    for before, account in steps:
        if before is None or before.condition is not account.condition:
            events.write(transaction, of_condition(before, account, _last_outage(transaction.connection, account.name)))


def _last_outage(connection: sqlite3.Connection, account: str) -> list[Event]:
    """Return the events of the account's newest outage, none if there was none."""
    newest = _with_ids(connection, account, OUTAGES, limit=1)
    return _with_ids(connection, account, f"{newest[0].id.rpartition('/')[0]}/") if newest else []


def _with_ids(connection: sqlite3.Connection, account: str, beginning: str, limit: int = -1) -> list[Event]:
    """Return the events whose ids begin so (it ends in a slash), the last of them first."""
    rows = connection.execute(
        "SELECT body FROM events WHERE account = ? AND id > ? AND id < ? ORDER BY id DESC LIMIT ?",
        (account, beginning, f"{beginning[:-1]}0", limit),  # 0 comes after the slash
    )
    return [event for (body,) in rows if (event := events.event_of(body)) is not None]
