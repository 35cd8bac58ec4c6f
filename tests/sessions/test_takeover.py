"""Another session polls within two seconds, whatever became of the one that did; and never two at once."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from tests.sessions.house import House
from tests.sessions.session import Session

ACCOUNTS = ("home", "rentals")
WITHIN = 2.0
SILENCE = 10.0
"""Seconds without a sign of life after which a leader that lives is replaced."""
STUTTER = 0.5
"""Seconds that this machine may take for what takes none, where the clock runs faster than its own."""


def taken_over(house: House, account: str, gone: Session, since: float) -> float:
    """Wait for the next leader of `account`; return when, in the machine's seconds after `since`, it became that."""
    successor = house.wait_for_leader(account, other_than=[gone])
    times = [line["at"] for line in successor.heard("leads") if account in line["accounts"]]
    return max(times) - since


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGHUP, None], ids=["kill -9", "SIGHUP", "stop"])
def test_a_leader_that_ends_is_replaced_in_time_every_time(tmp_path: Path, number: signal.Signals | None) -> None:
    with House(tmp_path, speed=1.0, world="small") as house:
        house.start(*(f"session-{each}" for each in range(5)))
        house.wait_for_conditions("live")
        for _ in range(3):
            for account in ACCOUNTS:
                house.wait_for_leader(account)
            leader = house.wait_for_leader("home")
            led, since = leader.leads(), house.end(leader, number)
            assert max(taken_over(house, account, leader, since) for account in led) <= WITHIN
        for account in ACCOUNTS:
            house.never_two(account)


def test_a_leader_that_is_stopped_is_replaced_and_steps_down_before_it_reads_again(tmp_path: Path) -> None:
    with House(tmp_path, speed=4.0, world="small") as house:
        house.start("first", "second", "third")
        house.wait_for_conditions("live")
        for account in ACCOUNTS:
            house.wait_for_leader(account)
        leader = house.wait_for_leader("home")
        led, since = leader.leads(), house.stop(leader)
        taken = max(taken_over(house, account, leader, since) for account in led) * house.clock.speed
        assert SILENCE - WITHIN <= taken <= SILENCE + WITHIN + STUTTER * house.clock.speed
        house.let_pass(house.clock.elapsed() + 25)  # each of its feeds is due when it goes on

        resumed = time.monotonic()
        leader.signal(signal.SIGCONT)
        house.until(lambda: leader.leads() == [], what="its stepping down")
        house.let_pass(house.clock.elapsed() + 25)
        assert not [line for line in leader.heard("reading") if line["at"] > resumed]
        for account in ACCOUNTS:
            house.never_two(account)
