"""How far a list was read, as a cursor."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lockdash.vendors import tail
from lockdash.vendors.base import Stretch
from lockdash.vendors.tail import Tail
from tests.vendors.fakes import NOW

EARLY, LATE = NOW - timedelta(hours=2), NOW - timedelta(hours=1)


@pytest.mark.parametrize("known", [Tail(EARLY), Tail(EARLY, frozenset("ab")), Tail(EARLY, frozenset("ab"), LATE), None])
def test_a_cursor_survives_its_text(known):
    assert tail.parse(tail.written(known)) == known


def test_cursors_of_earlier_versions_are_taken_up():
    assert tail.parse(f"{EARLY.isoformat()}|a,b") == Tail(EARLY, frozenset("ab"))
    assert tail.parse(EARLY.isoformat()) == Tail(EARLY)


@pytest.mark.parametrize("text", [None, "", "|", "rubbish", "|a,b|", "9" * 99])
def test_what_is_no_cursor_says_nothing(text):
    assert tail.parse(text) is None


def test_what_is_known():
    known = Tail(EARLY, frozenset("a"), LATE)
    assert known.knows("a", LATE)
    assert not known.knows("b", LATE)
    assert not known.knows("b", EARLY), "it may have come after the others of that moment"
    assert known.knows("b", EARLY - timedelta(seconds=1))


def test_what_should_have_been_seen_before_comes_late():
    known = Tail(EARLY, newest=LATE)
    assert known.was_passed(LATE - timedelta(minutes=1))
    assert not known.was_passed(LATE - timedelta(seconds=20)), "entries lag by seconds"
    assert not known.was_passed(NOW)
    assert not Tail(EARLY).was_passed(EARLY)


def test_it_moves_with_what_was_read():
    assert tail.moved(None, {"a": EARLY, "b": LATE}, are_all=False, now=NOW) == Tail(EARLY, frozenset("ab"), LATE)
    before = Tail(EARLY, frozenset("a"), NOW)
    assert tail.moved(before, {"b": LATE}, are_all=False, now=NOW) == Tail(LATE, frozenset("b"), NOW)
    assert tail.moved(before, {}, are_all=True, now=NOW) == before
    whole = tail.moved(before, {"b": LATE}, are_all=True, now=NOW)
    assert not whole.knows("new", EARLY - timedelta(days=900))


def test_an_empty_list_is_known_to_be_empty():
    empty = tail.moved(None, {}, are_all=True, now=NOW)
    assert empty is not None
    assert not empty.knows("a", EARLY)
    assert tail.moved(None, {}, are_all=False, now=NOW) is None


def test_what_is_dated_in_the_future_says_nothing_of_the_pages():
    ahead = {"a": LATE, "x": NOW + timedelta(days=9)}
    assert tail.moved(None, ahead, are_all=False, now=NOW) == Tail(LATE, frozenset("ax"), LATE)
    assert tail.between(Tail(EARLY), ahead, NOW) == Stretch(LATE, EARLY)
    assert tail.between(Tail(EARLY), {"x": NOW + timedelta(days=9)}, NOW) == Stretch(None, EARLY)
