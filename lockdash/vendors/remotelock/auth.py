"""RemoteLock's access tokens: OAuth 2 client credentials (reference, "Client Credentials Grant").

One token serves all processes: it is kept in the vault, and whoever needs a new one holds the vault's lock, reads
again, and asks only if nobody else has.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from lockdash.domain.secret import Secret
from lockdash.domain.tokens import Token
from lockdash.vendors import fields
from lockdash.vendors.base import Vault
from lockdash.vendors.errors import BadAnswer, Rejected, Unauthorised, VendorError
from lockdash.vendors.remotelock import RemoteLockSettings
from lockdash.vendors.replies import Reply
from lockdash.vendors.transport import Content, Transport

MARGIN = timedelta(seconds=30)
# A token of this age that is refused is good, and what it asked for is not permitted: no reason for another one.
BRAND_NEW = timedelta(seconds=60)
LIFE = 7200  # seconds; the reference's `expires_in`, for an answer without one
_PORTAL = "the application's id and secret are in RemoteLock's developer portal"


class Tokens:
    """Hands out the access token, and asks for a new one when it has expired or was refused."""

    def __init__(
        self,
        settings: RemoteLockSettings,
        secret: Secret,
        vault: Vault,
        transport: Transport,
        clock: Callable[[], datetime],
    ) -> None:
        self._settings = settings
        self._secret = secret
        self._vault = vault
        self._transport = transport
        self._clock = clock
        self._token: Token | None = None
        self._asked_at: datetime | None = None
        self._turn = asyncio.Lock()

    async def current(self) -> Secret:
        """Return a token that has not expired. Raises VendorError if there is none to be had."""
        if self._settings.grant != "client_credentials":
            raise Unauthorised(
                f'the grant "{self._settings.grant}" needs a sign-in, which comes with a later version of lockdash',
                remedy=f'set grant = "client_credentials" for this account; {_PORTAL}',
            )
        if self._token is not None and self._holds(self._token):
            return self._token.access
        return await self._renewed(None)

    async def after(self, refused: Secret, *, certain: bool) -> Secret:
        """Return another token than `refused`, which the vendor did not accept; or `refused` itself if it is brand
        new and it is not `certain` that the token was the reason. Raises VendorError."""
        if not certain and self._asked_at is not None and self._clock() - self._asked_at < BRAND_NEW:
            return refused
        return await self._renewed(refused)

    async def _renewed(self, refused: Secret | None) -> Secret:
        async with self._turn, self._vault.lock():
            token = await self._vault.read()
            if token is None or not self._holds(token) or token.access == refused:
                token = await self._ask()
                self._asked_at = self._clock()
                await self._vault.write(token)
            self._token = token
            return token.access

    def _holds(self, token: Token) -> bool:
        return token.expires_at - MARGIN > self._clock()

    async def _ask(self) -> Token:
        asked_at = self._clock()
        refused: VendorError
        try:
            # The API's budget does not count it: the token endpoint is another host, with no limit documented.
            reply = await self._transport.request("POST", "/oauth/token", purpose=None, content=self._form())
        except (Rejected, Unauthorised) as error:
            refused = error
        else:
            return self._parsed(reply, asked_at)
        if isinstance(refused, Rejected) and refused.status not in (400, 401, 403):
            raise BadAnswer(str(refused), remedy="look at auth_url in the configuration")
        raise Unauthorised(f"RemoteLock does not sign the application in: {refused}", remedy=f"compare: {_PORTAL}")

    def _form(self) -> Content:
        client = _oauth().BackendApplicationClient(self._settings.client_id.strip())
        form = client.prepare_request_body(client_secret=self._secret.reveal(), include_client_id=True)
        return Content("application/x-www-form-urlencoded", Secret(form))

    def _parsed(self, reply: Reply, asked_at: datetime) -> Token:
        found = _read(reply.body)
        if found is None:
            raise BadAnswer(f"{reply.where}: no access token in the answer", remedy="look at auth_url")
        access, seconds = found
        return Token(access=access, expires_at=asked_at + timedelta(seconds=seconds))


def _read(body: bytes) -> tuple[Secret, float] | None:
    """Return the token and its life in seconds, None if the answer holds none."""
    oauth = _oauth()
    try:
        parsed = oauth.BackendApplicationClient("").parse_request_body_response(body.decode())
    except (oauth.OAuth2Error, ValueError, TypeError, AttributeError, Warning, RecursionError):
        return None
    access = parsed.get("access_token")
    if not isinstance(access, str) or not access:
        return None
    life = fields.number(parsed.get("expires_in"))
    return Secret(access), life if life is not None and life > 0 else float(LIFE)


def _oauth() -> Any:
    """The OAuth library, imported when a token is needed (11 ms)."""
    from oauthlib import oauth2  # type: ignore[import-untyped]

    return oauth2
