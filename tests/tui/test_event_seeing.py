"""What was in sight long enough: each once, and only without a pause."""

from __future__ import annotations

from lockdash.domain.event_query import Place
from lockdash.tui.events.seeing import SEEN_AFTER, Seeing

ONE, TWO = Place(1.0, 1), Place(2.0, 2)


def test_nothing_is_seen_before_its_time_and_nothing_twice() -> None:
    seeing = Seeing()
    seeing.look([ONE], 10.0)
    assert seeing.ripe(10.0 + SEEN_AFTER / 2) == []
    assert seeing.wait(10.0 + SEEN_AFTER / 2) == SEEN_AFTER / 2
    assert seeing.ripe(10.0 + SEEN_AFTER) == [ONE]
    assert seeing.ripe(20.0) == []
    assert seeing.wait(20.0) is None


def test_each_has_its_own_time() -> None:
    seeing = Seeing()
    seeing.look([ONE], 10.0)
    seeing.look([ONE, TWO], 10.6)
    assert seeing.ripe(11.0) == [ONE]
    assert round(seeing.wait(11.0) or 0, 3) == 0.6
    assert seeing.ripe(11.6) == [TWO]


def test_what_goes_out_of_sight_begins_anew() -> None:
    seeing = Seeing()
    seeing.look([ONE], 10.0)
    seeing.look([], 10.9)
    seeing.look([ONE], 10.95)
    assert seeing.ripe(11.0) == []
    assert seeing.ripe(11.95) == [ONE]
