"""Budgets: what a vendor allows, what is left of it, and what a request is for."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

RESERVE_SHARE = 0.1
RESERVE_LEAST = 10


class Purpose(StrEnum):
    """What a request is for. The last part of every budget belongs to `command`."""

    poll = "poll"
    command = "command"


class Allowance(msgspec.Struct, frozen=True):
    """A vendor's documented limit: `limit` requests in `window` seconds, per account."""

    limit: int
    window: float

    @property
    def reserve(self) -> int:
        """Requests that polling must leave for commands: a tenth, at least ten, never more than half."""
        return reserve_of(self.limit)


def reserve_of(limit: int) -> int:
    """See `Allowance.reserve`."""
    return min(max(RESERVE_LEAST, int(limit * RESERVE_SHARE)), limit // 2)


class Limits(msgspec.Struct, frozen=True):
    """What an answer's headers say of the account's budget; None where they say nothing.

    `resets_at`: UTC. `blocked_until`: from `Retry-After` or a 429: nothing is sent before then.
    `skew`: seconds by which our clock is ahead of the vendor's `Date`.
    """

    limit: int | None = None
    remaining: int | None = None
    resets_at: datetime | None = None
    blocked_until: datetime | None = None
    skew: float | None = None


class Budget(msgspec.Struct, frozen=True):
    """The requests that an account still has in its window; `reserve` of them are kept for commands."""

    limit: int
    remaining: int
    resets_at: datetime | None
    reserve: int
