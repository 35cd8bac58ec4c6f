"""How far a reading may be trusted, from its age and the interval at which it should have been renewed."""

from __future__ import annotations

from enum import StrEnum


class Freshness(StrEnum):
    fresh = "fresh"
    aging = "aging"
    stale = "stale"

    def or_worse(self, other: Freshness) -> Freshness:
        """Return the worse of the two."""
        if Freshness.stale in (self, other):
            return Freshness.stale
        return Freshness.aging if Freshness.aging in (self, other) else Freshness.fresh


def freshness(age: float, every: float) -> Freshness:
    """Return how fresh is what is `age` seconds old, when it should be renewed each `every` seconds.

    One missed renewal is no news (fresh up to 1.5 intervals and half a minute), two are worth a doubt
    (aging up to 3 intervals and a minute), from there on it is old data and is shown as such.
    """
    if age <= fresh_for(every):
        return Freshness.fresh
    return Freshness.aging if age <= aging_for(every) else Freshness.stale


def fresh_for(every: float) -> float:
    """Seconds of age up to which a reading counts as fresh."""
    return 1.5 * every + 30.0


def aging_for(every: float) -> float:
    """Seconds of age up to which a reading counts as aging."""
    return 3.0 * every + 60.0
