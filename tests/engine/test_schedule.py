from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from lockdash.engine.schedule import MOST_ERRANDS, Schedule
from lockdash.vendors.base import Feed
from tests.engine.stage import ACTIVITY, FEEDS, SYNC


def schedule(*feeds: Feed) -> Schedule:
    return Schedule(feeds or FEEDS, Random(1))


def test_everything_is_due_at_first_whole_feeds_in_their_order():
    planned = schedule()
    first = planned.next()
    assert first.name == "locks"
    planned.done(first, 0.0)
    assert planned.next().name == "sync"


@given(st.floats(0, 1e6), st.floats(1, 20))
def test_the_next_read_is_one_interval_later_and_a_little(started, stretched):
    planned = schedule(SYNC)
    planned.stretch = stretched
    slot = planned.next()
    planned.done(slot, started)
    assert started + 20 * stretched <= slot.due <= started + 22.1 * stretched


def test_the_floor_is_the_interval_by_schedule_and_the_vendors_if_asked_or_after_a_failure():
    planned = schedule(Feed("devices", every=60, floor=5))
    slot = planned.next()
    assert planned.floor(slot, last_ok=True) > 50
    assert planned.floor(slot, last_ok=False) == 5
    planned.ask(slot, 0.0)
    assert planned.floor(slot, last_ok=True) == 5


def test_a_feed_that_wants_itself_has_more_to_tell_and_keeps_only_its_floor():
    planned = schedule(Feed("devices", every=60, floor=5))
    slot = planned.next()
    for now in (0.0, 5.0, 10.0, 15.0):
        planned.done(slot, now)
        planned.want("devices", frozenset({"devices"}), now)
        assert slot.due == now
        assert planned.floor(slot, last_ok=True) == 5
    planned.done(slot, 20.0)
    planned.want("devices", frozenset(), 20.0)
    assert slot.due >= 80


def test_only_what_somebody_asked_for_is_read_without_the_lead():
    planned = schedule()
    assert planned.next(by_schedule=False) is None
    planned.focus("home/S1", 5.0)
    assert planned.next(by_schedule=False).name == "activity home/S1"
    planned.ask(planned.slots["sync"], 1.0)
    assert planned.next(by_schedule=False).name == "sync"


def test_devices_on_many_screens_are_read_as_often_as_one():
    planned = Schedule(FEEDS, Random(1), sessions=4)
    planned.focus("home/S1", 0.0)
    slot = planned.next(by_schedule=False)
    assert planned.interval(slot) == 4 * ACTIVITY.every
    assert planned.interval(planned.slots["sync"]) == SYNC.every


def test_what_is_wanted_again_and_again_is_read_ever_more_seldom():
    planned = schedule()
    slot = planned.slots["locks"]
    waits = []
    for _ in range(6):
        planned.done(slot, 0.0)
        planned.want("sync", frozenset({"locks"}), 0.0)
        waits.append(slot.due)
    assert waits == [0, 60, 120, 240, 480, 960]
    planned.want("activity", frozenset(), 0.0)
    assert slot.wanted == 6
    planned.want("sync", frozenset(), 0.0)
    planned.done(slot, 0.0)
    planned.want("sync", frozenset({"locks", "no such feed"}), 0.0)
    assert slot.due == 0


def test_errands_are_bounded_and_run_once():
    planned = schedule(ACTIVITY)
    for number in range(1000):
        planned.send_for(f"home/{number}", 5.0)
    done = []
    while (slot := planned.next()) is not None and len(done) < 1000:
        done.append(slot.name)
        planned.done(slot, 5.0, heard=1)
    assert len(done) == len(set(done)) == MOST_ERRANDS


def test_nobody_looks_again_for_what_lags_when_the_budget_is_short():
    planned = schedule(ACTIVITY)
    planned.stretch = 2.0
    planned.send_for("home/1", 0.0)
    planned.done(planned.next(), 0.0)
    assert planned.next() is None


def test_the_focused_device_is_read_again_and_the_one_before_is_not():
    planned = schedule(ACTIVITY)
    planned.focus("home/1", 0.0)
    slot = planned.next()
    assert slot.device_key == "home/1"
    planned.done(slot, 0.0)
    assert planned.next() is slot
    planned.focus("home/2", 1.0)
    assert planned.next().device_key == "home/2"
    planned.focus(None, 2.0)
    assert planned.next() is None


def test_what_cannot_be_read_of_one_device_is_left_for_a_while():
    planned = schedule(ACTIVITY)
    planned.send_for("home/1", 0.0)
    planned.drop(planned.next(), 0.0)
    assert planned.next() is None
    planned.focus("home/1", 0.0)
    planned.drop(planned.next(), 0.0)
    assert planned.next().due == 60
