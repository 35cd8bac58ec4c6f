from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from lockdash.domain.attention import Attention, attention, is_low
from lockdash.domain.devices import Device, DeviceKind, DoorState, LockState
from lockdash.domain.freshness import Freshness
from lockdash.domain.link import Link
from lockdash.domain.readings import Reading

NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)


def lock(state: LockState | None, battery: int | None = 80, kind: DeviceKind = DeviceKind.lock) -> Device:
    return Device(
        key="home/1",
        account="home",
        vendor_id="1",
        kind=kind,
        name="Front",
        state=None if state is None else Reading(state, NOW, NOW),
        battery=Reading(battery, NOW, NOW),
    )


@pytest.mark.parametrize(
    ("device", "fresh", "reach", "expected"),
    [
        (lock(LockState.locked), Freshness.fresh, Link.live, Attention.none),
        (lock(LockState.unlocked), Freshness.stale, Link.offline, Attention.open),
        (lock(LockState.open), Freshness.fresh, Link.live, Attention.open),
        (lock(LockState.jammed), Freshness.fresh, Link.live, Attention.jammed),
        (lock(LockState.locked), Freshness.stale, Link.live, Attention.unknown),
        (lock(LockState.semi_locked), Freshness.fresh, Link.live, Attention.unknown),
        (lock(LockState.updating), Freshness.fresh, Link.live, Attention.unknown),
        (lock(LockState.uncalibrated), Freshness.fresh, Link.live, Attention.unknown),
        (lock(None), Freshness.fresh, Link.live, Attention.unknown),
        (lock(LockState.locked), Freshness.fresh, Link.overdue, Attention.unreachable),
        (lock(LockState.locked, battery=12), Freshness.fresh, Link.asleep, Attention.low_battery),
        (lock(None, kind=DeviceKind.power_plug), Freshness.fresh, Link.live, Attention.none),
        (lock(LockState.locked), Freshness.fresh, Link.no_bridge, Attention.none),
    ],
)
def test_attention(device: Device, fresh: Freshness, reach: Link, expected: Attention) -> None:
    assert attention(device, fresh, reach) is expected


def test_an_open_door_is_open_whatever_its_bolt_says() -> None:
    ajar = msgspec.structs.replace(lock(LockState.locked), door=Reading(DoorState.open, NOW, NOW))
    assert attention(ajar, Freshness.fresh, Link.live) is Attention.open
    shut = msgspec.structs.replace(lock(LockState.locked), door=Reading(DoorState.closed, NOW, NOW))
    assert attention(shut, Freshness.fresh, Link.live) is Attention.none


def test_only_a_state_that_is_open_counts_as_open() -> None:
    assert {state for state in LockState if state.is_open} == {LockState.unlocked, LockState.open}


@pytest.mark.parametrize(("level", "low"), [(None, False), (0, True), (20, True), (21, False)])
def test_low_battery(level: int | None, low: bool) -> None:
    assert is_low(lock(LockState.locked, battery=level)) is low
