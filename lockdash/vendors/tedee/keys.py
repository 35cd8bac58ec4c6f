"""The list of a user's personal access keys (`GET /my/personalaccesskey`, needs Account.Read): our own among them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from lockdash.vendors import fields
from lockdash.vendors.replies import Reply, each
from lockdash.vendors.tedee import wire

_MOST_SCOPES = 100


class OwnKey(msgspec.Struct, frozen=True):
    """`ends_at`: UTC, None if it is not told. `scopes`: None if they are not told."""

    ends_at: datetime | None
    scopes: frozenset[str] | None


class _Key(msgspec.Struct, rename="camel"):
    prefix: Any = None
    valid_to: Any = None
    scopes: Any = None


def own_key(reply: Reply, prefix: str) -> OwnKey | None:
    """Return what the list says of the key with `prefix` (what stands before its dot), None if it does not say which
    that is. Raises BadAnswer if it is no list."""
    keys, _ = each(wire.items(reply), lambda item: msgspec.json.decode(item, type=_Key), "keys")
    own = [key for key in keys if prefix and key.prefix == prefix]
    if len(own) != 1:
        return None
    return OwnKey(fields.moment(own[0].valid_to), _scopes(own[0].scopes))


def _scopes(told: object) -> frozenset[str] | None:
    if not isinstance(told, list):
        return None
    return frozenset(scope for scope in told[:_MOST_SCOPES] if isinstance(scope, str)) or None
