"""GET /my/personalaccesskey: what Tedee tells of a user's keys, which does not include the keys (tedee-facts 2.7)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from lockdash.simulator.people import identifier
from lockdash.simulator.tedee.call import Call
from lockdash.simulator.tedee.dates import spell

LIFE = timedelta(days=700)  # five years at most


def listed(call: Call) -> list[Any]:
    """All keys of the user: the one in use, and one that another program has, with a prefix and scopes of its own."""
    opened = call.home.world.opened_at
    account = call.account
    own_end = account.key_ends_at or opened + LIFE
    return [
        _key("Heating", "heat77", {"Device.Read"}, opened + timedelta(days=90)),
        _key("lockdash", account.key.partition(".")[0], account.scopes, own_end),
    ]


def _key(name: str, prefix: str, scopes: frozenset[str] | set[str], ends_at: datetime) -> dict[str, Any]:
    return {
        "id": identifier(f"key/{name}"),
        "name": name,
        "prefix": prefix,
        "scopes": sorted(scopes),
        "validTo": spell(ends_at, 0),
    }
