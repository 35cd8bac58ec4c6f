"""What is remembered of batteries, and how seldom the store is asked."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
import pytest

from lockdash.domain.devices import Device
from lockdash.domain.readings import Reading
from lockdash.tui.trends import History, Trends
from tests.tui.world import FRONT, HISTORY, NOW, ago


class Shelf:
    """`reads`: how often it was asked."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.reads = 0

    def __call__(self, key: str) -> History:
        self.reads += 1
        return list(self.history)


def at_level(level: int | None, at: datetime) -> Device:
    return msgspec.structs.replace(FRONT, battery=Reading(level, at, at))


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(HISTORY[FRONT.key])


def test_nothing_is_read_before_the_first_paint(shelf: Shelf) -> None:
    trends = Trends(shelf)
    assert trends.history(FRONT) == []
    assert shelf.reads == 0
    trends.open()
    assert trends.history(FRONT) == HISTORY[FRONT.key]
    assert trends.points(FRONT) == [98, 91, 86, 80, 74, 66, 60, 54]


def test_it_is_read_once_and_continued_by_what_is_heard(shelf: Shelf) -> None:
    trends = Trends(shelf)
    trends.open()
    trends.history(FRONT)
    for hours, level in ((12, 53), (24, 52), (30, 52)):
        trends.history(at_level(level, NOW + timedelta(hours=hours)))
    assert trends.history(at_level(52, NOW))[-3:] == [
        HISTORY[FRONT.key][-1],
        (NOW + timedelta(hours=12), 53),
        (NOW + timedelta(hours=24), 52),
    ]
    assert shelf.reads == 1


def test_a_battery_that_wavers_fills_nothing() -> None:
    shelf = Shelf([(ago(days=120) + timedelta(minutes=10 * number), 53 + number % 2) for number in range(17_000)])
    trends = Trends(shelf)
    trends.open()
    history = trends.history(FRONT)
    assert len(history) == 360
    assert history[-1] == shelf.history[-1]
    assert history[0][0] < ago(days=89)
    before = len(trends.history(at_level(53, NOW + timedelta(seconds=20))))
    assert len(trends.history(at_level(54, NOW + timedelta(seconds=40)))) == before


def test_what_is_heard_late_changes_nothing(shelf: Shelf) -> None:
    trends = Trends(shelf)
    trends.open()
    trends.history(FRONT)
    assert trends.history(at_level(90, ago(days=30))) == HISTORY[FRONT.key]


def test_a_store_that_had_nothing_to_say_is_asked_again_when_the_level_changes() -> None:
    shelf = Shelf([])
    trends = Trends(shelf)
    trends.open()
    assert trends.history(FRONT) == trends.history(FRONT) == []
    assert shelf.reads == 1
    shelf.history = HISTORY[FRONT.key]
    assert trends.history(at_level(53, NOW)) == HISTORY[FRONT.key]


def test_a_level_that_is_not_known_has_no_history(shelf: Shelf) -> None:
    trends = Trends(shelf)
    trends.open()
    assert trends.history(at_level(None, NOW)) == trends.history(msgspec.structs.replace(FRONT, battery=None)) == []
    assert shelf.reads == 0
