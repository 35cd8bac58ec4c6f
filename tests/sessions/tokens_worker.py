"""A session that asks RemoteLock for something again and again, with whatever access token there is."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import msgspec

from lockdash.domain.budget import Allowance, Limits, Purpose
from lockdash.domain.secret import Secret
from lockdash.engine import renewal  # noqa: F401 - what a fork of the first process need not import again
from lockdash.engine.clock import SystemClock
from lockdash.engine.vault import StoreVault
from lockdash.engine.writer import Writer
from lockdash.store.store import Store
from lockdash.vendors.base import Connection, Vault
from lockdash.vendors.errors import VendorError
from lockdash.vendors.remotelock import RemoteLockSettings
from lockdash.vendors.remotelock.api import Api

ACCOUNT = "rentals"
PACE = 0.1  # seconds between two requests of a session, at most; half of it on average


class Job(msgspec.Struct, frozen=True):
    """`limit`: seconds for the exchange of a token. `certificates`: a file of few, since to read all that the world
    trusts takes a session longer than all the rest. `alone`: where no process can be started for an exchange."""

    folder: str
    api_url: str
    auth_url: str
    client_id: str
    client_secret: str
    certificates: str
    limit: float
    alone: bool = False


class OpenGate:
    """Here it is not about the budget."""

    async def spend(self, purpose: Purpose) -> None:
        pass

    async def observe(self, limits: Limits) -> None:
        pass


def api(job: Job, vault: Vault) -> Api:
    """The account's client, as the plugin makes it."""
    settings = RemoteLockSettings(
        client_id=job.client_id, grant="authorization_code", api_url=job.api_url, auth_url=job.auth_url
    )
    connection = Connection(
        account=ACCOUNT,
        settings=settings,
        secrets={"client_secret": Secret(job.client_secret)},
        gate=OpenGate(),
        vault=vault,
        allowance=Allowance(120, 60.0),
    )
    return Api.of(connection, lambda: datetime.now(UTC), 10.0)


async def ask_on(job: Job, chance: Random, say: Callable[[str], None]) -> None:
    """Ask until killed, and say for each request "ok" or the error's name."""
    store = Store.open(Path(job.folder))
    asked = api(job, StoreVault(ACCOUNT, Writer(store), SystemClock(), job.limit))
    while True:
        try:
            await asked.page("/locations", 1)
        except VendorError as error:
            say(f"{type(error).__name__}: {error}")
        else:
            say("ok")
        await asyncio.sleep(chance.random() * PACE)


def work(job: Job, seed: int, said: Path) -> None:
    """The whole of a process; what it says goes to the file `said`, a line each."""
    os.environ["SSL_CERT_FILE"] = job.certificates
    if job.alone:
        sys.executable = ""
    with said.open("a", buffering=1) as log:
        log.write(f"began {time.monotonic()}\n")
        asyncio.run(ask_on(job, Random(seed), lambda words: print(words, file=log)))
