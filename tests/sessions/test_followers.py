"""A session that only follows: it sees a change at once, and costs nothing while there is none."""

from __future__ import annotations

import time
from pathlib import Path
from random import Random

import msgspec

from lockdash.domain.devices import Device, DeviceKind, LockState
from lockdash.domain.readings import Reading
from lockdash.store.store import Store
from tests.bench.report import p95
from tests.sessions.house import House
from tests.sessions.session import Session

CHANGES = 40
WITHIN = 0.25
HICCUP = 1.0
"""Seconds that a process may lose on a busy machine with two cores; the 95th percentile may not."""
REST = 5.0


def follower_of(house: House) -> Session:
    house.start("leader")
    for account in ("home", "rentals"):
        house.wait_for_leader(account)
    (follower,) = house.start("follower")
    house.wait_for_conditions("live")
    assert follower.leads() == []
    return follower


def written(store: Store, device: Device, state: LockState) -> float:
    """Write a state of `device`, as a leader does; return when that was done."""
    now = device.state.seen_at if device.state is not None else None
    assert now is not None
    store.put_devices([msgspec.structs.replace(device, state=Reading(state, now, now))])
    return time.monotonic()


def test_a_follower_sees_a_change_within_a_quarter_of_a_second(tmp_path: Path) -> None:
    with House(tmp_path, speed=1.0, world="small") as house:
        follower = follower_of(house)
        chance, store = Random(3), Store.open(house.state)
        now = house.clock.now()
        # No vendor lists it, so that nobody else writes it.
        device = Device(
            key="home/TEST", account="home", vendor_id="none", kind=DeviceKind.lock, name="Test",
            state=Reading(LockState.unknown, now, now),
        )  # fmt: skip
        taken = []
        for number in range(CHANGES):
            house.let_pass(house.clock.elapsed() + chance.uniform(0.0, 0.3))
            state = LockState.unlocked if number % 2 else LockState.locked
            mark = len(follower.said)
            done = written(store, device, state)

            def seen(mark: int = mark, state: LockState = state) -> float | None:
                new = follower.said[mark:]
                return next((line["at"] for line in new if line["say"] == "state" and line["state"] == state), None)

            taken.append(house.until(seen) - done)
        store.close()
        assert p95(taken) <= WITHIN, sorted(taken)
        assert max(taken) <= WITHIN + HICCUP, sorted(taken)


def test_a_follower_asks_the_store_nothing_while_nothing_changes(tmp_path: Path) -> None:
    with House(tmp_path, speed=1.0, world="small") as house:
        follower = follower_of(house)
        store = Store.open(house.state)
        follower.ask("trace", "traced")

        def quiet() -> list[str] | None:
            """What it asked in a few seconds, if nobody wrote anything in them."""
            version = store.data_version()
            house.let_pass(house.clock.elapsed() + 1.0)  # the last change has arrived
            follower.ask("statements", "statements")
            house.let_pass(house.clock.elapsed() + REST)
            asked = follower.ask("statements", "statements")["statements"]
            return asked if store.data_version() == version else None

        asked: list[str] | None = None
        while asked is None and house.clock.elapsed() < 60:
            asked = quiet()
        store.close()
        assert asked is not None, "the store was never quiet for a few seconds"
        # Now and then it asks for the version all the same: not every file system's clock is fine enough.
        assert len(asked) <= 1, asked
        assert all("data_version" in statement for statement in asked)
