"""One session at a time reads in the background, and pauses for all: ten of them at once would use up what devices and
commands need before one of them saw it. Parts of jobs of the writer's thread."""

from __future__ import annotations

from datetime import datetime

from lockdash.domain.budget import Allowance
from lockdash.engine.people.agenda import PREFIX
from lockdash.engine.people.budget import pause
from lockdash.store.store import Store

NAME = PREFIX
"""Under which the store keeps whose turn it is. It is a feed without a name, which nobody reads; its cursor says what
the last turn has cost (requests)."""


def take(store: Store, account: str, allowance: Allowance, now: datetime) -> datetime | None:
    """Take the turn; None if it was granted, else when it may be."""
    cost = store.feed(account, NAME).cursor or ""
    budget = store.budget(account, allowance, now)
    seconds = pause(budget, int(cost) if cost.isdecimal() else 1, allowance.window, now)
    return store.claim(account, NAME, seconds, now)


def give_back(store: Store, account: str, requests: int, now: datetime) -> None:
    """End the turn, after a read of so many `requests`: also one that was kept from its first one is a try."""
    store.finish(account, NAME, cursor=str(max(1, requests)), now=now)
