"""The request budget: never exceeded, the reserve kept, and a denial that tells the truth."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.budget import Allowance, Budget, Limits, Purpose, reserve_of
from lockdash.store.moments import SKEW
from tests.store.build import NOW, fresh_store, later

MINUTE = Allowance(120, 60.0)
TICK = timedelta(microseconds=1)

# Small ones are used up often; 10 / 3 s is not a whole number of microseconds.
allowances = st.builds(Allowance, st.sampled_from([1, 2, 3, 5, 12, 30]), st.sampled_from([1.0, 10 / 3, 60.0, 3600.0]))
purposes = st.sampled_from(Purpose)
# Parts of a window: none, a microsecond's worth, much of it, all of it, more.
steps = st.sampled_from([0.0, 1e-6, 0.01, 0.1, 0.3, 0.5, 0.999, 1.0, 1.001]) | st.floats(0, 1.2)
reports = st.fixed_dictionaries(
    {
        "limit": st.none() | st.integers(-1, 40),
        "remaining": st.none() | st.integers(-2, 40),
        "resets": st.none() | st.floats(-0.5, 1.0),
        "blocked": st.none() | st.floats(-0.1, 1.5),
    }
)
histories = st.lists(
    st.tuples(steps, st.one_of(purposes, purposes, purposes, reports), st.booleans()), min_size=10, max_size=60
)
setbacks = st.one_of(st.just(0.0), st.just(0.0), st.floats(0, 5))


class Witness:
    """Remembers what was granted and said, and what must follow from it."""

    def __init__(self, allowance: Allowance) -> None:
        self.allowance = allowance
        self.limit = allowance.limit
        self.grants: list[datetime] = []
        self.blocked_until = NOW
        self.left: int | None = None
        self.resets_at = NOW

    def hear(self, limits: Limits, now: datetime) -> None:
        if limits.limit is not None and limits.limit > 0:
            self.limit = min(self.allowance.limit, limits.limit)
        self.blocked_until = max(self.blocked_until, limits.blocked_until or NOW)
        resets_at = limits.resets_at or now + timedelta(seconds=self.allowance.window)
        if limits.remaining is not None and resets_at > now:
            self.left, self.resets_at = limits.remaining, resets_at

    def granted(self, purpose: Purpose, now: datetime) -> None:
        """Check the laws at the moment of a grant."""
        window = timedelta(seconds=self.allowance.window)
        self.grants.append(now)
        kept = reserve_of(self.limit) if purpose is Purpose.poll else 0
        assert now >= self.blocked_until
        assert sum(now - at < window for at in self.grants) <= self.limit - kept
        if self.left is not None and now < self.resets_at:
            self.left -= 1
            assert self.left >= kept


def limits_of(report: dict, now: datetime, window: float) -> Limits:
    def moment(part: float | None) -> datetime | None:
        return None if part is None else now + timedelta(seconds=part * window)

    return Limits(report["limit"], report["remaining"], moment(report["resets"]), moment(report["blocked"]))


@given(allowances, histories)
def test_no_window_is_ever_exceeded_and_a_denial_tells_the_truth(allowance, history):
    with fresh_store() as store:
        witness, now = Witness(allowance), NOW
        for step, what, wait in history:
            now += timedelta(seconds=step * allowance.window)
            if isinstance(what, dict):
                limits = limits_of(what, now, allowance.window)
                store.observe("home", allowance, limits, now)
                witness.hear(limits, now)
                continue
            free_at = store.spend("home", allowance, what, now)
            if free_at is None:
                witness.granted(what, now)
                continue
            assert free_at > now
            if free_at - TICK > now:
                assert store.spend("home", allowance, what, free_at - TICK) == free_at
            if wait:
                now = free_at
                assert store.spend("home", allowance, what, now) is None
                witness.granted(what, now)


@pytest.mark.parametrize("limit", [1, 2, 5, 30])
def test_no_window_of_a_long_history_is_exceeded(store, limit):
    allowance, random, now = Allowance(limit, 60.0), Random(limit), NOW
    witness = Witness(allowance)
    for _ in range(1500):
        now += timedelta(seconds=random.choice([0, 0.001, 1, 60 / limit, 59.999, 60]) * random.choice([1, 1, 0.3]))
        purpose = random.choice(list(Purpose))
        if store.spend("home", allowance, purpose, now) is None:
            witness.granted(purpose, now)
    assert len(witness.grants) > 400  # it was about grants, not denials


@given(allowances, st.lists(st.tuples(st.floats(0, 0.4), purposes, setbacks), min_size=10, max_size=60))
def test_a_clock_that_is_set_back_neither_exceeds_nor_blocks_for_ever(allowance, history):
    """`real` is the time that passes; the clock shows it less what it was set back by."""
    window = timedelta(seconds=allowance.window)
    with fresh_store() as store:
        real, behind, grants = NOW, timedelta(0), []
        for step, purpose, back in history:
            real += step * window
            behind += back * window
            now = real - behind
            free_at = store.spend("home", allowance, purpose, now)
            if free_at is None:
                grants.append(real)
                assert sum(real - at < window - TICK for at in grants) <= allowance.limit
            else:
                assert free_at - now <= window + timedelta(seconds=SKEW)


@given(st.floats(0, 1e6), st.floats(0, 3600), st.floats(0, 3600))
def test_what_the_vendor_said_moves_with_a_clock_that_is_set_back(back, block, reset):
    with fresh_store() as store:
        store.observe("home", MINUTE, Limits(remaining=0, resets_at=later(reset), blocked_until=later(block)), NOW)
        free_at = store.spend("home", MINUTE, Purpose.command, later(-back))
        longest = max(block, reset) + SKEW + 1e-5
        assert free_at is None or free_at <= later(-back + longest)


def test_polls_leave_the_reserve_to_commands(store):
    polls = sum(store.spend("home", MINUTE, Purpose.poll, NOW) is None for _ in range(200))
    commands = sum(store.spend("home", MINUTE, Purpose.command, NOW) is None for _ in range(200))
    assert (polls, commands) == (108, 12)
    assert store.spend("home", MINUTE, Purpose.command, later(59.999)) == later(60)
    assert store.spend("home", MINUTE, Purpose.command, later(60)) is None


def test_a_clock_that_is_set_back_by_a_year_costs_one_window(store):
    tight = Allowance(2, 60.0)
    assert [store.spend("home", tight, Purpose.command, later(at)) for at in (0, 30)] == [None, None]
    a_year = 365 * 86400
    assert store.spend("home", tight, Purpose.command, later(-a_year)) == later(60 - a_year)
    assert store.spend("home", tight, Purpose.command, later(60 - a_year)) is None


def test_accounts_have_budgets_of_their_own(store):
    tight = Allowance(1, 60.0)
    assert store.spend("home", tight, Purpose.poll, NOW) is None
    assert store.spend("rentals", tight, Purpose.poll, NOW) is None
    assert store.spend("home", tight, Purpose.poll, NOW) == later(60)


def test_a_block_holds_for_everything_until_its_time(store):
    store.observe("home", MINUTE, Limits(blocked_until=later(30)), NOW)
    store.observe("home", MINUTE, Limits(remaining=100, resets_at=later(50)), later(1))
    assert store.spend("home", MINUTE, Purpose.command, later(29)) == later(30)
    assert store.budget("home", MINUTE, later(29)) == Budget(120, 0, later(30), 12)
    assert store.spend("home", MINUTE, Purpose.command, later(30)) is None


def test_a_shorter_block_does_not_end_a_longer_one(store):
    store.observe("home", MINUTE, Limits(blocked_until=later(60)), NOW)
    store.observe("home", MINUTE, Limits(blocked_until=later(5)), NOW)
    assert store.spend("home", MINUTE, Purpose.command, NOW) == later(60)


def test_no_header_blocks_for_longer_than_a_day(store):
    store.observe("home", MINUTE, Limits(blocked_until=later(1e9), remaining=0, resets_at=later(1e9)), NOW)
    assert store.spend("home", MINUTE, Purpose.command, NOW) == later(86400)
    assert store.spend("home", MINUTE, Purpose.command, later(86400)) is None


def test_no_number_of_a_header_is_too_large_or_too_small(store):
    store.observe("home", MINUTE, Limits(10**30, 10**30, later(40)), NOW)
    assert store.budget("home", MINUTE, NOW) == Budget(120, 120, later(40), 12)
    store.observe("home", MINUTE, Limits(-1, -(10**30), later(40)), NOW)
    assert store.budget("home", MINUTE, NOW) == Budget(120, 0, later(40), 12)


def test_others_use_the_account_as_well(store):
    """`X-RateLimit-Remaining` falls without us (remotelock-facts, Limits)."""
    store.observe("home", MINUTE, Limits(120, 13, later(40)), NOW)
    assert store.spend("home", MINUTE, Purpose.poll, later(1)) is None
    assert store.spend("home", MINUTE, Purpose.poll, later(1)) == later(40)
    assert [store.spend("home", MINUTE, Purpose.command, later(2)) for _ in range(13)] == [None] * 12 + [later(40)]


def test_answers_that_overtake_each_other_do_not_raise_the_remainder(store):
    for remaining in (5, 9):
        store.observe("home", MINUTE, Limits(120, remaining, later(40)), NOW)
    assert store.budget("home", MINUTE, NOW).remaining == 5
    store.observe("home", MINUTE, Limits(120, 119, later(100)), later(41))
    assert store.budget("home", MINUTE, later(41)).remaining == 119


def test_the_end_of_a_window_may_waver_but_not_creep(store):
    """A vendor that always says "a minute from now" must not hold down a remainder that has long recovered."""
    store.observe("home", MINUTE, Limits(120, 5, later(60)), NOW)
    store.observe("home", MINUTE, Limits(120, 50, later(61)), later(1))
    assert store.budget("home", MINUTE, later(1)) == Budget(120, 5, later(61), 12)
    store.observe("home", MINUTE, Limits(120, 50, later(62.5)), later(2.5))
    assert store.budget("home", MINUTE, later(2.5)) == Budget(120, 50, later(62.5), 12)


def test_an_answer_from_a_window_that_is_over_says_nothing_of_this_one(store):
    store.observe("home", MINUTE, Limits(120, 3, later(60)), later(1))
    store.observe("home", MINUTE, Limits(120, 90, later(0)), later(2))
    assert store.budget("home", MINUTE, later(2)).remaining == 3


def test_a_lower_limit_of_the_vendor_is_obeyed_and_a_higher_one_is_not(store):
    store.observe("home", MINUTE, Limits(limit=500), NOW)
    assert store.budget("home", MINUTE, NOW) == Budget(120, 120, None, 12)
    store.observe("home", MINUTE, Limits(limit=40), NOW)
    assert store.budget("home", MINUTE, NOW) == Budget(40, 40, None, 10)
    assert sum(store.spend("home", MINUTE, Purpose.poll, NOW) is None for _ in range(50)) == 30


def test_the_budget_says_what_is_left_and_until_when(store):
    assert store.budget("home", MINUTE, NOW) == Budget(120, 120, None, 12)
    store.spend("home", MINUTE, Purpose.poll, NOW)
    store.spend("home", MINUTE, Purpose.poll, later(10))
    assert store.budget("home", MINUTE, later(10)) == Budget(120, 118, later(70), 12)
    assert store.budget("home", MINUTE, later(60)) == Budget(120, 119, later(70), 12)
    assert store.budget("home", MINUTE, later(70)) == Budget(120, 120, None, 12)


def test_the_log_does_not_grow(store):
    for second in range(0, 7200, 6):
        store.spend("home", MINUTE, Purpose.poll, later(second))
    with store._database.read() as connection:
        assert connection.execute("SELECT count(*) FROM requests").fetchone()[0] <= (60 + SKEW) / 6 + 2


def test_budgets_do_not_raise_the_revision(store):
    store.spend("home", MINUTE, Purpose.poll, NOW)
    store.observe("home", MINUTE, Limits(120, 3, later(60)), NOW)
    assert store.load().revision == 0


def test_an_allowance_of_nothing_is_a_mistake_of_the_caller(store):
    with pytest.raises(ValueError, match="allowance"):
        store.spend("home", Allowance(0, 60.0), Purpose.command, NOW)
