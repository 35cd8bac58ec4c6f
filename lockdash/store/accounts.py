"""Accounts as last heard of."""

from __future__ import annotations

import sqlite3

from lockdash.domain.accounts import Account
from lockdash.store.database import Database
from lockdash.store.keyed import Keyed

_accounts = Keyed("accounts", Account, ("name",))


class Accounts:
    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, account: Account) -> None:
        """Write `account` if it differs from what is stored."""
        _accounts.put(self._database, [account])


def accounts_since(connection: sqlite3.Connection, since: int) -> list[Account]:
    """Return the accounts that changed after revision `since`."""
    return _accounts.since(connection, since)
