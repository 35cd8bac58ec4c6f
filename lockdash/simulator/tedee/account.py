"""The Tedee account: its key, what the key may do, and what it may still ask for (tedee-facts 1 and 4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from lockdash.simulator.limits import Interval, Window
from lockdash.simulator.tedee.tokens import Tokens

PERSONAL_KEY = "demo01.pretend-key-that-opens-nothing"
ALL_SCOPES = frozenset(
    {
        "Account.Read",
        "Device.Read",
        "Device.ReadWrite",
        "DeviceActivity.Read",
        "DeviceShare.Read",
        "DeviceShare.ReadWrite",
        "Lock.Operate",
    }
)

AFTER_COMMAND = timedelta(seconds=60)


class TedeeAccount:
    """`hourly`: all requests of the user. `lists`: `GET /my/lock`. `syncs`: both forms of sync together.
    `key_ends_at`: when the key ends (UTC); None: long after the world. `tokens`: of those who signed in.

    The switches (`key`, `key_ends_at`, `scopes`, the windows) may be changed at any time by whoever holds the world.
    """

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.key = PERSONAL_KEY
        self.scopes: frozenset[str] = ALL_SCOPES
        self.key_ends_at: datetime | None = None
        self.hourly = Window(700, 3600)
        self.lists = Window(10, 600)
        self.syncs = Interval(20)
        self._commanded: dict[int, datetime] = {}

    def rights(self, authorization: str | None, now: datetime) -> frozenset[str] | None:
        """Return the scopes of whoever asks so, by key or by token; None if neither counts."""
        if authorization != f"PersonalKey {self.key}":
            return self.tokens.scopes(authorization, now)
        is_over = self.key_ends_at is not None and now >= self.key_ends_at
        return None if is_over else self.scopes

    def commanded(self, lock_id: int, now: datetime) -> None:
        """Remember an own command: one single sync of that lock may follow it at once."""
        self._commanded[lock_id] = now

    def wait_for_sync(self, now: datetime, lock_id: int | None = None) -> int:
        """Return 0 if a sync may run now (of one lock if `lock_id` is given), else the seconds to wait."""
        at = self._commanded.pop(lock_id, None) if lock_id is not None else None
        if at is not None and now <= at + AFTER_COMMAND:
            return 0
        return self.syncs.take(now)


def includes(held: frozenset[str], scopes: Iterable[str]) -> bool:
    """Whether one of `scopes` is held; the writing form of a scope includes the reading one."""
    return any(scope in held or f"{scope}Write" in held for scope in scopes)
