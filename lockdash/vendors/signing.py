"""Signing in by a browser: what the authorization code grant (RFC 6749, 4.1) needs of a vendor.

A plugin some of whose accounts sign in so implements `SigningPlugin`. Whoever carries a sign-in out makes the state and
the verifier (RFC 7636), waits for the code, and puts the token into the account's vault; the client of the account then
finds it there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, cast

import msgspec

from lockdash.domain.secret import Secret
from lockdash.vendors.base import OAuthClient, Plugin

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
"""The redirect of those who are shown the code on a page, to be copied."""


class SignIn(msgspec.Struct, frozen=True, kw_only=True):
    """What a sign-in of one account is made of.

    `client`: its token endpoint. `authorize`: the address of the page where the user agrees, without a query. `revoke`:
    the path at `client.address` at which a token is given back (RFC 7009), None if there is none. `scopes`: asked for,
    in the vendor's own form. `challenge`: the vendor's word for SHA-256 as the method of PKCE, None: without PKCE.
    `redirect`: the one that the user registered, None: a loopback address with any free port, and `OUT_OF_BAND` where
    there is no browser at hand and the vendor knows it (`out_of_band`).
    """

    client: OAuthClient
    authorize: str
    revoke: str | None = None
    scopes: tuple[str, ...] = ()
    challenge: str | None = None
    redirect: str | None = None
    out_of_band: bool = False


class SigningPlugin(Protocol):
    """A vendor some of whose accounts sign in by a browser."""

    def signs_in(self, settings: msgspec.Struct) -> bool:
        """Whether an account with these settings does."""

    def sign_in(self, settings: msgspec.Struct, secrets: Mapping[str, Secret]) -> SignIn:
        """Return what its sign-in is made of; where it does not sign in, what is needed to give its tokens back."""


def signs_in(plugin: Plugin, settings: msgspec.Struct) -> bool:
    """Whether an account with these settings signs in by a browser."""
    asked = getattr(plugin, "signs_in", None)
    return asked is not None and bool(asked(settings))


def sign_in_of(plugin: Plugin, settings: msgspec.Struct, secrets: Mapping[str, Secret]) -> SignIn:
    """Return what the sign-in of an account is made of, or how its tokens are given back."""
    found: SignIn = cast(Any, plugin).sign_in(settings, secrets)
    return found


def secrets_for(plugin: Plugin, settings: msgspec.Struct) -> Mapping[str, bool]:
    """Return the secrets that an account with these settings uses, and of each whether it must have it: what the
    plugin's own `secrets_for` says, else all of `plugin.secrets`, each needed."""
    asked = getattr(plugin, "secrets_for", None)
    found: Mapping[str, bool] = dict.fromkeys(plugin.secrets, True) if asked is None else asked(settings)
    return found
