"""Access tokens of OAuth 2, for the requests of one client.

One token serves all processes: it is kept in the vault, and whoever needs another one gets it there. By client
credentials a new one is asked for; after a sign-in it is had for the refresh token, which may count once only.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta
from typing import TypeAlias

from lockdash.domain.secret import Secret
from lockdash.domain.tokens import Token
from lockdash.vendors.base import OAuthClient, Vault
from lockdash.vendors.errors import (
    BadAnswer,
    Rejected,
    SignedOut,
    Unauthorised,
    Unreachable,
    VendorError,
    VendorFault,
)
from lockdash.vendors.replies import Reply
from lockdash.vendors.transport import Authorisation

# A token of this age that is refused is good, and what it asked for is not permitted: no reason for another one.
BRAND_NEW = timedelta(seconds=60)

Outcome: TypeAlias = Reply | Rejected | Unauthorised
Attempt: TypeAlias = Callable[[Authorisation], Awaitable[Outcome]]
"""Sends a request so authorised, and returns a refusal instead of raising it."""


class Tokens:
    """Hands out the access token, and gets a new one when it has expired or was refused.

    `ask`: gets a token for the application itself, None where the user signs in. `suspicious`: the statuses of a
    refusal for which the token may be the reason.
    """

    def __init__(
        self,
        client: OAuthClient,
        vault: Vault,
        clock: Callable[[], datetime],
        *,
        ask: Callable[[], Awaitable[Token]] | None = None,
        suspicious: Collection[int] = (401,),
    ) -> None:
        self._client = client
        self._vault = vault
        self._clock = clock
        self._ask = ask
        self._suspicious = suspicious
        self._token: Token | None = None
        self._renewed_at: datetime | None = None

    async def signed(self, attempt: Attempt, *, changes: bool) -> Outcome:
        """Return what came of a request, which is sent again with another token if that may be why it was refused: it
        was not carried out then, so a command may be repeated; once.

        Raises VendorError. `changes`: the request changes something, so that whoever sends it has to know whether it
        was sent: without a token it was not, and that is Unreachable.
        """
        token = await self._for_request(self.current, changes)
        outcome = await attempt(Authorisation("Bearer", token))
        if not isinstance(outcome, VendorError) or _status(outcome) not in self._suspicious:
            return outcome
        certain = "token" in str(outcome).lower()
        renewed = await self._for_request(lambda: self.after(token, certain=certain), changes)
        return outcome if renewed == token else await attempt(Authorisation("Bearer", renewed))

    @property
    def by_user(self) -> bool:
        """Whether a user signs in for them, and not the application by itself."""
        return self._ask is None

    async def kept(self) -> Token | None:
        """Return the token as it is kept for all processes."""
        return await self._vault.read()

    async def current(self) -> Secret:
        """Return a token that has not expired. Raises VendorError if there is none to be had."""
        if self._token is not None and self._holds(self._token):
            return self._token.access
        return await self._other_than(None)

    async def after(self, refused: Secret, *, certain: bool) -> Secret:
        """Return another token than `refused`, which the vendor did not accept; or `refused` itself if it is brand
        new and it is not `certain` that the token was the reason. Raises VendorError."""
        return refused if self._is_brand_new() and not certain else await self._other_than(refused)

    async def _for_request(self, get: Callable[[], Awaitable[Secret]], changes: bool) -> Secret:
        try:
            return await get()
        except (Unreachable, VendorFault, BadAnswer) as error:
            if not changes:
                raise
            said, remedy = str(error), error.remedy
        raise Unreachable(f"nothing was sent: {said}", remedy=remedy, sent=False)

    async def _other_than(self, refused: Secret | None) -> Secret:
        token = await self._vault.read()
        if token is None or not self._holds(token) or token.access == refused:
            token = await self._renewed(token)
            self._renewed_at = self._clock()
        self._token = token
        return token.access

    def _holds(self, token: Token) -> bool:
        return token.expires_at > self._clock()

    def _is_brand_new(self) -> bool:
        """A clock that was set back tells nothing of a token's age."""
        return self._renewed_at is not None and timedelta(0) <= self._clock() - self._renewed_at < BRAND_NEW

    async def _renewed(self, stale: Token | None) -> Token:
        if self._ask is not None:
            return await self._vault.renew(stale, self._ask)
        if stale is None:
            raise SignedOut("nobody has signed in to it yet")
        if stale.refresh is None:
            raise SignedOut(f"{self._client.vendor} has ended the sign-in")
        return await self._vault.exchange(stale, self._client)


def _status(refused: Rejected | Unauthorised) -> int:
    return refused.status if isinstance(refused, Rejected) else 401
