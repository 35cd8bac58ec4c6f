"""The token of an account, for whoever signs it in or out: no refresh that is under way gets between.

Exchanging a code needs no process of its own as the exchange of a refresh token does (`renewal`): what is lost with a
killed process is a sign-in that the user was just making, and makes again.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from lockdash.domain.tokens import Token
from lockdash.engine.clock import Clock
from lockdash.engine.errand import LIMIT, RETRY, lock_path
from lockdash.engine.file_lock import FileLock
from lockdash.engine.journal.redaction import keep_secret
from lockdash.engine.writer import Writer
from lockdash.store.errors import StoreError
from lockdash.vendors.errors import Unreachable

log = logging.getLogger("lockdash.engine.signing.keeping")


class Keeper:
    """The place of one account's token in the store. Every method raises StoreError."""

    def __init__(self, account: str, writer: Writer, clock: Clock) -> None:
        self._account = account
        self._writer = writer
        self._clock = clock
        self._path = lock_path(writer.store.path.parent.absolute(), account)

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """Keep all that exchange refresh tokens of the account away. Raises Unreachable if one of them does not come to
        an end."""
        lock = FileLock(self._path)
        until = self._clock.monotonic() + 2 * LIMIT
        try:
            while not self._took(lock):
                if self._clock.monotonic() >= until:
                    raise Unreachable(
                        f"another session of lockdash waits for a token of {self._account}, and gets no answer",
                        remedy="try again in a minute",
                        sent=False,
                    )
                await self._clock.sleep(RETRY)
            yield
        finally:
            lock.release()

    async def read(self) -> Token | None:
        return await self._writer.run(lambda store: store.read_token(self._account))

    async def write(self, token: Token | None) -> None:
        """Return when it is on the disk."""
        if token is not None:
            keep_secret(token.access, token.refresh)
        await self._writer.run(lambda store: store.write_token(self._account, token))

    async def rehearse(self) -> None:
        """Find out that the store cannot be written before a code is spent."""
        await self.write(await self.read())

    def _took(self, lock: FileLock) -> bool:
        """Where there are no locks nobody exchanges refresh tokens either, so nobody has to be kept away."""
        try:
            return lock.take()
        except StoreError as error:
            log.warning("account %s: signed in or out without a lock: %s", self._account, error)
            return True
