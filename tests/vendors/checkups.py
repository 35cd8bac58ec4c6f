"""Accounts put to the test, and what was found of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from lockdash.domain.findings import Finding, Level
from lockdash.simulator.server import CLIENT_ID, CLIENT_SECRET, PERSONAL_KEY, Simulator
from lockdash.vendors.checkup import Checkup, checkup_of
from lockdash.vendors.remotelock.client import RemoteLockClient
from lockdash.vendors.tedee.client import TedeeClient
from tests.vendors.fakes import FakeGate, FakeVault, connection

PATIENCE = 30.0


@asynccontextmanager
async def tedee_of(
    sim: Simulator,
    *,
    gate: FakeGate | None = None,
    key: str = PERSONAL_KEY,
    clock: Callable[[], datetime] | None = None,
    patience: float = PATIENCE,
    **settings: Any,
) -> AsyncIterator[TedeeClient]:
    settings = {"api_url": sim.tedee_url} | settings
    made = connection("tedee", gate=gate or FakeGate(), secrets={"personal_key": key}, **settings)
    client = TedeeClient.of(made, clock=clock or sim.clock.now, timeout=patience)
    yield client
    await client.aclose()


@asynccontextmanager
async def remotelock_of(
    sim: Simulator,
    *,
    gate: FakeGate | None = None,
    vault: FakeVault | None = None,
    secret: str = CLIENT_SECRET,
    clock: Callable[[], datetime] | None = None,
    **settings: Any,
) -> AsyncIterator[RemoteLockClient]:
    settings = {"api_url": sim.remotelock_api_url, "auth_url": sim.remotelock_auth_url} | settings
    made = connection(
        "remotelock",
        gate=gate or FakeGate(),
        vault=vault,
        secrets={"client_secret": secret},
        client_id=CLIENT_ID,
        **settings,
    )
    client = RemoteLockClient.of(made, clock=clock or sim.clock.now, timeout=PATIENCE)
    yield client
    await client.aclose()


async def check(client: TedeeClient | RemoteLockClient) -> Checkup:
    made = checkup_of(client)
    assert made is not None
    return await made.check_up()


def ahead(sim: Simulator, seconds: float) -> Callable[[], datetime]:
    """A clock that is so much ahead of the vendor's."""
    return lambda: sim.clock.now() + timedelta(seconds=seconds)


def about(checkup: Checkup, subject: str) -> list[Finding]:
    return [finding for finding in checkup.findings if finding.subject == subject]


def only(checkup: Checkup, subject: str) -> Finding:
    (finding,) = about(checkup, subject)
    return finding


def subjects(checkup: Checkup) -> list[str]:
    return [finding.subject for finding in checkup.findings]


def bad(checkup: Checkup) -> list[tuple[str, Level]]:
    return [(finding.subject, finding.level) for finding in checkup.findings if finding.level is not Level.ok]
