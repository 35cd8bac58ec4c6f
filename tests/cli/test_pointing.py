"""A caret under the place that is meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.cli.pointing import pointed
from lockdash.cli.terminal import width
from lockdash.domain.mistyped import Mistyped


@pytest.mark.parametrize(
    ("text", "at", "length", "drawn"),
    [
        ("x dor:front", 2, 4, ["  x dor:front", "    ^^^^"]),
        ("door:", 5, 1, ["  door:", "       ^"]),
        ("", 0, 1, ["  ", "  ^"]),
        ("é門 dor:x", 3, 4, ["  é門 dor:x", "      ^^^^"]),
        ("a\tb\x1b[0m x:", 7, 2, ["  a b?[0m x:", "         ^^"]),
    ],
)
def test_the_place_is_pointed_at(text: str, at: int, length: int, drawn: list[str]) -> None:
    assert pointed(text, Mistyped("what is wrong", at, length)).split("\n") == ["what is wrong", *drawn]


def test_of_a_long_text_the_part_around_it_is_shown() -> None:
    text = "a" * 200 + " dor:x " + "b" * 200
    _, shown, carets = pointed(text, Mistyped("wrong", 201, 4)).split("\n")
    assert shown.startswith("  ...a")
    assert shown.endswith("b...")
    assert len(shown) < 80
    assert shown[carets.index("^") : carets.rindex("^") + 1] == "dor:"


@given(st.text(max_size=200), st.integers(0, 200), st.integers(1, 200))
def test_whatever_was_typed_it_is_three_lines_that_fit(text: str, at: int, length: int) -> None:
    error = Mistyped("wrong", min(at, len(text)), length)
    _, shown, carets = pointed(text, error).split("\n")
    assert shown.replace(" ", "x").isprintable()
    assert set(carets.strip()) == {"^"}
    assert width(carets) <= width(shown) + 1
