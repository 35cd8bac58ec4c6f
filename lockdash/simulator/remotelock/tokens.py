"""RemoteLock's OAuth tokens and codes (reference, "Authentication"; remotelock-facts)."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from lockdash.simulator.oauth import Consent, GrantError, is_loopback
from lockdash.simulator.request_log import REQUESTS_KEPT

CLIENT_ID = "demo-application"
CLIENT_SECRET = "demo-secret-that-opens-nothing"

ACCESS_LIFE = timedelta(seconds=7200)
CODE_LIFE = timedelta(minutes=10)

# The page that shows the code (remotelock-facts).
OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"


@dataclass(frozen=True)
class Issued:
    access: str
    refresh: str | None
    expires_in: int


@dataclass(frozen=True)
class Refresh:
    """One time that a refresh token was presented, by the pretend clock."""

    token: str = field(repr=False)
    at: datetime
    accepted: bool


class Tokens:
    """All that was issued and still counts.

    `invalid_status`: how the API answers a bad token: 403, or 401 as earlier servers and proxies do. `access_life`: of
    the access tokens that are issued from now on, in whole seconds. `lag`: seconds between a grant and its answer: who
    dies in between never learns of it. `refreshes`: what was presented, oldest first; these are secrets. `redirects`:
    what the application has registered, beside the page with the code and the user's own machine. `consent`: whether
    the user agrees.
    """

    def __init__(self, chance: Random) -> None:
        self.client_id = CLIENT_ID
        self.client_secret = CLIENT_SECRET
        self.invalid_status = 403
        self.access_life = ACCESS_LIFE
        self.lag = 0.0
        self.refreshes: deque[Refresh] = deque(maxlen=REQUESTS_KEPT)
        self.redirects: set[str] = set()
        self.consent = Consent()
        self._chance = chance
        self._access: dict[str, datetime] = {}
        self._refresh: set[str] = set()
        self._codes: dict[str, tuple[str, datetime]] = {}

    def knows_client(self, client_id: str | None, secret: str | None) -> bool:
        return (client_id, secret) == (self.client_id, self.client_secret)

    def knows_redirect(self, redirect_uri: str) -> bool:
        return redirect_uri == OUT_OF_BAND or redirect_uri in self.redirects or is_loopback(redirect_uri)

    def issue_code(self, redirect_uri: str, now: datetime) -> str:
        code = self._new()
        self._codes[code] = (redirect_uri, now + CODE_LIFE)
        return code

    def for_client(self, now: datetime) -> Issued:
        """Client credentials: no refresh token."""
        return self._issue(now, refreshable=False)

    def for_code(self, code: str, redirect_uri: str, now: datetime) -> Issued:
        """Raises GrantError: a code works once, within 10 minutes, for the redirect it was issued to."""
        redirect, until = self._codes.pop(code, (None, now))
        if redirect is None or redirect != redirect_uri or now >= until:
            raise GrantError("invalid_grant", "The provided authorization grant is invalid, expired or revoked.")
        return self._issue(now, refreshable=True)

    def for_refresh(self, refresh: str, now: datetime) -> Issued:
        """Raises GrantError: a refresh token works once, and then its successor counts."""
        accepted = refresh in self._refresh
        self.refreshes.append(Refresh(refresh, now, accepted))
        if not accepted:
            raise GrantError("invalid_grant", "The provided authorization grant is invalid, expired or revoked.")
        self._refresh.discard(refresh)
        return self._issue(now, refreshable=True)

    def revoke(self, token: str) -> None:
        self._access.pop(token, None)
        self._refresh.discard(token)

    def revoke_all(self) -> None:
        """The user takes the application's right away."""
        self._access.clear()
        self._refresh.clear()

    def expire_access(self) -> None:
        """Every access token runs out now; refresh tokens live on."""
        self._access.clear()

    def admits(self, authorization: str | None, now: datetime) -> bool:
        scheme, _, token = (authorization or "").partition(" ")
        until = self._access.get(token)
        return scheme.lower() == "bearer" and until is not None and now < until

    def _issue(self, now: datetime, *, refreshable: bool) -> Issued:
        self._access = {token: until for token, until in self._access.items() if now < until}
        life = int(self.access_life.total_seconds())
        issued = Issued(self._new(), self._new() if refreshable else None, life)
        self._access[issued.access] = now + self.access_life
        if issued.refresh is not None:
            self._refresh.add(issued.refresh)
        return issued

    def _new(self) -> str:
        return f"1/{self._chance.getrandbits(256):064x}"
