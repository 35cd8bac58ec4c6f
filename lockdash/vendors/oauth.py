"""A token endpoint of OAuth 2 (RFC 6749): what is sent there, what comes back, what its refusals mean."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import msgspec

from lockdash.domain.budget import Limits, Purpose
from lockdash.domain.secret import Secret
from lockdash.domain.tokens import Token
from lockdash.vendors import fields
from lockdash.vendors.base import OAuthClient
from lockdash.vendors.errors import BadAnswer, Rejected, SignedOut, Unauthorised
from lockdash.vendors.replies import Reply
from lockdash.vendors.transport import Content, Transport

Clock = Callable[[], datetime]

# A token is given up this much before its end, so that no request is under way when it comes: `MARGIN`, or for one
# that lives shortly this part of its life.
MARGIN = 30.0
_PART = 0.1
_LONGEST_LIFE = 366 * 86400.0
_NOT_FOR_THE_LIBRARY = frozenset({"expires_in", "expires_at", "scope"})


async def for_application(client: OAuthClient, transport: Transport, clock: Clock) -> Token:
    """Return a token for the application itself (client credentials; RFC 6749, 4.4). Raises VendorError."""
    asker = _library().BackendApplicationClient(client.client_id)
    form = asker.prepare_request_body(client_secret=_revealed(client), include_client_id=True)
    return await _asked(client, transport, form, clock)


async def for_refresh(client: OAuthClient, refresh: Secret, clock: Clock, limit: float) -> Token:
    """Return the token that `refresh` is exchanged for (RFC 6749, 6), within `limit` seconds.

    Raises VendorError: SignedOut if it is the refresh token that is refused. After Unreachable (`sent`), a server
    error or an answer that is none, nobody knows whether it still counts.
    """
    told = _Told()
    transport = Transport(
        client.vendor,
        client.address,
        gate=_Ungated(),
        accept="application/json",
        words=told.words,
        secrets=[secret for secret in (client.client_secret, refresh) if secret is not None],
        clock=clock,
        timeout=limit,
        whole_timeout=limit,
    )
    asker = _library().WebApplicationClient(client.client_id)
    own = {"client_id": client.client_id, "client_secret": _revealed(client)}
    form = asker.prepare_refresh_body(refresh_token=refresh.reveal(), **own, **client.extra)
    try:
        token = await _asked(client, transport, form, clock)
    except Unauthorised as error:
        if told.code != "invalid_grant":
            raise
        signed_out = SignedOut(f"{client.vendor} has ended the sign-in: {error}")
    else:
        # A server may leave the refresh token as it is, and say nothing of it.
        return token if token.refresh is not None else msgspec.structs.replace(token, refresh=refresh)
    finally:
        await transport.aclose()
    raise signed_out


async def _asked(client: OAuthClient, transport: Transport, form: str, clock: Clock) -> Token:
    asked_at = clock()
    content = Content("application/x-www-form-urlencoded", Secret(form))
    try:
        # The API's budget does not count it: no vendor documents a limit of its token endpoint.
        reply = await transport.request("POST", client.path, purpose=None, content=content)
    except (Rejected, Unauthorised) as error:
        refused: Rejected | Unauthorised = error
    else:
        return _token(reply, asked_at, client.life)
    if isinstance(refused, Rejected) and refused.status not in (400, 401, 403):
        raise BadAnswer(str(refused), remedy="look at auth_url in the configuration")
    raise Unauthorised(f"{client.vendor} does not sign the application in: {refused}", remedy=client.remedy)


def _token(reply: Reply, asked_at: datetime, life: float) -> Token:
    parsed = _parsed(reply.body)
    access, refresh = parsed.get("access_token"), parsed.get("refresh_token")
    if not isinstance(access, str) or not access:
        raise BadAnswer(f"{reply.where}: no access token in the answer", remedy="look at auth_url in the configuration")
    return Token(
        access=Secret(access),
        expires_at=asked_at + timedelta(seconds=_usable(parsed.get("expires_in"), life)),
        refresh=Secret(refresh) if isinstance(refresh, str) and refresh else None,
    )


def _parsed(body: bytes) -> dict[str, Any]:
    """Return the answer's fields, none if it is not an answer of a token endpoint.

    The library refuses a whole answer for a life or a scope that it cannot read; with it, a refresh token would be
    lost. So it does not get to see those.
    """
    library = _library()
    try:
        found = msgspec.json.decode(body, type=dict[str, Any])
        kept = {name: value for name, value in found.items() if name not in _NOT_FOR_THE_LIBRARY}
        library.WebApplicationClient("").parse_request_body_response(msgspec.json.encode(kept).decode())
    except (library.OAuth2Error, msgspec.MsgspecError, ValueError, TypeError, AttributeError, RecursionError):
        return {}
    return found


def _usable(told: object, life: float) -> float:
    """Return for how many seconds an access token is used; some servers tell its life in quotes."""
    seconds = fields.number(told)
    if seconds is None:
        seconds = fields.whole(told)
    if seconds is None or seconds <= 0:
        seconds = life
    seconds = min(seconds, _LONGEST_LIFE)
    return seconds - min(MARGIN, seconds * _PART)


def _revealed(client: OAuthClient) -> str | None:
    return None if client.client_secret is None else client.client_secret.reveal()


class _Refusal(msgspec.Struct):
    """RFC 6749, 5.2."""

    error: str = ""
    error_description: str = ""


class _Told:
    """The words of a refusal for the message, and its code for us."""

    def __init__(self) -> None:
        self.code = ""

    def words(self, body: bytes) -> str:
        try:
            refusal = msgspec.json.decode(body, type=_Refusal)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return ""
        self.code = refusal.error
        said = refusal.error_description
        return f"{said} ({refusal.error})" if said and refusal.error else said or refusal.error


class _Ungated:
    """A gate for what no budget counts."""

    async def spend(self, purpose: Purpose) -> None:
        pass

    async def observe(self, limits: Limits) -> None:
        pass


def _library() -> Any:
    """The OAuth library, imported when a token is needed (11 ms)."""
    from oauthlib import oauth2  # type: ignore[import-untyped]

    return oauth2
