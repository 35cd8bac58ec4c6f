"""One request to the Tedee API, judged and read: version, key, scope, query."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from starlette.requests import Request

from lockdash.simulator.home.home import Home
from lockdash.simulator.home.lock import HomeLock
from lockdash.simulator.tedee.account import TedeeAccount, includes
from lockdash.simulator.tedee.answers import Fault, too_many
from lockdash.simulator.tedee.versions import VERSIONS, Version


@dataclass(frozen=True)
class Call:
    """Names of query parameters are case-insensitive, their values are not (tedee-facts 2)."""

    request: Request
    version: Version
    account: TedeeAccount
    home: Home
    now: datetime
    body: bytes = field(default=b"", repr=False)

    def values(self, name: str) -> list[str]:
        return [value for key, value in self.request.query_params.multi_items() if key.lower() == name.lower()]

    def text(self, name: str) -> str | None:
        return next(iter(self.values(name)), None)

    def flag(self, name: str) -> bool:
        return (self.text(name) or "").lower() == "true"

    def numbers(self, name: str) -> list[int]:
        try:
            return [int(value) for value in self.values(name)]
        except ValueError:
            raise Fault(400, f"The value of {name} is not valid.") from None

    def number(self, name: str, default: int | None = None) -> int | None:
        return next(iter(self.numbers(name)), default)

    def fields(self) -> dict[str, Any]:
        """The body, which must be a JSON object."""
        try:
            fields = json.loads(self.body)
        except ValueError:
            raise Fault(400, "The body is not valid JSON.") from None
        if not isinstance(fields, dict):
            raise Fault(400, "The body must be an object.")
        return fields

    def lock(self) -> HomeLock:
        """The lock in the path."""
        try:
            return self.home.locks[int(self.request.path_params["id"])]
        except (KeyError, ValueError):
            raise Fault(404, "Device not found.") from None


def admit(request: Request, account: TedeeAccount, home: Home, scopes: tuple[str, ...], body: bytes = b"") -> Call:
    """Let a request in. Raises Fault: 404 version, 401 key or token, 429 hourly limit, 403 scope, in this order."""
    now = home.world.now
    version = VERSIONS.get(request.path_params["version"])
    if version is None:
        raise Fault(404, "The API version is not supported.")
    rights = account.rights(request.headers.get("authorization"), now)
    if rights is None:
        raise Fault(401, "Unauthorized.")
    if not account.hourly.take(now):
        raise too_many(account.hourly.wait(now))
    if not includes(rights, scopes):
        raise Fault(403, f"Missing scope: {' or '.join(scopes)}.")
    return Call(request, version, account, home, now, body)
