"""The user's part of a sign-in: a browser that opens the address, agrees, and ends somewhere."""

from __future__ import annotations

import re
from datetime import timedelta

import httpx

from lockdash.domain.secret import Secret
from lockdash.domain.tokens import Token
from lockdash.simulator.server import CLIENT_ID, CLIENT_SECRET, Simulator
from lockdash.simulator.tedee.tokens import CLIENT_ID as TEDEE_CLIENT_ID
from lockdash.vendors import code_grant, oauth, registry
from lockdash.vendors.signing import OUT_OF_BAND, SignIn, sign_in_of

CALLBACK = code_grant.loopback(8976)
PATIENCE = 30.0


def remotelock_sign_in(sim: Simulator, secret: str = CLIENT_SECRET, **settings: str) -> SignIn:
    plugin = registry.plugin("remotelock")
    own = {"client_id": CLIENT_ID, "grant": "authorization_code", "auth_url": sim.remotelock_auth_url}
    found = sign_in_of(plugin, plugin.settings(**own | settings), {"client_secret": Secret(secret)})
    assert found is not None
    return found


def tedee_sign_in(sim: Simulator, secret: str | None = None, **settings: object) -> SignIn:
    plugin = registry.plugin("tedee")
    own: dict[str, object] = {"client_id": TEDEE_CLIENT_ID, "auth_url": sim.tedee_auth_url}
    secrets = {} if secret is None else {"client_secret": Secret(secret)}
    found = sign_in_of(plugin, plugin.settings(**own | settings), secrets)
    assert found is not None
    return found


def opened(address: str) -> str:
    """Return where the browser is sent to, or the code that the page shows."""
    answer = httpx.get(address, timeout=PATIENCE)
    if answer.is_redirect:
        return answer.headers["location"]
    return re.search(r'id="authorization_code">([^<]+)<', answer.raise_for_status().text)[1]


class Going:
    """One sign-in under way. `token` finishes it with what the browser brings."""

    def __init__(self, sim: Simulator, sign_in: SignIn, redirect: str = CALLBACK) -> None:
        self.sim = sim
        self.sign_in = sign_in
        self.redirect = redirect
        self.state = code_grant.new_state()
        self.verifier = code_grant.new_verifier(sign_in)

    @property
    def address(self) -> str:
        return code_grant.address(self.sign_in, self.redirect, self.state, self.verifier)

    def code(self, typed: str | None = None) -> Secret:
        brought = opened(self.address) if typed is None else typed
        return code_grant.answered(self.sign_in, brought, self.state)

    async def token(self, code: Secret | None = None, redirect: str | None = None, limit: float = PATIENCE) -> Token:
        return await oauth.for_code(
            self.sign_in.client,
            code or self.code(),
            redirect or self.redirect,
            self.verifier,
            self.sim.clock.now,
            limit,
        )


def by_page(sim: Simulator, **settings: str) -> Going:
    return Going(sim, remotelock_sign_in(sim, **settings), OUT_OF_BAND)


def until_its_end(token: Token, sim: Simulator) -> timedelta:
    return token.expires_at - sim.clock.now()
