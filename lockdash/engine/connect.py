"""From an account of the configuration to a client that can be asked things."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable

import msgspec

from lockdash.config.secrets import SecretError, SecretKind, resolve
from lockdash.config.settings import AccountConfig
from lockdash.domain.secret import Secret
from lockdash.engine.clock import Clock
from lockdash.engine.gate import StoreGate
from lockdash.engine.journal.redaction import keep_secret
from lockdash.engine.vault import StoreVault
from lockdash.engine.writer import Writer
from lockdash.vendors.base import Client, Connection, Plugin
from lockdash.vendors.errors import Unauthorised, VendorError
from lockdash.vendors.registry import UnknownVendor

SELDOM = 30.0
"""Seconds between two runs of a secret's command while the vendor does not accept what it gives: it may ask a person,
or a service that counts."""
_RETIRED = 2  # clients that are put away and not closed yet


class _Made(msgspec.Struct, frozen=True):
    """A client, and what it was made of."""

    client: Client
    config: AccountConfig
    secrets: dict[str, Secret]


class Line:
    """An account's client, made when it is first asked for; a failure is told and tried again at the next call."""

    def __init__(self, config: AccountConfig, plugins: Callable[[str], Plugin], writer: Writer, clock: Clock) -> None:
        self.account = config.name
        self.gate: StoreGate | None = None
        self._config = config
        self._plugins = plugins
        self._writer = writer
        self._clock = clock
        self._made: _Made | None = None
        self._retired: list[Client] = []
        self._doubted = False
        self._refused: VendorError | None = None
        self._fetched_at = -math.inf
        self._making = asyncio.Lock()

    async def client(self) -> Client:
        """Return the client. Raises VendorError, with a remedy, if the configuration does not give one.

        It is made in a thread: importing HTTP takes an eighth of a second, a secret's command up to ten.
        """
        async with self._making:
            if (self._made is None or self._doubted) and self._may_fetch():
                await self._renew()
            while len(self._retired) > _RETIRED:
                await self._retired.pop(0).aclose()
            if self._made is None:
                raise self._refused.with_traceback(None) if self._refused is not None else RuntimeError("no client")
            return self._made.client

    def doubt(self) -> None:
        """The vendor does not accept the account's secrets: they are fetched again at the next call, or at one after
        `SELDOM` if that runs a command. The client is made anew if they are others by then."""
        self._doubted = True

    def forget(self) -> None:
        """The account was signed in or out, or somebody has put it right: fetch the secrets again and make the client
        anew at the next call, since it may keep a token that is not to be used any more."""
        self._doubted, self._fetched_at = True, -math.inf
        self._retire()

    def replace(self, config: AccountConfig) -> None:
        """Go on with other secrets and settings. Raises ValueError for another vendor."""
        if config.vendor != self._config.vendor:
            raise ValueError(f"{self.account} is an account at {self._config.vendor}, not at {config.vendor}")
        self._config = config
        self.forget()

    async def aclose(self) -> None:
        self.forget()
        while self._retired:
            await self._retired.pop().aclose()

    def _may_fetch(self) -> bool:
        runs_command = any(each.kind is SecretKind.command for each in self._config.secrets.values())
        return not runs_command or self._clock.monotonic() - self._fetched_at >= SELDOM

    async def _renew(self) -> None:
        before, self._doubted, self._refused = self._made, False, None
        self._fetched_at = self._clock.monotonic()
        try:
            made = await asyncio.to_thread(self._make, before)
        except VendorError as error:
            self._retire()
            self._refused = error
            return
        if made is not before:
            self._retire()
            self._made = made

    def _retire(self) -> None:
        """Put the client away. Whoever uses it still is served: a command that is under way must not be cut off."""
        if self._made is not None:
            self._retired.append(self._made.client)
            self._made = None

    def _make(self, before: _Made | None) -> _Made:
        """Return `before` if it would be made of the same again."""
        config = self._config
        secrets = fetched(config)
        if before is not None and (before.config, before.secrets) == (config, secrets):
            return before
        plugin = self._plugin(config)
        self.gate = self.gate or StoreGate(self.account, plugin.allowance, self._writer, self._clock)
        client = plugin.connect(
            Connection(
                account=self.account,
                settings=config.settings,
                secrets=secrets,
                gate=self.gate,
                vault=StoreVault(self.account, self._writer, self._clock),
                allowance=plugin.allowance,
            )
        )
        return _Made(client, config, secrets)

    def _plugin(self, config: AccountConfig) -> Plugin:
        try:
            return self._plugins(config.vendor)
        except UnknownVendor as error:
            raise Unauthorised(str(error), remedy="correct the account's vendor in the configuration") from None


def fetched(config: AccountConfig) -> dict[str, Secret]:
    """Return the secrets of an account. Blocks, as `resolve` does. Raises Unauthorised, with a remedy."""
    found = {}
    for name, source in config.secrets.items():
        try:
            found[name] = resolve(source)
            keep_secret(found[name])
        except SecretError as error:
            message = f"the {name.replace('_', ' ')} of {config.name} could not be had: {error}"
            raise Unauthorised(message, remedy="it is tried again by itself") from None
    return found
