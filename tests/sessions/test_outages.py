"""The network is cut for ten minutes, or a vendor answers after half a minute."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

from tests.sessions import traffic
from tests.sessions.house import House
from tests.sessions.session import Session

CUT = 600.0
NEXT_TRY = 62.0
"""Seconds after which an account that is offline is tried again at the latest (backoff.LONGEST, and a little)."""
GARAGE, BEACH_HOUSE = "home/22110401-000102", "rentals/AC000W000000101"


def attempts(sessions: list[Session], account: str, since: float) -> int:
    """Reads that were tried in vain by all sessions together."""
    reads = [line for each in sessions for line in each.heard("read", account=account) if line["began"] > since]
    return sum(line["outcome"] != "ok" for line in reads)


def test_ten_minutes_without_a_network(tmp_path: Path) -> None:
    with House(tmp_path, speed=50.0, world="small", devices=40) as house:
        sessions = house.start("first", "second", "third")
        house.wait_for_conditions("live")
        house.let_pass(house.clock.elapsed() + 60)
        fresh = len(house.simulator.requests)

        house.cut()
        began, mark = house.clock.elapsed(), time.monotonic()
        house.wait_for_conditions("offline")
        house.let_pass(began + CUT)
        for session in sessions:
            dump = session.dump()
            assert set(dump["conditions"].values()) == {"offline"}
            believed = {dump["certainty"][key] for key, state in dump["states"].items() if state is not None}
            assert believed <= {"stale", "unknown"}
        for account in ("home", "rentals"):
            # 2, 4, 8, 16, 32 and 60 s, of which half is chance: five tries in the first minute, then one in 30 s.
            assert 600 / 60 <= attempts(sessions, account, mark) <= 5 + 600 / 30

        house.connect()
        back = house.clock.now()
        house.wait_for_conditions("live")
        assert (house.clock.now() - back).total_seconds() <= NEXT_TRY + 0.5 * house.clock.speed
        house.let_pass(house.clock.elapsed() + 60)
        returned = traffic.between(house.simulator.requests, back, back + timedelta(seconds=60))
        assert len(returned) <= fresh, traffic.counted(returned)
        assert not traffic.refused(house.simulator.requests)
        assert min(traffic.sync_gaps(house.simulator.requests)) >= 20.0 - 0.1
        house.all_equal()


def test_a_vendor_that_answers_after_half_a_minute(tmp_path: Path) -> None:
    speed, delay = 8.0, 30.0
    with House(tmp_path, speed=speed, world="small", devices=20, timeout=10.0) as house:
        sessions = house.start("first", "second", "third", "fourth")
        house.wait_for_conditions("live")

        house.simulator.faults.add("/remotelock", delay=delay / speed)
        slow_from = house.clock.now()
        house.until(lambda: all(session.dump()["conditions"]["rentals"] == "offline" for session in sessions))
        sessions[2].ask(f"lock {GARAGE}", "asked")
        sessions[3].ask(f"unlock {BEACH_HOUSE}", "asked")
        house.until(lambda: all(session.command(GARAGE, "confirmed") for session in sessions), what="the quick vendor")
        house.until(lambda: all(session.command(BEACH_HOUSE, "unconfirmed") for session in sessions), what="an end")
        house.let_pass(house.clock.elapsed() + 40)
        asked = traffic.between(house.simulator.requests, slow_from, house.clock.now())
        slow = traffic.to(asked, traffic.REMOTELOCK)
        assert len(traffic.to(slow, "/unlock", "PUT")) == 1
        # A read is given up after 10 s and tried again after 2, 4, 8 s and so on; the command's looks are on top.
        assert traffic.most_within(traffic.to(slow, "", "GET"), delay) <= 5
        assert max(traffic.sync_gaps(asked)) <= 20.0 * 1.1 + 0.5 * speed
        assert all(session.dump()["conditions"]["home"] == "live" for session in sessions)

        house.simulator.faults.clear()
        house.wait_for_conditions("live")
        assert not traffic.refused(house.simulator.requests)
        house.all_equal()
