"""Reading in the background takes turns: one session at a time reads, and pauses for all. Ten of them at once would use
up what devices and commands need before one of them saw it. Parts of jobs of the writer's thread."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from lockdash.domain.budget import Allowance
from lockdash.engine import spare
from lockdash.store.store import Store


class Turn(NamedTuple):
    """Of one kind of reading. `name`: under which the store keeps whose turn it is, as a feed that nobody reads; its
    cursor says what the last turn has cost (requests). `least`: seconds between two turns in any case."""

    name: str
    share: spare.Share
    least: float = 0.0


PEOPLE = Turn("people/", spare.PEOPLE)
PAST = Turn("past/", spare.PAST, least=1.0)


def take(
    store: Store, account: str, turn: Turn, allowance: Allowance, now: datetime, kept: float = 0.0
) -> datetime | None:
    """Take the turn; None if it was granted, else when it may be. `kept`: see `spare.pause`."""
    cost = store.feed(account, turn.name).cursor or ""
    budget = store.budget(account, allowance, now)
    seconds = spare.pause(budget, int(cost) if cost.isdecimal() else 1, allowance.window, now, turn.share, kept)
    return store.claim(account, turn.name, max(turn.least, seconds), now)


def give_back(store: Store, account: str, turn: Turn, requests: int, now: datetime) -> None:
    """End the turn, after a read of so many `requests`: also one that was kept from its first one is a try."""
    store.finish(account, turn.name, cursor=str(max(1, requests)), now=now)
