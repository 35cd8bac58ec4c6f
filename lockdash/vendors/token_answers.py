"""What a token endpoint answers (RFC 6749, 5): a token, or a refusal."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec

from lockdash.domain.secret import Secret
from lockdash.domain.tokens import Token
from lockdash.vendors import fields
from lockdash.vendors.errors import BadAnswer
from lockdash.vendors.oauth_library import library
from lockdash.vendors.replies import Reply

WRONG_ADDRESS = "look at auth_url in the configuration"

# A token is given up this much before its end, so that no request is under way when it comes: `MARGIN`, or for one
# that lives shortly this part of its life.
MARGIN = 30.0
_PART = 0.1
_LONGEST_LIFE = 366 * 86400.0
_NOT_FOR_THE_LIBRARY = frozenset({"expires_in", "expires_at", "scope"})


def token_of(reply: Reply, asked_at: datetime, life: float) -> Token:
    """Return the token that `reply` brings to what was asked at `asked_at`. Its end is told by our own clock alone, so
    that one that is wrong does no harm. `life`: seconds, where the answer does not say. Raises BadAnswer."""
    parsed = _parsed(reply.body)
    access, refresh = parsed.get("access_token"), parsed.get("refresh_token")
    if not isinstance(access, str) or not access:
        raise BadAnswer(f"{reply.where}: no access token in the answer", remedy=WRONG_ADDRESS)
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
    oauth2 = library()
    try:
        found = msgspec.json.decode(body, type=dict[str, Any])
        kept = {name: value for name, value in found.items() if name not in _NOT_FOR_THE_LIBRARY}
        oauth2.WebApplicationClient("").parse_request_body_response(msgspec.json.encode(kept).decode())
    except (oauth2.OAuth2Error, msgspec.MsgspecError, ValueError, TypeError, AttributeError, RecursionError):
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


class _Refusal(msgspec.Struct):
    """RFC 6749, 5.2."""

    error: str = ""
    error_description: str = ""


class Told:
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
