"""RemoteLock's OAuth server (reference, "Authentication")."""

from __future__ import annotations

from collections.abc import Mapping

from lockdash.domain.secret import Secret
from lockdash.vendors.base import OAuthClient
from lockdash.vendors.remotelock import RemoteLockSettings
from lockdash.vendors.signing import SignIn

LIFE = 7200.0  # seconds; the reference's `expires_in`
# 401 and 403 both occur for a token that expired, and for what is not permitted (remotelock-facts).
SUSPICIOUS = (401, 403)


def oauth_client(settings: RemoteLockSettings, secrets: Mapping[str, Secret]) -> OAuthClient:
    """Return the application. A refresh has no redirect URI and no scope ("Refresh Token")."""
    return OAuthClient(
        vendor="RemoteLock",
        address=settings.auth_url,
        path="/oauth/token",
        client_id=settings.client_id.strip(),
        client_secret=Secret(secrets["client_secret"].reveal().strip()),
        life=LIFE,
        remedy="compare: the application's id and secret are in RemoteLock's developer portal",
    )


def sign_in(settings: RemoteLockSettings, secrets: Mapping[str, Secret]) -> SignIn:
    """Return how a user signs in. The out-of-band page is not in the reference (remotelock-facts)."""
    return SignIn(
        client=oauth_client(settings, secrets),
        authorize=f"{settings.auth_url.rstrip('/')}/oauth/authorize",
        revoke="/oauth/revoke",
        redirect=settings.redirect_uri,
        out_of_band=True,
    )
