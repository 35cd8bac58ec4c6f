"""Signing accounts in and out, so that all sessions hear of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from lockdash.config.settings import AccountConfig
from lockdash.domain.accounts import Account
from lockdash.domain.secret import Secret
from lockdash.domain.tokens import Token
from lockdash.engine import conditions
from lockdash.engine.board import Board, Known
from lockdash.engine.clock import Clock, SystemClock
from lockdash.engine.connect import fetched
from lockdash.engine.errand import LIMIT
from lockdash.engine.failures import words_of
from lockdash.engine.signing.attempt import Attempt
from lockdash.engine.signing.keeping import Keeper
from lockdash.engine.writer import Writer
from lockdash.store.store import Store, StoreError
from lockdash.vendors.base import Plugin
from lockdash.vendors.checkup import Checkup
from lockdash.vendors.errors import VendorError
from lockdash.vendors.registry import UnknownVendor
from lockdash.vendors.signing import SignIn, sign_in_of, signs_in

log = logging.getLogger("lockdash.engine.signing")

T = TypeVar("T")

REVOKE_LIMIT = 10.0
"""Seconds for the vendor's answer when a token is given back."""


class SignIns:
    """`configured`: the account of a name, None if there is none (any more). `board`: of those accounts, which tells
    all sessions. `told`: called with the name of an account that was signed in or out here."""

    def __init__(
        self,
        configured: Callable[[str], AccountConfig | None],
        plugins: Callable[[str], Plugin],
        board: Board,
        writer: Writer,
        clock: Clock,
        told: Callable[[str], None] = lambda account: None,
    ) -> None:
        self._configured = configured
        self._plugins = plugins
        self._board = board
        self._writer = writer
        self._clock = clock
        self._told = told
        self._own_writer: Writer | None = None
        self._attempts: list[Attempt] = []
        self._going: set[asyncio.Task[Any]] = set()

    @classmethod
    def of_account(cls, config: AccountConfig, plugin: Plugin, store: Store, clock: Clock | None = None) -> SignIns:
        """Those of one account without a running engine. Whoever opened the store closes it, after `close`."""
        writer, clock = Writer(store), clock or SystemClock()
        board = Board(writer, {config.name: config.vendor}, clock)
        found = cls({config.name: config}.get, lambda vendor: plugin, board, writer, clock)
        found._own_writer = writer
        return found

    def can(self, account: str) -> bool:
        """Whether the account signs in by a browser."""
        config = self._configured(account)
        try:
            return config is not None and signs_in(self._plugins(config.vendor), config.settings)
        except UnknownVendor:
            return False

    async def is_in(self, account: str) -> bool:
        """Whether there is a token of the account; nobody knows whether it counts. Raises StoreError."""
        return await self._keeper(account).read() is not None

    async def try_account(self, config: AccountConfig) -> Checkup:
        """Return what the vendor says of an account with these secrets and settings. Raises StoreError."""
        from lockdash.engine.trial import try_account

        return await try_account(config, self._writer.store, self._plugins, self._clock)

    async def begin(self, account: str, *, browser: bool, paste: bool) -> Attempt:
        """Begin to sign in an account that `can`. `browser`: one is at hand (`browser_at_hand`), and is sent back here
        unless `paste`: then the user brings the code.

        Raises SignInError if a registered port cannot be had, Unauthorised if a secret cannot.
        """
        sign_in = await self._sign_in(account)

        async def exchange(code: Secret, redirect: str, verifier: Secret | None) -> None:
            await self._exchange(account, sign_in, code, redirect, verifier)

        attempt = Attempt(sign_in, exchange, self._clock, browser=browser, paste=paste)
        self._attempts.append(attempt)
        return attempt

    async def sign_out(self, account: str) -> str:
        """Give the account's tokens back to the vendor and forget them, whatever the vendor says. Return what could
        not be done there, "" if all was. Cancelled, it goes on. Raises StoreError."""
        return await asyncio.shield(self._spawn(self._leave(account)))

    async def close(self) -> None:
        """End what was begun; an exchange that is under way comes to its end first."""
        attempts, self._attempts = self._attempts, []
        for attempt in attempts:
            await attempt.close()
        if self._going:
            await asyncio.wait(self._going, timeout=LIMIT)
        if self._own_writer is not None:
            await self._own_writer.close()

    async def _sign_in(self, account: str) -> SignIn:
        """Raises Unauthorised if a secret cannot be had."""
        config = self._configured(account)
        if config is None:
            raise KeyError(account)
        secrets = await asyncio.to_thread(fetched, config)
        return sign_in_of(self._plugins(config.vendor), config.settings, secrets)

    async def _exchange(
        self, account: str, sign_in: SignIn, code: Secret, redirect: str, verifier: Secret | None
    ) -> None:
        from lockdash.vendors import oauth  # with HTTP: late, as everywhere

        keeper = self._keeper(account)
        async with keeper.alone():
            await keeper.rehearse()
            token = await oauth.for_code(sign_in.client, code, redirect, verifier, self._clock.now, LIMIT)
            await keeper.write(token)
        await self._tell(account, conditions.signed_in)

    async def _leave(self, account: str) -> str:
        keeper = self._keeper(account)
        left = ""
        try:
            if await keeper.read() is not None:
                left = await self._give_back(keeper, await self._sign_in(account))
        except VendorError as error:
            await keeper.write(None)
            left = words_of(error)
        if self.can(account):
            await self._tell(account, conditions.signed_out)
        return left

    async def _give_back(self, keeper: Keeper, sign_in: SignIn) -> str:
        async with keeper.alone():
            token = await keeper.read()
            try:
                return await self._revoked(sign_in, token) if token is not None else ""
            finally:
                await keeper.write(None)

    async def _revoked(self, sign_in: SignIn, token: Token) -> str:
        """Give back both, since vendors do not say that one takes the other along. Return what went wrong."""
        from lockdash.vendors import oauth

        if sign_in.revoke is None:
            return f"{sign_in.client.vendor} takes no token back: it counts there until {token.expires_at:%H:%M} UTC"
        path = sign_in.revoke
        asked = [
            oauth.revoke(sign_in.client, path, each, self._clock.now, REVOKE_LIMIT)
            for each in (token.refresh, token.access)
            if each is not None
        ]
        outcomes = await asyncio.gather(*asked, return_exceptions=True)
        words = [words_of(each) for each in outcomes if isinstance(each, Exception)]
        return words[0] if words else ""

    async def _tell(self, account: str, step: Callable[[Account, Any], Account]) -> None:
        now = self._clock.now()

        def job(store: Store, known: Known) -> None:
            found = known.accounts.get(account)
            if found is not None:
                store.put_account(step(found, now))

        try:
            await self._board.write(job)
        except StoreError as error:  # the token is what counts
            log.warning("account %s: other sessions hear of it late: %s", account, error)
        self._told(account)

    def _keeper(self, account: str) -> Keeper:
        return Keeper(account, self._writer, self._clock)

    def _spawn(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.create_task(work)
        self._going.add(task)
        task.add_done_callback(self._going.discard)
        return task
