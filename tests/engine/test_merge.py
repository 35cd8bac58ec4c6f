from __future__ import annotations

from datetime import timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from lockdash.domain.devices import Contact, DeviceKind, DoorState, LockState, Observation
from lockdash.domain.readings import Reading
from lockdash.engine.merge import absorb, apply, keyed, merge
from lockdash.vendors.base import Answer, Problem
from tests.engine.stage import START, device

replace = msgspec.structs.replace


def at(seconds: float):
    return START + timedelta(seconds=seconds)


def listing(*devices) -> Answer:
    return Answer(devices=devices, roll=frozenset(each.vendor_id for each in devices))


def reading(value, seconds: float) -> Reading:
    return Reading(value, at(seconds), at(seconds + 1))


moments = st.integers(-1000, 1000)


@st.composite
def observations(draw, moment=moments):
    """News of one device, each part with the same time, or missing."""
    t = draw(moment)

    def perhaps(strategy):
        return draw(st.none() | strategy)

    state = perhaps(st.sampled_from(LockState))
    battery = perhaps(st.integers(0, 100))
    door = perhaps(st.sampled_from(DoorState))
    return Observation(
        vendor_id="1",
        state=None if state is None else reading(state, t),
        state_raw=None if state is None else f"raw {state}",
        state_since=None if state is None else at(t - 5),
        battery=None if battery is None else reading(battery, t),
        charging=None if battery is None else battery % 2 == 0,
        door=None if door is None else reading(door, t),
        contact=perhaps(st.builds(Contact, connected=st.booleans(), seen_at=st.just(at(t)))),
        revision=t + 2000,
    )


@given(observations())
def test_applying_twice_changes_nothing(news):
    once = apply(device("1"), news)
    assert apply(once, news) == once


@given(st.lists(observations(), max_size=5, unique_by=lambda each: each.revision), st.randoms())
def test_order_does_not_matter_for_distinct_times(news, rng):
    shuffled = list(news)
    rng.shuffle(shuffled)
    one, other = device("1"), device("1")
    for each in news:
        one = apply(one, each)
    for each in shuffled:
        other = apply(other, each)
    assert one == other


@given(observations(), observations())
def test_a_reading_is_never_replaced_by_an_older_one(first, second):
    before = apply(device("1"), first)
    after = apply(before, second)
    for name in ("state", "door", "battery"):
        old, new = getattr(before, name), getattr(after, name)
        assert old is None or new.known_at >= old.known_at


@given(observations(), moments)
def test_merging_the_same_description_twice_changes_nothing(news, moment):
    described = apply(device("1"), news)
    once = merge(None, described, at(moment), 20, "locks")
    assert merge(once, described, at(moment), 20, "locks") == once


@given(observations(), observations())
def test_merge_and_apply_agree_on_what_is_newer(first, second):
    old = apply(device("1"), first)
    new = apply(device("1"), second)
    merged, applied = merge(old, new, at(2000), 20, "locks"), apply(old, second)
    for name in ("door", "battery", "contact"):
        assert getattr(merged, name) == getattr(applied, name)
    if second.state is not None and first.state is not None:
        assert merged.state == applied.state
        assert merged.state_raw == applied.state_raw


def test_no_news_keeps_the_old_readings():
    old = device(
        "1", reading(LockState.locked, 0), state_raw="6", battery=reading(54, 0), door=reading(DoorState.open, 0)
    )
    new = merge(old, device("1", name="New name"), at(60), 20, "locks")
    assert new.name == "New name"
    assert (new.state, new.state_raw, new.battery, new.door) == (old.state, "6", old.battery, old.door)


def test_the_same_value_renews_the_reading_and_keeps_its_beginning():
    old = device("1", reading(LockState.locked, 0), state_since=at(-500))
    new = apply(old, Observation(vendor_id="1", state=reading(LockState.locked, 60)))
    assert new.state == reading(LockState.locked, 60)
    assert new.state_since == at(-500)


def test_another_value_has_another_beginning():
    old = device("1", reading(LockState.locked, 0), state_since=at(-500), state_raw="6")
    new = apply(old, Observation(vendor_id="1", state=reading(LockState.unlocked, 60)))
    assert (new.state_since, new.state_raw) == (None, None)


def test_a_lock_that_never_had_a_state_is_unknown_and_gives_way_to_any_reading():
    unknown = merge(None, device("1"), at(0), 20, "locks")
    assert unknown.state == Reading(LockState.unknown, None, at(0))
    assert merge(unknown, device("1"), at(60), 20, "locks").state == unknown.state
    told = apply(unknown, Observation(vendor_id="1", state=Reading(LockState.locked, at(-7200), at(60))))
    assert told.state.value is LockState.locked
    assert told.state.known_at == at(-7200)


def test_nothing_known_never_hides_a_reading():
    old = device("1", reading(LockState.locked, 0))
    nothing = Reading(LockState.unknown, None, at(60))
    assert apply(old, Observation(vendor_id="1", state=nothing)).state == old.state
    strange = apply(old, Observation(vendor_id="1", state=nothing, state_raw="77"))
    assert (strange.state.value, strange.state_raw) == (LockState.unknown, "77")


def test_a_device_without_a_lock_state_gets_none():
    plug = merge(None, device("9", kind=DeviceKind.power_plug, state_raw="on"), at(0), 60, "locks")
    assert plug.state is None
    assert apply(plug, Observation(vendor_id="9", state_raw="off")).state_raw == "off"
    assert merge(plug, device("9", kind=DeviceKind.power_plug, state_raw="off"), at(9), 60, "locks").state_raw == "off"


def test_unknown_battery_is_news():
    old = device("1", battery=reading(54, 0))
    assert apply(old, Observation(vendor_id="1", battery=reading(None, 60))).battery.value is None


def test_a_time_in_the_future_counts_as_when_it_was_seen():
    old = device("1", Reading(LockState.locked, at(99999), at(0)))
    new = apply(old, Observation(vendor_id="1", state=reading(LockState.unlocked, 60)))
    assert new.state.value is LockState.unlocked


def test_a_clock_that_was_set_back_does_not_freeze_a_reading():
    old = {"home/S1": merge(None, device("1", reading(LockState.locked, 86400)), at(86401), 20, "locks")}
    news = Observation(vendor_id="1", state=reading(LockState.unlocked, 0))
    changed = absorb(old, Answer(observations=(news,)), at(2), {}, "sync")
    assert changed["home/S1"].state.known_at <= at(2)
    later = Observation(vendor_id="1", state=reading(LockState.unlocked, 20))
    newest = absorb(changed, Answer(observations=(later,)), at(22), {}, "sync")
    assert newest["home/S1"].state.value is LockState.unlocked


def test_the_serial_number_is_the_identity():
    known = {"home/S1": merge(None, device("1", reading(LockState.locked, 0)), at(0), 20, "locks")}
    again = device("77", serial="S1", key="home/S1")
    changed = absorb(known, listing(again), at(60), {}, "locks")
    assert changed.keys() == {"home/S1"}
    assert changed["home/S1"].vendor_id == "77"
    assert changed["home/S1"].state == known["home/S1"].state
    news = Observation(vendor_id="77", state=reading(LockState.open, 90))
    assert absorb(changed, Answer(observations=(news,)), at(91), {}, "sync")["home/S1"].state.value is LockState.open


def test_two_devices_with_one_serial_number_are_both_kept_and_never_swap():
    one, two = device("1", serial="X", key="home/X"), device("2", serial="X", key="home/X")
    found = keyed((one, two), {})
    assert {key: each.vendor_id for key, each in found.items()} == {"home/X": "1", "home/#2": "2"}
    again = keyed((two, one), found)
    assert {key: each.vendor_id for key, each in again.items()} == {"home/X": "1", "home/#2": "2"}
    assert all(each.key == key for key, each in again.items())


def test_a_device_on_two_pages_is_one():
    found = keyed((device("1", name="Old"), device("1", name="New")), {})
    assert [each.name for each in found.values()] == ["New"]


def test_what_a_complete_list_lacks_is_gone_since_then():
    known = {each.key: merge(None, each, at(0), 20, "locks") for each in (device("1"), device("2"))}
    changed = absorb(known, listing(device("1")), at(60), {}, "locks")
    assert changed["home/S2"].gone_at == at(60)
    known |= changed
    assert "home/S2" not in absorb(known, listing(device("1")), at(120), {}, "locks")
    back = absorb(known, Answer(devices=(device("2"),)), at(180), {}, "locks")
    assert back["home/S2"].gone_at is None


def test_what_is_not_complete_makes_nothing_gone():
    known = {each.key: merge(None, each, at(0), 20, "locks") for each in (device("1"), device("2"))}
    listed = (device("1"),)
    assert "home/S2" not in absorb(known, Answer(devices=listed), at(60), {}, "locks")
    doubtful = Answer(devices=listed, roll=frozenset({"1"}), problems=(Problem("locks[1]", "no id"),))
    assert "home/S2" not in absorb(known, doubtful, at(60), {}, "locks")


def test_a_list_says_nothing_of_what_another_feed_lists():
    known = {"home/S1": merge(None, device("1"), at(0), 20, "locks")}
    known |= {"home/S2": merge(None, device("2"), at(0), 20, "details")}
    assert "home/S2" not in absorb(known, listing(device("1")), at(60), {}, "locks")
    assert absorb(known, listing(), at(60), {}, "details")["home/S2"].gone_at == at(60)


def test_the_last_part_of_a_list_vouches_for_the_parts_before():
    known = {each.key: merge(None, each, at(0), 20, "locks") for each in (device("1"), device("2"), device("3"))}
    last = Answer(devices=(device("3"),), roll=frozenset({"1", "3"}), parts=2)
    changed = absorb(known, last, at(60), {}, "locks")
    assert changed["home/S2"].gone_at == at(60)
    assert "home/S1" not in changed


def test_what_a_device_was_called_before_is_kept():
    first = merge(None, device("1"), at(0), 20, "locks")
    second = merge(first, device("77", serial="S1", key="home/S1"), at(60), 20, "locks")
    third = merge(second, device("78", serial="S1", key="home/S1"), at(120), 20, "locks")
    assert (second.former_ids, third.former_ids) == (("1",), ("1", "77"))
    assert merge(third, device("78", serial="S1", key="home/S1"), at(180), 20, "locks").former_ids == ("1", "77")
    assert merge(third, device("1", serial="S1", key="home/S1"), at(180), 20, "locks").former_ids == ("77", "78")


def test_the_revision_is_that_of_the_last_list():
    known = {"home/S1": merge(None, device("1", revision=3), at(0), 20, "locks")}
    assert absorb(known, Answer(observations=(Observation(vendor_id="1", revision=4),)), at(20), {}, "sync") == {}
    assert absorb(known, listing(device("1", revision=4)), at(40), {}, "locks")["home/S1"].revision == 4


def test_news_of_an_unknown_device_is_left_out():
    assert absorb({}, Answer(observations=(Observation(vendor_id="5", revision=1),)), at(0), {}, "sync") == {}


def test_what_brings_news_says_how_often_it_does():
    known = {"home/S1": merge(None, device("1"), at(0), 60, "locks")}
    assert known["home/S1"].renew_every == 60
    news = Observation(vendor_id="1", contact=Contact(connected=False, seen_at=at(0), heartbeat=3600))
    assert absorb(known, Answer(observations=(news,)), at(0), {"1": 20.0}, "sync")["home/S1"].renew_every == 20
