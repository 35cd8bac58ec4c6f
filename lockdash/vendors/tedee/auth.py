"""Tedee's OAuth server (tedee-facts 1.2)."""

from __future__ import annotations

from collections.abc import Mapping

from lockdash.domain.secret import Secret
from lockdash.vendors.base import OAuthClient
from lockdash.vendors.code_grant import loopback
from lockdash.vendors.signing import SignIn
from lockdash.vendors.tedee import TedeeSettings
from lockdash.vendors.tedee.scopes import OWN_KEYS, SCOPES

PREFIX = "https://tedee.onmicrosoft.com/api/"
LIFE = 3600.0  # seconds; the sample says an hour, the text four: an hour cannot be too long
# A sign-in has no key whose end could be looked up.
_USED = tuple(scope.name for scope in SCOPES if scope.name != OWN_KEYS)
_ALWAYS = (f"{PREFIX}user_impersonation", "offline_access")


def oauth_client(settings: TedeeSettings, secrets: Mapping[str, Secret]) -> OAuthClient:
    """Return the application. A refresh names scopes and redirect again, and a token may be refreshed by a process that
    does not know at which port it was had: that of this machine is named without, which must fit any (RFC 8252, 7.3).

    An account that has a key by now may still have the token of an earlier sign-in, and asks how to sign out.
    """
    secret = secrets.get("client_secret")
    return OAuthClient(
        vendor="Tedee",
        address=settings.auth_url,
        path="/token",
        client_id=(settings.client_id or "").strip(),
        client_secret=None if secret is None else Secret(secret.reveal().strip()),
        extra={"scope": " ".join(scopes(settings)), "redirect_uri": settings.redirect_uri or loopback()},
        life=LIFE,
        remedy="compare client_id, redirect_uri and scopes with what Tedee has registered for the application",
    )


def sign_in(settings: TedeeSettings, secrets: Mapping[str, Secret]) -> SignIn:
    """Return how a user signs in. No page shows a code, and no token can be given back."""
    return SignIn(
        client=oauth_client(settings, secrets),
        authorize=f"{settings.auth_url.rstrip('/')}/authorize",
        scopes=scopes(settings),
        challenge="s256",
        redirect=settings.redirect_uri,
    )


def scopes(settings: TedeeSettings) -> tuple[str, ...]:
    """Return the scopes to ask for, in Tedee's form."""
    return (*(f"{PREFIX}{name}" for name in settings.scopes or _USED), *_ALWAYS)
