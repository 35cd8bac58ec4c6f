from __future__ import annotations

from lockdash.tui.calm_order import CALM, PATIENCE, CalmOrder, settle


def test_calm_takes_the_wanted_order() -> None:
    assert settle(["a", "b", "c"], ["c", "a", "b"], CALM) == (["c", "a", "b"], None)


def test_under_the_hand_rows_keep_their_places_until_later() -> None:
    keys, later = settle(["a", "b", "c"], ["c", "a", "b"], 2.0)
    assert keys == ["a", "b", "c"]
    assert later == CALM - 2.0


def test_what_is_gone_goes_and_what_is_new_comes_last() -> None:
    assert settle(["a", "b", "c"], ["d", "c", "a"], 0.0).keys == ["a", "c", "d"]


def test_nothing_to_do_later_when_the_order_is_right_already() -> None:
    assert settle(["a", "b"], ["a", "b"], 0.0) == (["a", "b"], None)


def test_the_first_order_is_taken_at_once() -> None:
    assert settle([], ["b", "a"], 0.0) == (["b", "a"], None)


def quietly(order: CalmOrder, current: str, wanted: str, now: float, **more: bool) -> str:
    return "".join(order.next(list(current), list(wanted), now, **{"held": False, "urgent": False, **more}).keys)


def test_data_must_rest_before_the_order_follows_it() -> None:
    order = CalmOrder()
    assert quietly(order, "ab", "ba", 0.0) == "ab"
    assert quietly(order, "ab", "ba", CALM - 0.1) == "ab"
    assert quietly(order, "ab", "ba", CALM) == "ba"


def test_data_that_flickers_moves_nothing_until_patience_ends() -> None:
    order = CalmOrder()
    for now in range(0, int(PATIENCE), 2):
        assert quietly(order, "abc", "bca" if now % 4 else "cab", float(now)) == "abc"
    assert quietly(order, "abc", "bca", PATIENCE) == "bca"


def test_something_urgent_out_of_sight_does_not_wait_for_data_but_for_the_hand() -> None:
    order = CalmOrder()
    assert quietly(order, "ab", "ba", 0.0, urgent=True) == "ba"
    order.touch(10.0)
    assert quietly(order, "ab", "ba", 11.0, urgent=True) == "ab"
    assert quietly(order, "ab", "ba", 15.0, urgent=True) == "ba"


def test_a_held_order_waits_for_ever() -> None:
    order = CalmOrder()
    for now in (0.0, CALM, PATIENCE, 1000.0):
        assert quietly(order, "ab", "ba", now, held=True, urgent=True) == "ab"
