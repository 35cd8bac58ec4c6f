"""RemoteLock (LockState): the REST API, by OAuth client credentials."""

from __future__ import annotations

from typing import Literal

import msgspec

from lockdash.domain.budget import Allowance
from lockdash.vendors.addresses import check_address
from lockdash.vendors.base import Client, Connection


class RemoteLockSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`client_id`: the "Application ID" of the developer portal."""

    client_id: str
    grant: Literal["client_credentials", "authorization_code"] = "client_credentials"
    api_url: str = "https://api.remotelock.com"
    auth_url: str = "https://connect.remotelock.com"

    def __post_init__(self) -> None:
        if not self.client_id.strip():
            raise ValueError("client_id is empty: it is the application's id in the developer portal")
        check_address("api_url", self.api_url)
        check_address("auth_url", self.auth_url)


class RemoteLockPlugin:
    name: str = "remotelock"
    label: str = "RemoteLock"
    settings: type[msgspec.Struct] = RemoteLockSettings
    secrets: tuple[str, ...] = ("client_secret",)
    # Each account, all its integrations together (reference, "Rate Limiting").
    allowance: Allowance = Allowance(120, 60.0)

    def connect(self, connection: Connection) -> Client:
        from lockdash.vendors.remotelock.client import RemoteLockClient

        return RemoteLockClient.of(connection)


PLUGIN = RemoteLockPlugin()
