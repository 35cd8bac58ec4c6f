"""Tedee: the cloud API, by personal access key or by a sign-in of the user."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import msgspec

from lockdash.domain.budget import Allowance
from lockdash.domain.secret import Secret
from lockdash.vendors.addresses import check_address, check_redirect
from lockdash.vendors.base import Client, Connection
from lockdash.vendors.signing import SignIn

if TYPE_CHECKING:
    from lockdash.vendors.guide import Way

_VERSION = re.compile(r"v[0-9]{1,4}(\.[0-9]{1,4})?", re.ASCII)
_SCOPE = re.compile(r"[A-Za-z]{1,40}\.[A-Za-z]{1,40}", re.ASCII)
_CLIENT_ID = "The id of an application that Tedee has registered; without it a personal key is used."
_REDIRECT = (
    "The redirect URI that Tedee has registered for the application: https, or http on this machine. Without it: any"
    " port of 127.0.0.1."
)
_SCOPES = "What to ask for at a sign-in, such as Device.Read; if none is named, all that lockdash uses."
_AUTH_URL = "https://tedee.b2clogin.com/tedee.onmicrosoft.com/B2C_1A_Signup_Signin_With_Kmsi/oauth2/v2.0"


class TedeeSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`api_version`: as in the API's paths; from v1.30 (`lockProperties`) to v37 (`deviceState`) all are understood."""

    api_url: Annotated[str, msgspec.Meta(description="The API's address.")] = "https://api.tedee.com"
    api_version: Annotated[
        str, msgspec.Meta(description="The API's version, as in its paths: v37, or v1.36 and the like before it.")
    ] = "v37"
    client_id: Annotated[str | None, msgspec.Meta(description=_CLIENT_ID)] = None
    redirect_uri: Annotated[str | None, msgspec.Meta(description=_REDIRECT)] = None
    scopes: Annotated[tuple[str, ...], msgspec.Meta(description=_SCOPES)] = ()
    auth_url: Annotated[str, msgspec.Meta(description="The address of the OAuth server.")] = _AUTH_URL

    def __post_init__(self) -> None:
        check_address("api_url", self.api_url)
        check_address("auth_url", self.auth_url)
        if not _VERSION.fullmatch(self.api_version):
            raise ValueError("api_version must look like v37 or v1.36")
        if self.client_id is not None and not self.client_id.strip():
            raise ValueError("client_id is empty: it is the id that Tedee gave the application")
        if self.redirect_uri is not None:
            check_redirect("redirect_uri", self.redirect_uri)
        if not all(_SCOPE.fullmatch(scope) for scope in self.scopes):
            raise ValueError("scopes must be names such as Device.Read and Lock.Operate")


class TedeePlugin:
    name: str = "tedee"
    label: str = "Tedee"
    settings: type[msgspec.Struct] = TedeeSettings
    secrets: tuple[str, ...] = ("personal_key", "client_secret")
    # All keys, apps and integrations of one user together (rate limit page of 2024-07-26).
    allowance: Allowance = Allowance(700, 3600.0)

    @property
    def ways(self) -> tuple[Way, ...]:
        from lockdash.vendors.tedee.ways import WAYS

        return WAYS

    def connect(self, connection: Connection) -> Client:
        from lockdash.vendors.tedee.client import TedeeClient

        return TedeeClient.of(connection)

    def secrets_for(self, settings: msgspec.Struct) -> Mapping[str, bool]:
        """A public application has no secret."""
        return {"client_secret": False} if self.signs_in(settings) else {"personal_key": True}

    def signs_in(self, settings: msgspec.Struct) -> bool:
        return isinstance(settings, TedeeSettings) and settings.client_id is not None

    def sign_in(self, settings: msgspec.Struct, secrets: Mapping[str, Secret]) -> SignIn:
        from lockdash.vendors.tedee.auth import sign_in

        assert isinstance(settings, TedeeSettings)
        return sign_in(settings, secrets)


PLUGIN = TedeePlugin()
