"""The simulator, and clients of both vendors connected to it by the pretend world's clock."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack

import pytest

from lockdash.simulator.server import CLIENT_ID, CLIENT_SECRET, PERSONAL_KEY, ManualClock, Simulator
from lockdash.vendors.remotelock.client import RemoteLockClient
from lockdash.vendors.tedee.client import TedeeClient
from tests.vendors.fakes import FakeGate, FakeVault, connection
from tests.vendors.records import Records

Connect = Callable[..., RemoteLockClient]

PATIENCE = 30.0
"""Seconds: a busy machine must not look like a vendor that does not answer."""


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def sim() -> Iterator[Simulator]:
    with Simulator(world="small", clock=ManualClock()).serve() as served:
        yield served


@pytest.fixture
def gate() -> FakeGate:
    return FakeGate()


@pytest.fixture
def vault() -> FakeVault:
    return FakeVault()


@pytest.fixture
def records(sim: Simulator) -> Records:
    return Records(sim.clock)


@pytest.fixture
async def connect_tedee(sim: Simulator, gate: FakeGate) -> AsyncIterator[Callable[..., TedeeClient]]:
    """Makes clients of one account, as each session has one. Takes the time-outs of `TedeeClient.of`."""
    async with AsyncExitStack() as stack:

        def connect(timeout: float = PATIENCE, **more: float) -> TedeeClient:
            made = connection("tedee", gate=gate, secrets={"personal_key": PERSONAL_KEY}, api_url=sim.tedee_url)
            client = TedeeClient.of(made, clock=sim.clock.now, timeout=timeout, **more)
            stack.push_async_callback(client.aclose)
            return client

        yield connect


@pytest.fixture
async def connect_remotelock(sim: Simulator, gate: FakeGate, vault: FakeVault) -> AsyncIterator[Connect]:
    """Makes clients of one account, as each session has one."""
    async with AsyncExitStack() as stack:

        def connect(timeout: float = PATIENCE) -> RemoteLockClient:
            made = connection(
                "remotelock",
                gate=gate,
                vault=vault,
                secrets={"client_secret": CLIENT_SECRET},
                client_id=CLIENT_ID,
                api_url=sim.remotelock_api_url,
                auth_url=sim.remotelock_auth_url,
            )
            client = RemoteLockClient.of(made, clock=sim.clock.now, timeout=timeout)
            stack.push_async_callback(client.aclose)
            return client

        yield connect


@pytest.fixture
def tedee(connect_tedee: Callable[..., TedeeClient]) -> TedeeClient:
    return connect_tedee()


@pytest.fixture
def remotelock(connect_remotelock: Connect) -> RemoteLockClient:
    return connect_remotelock()
