"""Sign-ins over real HTTP, and the browser of the user, who agrees at once unless the simulator is told otherwise."""

from __future__ import annotations

import re
from pathlib import Path

import httpx

from lockdash.config.secrets import SecretKind, SecretSource
from lockdash.config.settings import AccountConfig
from lockdash.domain.secret import Secret
from lockdash.simulator.server import CLIENT_ID, CLIENT_SECRET, Simulator
from lockdash.simulator.tedee import tokens as tedee_tokens
from lockdash.store.store import Store
from lockdash.vendors.remotelock import RemoteLockSettings
from lockdash.vendors.tedee import TedeeSettings


def rentals(sim: Simulator, grant: str = "authorization_code", redirect: str | None = None) -> AccountConfig:
    settings = RemoteLockSettings(
        client_id=CLIENT_ID,
        grant=grant,
        redirect_uri=redirect,
        api_url=sim.remotelock_api_url,
        auth_url=sim.remotelock_auth_url,
    )
    return AccountConfig(
        name="rentals", vendor="remotelock", settings=settings, secrets={"client_secret": given(CLIENT_SECRET)}
    )


def home(sim: Simulator) -> AccountConfig:
    settings = TedeeSettings(client_id=tedee_tokens.CLIENT_ID, api_url=sim.tedee_url, auth_url=sim.tedee_auth_url)
    return AccountConfig(name="home", vendor="tedee", settings=settings, secrets={})


def given(secret: str) -> SecretSource:
    return SecretSource(SecretKind.value, Secret(secret))


async def visit(address: str) -> httpx.Response:
    """Open a page; where it sends the browser is not followed."""
    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
        return await client.get(address)


async def agreed(address: str) -> str:
    """Agree on the vendor's page, and return the address that the browser is sent to."""
    return (await visit(address)).headers["location"]


async def shown_code(address: str) -> str:
    """Agree on the vendor's page, and return the code that it shows."""
    found = re.search(r'id="authorization_code">([^<]+)<', (await visit(address)).text)
    assert found is not None
    return found[1]


def token_in(folder: Path, account: str = "rentals"):
    store = Store.open(folder)
    try:
        return store.read_token(account)
    finally:
        store.close()


def asked(sim: Simulator, path: str) -> int:
    """How many requests for `path` were heard."""
    return sum(each.path.endswith(path) for each in sim.requests)
