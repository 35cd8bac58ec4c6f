"""Figures side by side: a measurement is printed as a ratio to its measure, never alone."""

from __future__ import annotations

import statistics
from collections.abc import Sequence


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def p95(values: Sequence[float]) -> float:
    """The 95th percentile, nearest rank."""
    ordered = sorted(values)
    return ordered[max(0, -(-95 * len(ordered) // 100) - 1)]


class Report:
    """Collects lines; `missed` counts the budgets that were not kept."""

    def __init__(self) -> None:
        self.missed = 0

    def heading(self, text: str) -> None:
        print(f"\n{text}", flush=True)

    def ratio(self, what: str, ours: float, measure: float, unit: str, budget: float | None = None) -> None:
        """Print `ours / measure` and both figures; `budget`: the largest ratio that is good."""
        ratio = ours / measure if measure else float("inf")
        self._line(what, f"{ratio:6.2f} x", f"{ours:9.3f} {unit} / {measure:9.3f} {unit}", ratio, budget, "x")

    def figure(self, what: str, value: float, unit: str, budget: float | None = None) -> None:
        """Print a figure that has a budget of its own."""
        self._line(what, f"{value:6.1f}", unit, value, budget, unit)

    def _line(self, what: str, first: str, rest: str, value: float, budget: float | None, unit: str) -> None:
        verdict = ""
        if budget is not None:
            good = value <= budget
            self.missed += not good
            verdict = f"{'ok' if good else 'MISSED'}  (budget {budget:g} {unit})"
        print(f"  {what:<52} {first:>9}  {rest:<34} {verdict}".rstrip(), flush=True)
