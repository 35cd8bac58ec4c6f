"""RemoteLock (LockState): the REST API, by OAuth: client credentials, or a sign-in of the user."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from lockdash.domain.budget import Allowance
from lockdash.domain.secret import Secret
from lockdash.vendors.addresses import check_address, check_redirect
from lockdash.vendors.base import Client, Connection
from lockdash.vendors.signing import OUT_OF_BAND, SignIn

if TYPE_CHECKING:
    from lockdash.vendors.guide import Way

_CLIENT_ID = 'The application\'s id ("Application ID") in the developer portal.'
_GRANT = (
    'How lockdash gets in: "client_credentials" sees the account that the application belongs to,'
    ' "authorization_code" that of whoever signs in (`lockdash login`).'
)
_REDIRECT = (
    "The application's redirect URI (`Callback URL`) in the developer portal: https, http on this machine, or"
    f" {OUT_OF_BAND}. Without it: any port of 127.0.0.1, or {OUT_OF_BAND} where no browser is at hand."
)


class RemoteLockSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    client_id: Annotated[str, msgspec.Meta(description=_CLIENT_ID)]
    grant: Annotated[
        Literal["client_credentials", "authorization_code"],
        msgspec.Meta(description=_GRANT),
    ] = "client_credentials"
    redirect_uri: Annotated[str | None, msgspec.Meta(description=_REDIRECT)] = None
    api_url: Annotated[str, msgspec.Meta(description="The API's address.")] = "https://api.remotelock.com"
    auth_url: Annotated[str, msgspec.Meta(description="The address of the OAuth server.")] = (
        "https://connect.remotelock.com"
    )

    def __post_init__(self) -> None:
        if not self.client_id.strip():
            raise ValueError("client_id is empty: it is the application's id in the developer portal")
        check_address("api_url", self.api_url)
        check_address("auth_url", self.auth_url)
        if self.redirect_uri not in (None, OUT_OF_BAND):
            check_redirect("redirect_uri", str(self.redirect_uri))


class RemoteLockPlugin:
    name: str = "remotelock"
    label: str = "RemoteLock"
    settings: type[msgspec.Struct] = RemoteLockSettings
    secrets: tuple[str, ...] = ("client_secret",)
    # Each account, all its integrations together (reference, "Rate Limiting").
    allowance: Allowance = Allowance(120, 60.0)

    @property
    def ways(self) -> tuple[Way, ...]:
        from lockdash.vendors.remotelock.ways import WAYS

        return WAYS

    def connect(self, connection: Connection) -> Client:
        from lockdash.vendors.remotelock.client import RemoteLockClient

        return RemoteLockClient.of(connection)

    def signs_in(self, settings: msgspec.Struct) -> bool:
        return isinstance(settings, RemoteLockSettings) and settings.grant == "authorization_code"

    def sign_in(self, settings: msgspec.Struct, secrets: Mapping[str, Secret]) -> SignIn:
        from lockdash.vendors.remotelock.auth import sign_in

        assert isinstance(settings, RemoteLockSettings)
        return sign_in(settings, secrets)


PLUGIN = RemoteLockPlugin()
