"""The simulator, and clients of both vendors connected to it by the pretend world's clock."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from lockdash.simulator.server import CLIENT_ID, CLIENT_SECRET, PERSONAL_KEY, ManualClock, Simulator
from lockdash.vendors.remotelock.client import RemoteLockClient
from lockdash.vendors.tedee.client import TedeeClient
from tests.vendors.fakes import FakeGate, FakeVault, connection


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
async def tedee(sim: Simulator, gate: FakeGate) -> AsyncIterator[TedeeClient]:
    made = connection("tedee", gate=gate, secrets={"personal_key": PERSONAL_KEY}, api_url=sim.tedee_url)
    client = TedeeClient.of(made, clock=sim.clock.now, timeout=1.0)
    yield client
    await client.aclose()


@pytest.fixture
async def remotelock(sim: Simulator, gate: FakeGate, vault: FakeVault) -> AsyncIterator[RemoteLockClient]:
    made = connection(
        "remotelock",
        gate=gate,
        vault=vault,
        secrets={"client_secret": CLIENT_SECRET},
        client_id=CLIENT_ID,
        api_url=sim.remotelock_api_url,
        auth_url=sim.remotelock_auth_url,
    )
    client = RemoteLockClient.of(made, clock=sim.clock.now, timeout=1.0)
    yield client
    await client.aclose()
