"""Others spend from the same budget, and the vendor says so: 429, `Retry-After`, `X-RateLimit-*`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tests.sessions import traffic
from tests.sessions.house import House

SPEED = 12.0
NAMES = ("first", "second", "third", "fourth")
LIMIT = 120
RESERVE = 12
"""A tenth of RemoteLock's requests in a minute: they belong to commands."""
BEACH_HOUSE = "rentals/AC000W000000101"
RETRY_AFTER = 40.0
NEXT_TRY = 62.0
"""Seconds after which a failing account is tried again at the latest (backoff.LONGEST, and a little for the way)."""


class Neighbour:
    """Another integration on the same RemoteLock account: it leaves lockdash `leave` requests of every window.

    `least`: what was left at the least, seen often.
    """

    def __init__(self, house: House, leave: int) -> None:
        self.least = LIMIT
        self._house = house
        self._eaten_until: datetime | None = None
        self._leave = leave

    def eat(self) -> None:
        world, window = self._house.simulator.world, self._house.simulator.limit
        with world.guard:
            now = self._house.clock.now()
            window.turn(now)
            if window.ends_at != self._eaten_until:
                self._eaten_until = window.ends_at
                window.take(now, window.remaining - self._leave)
            self.least = min(self.least, window.remaining)


def test_the_reserve_holds_when_others_eat_the_budget_and_a_command_gets_through(tmp_path: Path) -> None:
    with House(tmp_path, speed=SPEED, world="small", devices=40) as house:
        sessions = house.start(*NAMES)
        house.wait_for_conditions("live")
        neighbour = Neighbour(house, leave=RESERVE + 2)
        end = house.clock.elapsed() + 130

        def fed() -> bool:
            neighbour.eat()
            return house.clock.elapsed() >= end

        house.until(fed)
        assert neighbour.least >= RESERVE

        sessions[3].ask(f"unlock {BEACH_HOUSE}", "asked")

        def confirmed() -> bool:
            neighbour.eat()
            return bool(sessions[0].command(BEACH_HOUSE, "confirmed"))

        house.until(confirmed, what="the confirmation")
        assert neighbour.least >= RESERVE // 2 - 1  # sending, and looks that leave half of it for the next
        assert not traffic.refused(house.simulator.requests)
        assert len(traffic.to(house.simulator.requests, "/unlock", "PUT")) == 1


def test_nobody_asks_before_retry_after_is_over_and_it_recovers_by_itself(tmp_path: Path) -> None:
    with House(tmp_path, speed=SPEED, world="small", devices=40) as house:
        sessions = house.start(*NAMES)
        house.wait_for_conditions("live")
        fresh = len(house.simulator.requests)

        house.simulator.faults.add(status=429, headers={"Retry-After": f"{RETRY_AFTER:.0f}"})
        storm = house.clock.now()
        house.wait_for_conditions("rate_limited")
        sessions[1].ask(f"unlock {BEACH_HOUSE}", "asked")
        house.until(lambda: sessions[2].command(BEACH_HOUSE, "failed"), what="the word that nothing was sent")
        house.let_pass(house.clock.elapsed() + 2 * RETRY_AFTER)

        house.simulator.faults.clear()
        over = house.clock.now()
        house.wait_for_conditions("live")
        assert (house.clock.now() - over).total_seconds() <= RETRY_AFTER + NEXT_TRY
        stormy = traffic.between(house.simulator.requests, storm, over)
        for vendor in (traffic.TEDEE, traffic.REMOTELOCK):
            refused = traffic.refused(traffic.to(stormy, vendor))
            assert len(refused) >= 2
            assert min(traffic.gaps(refused)) >= RETRY_AFTER - 0.1
        assert not traffic.to(stormy, "/unlock", "PUT")

        house.let_pass(house.clock.elapsed() + 20)
        back = traffic.between(house.simulator.requests, over, house.clock.now())
        # As a fresh start, and what came due meanwhile; if each session made up for it, it would be three times that.
        assert len(back) <= 2 * fresh, traffic.counted(back)
        assert not traffic.refused(back)
        house.all_equal()
