from __future__ import annotations

from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from lockdash.engine.backoff import FIRST, LONGEST, delay, retry_at
from tests.engine.stage import START


@given(st.integers(1, 10_000), st.randoms(use_true_random=False))
def test_never_sooner_than_a_moment_never_later_than_a_minute(failures, rng):
    assert FIRST / 2 <= delay(failures, rng) <= LONGEST == 60


def test_it_grows_and_half_of_it_is_chance():
    means = [sum(delay(failures, Random(seed)) for seed in range(200)) / 200 for failures in range(1, 7)]
    assert means == sorted(means)
    assert means[-1] > 8 * means[0]
    spread = [delay(6, Random(seed)) for seed in range(200)]
    assert min(spread) < 35
    assert max(spread) > 55


@given(st.integers(1, 100), st.integers(-600, 6000))
def test_the_vendors_time_is_obeyed(failures, seconds):
    told = START + timedelta(seconds=seconds)
    again = retry_at(failures, Random(1), START, told)
    assert again >= told
    assert again > START
