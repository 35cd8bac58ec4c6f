"""RemoteLock's access tokens (reference, "Authentication").

One token serves all processes: it is kept in the vault, and whoever needs another one gets it there. By client
credentials a new one is asked for; by authorization code it is had for the refresh token, which counts once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from lockdash.domain.secret import Secret
from lockdash.domain.tokens import Token
from lockdash.vendors import oauth
from lockdash.vendors.base import OAuthClient, Vault
from lockdash.vendors.errors import SignedOut, Unauthorised
from lockdash.vendors.remotelock import RemoteLockSettings
from lockdash.vendors.transport import Transport

# A token of this age that is refused is good, and what it asked for is not permitted: no reason for another one.
BRAND_NEW = timedelta(seconds=60)
LIFE = 7200.0  # seconds; the reference's `expires_in`
_PORTAL = "the application's id and secret are in RemoteLock's developer portal"
_OTHER_GRANT = f'set grant = "client_credentials" for this account; {_PORTAL}'


class Tokens:
    """Hands out the access token, and gets a new one when it has expired or was refused.

    `transport`: to the authorisation server, for client credentials.
    """

    def __init__(
        self,
        settings: RemoteLockSettings,
        secret: Secret,
        vault: Vault,
        transport: Transport,
        clock: Callable[[], datetime],
    ) -> None:
        self._grant = settings.grant
        # The reference's refresh has no redirect URI and no scope ("Refresh Token").
        self._client = OAuthClient(
            vendor="RemoteLock",
            address=settings.auth_url,
            path="/oauth/token",
            client_id=settings.client_id.strip(),
            client_secret=secret,
            life=LIFE,
            remedy=f"compare: {_PORTAL}",
        )
        self._vault = vault
        self._transport = transport
        self._clock = clock
        self._token: Token | None = None
        self._renewed_at: datetime | None = None

    async def current(self) -> Secret:
        """Return a token that has not expired. Raises VendorError if there is none to be had."""
        if self._token is not None and self._holds(self._token):
            return self._token.access
        return await self._other_than(None)

    async def after(self, refused: Secret, *, certain: bool) -> Secret:
        """Return another token than `refused`, which the vendor did not accept; or `refused` itself if it is brand
        new and it is not `certain` that the token was the reason. Raises VendorError."""
        if not certain and self._renewed_at is not None and self._clock() - self._renewed_at < BRAND_NEW:
            return refused
        return await self._other_than(refused)

    async def _other_than(self, refused: Secret | None) -> Secret:
        token = await self._vault.read()
        if token is None or not self._holds(token) or token.access == refused:
            token = await self._renewed(token)
            self._renewed_at = self._clock()
        self._token = token
        return token.access

    def _holds(self, token: Token) -> bool:
        return token.expires_at > self._clock()

    async def _renewed(self, stale: Token | None) -> Token:
        if self._grant == "client_credentials":
            return await self._vault.renew(stale, self._ask)
        if stale is None or stale.refresh is None:
            raise Unauthorised(
                f'the grant "{self._grant}" needs a sign-in, which comes with a later version of lockdash',
                remedy=_OTHER_GRANT,
            )
        try:
            return await self._vault.exchange(stale, self._client)
        except SignedOut as error:
            signed_out = str(error)
        raise Unauthorised(f"{signed_out}; signing in again comes with a later version", remedy=_OTHER_GRANT)

    async def _ask(self) -> Token:
        return await oauth.for_application(self._client, self._transport, self._clock)
