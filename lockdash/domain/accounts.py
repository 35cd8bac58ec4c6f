"""Accounts: one set of credentials at one vendor, and how it is faring."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from lockdash.domain.budget import Budget


class Condition(StrEnum):
    connecting = "connecting"
    live = "live"
    offline = "offline"
    unauthorised = "unauthorised"
    rate_limited = "rate_limited"
    vendor_error = "vendor_error"
    bad_answer = "bad_answer"
    clock_skew = "clock_skew"

    @property
    def failing(self) -> bool:
        """Something that a user can act on; `clock_skew` is a warning, data still comes in."""
        return self not in (Condition.connecting, Condition.live)


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """An account as last heard of. `since`: when the condition began. `detail`: what happened, where, and
    what to do, in words. `retry_at`: when it is tried again. `last_ok_at`: the last answer that was good."""

    name: str
    vendor: str
    condition: Condition = Condition.connecting
    since: datetime
    detail: str = ""
    retry_at: datetime | None = None
    last_ok_at: datetime | None = None
    budget: Budget | None = None
