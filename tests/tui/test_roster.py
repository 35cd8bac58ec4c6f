from __future__ import annotations

from datetime import timedelta

from lockdash.domain.devices import LockState
from lockdash.engine.snapshot import Snapshot
from lockdash.tui.render.order import Order
from lockdash.tui.roster import Roster
from tests.tui.world import BEACH2, DEVICES, FRONT, GARAGE, NOW, lock


def snapshot(*devices, revision: int = 1) -> Snapshot:
    known = devices or DEVICES
    return Snapshot(revision=revision, at=NOW, accounts={}, devices={each.key: each for each in known}, commands={})


def test_first_snapshot_changes_everything_the_same_again_nothing() -> None:
    roster, first = Roster(), snapshot()
    assert roster.take(first, NOW) == frozenset(first.devices)
    assert roster.take(first, NOW) == frozenset()


def test_only_what_looks_different_is_reported() -> None:
    roster = Roster()
    roster.take(snapshot(FRONT, GARAGE), NOW)
    shut = lock("Garage", LockState.locked, serial="19420103-000011", battery=12, location="Home")
    assert roster.take(snapshot(FRONT, shut, revision=2), NOW) == {GARAGE.key}
    assert roster.counts.unlocked == 0


def test_a_device_that_is_gone_is_reported_and_not_counted() -> None:
    roster = Roster()
    roster.take(snapshot(FRONT, GARAGE), NOW)
    assert roster.take(snapshot(FRONT, revision=2), NOW) == {GARAGE.key}
    assert roster.shown() == [FRONT.key]
    assert roster.counts.total == 1


def test_time_alone_changes_a_view_when_its_words_change() -> None:
    roster = Roster()
    roster.take(snapshot(FRONT), NOW)
    assert roster.tick(NOW + timedelta(seconds=20)) == frozenset()
    assert roster.tick(NOW + timedelta(seconds=55)) == {FRONT.key}
    assert roster.counts.locked == 1
    roster.tick(NOW + timedelta(minutes=10))
    assert roster.counts.locked == 0, "a stale Locked is not counted as locked"


def test_filter_and_order() -> None:
    roster = Roster()
    roster.take(snapshot(), NOW)
    roster.wanted = "beach unlocked"
    assert roster.shown() == [BEACH2.key]
    roster.wanted = "home unlocked"
    assert roster.shown() == [GARAGE.key]
    roster.wanted, roster.order = "cabin", Order.battery
    levels = [roster.views[key].device.battery.value for key in roster.shown()]
    assert levels == sorted(levels)
    assert len(levels) == 6
