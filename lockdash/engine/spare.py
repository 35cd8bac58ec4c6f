"""How long reading in the background pauses, so that it never uses up what devices and commands need."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from lockdash.domain.budget import Budget


class Share(NamedTuple):
    """What one kind of reading may take. While more than `free` of the allowance above the reserve is left, it goes as
    fast as it can; then it spreads `slowly` of what is left over the time until the reset."""

    free: float
    slowly: float


PEOPLE = Share(free=0.5, slowly=0.5)
PAST = Share(free=1 / 3, slowly=0.1)
"""Of what the devices will not need (`kept`): the past has time, and people may be opened meanwhile."""
AGAIN = 1 / 3
"""This share of the allowance is what reading people again and again may take in the long run. A first round takes
more."""


def pause(
    budget: Budget | None, cost: int, window: float, now: datetime, share: Share = PEOPLE, kept: float = 0.0
) -> float:
    """Return the seconds to rest after a read of `cost` requests. `window`: of the allowance, for a budget that names
    no reset. `kept`: the requests a second that others will need until then."""
    if budget is None or cost <= 0:
        return 0.0
    until = window if budget.resets_at is None else (budget.resets_at - now).total_seconds()
    spare = budget.remaining - budget.reserve - kept * until
    if until <= 0 or spare > share.free * (budget.limit - budget.reserve):
        return 0.0
    return min(until, cost * until / max(spare * share.slowly, 1.0)) if spare > 0 else until


def rate(budget: Budget, window: float) -> float:
    """Return the requests a second that reading again and again may take. `window`: of the allowance."""
    return AGAIN * budget.limit / window
