"""From an account of the configuration to a client that can be asked things."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from lockdash.config.secrets import SecretError, resolve
from lockdash.config.settings import AccountConfig
from lockdash.domain.secret import Secret
from lockdash.engine.clock import Clock
from lockdash.engine.gate import StoreGate
from lockdash.engine.vault import StoreVault
from lockdash.engine.writer import Writer
from lockdash.vendors.base import Client, Connection, Plugin
from lockdash.vendors.errors import Unauthorised
from lockdash.vendors.registry import UnknownVendor


class Line:
    """An account's client, made when it is first asked for; a failure is told and tried again at the next call."""

    def __init__(self, config: AccountConfig, plugins: Callable[[str], Plugin], writer: Writer, clock: Clock) -> None:
        self.account = config.name
        self.gate: StoreGate | None = None
        self._config = config
        self._plugins = plugins
        self._writer = writer
        self._clock = clock
        self._client: Client | None = None
        self._making = asyncio.Lock()

    async def client(self) -> Client:
        """Return the client. Raises VendorError, with a remedy, if the configuration does not give one.

        It is made in a thread: importing HTTP takes an eighth of a second, a secret's command up to ten.
        """
        async with self._making:
            if self._client is None:
                self._client = await asyncio.to_thread(self._make)
            return self._client

    async def aclose(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    def _make(self) -> Client:
        plugin = self._plugin()
        gate = StoreGate(self.account, plugin.allowance, self._writer, self._clock)
        client = plugin.connect(
            Connection(
                account=self.account,
                settings=self._config.settings,
                secrets=self._secrets(),
                gate=gate,
                vault=StoreVault(self.account, self._writer, self._clock),
                allowance=plugin.allowance,
            )
        )
        self.gate = gate
        return client

    def _plugin(self) -> Plugin:
        try:
            return self._plugins(self._config.vendor)
        except UnknownVendor as error:
            raise Unauthorised(str(error), remedy="correct the account's vendor in the configuration") from None

    def _secrets(self) -> dict[str, Secret]:
        found = {}
        for name, source in self._config.secrets.items():
            try:
                found[name] = resolve(source)
            except SecretError as error:
                message = f"the {name.replace('_', ' ')} of {self.account} could not be had: {error}"
                raise Unauthorised(message, remedy="it is tried again by itself") from None
        return found
