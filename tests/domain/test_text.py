from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.text import clean, fold


@pytest.mark.parametrize(
    ("dirty", "shown"),
    [
        ("Front Door", "Front Door"),
        ("\x1b[31mFront\x1b[0m", "Front"),
        ("\x1b]0;owned\x07Front", "Front"),
        ("\x1b]8;;http://x\x1b\\Front\x1b]8;;\x1b\\", "Front"),
        ("\x9b31mFront", "Front"),
        ("\x1bPq#0\x1b\\Front", "Front"),
        ("Front\r\n\tDoor\x00\x08", "Front Door"),
        ("tooF\u202ekcol", "tooFkcol"),
        ("\u2066Front\u2069", "Front"),
        ("a\u200bb\ufeff", "ab"),
        ("Ada 👩‍🔧", "Ada 👩‍🔧"),
        ("[@click=app.quit]Front[/]", "[@click=app.quit]Front[/]"),
        ("  ", ""),
        ("Zoë’s café", "Zoë’s café"),
    ],
)
def test_clean(dirty: str, shown: str) -> None:
    assert clean(dirty) == shown


def test_a_very_long_name_is_cut_with_an_ellipsis() -> None:
    assert clean("x" * 10_000) == "x" * 199 + "…"


@given(st.text(max_size=300))
def test_the_result_is_one_visible_line_and_stays_as_it_is(dirty: str) -> None:
    once = clean(dirty)
    assert clean(once) == once
    assert len(once) <= 200
    assert all(unicodedata.category(char) not in {"Cc", "Cs", "Co", "Zl", "Zp"} for char in once)
    assert not any(char in once for char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


@given(st.text())
def test_to_fold_again_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


def test_letters_of_any_shape_are_the_same_letter():
    assert {fold(text) for text in ("𝐀da", "ADA", "Àda", "ａｄａ")} == {"ada"}
