"""Tedee: the cloud API, by personal access key."""

from __future__ import annotations

import re

import msgspec

from lockdash.domain.budget import Allowance
from lockdash.vendors.addresses import check_address
from lockdash.vendors.base import Client, Connection

_VERSION = re.compile(r"v[0-9]{1,4}(\.[0-9]{1,4})?", re.ASCII)


class TedeeSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`api_version`: as in the API's paths; from v1.30 (`lockProperties`) to v37 (`deviceState`) all are understood."""

    api_url: str = "https://api.tedee.com"
    api_version: str = "v37"

    def __post_init__(self) -> None:
        check_address("api_url", self.api_url)
        if not _VERSION.fullmatch(self.api_version):
            raise ValueError("api_version must look like v37 or v1.36")


class TedeePlugin:
    name: str = "tedee"
    label: str = "Tedee"
    settings: type[msgspec.Struct] = TedeeSettings
    secrets: tuple[str, ...] = ("personal_key",)
    # All keys, apps and integrations of one user together (rate limit page of 2024-07-26).
    allowance: Allowance = Allowance(700, 3600.0)

    def connect(self, connection: Connection) -> Client:
        from lockdash.vendors.tedee.client import TedeeClient

        return TedeeClient.of(connection)


PLUGIN = TedeePlugin()
