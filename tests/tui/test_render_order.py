"""Orders of the device list."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.devices import DeviceKind, LockState
from lockdash.domain.text import fold
from lockdash.engine.order import natural
from lockdash.tui.render.order import Order, sort_keys

from .build_devices import ago, seen

HOUSE = [
    seen("Annex"),
    seen("Cellar", battery=12),
    seen("Gate", connected=False),
    seen("Lodge", LockState.unknown),
    seen("Pool", age=3600),
    seen("Shed", LockState.jammed),
    seen("Terrace", LockState.open),
    seen("Attic", LockState.unlocked),
    seen("Sold", LockState.unlocked, gone_at=ago(60)),
]


def names(views, order):
    by_key = {view.device.key: view.device.name for view in views}
    return [by_key[key] for key in sort_keys(views, order)]


def test_attention_meets_the_open_door_first():
    expected = ["Attic", "Terrace", "Shed", "Lodge", "Pool", "Gate", "Cellar", "Annex", "Sold"]
    assert names(HOUSE, Order.attention) == expected


@pytest.mark.parametrize("order", list(Order))
def test_an_order_does_not_depend_on_where_one_starts(order):
    shuffled = HOUSE[:]
    random.Random(7).shuffle(shuffled)
    assert names(shuffled, order) == names(HOUSE, order)


def test_names_as_people_count():
    views = [seen(name) for name in ("Room 10", "room 2", "Room 1", "Éclair", "Ebb", "Room 02b")]
    assert names(views, Order.name) == ["Ebb", "Éclair", "Room 1", "room 2", "Room 02b", "Room 10"]


def test_lowest_battery_first_unknown_last():
    views = [seen("A", battery=None), seen("B", battery=90), seen("C", battery=5)]
    assert names(views, Order.battery) == ["C", "B", "A"]


def test_oldest_first_and_never_read_before_that():
    views = [
        seen("fresh", age=1),
        seen("old", age=9000),
        seen("never", None, contact=None),
        seen("plug", None, kind=DeviceKind.power_plug, contact=None),
    ]
    assert names(views, Order.age) == ["never", "old", "fresh", "plug"]


def test_by_account_then_location_without_one_last():
    views = [
        seen("a", account="rentals", location="Beach"),
        seen("b", account="home"),
        seen("c", account="home", location="Unit 10"),
        seen("d", account="home", location="Unit 9"),
    ]
    assert names(views, Order.place) == ["d", "c", "b", "a"]


def test_the_same_name_twice_keeps_its_order():
    views = [seen("Door", key=key, account="home") for key in ("home/2", "home/1")]
    assert sort_keys(views, Order.name) == sort_keys(views[::-1], Order.name) == ["home/1", "home/2"]


def test_the_key_steps_through_all_orders():
    stepped = [Order.attention]
    while stepped[-1].following is not Order.attention:
        stepped.append(stepped[-1].following)
    assert stepped == list(Order)
    assert len({order.label for order in Order}) == len(Order)


@given(st.text(), st.text())
def test_any_two_names_compare(one, other):
    assert (natural(one) < natural(other)) != (natural(one) >= natural(other))


def test_a_number_of_ten_thousand_digits_is_no_trouble():
    assert natural("Room " + "9" * 10_000) > natural("Room 10")


@given(st.text())
def test_folding_once_is_enough_for_ascii(text):
    if text.isascii():
        assert fold(fold(text)) == fold(text)
