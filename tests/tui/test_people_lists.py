"""Which lists are asked for, and how far a reading is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lockdash.engine.people.snapshot import AccountState, FeedState
from lockdash.tui.people.lists import (
    are_due,
    are_under_way,
    is_first,
    of_account,
    of_doors,
    of_former,
    of_one,
    progress_text,
)
from lockdash.vendors.people import PeopleFeed, Subject
from tests.tui.build_people import DEVICES, HOME_ORIGINS
from tests.tui.world import NOW, ago

FORMER = PeopleFeed("former", every=3600.0, floor=5.0, on_demand=True, lists=Subject.former_people)
FEEDS = (
    PeopleFeed("people", every=300.0, floor=5.0),
    FORMER,
    PeopleFeed("own", every=30.0, floor=2.0, per_person=True),
    PeopleFeed("one", every=30.0, floor=2.0, per_person=True, on_demand=True),
    PeopleFeed("door", every=60.0, floor=2.0, per_device=True),
    PeopleFeed("pins", every=60.0, floor=2.0, per_device=True, on_demand=True),
)
ONCE = {"people": FeedState(2, 2, ago(60))}


def test_each_list_is_asked_for_where_it_belongs() -> None:
    assert of_account(FEEDS) == ["people"]
    assert of_former(FEEDS) == [FORMER]
    assert of_one(FEEDS) == ["own"]
    assert of_doors(FEEDS) == ["door"], "a keypad is not woken for this"


@pytest.mark.parametrize(
    ("feeds", "due"),
    [
        ({}, True),
        ({"former": FeedState(2, 2, ago(60))}, False),
        ({"former": FeedState(2, 2, ago(3700))}, True),
        ({"former": FeedState(1, 2, ago(60))}, True),
    ],
)
def test_what_was_read_lately_is_not_asked_for(feeds: dict[str, FeedState], due: bool) -> None:
    assert are_due([FORMER], AccountState(feeds=feeds), NOW) == (["former"] if due else [])


@pytest.mark.parametrize(
    ("state", "under_way"),
    [
        (AccountState(), True),
        (AccountState(feeds={"former": FeedState(3, 21)}), True),
        (AccountState(feeds={"former": FeedState(21, 21, NOW)}), False),
        (AccountState(troubles={"former": "no"}), False),
    ],
)
def test_what_was_asked_for_is_under_way_until_it_came_or_failed(state: AccountState, under_way: bool) -> None:
    assert are_under_way([FORMER], state) is under_way


@pytest.mark.parametrize(
    ("state", "devices", "first"),
    [
        (AccountState(), [], True),
        (AccountState(feeds={"people": FeedState(3, 21)}), [], True),
        (AccountState(feeds=ONCE), DEVICES, False),
        (AccountState(feeds={"people": FeedState(3, 21, ago(300))}), DEVICES, False),
        (AccountState(feeds={"people": FeedState()}, troubles={"people": "no right"}), DEVICES, False),
        (AccountState(origins=HOME_ORIGINS), DEVICES, True),
        (AccountState(origins=HOME_ORIGINS), [], False),
    ],
)
def test_a_first_reading_ends_when_all_was_read_once(state: AccountState, devices: list, first: bool) -> None:
    assert is_first(state, devices) is first


def test_progress_has_figures_once_there_are_any() -> None:
    assert progress_text("rentals", AccountState()) == "reading rentals"
    feeds = {"people": FeedState(3, 21), "groups": FeedState(1, 1, NOW - timedelta(days=1))}
    assert progress_text("rentals", AccountState(feeds=feeds)) == "reading rentals: 3 of 21"
