"""Reading a stretch of a list page by page: nothing of it is passed over, whatever happens to the list meanwhile."""

from __future__ import annotations

from datetime import timedelta
from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from lockdash.vendors.base import Stretch
from lockdash.vendors.remotelock.api import PER_PAGE
from lockdash.vendors.remotelock.listing import End, Sight, Walk
from tests.vendors.fakes import NOW

REQUESTS = 60


def _at(minute):
    return None if minute is None else NOW + timedelta(minutes=minute)


def _read(walk, minutes, happen=lambda minutes: None):
    """Walk through a list of events at `minutes`; return those that were seen, and how many requests it took."""
    seen = []
    for number in range(1, REQUESTS):
        ordered = sorted(minutes, reverse=not walk.oldest_first)
        page = ordered[(walk.page - 1) * PER_PAGE : walk.page * PER_PAGE]
        end = End.whole if walk.page >= ceil(len(ordered) / PER_PAGE) else None
        seen += page
        after = walk.after(Sight(_at(page[-1]) if page else None, len(ordered), end))
        if isinstance(after, End):
            return seen, number
        walk = after
        happen(minutes)
    raise AssertionError("it does not come to an end")


MINUTES = st.lists(st.integers(0, 40), max_size=400) | st.lists(st.integers(0, 10_000), max_size=400)
BOUND = st.none() | st.integers(-5, 60) | st.integers(0, 10_000)


@given(MINUTES, BOUND, BOUND, st.booleans())
def test_all_of_a_stretch_is_seen(minutes, newest, oldest, oldest_first):
    seen, _ = _read(Walk(Stretch(_at(newest), _at(oldest)), oldest_first=oldest_first), minutes)
    low, high = (-1 if oldest is None else oldest), (10**6 if newest is None else newest)
    wanted = [minute for minute in minutes if low <= minute <= high]
    assert {*wanted} <= {*seen}
    assert all(seen.count(minute) >= wanted.count(minute) for minute in {*wanted})


@given(MINUTES, st.lists(st.integers(0, 60), min_size=REQUESTS, max_size=REQUESTS), st.booleans())
def test_what_comes_and_goes_hides_nothing(minutes, numbers, comes):
    """New ones come at the newest end, and the vendor takes back the newest."""
    old, left = [*minutes], iter(numbers)

    def happen(live):
        for _ in range(next(left) % 40):
            if comes:
                live.append(20_000 + len(live))
            elif live and len(live) > len(old) - 90:
                live.remove(max(live))

    seen, _ = _read(Walk(Stretch()), minutes, happen)
    kept = sorted(old)[: len(old) if comes else max(0, len(old) - 90)]
    assert {*kept} <= {*seen}
    assert all(seen.count(minute) >= kept.count(minute) for minute in {*kept})


def test_a_stretch_deep_in_a_list_is_found_by_halves():
    _, requests = _read(Walk(Stretch(_at(2010), _at(1990))), [*range(10_000)])
    assert requests <= 12


def test_what_is_left_of_a_stretch():
    sight = Sight(_at(50))
    assert Walk(Stretch(_at(90), _at(10))).left_by(sight) == Stretch(_at(50), _at(10))
    assert Walk(Stretch(_at(30), _at(10))).left_by(sight) == Stretch(_at(30), _at(10)), "not even begun"
    assert Walk(Stretch(), oldest_first=True).left_by(sight) == Stretch(None, _at(50))
    assert Walk(Stretch(_at(90), _at(70)), oldest_first=True).left_by(sight) == Stretch(_at(90), _at(70))
    assert Walk(Stretch(_at(90))).left_by(Sight(None)) == Stretch(_at(90))
