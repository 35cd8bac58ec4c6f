"""Which device a NAME means, and what is said when it means none or several."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.cli.exits import Exit, Stop
from lockdash.cli.names import NoSuchName, find, find_all
from tests.cli.made import NOON, device

FRONT = device("Front Door", serial="1-a")
BACK = device("Back Door", serial="1-b")
GARAGE = device("garage", serial="1-c")
GARAGE_THERE = device("Garage", account="rentals", serial="2-c")
GATE = device("Gate", account="rentals", serial="2-d")
ALL = [FRONT, BACK, GARAGE, GARAGE_THERE, GATE]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Front Door", FRONT),
        ("front door", FRONT),
        ("  FRONT DOOR ", FRONT),
        ("home/1-a", FRONT),
        ("HOME/1-B", BACK),
        ("fr", FRONT),
        ("b", BACK),
        ("gat", GATE),
        ("garage", GARAGE),  # exactly so written
        ("Garage", GARAGE_THERE),
    ],
)
def test_a_name_that_fits_one(name, found):
    assert find(name, ALL) is found


@pytest.mark.parametrize("name", ["ga", "GARAGE"])
def test_a_name_that_fits_several_lists_them_with_their_account(name):
    with pytest.raises(Stop) as caught:
        find(name, ALL)
    assert caught.value.code is Exit.usage
    told = str(caught.value)
    assert "garage  (account home, key home/1-c)" in told
    assert "Garage  (account rentals, key rentals/2-c)" in told
    assert "--account" in told


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Frnt Door", 'did you mean "Front Door" (home)'),
        ("zzzzzz", "`lockdash status` lists all 5"),
        ("", "`lockdash status` lists all 5"),
        ("   ", "`lockdash status` lists all 5"),
    ],
)
def test_a_name_that_fits_none_gets_the_nearest(name, told):
    with pytest.raises(NoSuchName) as caught:
        find(name, ALL)
    assert caught.value.code is Exit.usage
    assert told in str(caught.value)


def test_many_candidates_are_not_all_listed():
    with pytest.raises(Stop) as caught:
        find("lock", [device(f"Lock {number}") for number in range(40)])
    assert "and 30 more" in str(caught.value)


def test_what_is_no_longer_listed_is_meant_only_if_nothing_else_is():
    gone = device("Front Door", serial="old", gone_at=NOON)
    assert find("Front Door", [gone, FRONT]) is FRONT
    assert find("Front Door", [gone, BACK]) is gone


def test_a_device_named_twice_is_meant_once():
    assert find_all(["Gate", "Front Door", "gate"], ALL) == [GATE, FRONT]


@given(st.text(max_size=10), st.lists(st.text(max_size=10), max_size=6, unique=True))
def test_never_a_guess(name, names):
    devices = [device(each, serial=f"s{position}") for position, each in enumerate(names)]
    try:
        found = find(name, devices)
    except Stop as stop:
        code = stop.code
    else:
        code = Exit.usage
        folded = name.casefold().strip()
        fits = [each for each in devices if each.name.casefold().startswith(folded)]
        assert found.name == name or found.name.casefold() == folded or fits == [found] or found.key == name
    assert code is Exit.usage
