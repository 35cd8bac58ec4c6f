"""Accounts as last heard of."""

from __future__ import annotations

import sqlite3

from lockdash.domain.accounts import Account
from lockdash.store.database import Database
from lockdash.store.values import Codec

_codec = Codec(Account)


class Accounts:
    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, account: Account) -> bool:
        """Write `account` if it differs from what is stored; return whether it did."""
        with self._database.read() as connection:
            if _stored(connection, account.name) == account:
                return False
        with self._database.write() as transaction:
            if _stored(transaction.connection, account.name) == account:
                return False
            transaction.execute(
                "INSERT INTO accounts (name, rev, body) VALUES (?, ?, ?) "
                "ON CONFLICT (name) DO UPDATE SET rev = excluded.rev, body = excluded.body",
                (account.name, transaction.revision(), _codec.text(account)),
            )
        return True


def accounts_since(connection: sqlite3.Connection, since: int) -> list[Account]:
    """Return the accounts that changed after revision `since`."""
    return _codec.values(connection.execute("SELECT body FROM accounts WHERE rev > ?", (since,)))


def _stored(connection: sqlite3.Connection, name: str) -> Account | None:
    row = connection.execute("SELECT body FROM accounts WHERE name = ?", (name,)).fetchone()
    return _codec.value(row[0]) if row else None
