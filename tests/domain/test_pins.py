from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.pins import REMOTELOCK, TEDEE, PinRules, generate, objections
from lockdash.domain.secret import Secret

RULES = st.sampled_from(
    [TEDEE, REMOTELOCK, PinRules(shortest=7, longest=7), PinRules(shortest=3, longest=5, no_runs=True)]
)


@pytest.mark.parametrize(
    ("pin", "words"),
    [
        ("192837", []),
        ("11223", []),
        ("13575", []),
        ("12321", []),
        ("1928", ["5 to 8 digits; this one has 4"]),
        ("192837465", ["5 to 8 digits; this one has 9"]),
        ("12 34", ["nothing else"]),
        ("١٢٣٤٥", ["nothing else"]),
        ("1a", ["nothing else", "5 to 8"]),
        ("", ["empty"]),
        ("11122", ["3 different"]),
        ("12345", ["rise"]),
        ("97531", ["rise"]),
        ("13579", ["rise"]),
        ("00000000", ["3 different"]),
    ],
)
def test_a_tedee_pin(pin: str, words: list[str]) -> None:
    found = objections(Secret(pin), TEDEE)
    assert len(found) == len(words)
    assert all(part in text for part, text in zip(words, found, strict=True))


@pytest.mark.parametrize(
    ("pin", "good"), [("1234", True), ("1111", True), ("123", False), ("1234567890", True), ("12345678901", False)]
)
def test_a_remotelock_pin(pin: str, good: bool) -> None:
    assert (objections(Secret(pin), REMOTELOCK) == []) is good


@given(st.text("0123456789", min_size=4, max_size=12), RULES)
def test_objections_do_not_quote_the_pin(pin: str, rules: PinRules) -> None:
    assert not any(pin in text for text in objections(Secret(pin), rules))


@given(RULES, st.integers(0, 2**32), st.sets(st.integers(0, 999_999), max_size=50))
def test_what_is_generated_has_no_objections_and_is_nobodys(rules: PinRules, seed: int, taken: set[int]) -> None:
    others = {Secret(f"{number:06d}") for number in taken}
    pin = generate(rules, others, Random(seed))
    assert objections(pin, rules) == []
    assert pin not in others


def test_a_taken_one_is_passed_over() -> None:
    first = generate(TEDEE, (), Random(1))
    assert generate(TEDEE, [first], Random(1)) != first


def test_six_digits_where_the_rules_allow() -> None:
    lengths = {len(generate(rules).reveal()) for rules in (TEDEE, REMOTELOCK, PinRules(shortest=3, longest=6))}
    assert lengths == {6}
    assert len(generate(PinRules(shortest=8, longest=9)).reveal()) == 8
    assert len(generate(PinRules(shortest=3, longest=4)).reveal()) == 4


def test_longer_ones_once_the_short_ones_are_taken() -> None:
    taken = [Secret(str(number)) for number in range(10)]
    assert len(generate(PinRules(shortest=1, longest=1), taken[1:]).reveal()) == 1
    with pytest.raises(ValueError, match="taken"):
        generate(PinRules(shortest=1, longest=1), taken)


def test_unseeded_ones_differ() -> None:
    """Four of ten digits, twenty times: the odds of two equal lists are nil, unless somebody fixed the seed."""
    assert [generate(REMOTELOCK) for _ in range(20)] != [generate(REMOTELOCK) for _ in range(20)]
