"""The order of a list: it does not jump under the cursor, and does not follow every flicker of the data. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

CALM = 5.0
"""Seconds without a key, and without another order wanted, after which the list is put in order."""
PATIENCE = 30.0
"""Seconds after which data that never rests is not waited for any longer."""


class Settled(NamedTuple):
    """`keys`: the order to show. `later`: seconds after which to look again, None if this is the order wanted."""

    keys: list[str]
    later: float | None


class CalmOrder:
    """Decides when a wanted order is shown. Times are seconds on a monotonic clock."""

    def __init__(self) -> None:
        self._touched = float("-inf")
        self._wanted: list[str] = []
        self._wanted_at = float("-inf")
        self._wrong_since: float | None = None

    def touch(self, now: float) -> None:
        """A hand is on the list."""
        self._touched = now

    def next(self, current: Sequence[str], wanted: list[str], now: float, *, held: bool, urgent: bool) -> Settled:
        """Return what to show now instead of `current`. `held`: rows are marked or something hangs on the order.

        `urgent`: something that needs a person is out of sight, so the data need not rest before it comes up.
        """
        if wanted != self._wanted:
            self._wanted, self._wanted_at = wanted, now
        quiet = 0.0 if held else min(now - self._touched, self._data_quiet(now, urgent))
        settled = settle(current, wanted, quiet)
        if settled.later is None:
            self._wrong_since = None
        elif self._wrong_since is None:
            self._wrong_since = now
        return settled

    def _data_quiet(self, now: float, urgent: bool) -> float:
        tired = self._wrong_since is not None and now - self._wrong_since >= PATIENCE
        return float("inf") if urgent or tired else now - self._wanted_at


def settle(current: Sequence[str], wanted: Sequence[str], quiet_for: float) -> Settled:
    """Return the order to show now, when `current` is shown, `wanted` is right and all was quiet for `quiet_for`
    seconds. Until it is calm, rows keep their places: what is gone goes, what is new comes last."""
    if quiet_for >= CALM or not current:
        return Settled(list(wanted), None)
    still, shown = set(wanted), set(current)
    kept = [key for key in current if key in still]
    kept += [key for key in wanted if key not in shown]
    return Settled(kept, None if kept == list(wanted) else CALM - quiet_for)
