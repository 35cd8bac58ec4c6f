"""OAuth 2 tokens, the only secrets in the store. Nothing else of it reveals a Secret."""

from __future__ import annotations

from datetime import datetime

from lockdash.domain.secret import Secret
from lockdash.domain.tokens import Token
from lockdash.store.database import Database


class Tokens:
    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, account: str) -> Token | None:
        with self._database.read() as connection:
            row = connection.execute(
                "SELECT access, refresh, expires_at FROM tokens WHERE account = ?", (account,)
            ).fetchone()
        if row is None:
            return None
        access, refresh, expires_at = row
        return Token(Secret(access), datetime.fromisoformat(expires_at), None if refresh is None else Secret(refresh))

    def write(self, account: str, token: Token | None) -> None:
        """Replace the token; it is on the disk when this returns (a rotated refresh token exists only once)."""
        with self._database.write(durable=True) as transaction:
            if token is None:
                transaction.execute("DELETE FROM tokens WHERE account = ?", (account,))
                return
            refresh = None if token.refresh is None else token.refresh.reveal()
            transaction.execute(
                "INSERT OR REPLACE INTO tokens (account, access, refresh, expires_at) VALUES (?, ?, ?, ?)",
                (account, token.access.reveal(), refresh, token.expires_at.isoformat()),
            )
