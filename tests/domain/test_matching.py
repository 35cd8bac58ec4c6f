"""Rows that are found, and not found, by the terms of a filter."""

from __future__ import annotations

import pytest

from lockdash.domain.matching import Keys, Searched, names_text, terms_text
from lockdash.domain.query import QuerySyntax

KEYS = Keys(names=("name", "place"), words={"state": (), "kind": ("lock", "door sensor")}, also={"door": "name"})
FRONT = Searched("1", names_text([["Front Door"], ["Beach", "Seaside"]]), terms_text([["unlocked"], ["lock"]]))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", True),
        ("front beach", True),
        ("ron", True),
        ("front cellar", False),
        ("lock", True),
        ("locked", False),
        ("unl", True),
        ('"front door"', True),
        ('"door front"', False),
        ("-cellar", True),
        ("-front", False),
        ("front -beach", False),
        ("name:front", True),
        ("door:front", True),
        ("place:front", False),
        ("place:seaside", True),
        ('"beach seaside"', False),
        ("-place:front", True),
        ("state:unl", True),
        ("state:locked", False),
        ("state:locked,unlocked", True),
        ("-state:locked,unlocked", False),
        ("name:cellar,ron", True),
        ("kind:loc", True),
        ("kind:sensor", False),
    ],
)
def test_where_each_term_is_looked_for(text: str, found: bool) -> None:
    assert KEYS.wanted(text).takes(FRONT) is found


def test_a_word_of_which_all_are_known_must_be_one() -> None:
    with pytest.raises(QuerySyntax, match=r'no kind is called "gate"; they are lock, door sensor'):
        KEYS.wanted("kind:gate")
    assert KEYS.wanted("state:whatever")


def test_without_terms_nothing_is_asked() -> None:
    assert not KEYS.wanted(" ")
    assert KEYS.wanted("-x")


def test_where_not_all_is_known_it_is_whether_it_is_possible() -> None:
    more = FRONT._replace(names=names_text([["Front Door"]], ["beach", "cellar"]))
    assert KEYS.wanted("cellar").takes(FRONT, more)
    assert KEYS.wanted("-cellar").takes(FRONT, more)
    assert not KEYS.wanted("-beach").takes(FRONT, more)
    assert not KEYS.wanted("attic").takes(FRONT, more)


def test_numbers_are_told_apart() -> None:
    assert [each.digits for each in KEYS.wanted("4839 -12 x1 name:7").terms] == ["4839", "12", "", ""]
