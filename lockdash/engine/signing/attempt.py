"""One sign-in that is under way: from the address to open until the token is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from lockdash.domain.secret import Secret
from lockdash.engine.clock import Clock
from lockdash.engine.errand import LIMIT
from lockdash.engine.journal.redaction import keep_secret
from lockdash.engine.signing.redirects import redirect_of
from lockdash.vendors import code_grant
from lockdash.vendors.errors import SignInError
from lockdash.vendors.signing import SignIn

PATIENCE = 600.0
"""Seconds for which the browser is waited for, as long as RemoteLock's codes hold (reference, 1.1)."""

Exchange = Callable[[Secret, str, Secret | None], Awaitable[None]]
"""Exchanges a code, got by this redirect and verifier, and keeps the token."""


class Attempt:
    """Made in an event loop; whoever begins it closes it. It can be given one code after the other until one is good.

    `address`: to be opened in a browser. `redirect`: where the browser ends. `listens`: it comes back by itself.
    """

    def __init__(self, sign_in: SignIn, exchange: Exchange, clock: Clock, *, browser: bool, paste: bool) -> None:
        """Raises SignInError if the registered port cannot be had."""
        self._sign_in = sign_in
        self._exchange = exchange
        self._clock = clock
        self._state = code_grant.new_state()
        self._verifier = code_grant.new_verifier(sign_in)
        keep_secret(Secret(self._state), self._verifier)
        self.redirect, self._listener = redirect_of(sign_in, self._state, browser=browser, paste=paste)
        self.address = code_grant.address(sign_in, self.redirect, self._state, self._verifier)
        self._limit = asyncio.create_task(self._wait_no_longer()) if self._listener is not None else None
        self._going: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()
        self._is_over = False

    @property
    def listens(self) -> bool:
        return self._listener is not None

    async def arrival(self) -> None:
        """Return when the browser came back with an answer, or is not waited for any more: `finish` tells which."""
        if self._listener is None:
            raise ValueError("nothing listens: the answer has to be typed")
        await self._listener.arrival()

    async def finish(self, typed: str | None = None) -> None:
        """Exchange the code in `typed`, a code or the address that the browser ended at; None: what arrived.

        The token is on the disk when this returns. Cancelled, it goes on and keeps the token. Raises SignInError,
        VendorError, StoreError.
        """
        async with self._turn:
            if self._is_over:
                return
            code = code_grant.answered(self._sign_in, typed if typed is not None else self._arrived(), self._state)
            keep_secret(code)
            self._going = asyncio.create_task(self._exchange_once(code))
            await asyncio.shield(self._going)

    async def close(self) -> None:
        """Listen no more. An exchange that is under way comes to its end first."""
        if self._limit is not None:
            self._limit.cancel()
        if self._listener is not None:
            await self._listener.close()
        if self._going is not None:
            await asyncio.wait({self._going}, timeout=LIMIT)

    async def _exchange_once(self, code: Secret) -> None:
        await self._exchange(code, self.redirect, self._verifier)
        self._is_over = True

    def _arrived(self) -> str:
        found = self._listener.answer if self._listener is not None else None
        if found is None:
            raise SignInError("the browser has not come back", remedy="begin the sign-in again")
        return found

    async def _wait_no_longer(self) -> None:
        await self._clock.sleep(PATIENCE)
        if self._listener is not None:
            await self._listener.close()
