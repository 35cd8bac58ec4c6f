"""The meter of the budget stands still while a budget comes and goes, and is exact where that matters."""

from __future__ import annotations

import msgspec

from lockdash.domain.budget import Budget
from lockdash.tui.budget_meter import PATIENCE, BudgetMeter
from tests.tui.world import HOME, RENTALS


def account(remaining: int, limit: int = 120, of=RENTALS):
    return msgspec.structs.replace(of, budget=Budget(limit, remaining, None, limit // 10))


def test_nothing_is_told_while_nothing_is_known() -> None:
    meter = BudgetMeter()
    assert meter.read([], 0) is None
    assert meter.read([msgspec.structs.replace(HOME, budget=None), account(0, 0)], 0) is None


def test_it_falls_at_once_in_steps_and_is_exact_from_half_on() -> None:
    meter = BudgetMeter()
    seen = [meter.read([account(remaining)], 0) for remaining in range(120, -1, -1)]
    assert [each.cells for each in seen] == sorted((each.cells for each in seen), reverse=True)
    assert len({each for each in seen if each.exact is None}) == 3, "three steps above half"
    assert [each.exact.remaining for each in seen if each.exact is not None] == list(range(60, -1, -1))
    assert [each.exact.remaining for each in seen if each.spent] == list(range(12, -1, -1))


def test_a_budget_that_refills_each_minute_is_told_by_its_lowest() -> None:
    meter = BudgetMeter()
    seen = set()
    for second in range(600):
        remaining = 120 - (second % 60) // 2 * 1
        seen.add(meter.read([account(remaining)], second))
    assert len(seen) == 2, "it fell once, and never moved again"


def test_it_rises_when_it_has_been_higher_for_long_enough() -> None:
    meter = BudgetMeter()
    assert meter.read([account(50)], 0).exact.remaining == 50
    assert meter.read([account(118)], 10).exact.remaining == 118, "exact still, and true"
    assert meter.read([account(119)], 9 + PATIENCE).exact is not None
    assert meter.read([account(119)], 10 + PATIENCE) == (5, "", None)


def test_a_dip_on_the_way_up_begins_the_wait_anew() -> None:
    meter = BudgetMeter()
    meter.read([account(80)], 0)
    meter.read([account(118)], 1)
    meter.read([account(80)], PATIENCE / 2)
    assert meter.read([account(118)], PATIENCE + 2).cells == 4
    assert meter.read([account(118)], 2 * PATIENCE + 3).cells == 5


def test_the_tightest_of_several_is_named() -> None:
    meter = BudgetMeter()
    told = meter.read([account(690, 700, HOME), account(30)], 0)
    assert (told.account, told.exact.remaining, told.cells) == ("rentals", 30, 2)
