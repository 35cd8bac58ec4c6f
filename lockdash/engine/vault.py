"""Keeps the tokens of one account for all processes; one of them at a time asks for new ones."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import lockdash
from lockdash.domain.tokens import Token
from lockdash.engine.clock import Clock
from lockdash.engine.delegation import delegated
from lockdash.engine.errand import LIMIT, RETRY, Errand, lock_path
from lockdash.engine.file_lock import FileLock
from lockdash.engine.journal.redaction import keep_secret
from lockdash.engine.writer import Writer
from lockdash.store.errors import StoreError
from lockdash.vendors.base import OAuthClient
from lockdash.vendors.errors import SignedOut, Unreachable

log = logging.getLogger("lockdash.engine.vault")


class StoreVault:
    """`vendors.base.Vault` over the store. `limit`: seconds for a vendor's answer to an exchange.

    A session that needs a token waits for its turn, so that ten do not ask at once. The turn is a courtesy: whoever has
    it may be stopped (Ctrl-Z), so nobody waits for it for ever. That no refresh token is presented twice hangs on
    another lock, which is held by the process that presents it (`renewal`).
    """

    def __init__(self, account: str, writer: Writer, clock: Clock, limit: float = LIMIT) -> None:
        self._account = account
        self._writer = writer
        self._clock = clock
        self._limit = limit
        self._folder = writer.store.path.parent.absolute()
        self._here = asyncio.Lock()
        self._turn = FileLock(lock_path(self._folder, account).with_suffix(".turn"))

    async def read(self) -> Token | None:
        token = await self._writer.run(lambda store: store.read_token(self._account))
        if token is not None:
            keep_secret(token.access, token.refresh)
        return token

    async def renew(self, stale: Token | None, ask: Callable[[], Awaitable[Token]]) -> Token:
        """See `Vault.renew`. Raises StoreError as well."""
        async with self._my_turn(stale) as found:
            if found is not None and found != stale:
                return found
            token = await ask()
            keep_secret(token.access, token.refresh)
            await self._writer.run(lambda store: store.write_token(self._account, token))
            return token

    async def exchange(self, stale: Token, client: OAuthClient) -> Token:
        """See `Vault.exchange`. Raises StoreError as well."""
        async with self._my_turn(stale) as found:
            if found == stale:
                (await delegated(self._errand(stale, client))).check()
                found = await self.read()
        if found == stale:
            raise Unreachable(f"{client.vendor} has not answered for a new token; it is asked again")
        if found is None or found.refresh is None:
            raise SignedOut(f"another session of lockdash found that {client.vendor} has ended the sign-in")
        return found

    def _errand(self, stale: Token, client: OAuthClient) -> Errand:
        return Errand(
            version=lockdash.__version__,
            folder=str(self._folder),
            account=self._account,
            stale=stale,
            client=client,
            limit=self._limit,
        )

    @asynccontextmanager
    async def _my_turn(self, stale: Token | None) -> AsyncIterator[Token | None]:
        """Wait until it is this session's turn to ask, or until nobody needs to. Gives the token in the store."""
        async with self._here:
            try:
                until = self._clock.monotonic() + 2 * self._limit
                while True:
                    mine, found = self._took_turn(), await self.read()
                    if mine or found != stale or self._clock.monotonic() >= until:
                        break
                    await self._clock.sleep(RETRY)
                yield found
            finally:
                self._turn.release()

    def _took_turn(self) -> bool:
        """Where there are no locks it is everybody's turn at once, which costs requests and spoils nothing."""
        try:
            return self._turn.take()
        except StoreError as error:
            log.warning("account %s: sessions ask for tokens without turns: %s", self._account, error)
            return True
