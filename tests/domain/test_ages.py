from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.ages import age_text, rough_age_text, seconds_to_next, seconds_to_next_rough


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-5, "<1 m"),
        (0, "<1 m"),
        (59, "<1 m"),
        (60, "1 m"),
        (3599, "59 m"),
        (3600, "1 h"),
        (86400, "1 d"),
        (9e6, "104 d"),
    ],
)
def test_age_text(seconds: float, text: str) -> None:
    assert age_text(seconds) == text


@given(st.integers(-100, 10**8))
def test_the_text_changes_exactly_when_it_says(seconds: int) -> None:
    wait = seconds_to_next(seconds)
    assert wait > 0
    if seconds >= 0:
        assert age_text(seconds + wait - 0.5) == age_text(seconds)
        assert age_text(seconds + wait) != age_text(seconds)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "<1 m"),
        (61, "1 m"),
        (299, "3 m"),
        (300, "5 m"),
        (1199, "15 m"),
        (3599, "45 m"),
        (7300, "2 h"),
        (9e6, "104 d"),
    ],
)
def test_rough_ages_have_fewer_steps(seconds: float, text: str) -> None:
    assert rough_age_text(seconds) == text


@given(st.integers(0, 10**7))
def test_a_rough_age_never_claims_more_than_the_exact_one_and_changes_when_it_says(seconds: int) -> None:
    wait = seconds_to_next_rough(seconds)
    assert wait > 0
    assert rough_age_text(seconds + wait - 0.5) == rough_age_text(seconds)
    assert rough_age_text(seconds + wait) != rough_age_text(seconds)
    assert wait >= seconds_to_next(seconds) or seconds < 60
