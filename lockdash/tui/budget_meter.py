"""How much of the tightest budget is left, told so that a calm screen stays as it is. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from lockdash.domain.accounts import Account
from lockdash.domain.budget import Budget

CELLS = 5
HALF = 0.5
PATIENCE = 120.0
"""Seconds for which a budget must have been higher before the meter rises: longer than the shortest window of a
vendor (RemoteLock's minute), so that a budget which refills each minute is told by its lowest."""


class Reading(NamedTuple):
    """`cells`: filled ones of `CELLS`, 0 only for nothing left. `account`: whose budget is the tightest, "" if there
    is only one. `exact`: what is left of it, once half is used or it is kept for commands; else None."""

    cells: int
    account: str
    exact: Budget | None = None

    @property
    def spent(self) -> bool:
        """Nothing is left but what is kept for commands."""
        return self.exact is not None and self.exact.remaining <= self.exact.reserve


class BudgetMeter:
    """Falls at once, rises after a while. Above half it stands still between the steps of its cells."""

    def __init__(self) -> None:
        self._lowest: float | None = None
        self._higher_since: float | None = None

    def read(self, accounts: Sequence[Account], now: float) -> Reading | None:
        """Return what the meter shows at `now` (seconds on a monotonic clock), None while no budget is known."""
        known = [
            (each.budget.remaining / each.budget.limit, each.name, each.budget)
            for each in accounts
            if each.budget is not None and each.budget.limit > 0
        ]
        if not known:
            return None
        share, name, budget = min(known, key=lambda each: each[0])
        shown = self._settle(share, now)
        account = name if len(known) > 1 else ""
        if shown > HALF and budget.remaining > budget.reserve:
            return Reading(_cells(shown), account)
        return Reading(_cells(share), account, budget)

    def _settle(self, share: float, now: float) -> float:
        lowest = self._lowest
        if lowest is None or _step(share) <= _step(lowest):
            self._lowest, self._higher_since = share, None
        elif self._higher_since is None:
            self._higher_since = now
        elif now - self._higher_since >= PATIENCE:
            self._lowest, self._higher_since = share, None
        assert self._lowest is not None
        return self._lowest


def _cells(share: float) -> int:
    """Return the filled cells: what is begun counts, so that a budget that is hardly used looks full."""
    return min(CELLS, max(ceil(share * CELLS), 0))


def _step(share: float) -> int:
    """Below half it is told exactly: one step."""
    return _cells(share) if share > HALF else 0
