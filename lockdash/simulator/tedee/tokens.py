"""Tedee's OAuth tokens and codes (tedee-facts 1.2, 1.3; RFC 6749, 7636)."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from lockdash.simulator.oauth import Consent, GrantError, is_loopback

CLIENT_ID = "demo-tedee-application"

PREFIX = "https://tedee.onmicrosoft.com/api/"
IMPERSONATION = "user_impersonation"
OFFLINE = "offline_access"

# The text says 4 hours, the sample an hour.
ACCESS_LIFE = timedelta(hours=1)
REFRESH_LIFE = timedelta(days=14)
# Not documented; the most that RFC 6749, 4.1.2, recommends.
CODE_LIFE = timedelta(minutes=10)

_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}", re.ASCII)
_LENGTH_FOR_S256 = 43


@dataclass(frozen=True)
class Asked:
    """What an application asks the user for. `method`: how the `challenge` was made, `s256` or `plain`."""

    redirect: str
    scopes: frozenset[str]
    challenge: str
    method: str


@dataclass(frozen=True)
class Issued:
    access: str = field(repr=False)
    refresh: str | None = field(repr=False)
    expires_in: int
    refresh_expires_in: int


class Tokens:
    """All that was issued and still counts.

    `client_secret`: None for a public application. `redirects`: what it has registered, beside the user's own machine.
    `access_life`: of the access tokens that are issued from now on. `consent`: whether the user agrees.
    A refresh gives a new refresh token; that the one before ends is not documented, so it lives on.
    """

    def __init__(self, chance: Random, permitted: frozenset[str]) -> None:
        self.client_id = CLIENT_ID
        self.client_secret: str | None = None
        self.permitted = permitted
        self.redirects: set[str] = set()
        self.access_life = ACCESS_LIFE
        self.consent = Consent()
        self._chance = chance
        self._access: dict[str, tuple[frozenset[str], datetime]] = {}
        self._refresh: dict[str, tuple[frozenset[str], datetime]] = {}
        self._codes: dict[str, tuple[Asked, datetime]] = {}

    def knows_client(self, client_id: str | None, secret: str | None) -> bool:
        return client_id == self.client_id and self.client_secret in (None, secret)

    def knows_redirect(self, redirect_uri: str) -> bool:
        return redirect_uri in self.redirects or is_loopback(redirect_uri)

    def read_scopes(self, text: str) -> frozenset[str]:
        """Return the names in a `scope` parameter. Raises GrantError."""
        words = text.split()
        names = frozenset(word.removeprefix(PREFIX) for word in words if word.startswith(PREFIX) or word == OFFLINE)
        if len(names) < len(set(words)) or IMPERSONATION not in names:
            raise GrantError("invalid_scope", "The scope is not valid, or lacks user_impersonation.")
        if names - self.permitted - {IMPERSONATION, OFFLINE}:
            raise GrantError("invalid_scope", "The application is not permitted to ask for this scope.")
        return names

    def issue_code(self, asked: Asked, now: datetime) -> str:
        code = self._new()
        self._codes[code] = (asked, now + CODE_LIFE)
        return code

    def for_code(self, code: str, redirect_uri: str, verifier: str, now: datetime) -> Issued:
        """Raises GrantError: a code works once, for whoever asked for it, at the redirect that it was issued to."""
        asked, until = self._codes.pop(code, (None, now))
        if asked is None or now >= until or asked.redirect != redirect_uri or not _proves(verifier, asked):
            raise GrantError("invalid_grant", "The provided authorization code is invalid, expired or used.")
        return self._issue(asked.scopes, now)

    def for_refresh(self, refresh: str, scopes: frozenset[str], now: datetime) -> Issued:
        """Raises GrantError."""
        granted, until = self._refresh.get(refresh, (None, now))
        if granted is None or now >= until:
            raise GrantError("invalid_grant", "The provided refresh token is invalid or expired.")
        if not scopes <= granted:
            raise GrantError("invalid_scope", "The scope exceeds what the user granted.")
        return self._issue(scopes, now)

    def revoke_all(self) -> None:
        """The user takes the application's right away."""
        self._access.clear()
        self._refresh.clear()

    def expire_access(self) -> None:
        """Every access token runs out now; refresh tokens live on."""
        self._access.clear()

    def scopes(self, authorization: str | None, now: datetime) -> frozenset[str] | None:
        """Return what the bearer of a token may do, None if it does not count."""
        scheme, _, token = (authorization or "").partition(" ")
        granted, until = self._access.get(token, (None, now))
        return granted if scheme.lower() == "bearer" and now < until else None

    def _issue(self, scopes: frozenset[str], now: datetime) -> Issued:
        refresh = self._new() if OFFLINE in scopes else None
        issued = Issued(self._new(), refresh, int(self.access_life.total_seconds()), int(REFRESH_LIFE.total_seconds()))
        self._access[issued.access] = (scopes, now + self.access_life)
        if refresh is not None:
            self._refresh[refresh] = (scopes, now + REFRESH_LIFE)
        return issued

    def _new(self) -> str:
        return f"eyJ{self._chance.getrandbits(256):064x}"


def _proves(verifier: str, asked: Asked) -> bool:
    """RFC 7636, 4.6; for s256 the verifier has 43 characters."""
    if _VERIFIER.fullmatch(verifier) is None:
        return False
    if asked.method == "plain":
        return verifier == asked.challenge
    digest = hashlib.sha256(verifier.encode()).digest()
    hashed = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    return len(verifier) == _LENGTH_FOR_S256 and hashed == asked.challenge
