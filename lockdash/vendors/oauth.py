"""A token endpoint of OAuth 2 (RFC 6749, 7009): what is sent there, what comes back, what its refusals mean."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

import msgspec

from lockdash.domain.budget import Limits, Purpose
from lockdash.domain.secret import Secret
from lockdash.domain.tokens import Token
from lockdash.vendors.base import OAuthClient
from lockdash.vendors.errors import (
    BadAnswer,
    Rejected,
    SignedOut,
    SignInError,
    Unauthorised,
    Unreachable,
    VendorFault,
)
from lockdash.vendors.oauth_library import SECURE, library
from lockdash.vendors.replies import Reply
from lockdash.vendors.token_answers import WRONG_ADDRESS, Told, token_of
from lockdash.vendors.transport import Content, Transport

Clock = Callable[[], datetime]

_USED_UP = "the code may be used up: begin the sign-in again"


async def for_application(client: OAuthClient, transport: Transport, clock: Clock) -> Token:
    """Return a token for the application itself (client credentials; RFC 6749, 4.4). Raises VendorError."""
    asker = library().BackendApplicationClient(client.client_id)
    form = asker.prepare_request_body(client_secret=_revealed(client), include_client_id=True)
    return await _asked(client, transport, form, clock)


async def for_code(
    client: OAuthClient, code: Secret, redirect: str, verifier: Secret | None, clock: Clock, limit: float
) -> Token:
    """Return the token that `code` is exchanged for (RFC 6749, 4.1.3; RFC 7636, 4.5), within `limit` seconds.

    `redirect`, `verifier`: those of the address at which the user agreed. Raises VendorError: SignInError if it is the
    code that is refused. After an answer that is none the code may be used up, and the remedy says so.
    """
    proof = [] if verifier is None else [verifier]
    asker = library().WebApplicationClient(client.client_id)
    form = asker.prepare_request_body(
        code=code.reveal(),
        redirect_uri=redirect,
        code_verifier=None if verifier is None else verifier.reveal(),
        client_secret=_revealed(client),
    )
    async with _asking(client, [code, *proof], clock, limit) as (transport, told):
        try:
            return await _asked(client, transport, form, clock)
        except Unauthorised as error:
            refused = error
        except (Unreachable, VendorFault, BadAnswer) as error:
            if not isinstance(error, Unreachable) or error.sent:
                error.remedy = f"{error.remedy}; {_USED_UP}" if error.remedy else _USED_UP
            raise
    if told.code != "invalid_grant":
        raise refused
    raise SignInError(
        f"{client.vendor} does not accept the code: it is older than 10 minutes, was used before, or belongs to another"
        " redirect (invalid_grant)",
        remedy="open the address again for another code",
        again=True,
    )


async def for_refresh(client: OAuthClient, refresh: Secret, clock: Clock, limit: float) -> Token:
    """Return the token that `refresh` is exchanged for (RFC 6749, 6), within `limit` seconds.

    Raises VendorError: SignedOut if it is the refresh token that is refused. After Unreachable (`sent`), a server
    error or an answer that is none, nobody knows whether it still counts.
    """
    asker = library().WebApplicationClient(client.client_id)
    form = asker.prepare_refresh_body(refresh_token=refresh.reveal(), **_own(client), **client.extra)
    async with _asking(client, [refresh], clock, limit) as (transport, told):
        try:
            token = await _asked(client, transport, form, clock)
        except Unauthorised:
            if told.code != "invalid_grant":
                raise
        else:
            # A server may leave the refresh token as it is, and say nothing of it.
            return token if token.refresh is not None else msgspec.structs.replace(token, refresh=refresh)
    raise SignedOut(
        f"{client.vendor} has ended the sign-in: the right was taken away, or not used for too long (invalid_grant)"
    )


async def revoke(client: OAuthClient, path: str, token: Secret, clock: Clock, limit: float) -> None:
    """Give `token` back, so that it counts no more (RFC 7009), within `limit` seconds. Raises VendorError.

    An access token and its refresh token are given back one by one: RemoteLock's reference does not say that one takes
    the other along. One that counts no more is none to complain about.
    """
    asker = library().WebApplicationClient(client.client_id)
    _, _, form = asker.prepare_token_revocation_request(SECURE, token.reveal(), token_type_hint=None, **_own(client))
    async with _asking(client, [token], clock, limit) as (transport, _):
        await _posted(client, transport, path, form)


@asynccontextmanager
async def _asking(
    client: OAuthClient, secrets: list[Secret], clock: Clock, limit: float
) -> AsyncIterator[tuple[Transport, Told]]:
    """Give a way to ask that never repeats any of `secrets`, and what a refusal then says."""
    told = Told()
    transport = Transport(
        client.vendor,
        client.address,
        gate=_Ungated(),
        accept="application/json",
        words=told.words,
        secrets=[*secrets, *client.secrets],
        clock=clock,
        timeout=limit,
        whole_timeout=limit,
    )
    try:
        yield transport, told
    finally:
        await transport.aclose()


async def _asked(client: OAuthClient, transport: Transport, form: str, clock: Clock) -> Token:
    asked_at = clock()
    return token_of(await _posted(client, transport, client.path, form), asked_at, client.life)


async def _posted(client: OAuthClient, transport: Transport, path: str, form: str) -> Reply:
    content = Content("application/x-www-form-urlencoded", Secret(form))
    try:
        # The API's budget does not count it: no vendor documents a limit of its token endpoint.
        return await transport.request("POST", path, purpose=None, content=content)
    except (Rejected, Unauthorised) as error:
        refused: Rejected | Unauthorised = error
    if isinstance(refused, Rejected) and refused.status not in (400, 401, 403):
        raise BadAnswer(str(refused), remedy=WRONG_ADDRESS)
    raise Unauthorised(f"{client.vendor} does not sign the application in: {refused}", remedy=client.remedy)


def _own(client: OAuthClient) -> dict[str, str | None]:
    """The client's part of a form."""
    return {"client_id": client.client_id, "client_secret": _revealed(client)}


def _revealed(client: OAuthClient) -> str | None:
    return None if client.client_secret is None else client.client_secret.reveal()


class _Ungated:
    """A gate for what no budget counts."""

    async def spend(self, purpose: Purpose) -> None:
        pass

    async def observe(self, limits: Limits) -> None:
        pass
