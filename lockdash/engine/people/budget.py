"""How long reading in the background pauses, so that people never use up what devices and commands need."""

from __future__ import annotations

from datetime import datetime

from lockdash.domain.budget import Budget

FREE = 0.5
"""This share of the allowance above the reserve may be used as fast as it goes."""
SHARE = 1 / 3
"""This share of the allowance is what reading again and again may take in the long run. A first round takes more."""


def pause(budget: Budget | None, cost: int, window: float, now: datetime) -> float:
    """Return the seconds to rest after a read of `cost` requests: none while much is left; then what spreads half of
    what is left over the time until the reset. `window`: of the allowance, for a budget that names no reset."""
    if budget is None or cost <= 0:
        return 0.0
    until = window if budget.resets_at is None else (budget.resets_at - now).total_seconds()
    spare = budget.remaining - budget.reserve
    if until <= 0 or spare > FREE * (budget.limit - budget.reserve):
        return 0.0
    return min(until, cost * until / max(spare / 2, 1.0)) if spare > 0 else until


def rate(budget: Budget, window: float) -> float:
    """Return the requests a second that reading again and again may take. `window`: of the allowance."""
    return SHARE * budget.limit / window
