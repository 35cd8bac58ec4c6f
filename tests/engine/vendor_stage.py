"""The engine over the real clients of both vendors and the simulator, all by one virtual clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from lockdash.config.secrets import SecretKind, SecretSource
from lockdash.config.settings import AccountConfig, Config
from lockdash.domain.secret import Secret
from lockdash.simulator.server import CLIENT_ID, CLIENT_SECRET, PERSONAL_KEY, Simulator
from lockdash.vendors.base import Connection
from lockdash.vendors.remotelock import RemoteLockPlugin, RemoteLockSettings
from lockdash.vendors.remotelock.client import RemoteLockClient
from lockdash.vendors.tedee import TedeePlugin, TedeeSettings
from lockdash.vendors.tedee.client import TedeeClient
from tests.engine.stage import Stage, VirtualClock

PATIENCE = 30.0
"""Real seconds that a client waits for an answer."""
HASTE = 1.0
"""The same where it is to wait in vain."""


class VendorStage(Stage):
    """Accounts: "home" at Tedee, "rentals" at RemoteLock. `sim` is served while the stage is."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.sim: Simulator = None  # type: ignore[assignment]

    @contextmanager
    def over(self, *accounts: str, patience: float = PATIENCE, **world: Any) -> Iterator[Simulator]:
        """Serve a simulator of this `world`, with these `accounts` in the configuration."""
        with Simulator(clock=_Shared(self.clock), **world).serve() as self.sim:
            self.plugins = {"tedee": _Tedee(self.clock, patience), "remotelock": _RemoteLock(self.clock, patience)}
            known = {"home": self._tedee, "rentals": self._remotelock}
            self.config = Config(accounts=tuple(known[name]() for name in accounts))
            yield self.sim

    def _tedee(self) -> AccountConfig:
        settings = TedeeSettings(api_url=self.sim.tedee_url)
        secrets = {"personal_key": _secret(PERSONAL_KEY)}
        return AccountConfig(name="home", vendor="tedee", settings=settings, secrets=secrets)

    def _remotelock(self) -> AccountConfig:
        settings = RemoteLockSettings(
            client_id=CLIENT_ID, api_url=self.sim.remotelock_api_url, auth_url=self.sim.remotelock_auth_url
        )
        secrets = {"client_secret": _secret(CLIENT_SECRET)}
        return AccountConfig(name="rentals", vendor="remotelock", settings=settings, secrets=secrets)


class _Shared:
    """The pretend world's clock, which is that of the stage."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        return self._clock.now()

    def advance(self, seconds: float) -> None:
        raise AssertionError("only the stage moves time on")


class _RemoteLock(RemoteLockPlugin):
    def __init__(self, clock: VirtualClock, patience: float) -> None:
        self._clock = clock
        self._patience = patience

    def connect(self, connection: Connection) -> RemoteLockClient:
        return RemoteLockClient.of(connection, clock=self._clock.now, timeout=self._patience)


class _Tedee(TedeePlugin):
    def __init__(self, clock: VirtualClock, patience: float) -> None:
        self._clock = clock
        self._patience = patience

    def connect(self, connection: Connection) -> TedeeClient:
        return TedeeClient.of(connection, clock=self._clock.now, timeout=self._patience, keypad_timeout=self._patience)


def _secret(value: str) -> SecretSource:
    return SecretSource(SecretKind.value, Secret(value))
