"""How often to read: as the vendor's client proposes, slower when the budget would not last until its reset."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from lockdash.domain.budget import Budget
from lockdash.vendors.base import Answer, Feed

STEPS = (1.0, 1.5, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0)
"""Stretches are rounded up to these, so that intervals do not wander with every request."""
ROTA_SHARE = 0.25


def interval(feed: Feed, stretch: float) -> float:
    """Seconds between two scheduled reads of `feed`, at least one."""
    return max(feed.every, feed.floor, 1.0) * stretch


def request_rate(feeds: Iterable[Feed], costs: Mapping[str, int]) -> float:
    """Requests a second that reading all `feeds` unstretched takes. `costs`: requests of each feed's last read."""
    return sum(costs.get(feed.name, 1) / interval(feed, 1.0) for feed in feeds if not feed.per_device)


def stretch(budget: Budget, rate: float, window: float, now: datetime) -> float:
    """Return the factor by which intervals grow so that what is left above the reserve lasts until the reset.

    `rate`: requests a second without it. `window`: seconds of the allowance, for a budget that names no reset.
    """
    until = window if budget.resets_at is None else (budget.resets_at - now).total_seconds()
    if until <= 0 or rate <= 0:
        return 1.0
    spare = budget.remaining - budget.reserve
    need = rate * until
    if spare <= 0:
        return STEPS[-1] if need >= 1 else 1.0
    return next((step for step in STEPS if need / step <= spare), STEPS[-1])


def rota_rate(budget: Budget, rate: float, window: float, now: datetime) -> float:
    """Return the requests a second that reading devices in turns may take: a quarter of the allowance, and what the
    feeds, which take `rate`, leave of what is left above the reserve. `window`: as in `stretch`."""
    until = window if budget.resets_at is None else (budget.resets_at - now).total_seconds()
    spare = (budget.remaining - budget.reserve) / until if until > 0 else budget.limit / window
    return max(0.0, min(ROTA_SHARE * budget.limit / window, spare - rate))


class Coverage:
    """Which feeds renew which devices: the interval at which a reading should be renewed follows from it.

    A survey vouches for every device that it mentions, whether it changed or not. An answer with events is
    no survey, only news: its silence about a device promises nothing.
    """

    def __init__(self) -> None:
        self._surveyed: dict[str, frozenset[str]] = {}
        self._parts: dict[str, int] = {}

    def note(self, feed: Feed, answer: Answer) -> None:
        if feed.per_device or answer.events:
            return
        mentioned = {each.vendor_id for each in answer.devices} | {each.vendor_id for each in answer.observations}
        before = self._surveyed.get(feed.name, frozenset()) if answer.parts > 1 else frozenset()
        self._surveyed[feed.name] = before | mentioned
        self._parts[feed.name] = answer.parts

    def intervals(self, feeds: Iterable[Feed], stretched: float) -> dict[str, float]:
        """Return, by vendor id, how often a device's readings are renewed, in seconds."""
        found: dict[str, float] = {}
        for feed in feeds:
            every = interval(feed, stretched) * self._parts.get(feed.name, 1)
            for vendor_id in self._surveyed.get(feed.name, ()):
                found[vendor_id] = min(every, found.get(vendor_id, every))
        return found
