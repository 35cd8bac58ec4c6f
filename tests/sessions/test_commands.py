"""A command of one session is everybody's: one at a time, sent once, followed to its end whoever dies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sessions import traffic
from tests.sessions.house import House
from tests.sessions.session import Session

SPEED = 6.0
GARAGE = "home/22110401-000102"
POST = "/operation/lock"
IN_FLIGHT = ("requested", "sent", "accepted")


def test_ten_sessions_ask_at_once_and_one_command_is_sent(tmp_path: Path) -> None:
    with House(tmp_path, speed=SPEED, world="small") as house:
        sessions = house.start(*(f"session-{number}" for number in range(10)))
        house.until(lambda: all(GARAGE in session.dump()["states"] for session in sessions))
        marks = [session.tell(f"lock {GARAGE}") for session in sessions]
        answers = [
            session.wait_for("asked", "refused", since=mark) for session, mark in zip(sessions, marks, strict=True)
        ]
        senders = [session for session, said in zip(sessions, answers, strict=True) if said["say"] == "asked"]
        assert len(senders) == 1
        assert all("busy" in said["reason"] for said in answers if said["say"] == "refused")

        house.until(lambda: all(session.command(GARAGE, "confirmed") for session in sessions))
        for session in sessions:
            assert session.command(GARAGE, *IN_FLIGHT), f"{session} never saw it as a wish"
            assert session.command(GARAGE, "confirmed")["actor"]["process"] == senders[0].pid
        assert len(traffic.to(house.simulator.requests, POST, "POST")) == 1
        known = house.all_equal()
        assert known["states"][GARAGE] == "locked"
        assert not traffic.refused(house.simulator.requests)


def heard_by_the_vendor(house: House, others: list[Session]) -> bool:
    return bool(traffic.to(house.simulator.requests, POST, "POST"))


def seen_as_taken(house: House, others: list[Session]) -> bool:
    return any(session.command(GARAGE, "accepted") for session in others)


@pytest.mark.parametrize("moment", [heard_by_the_vendor, seen_as_taken])
def test_a_command_whose_sender_is_killed_is_followed_by_another_session_and_never_repeated(
    tmp_path: Path, moment: Callable[[House, list[Session]], bool]
) -> None:
    with House(tmp_path, speed=SPEED, world="small") as house:
        sessions = house.start("first", "second", "third")
        house.until(lambda: all(GARAGE in session.dump()["states"] for session in sessions))
        if moment is heard_by_the_vendor:  # the answer takes a while, and nobody is left to hear it
            house.simulator.faults.add(POST, method="POST", delay=0.5)
        sender, *others = sessions
        command = sender.ask(f"lock {GARAGE}", "asked")["id"]
        house.until(lambda: moment(house, others))
        house.kill(sender)

        house.until(lambda: all(session.command(GARAGE, "confirmed") for session in others), what="the confirmation")
        settled = others[0].command(GARAGE, "confirmed")
        assert settled is not None
        assert (settled["id"], settled["actor"]["process"]) == (command, sender.pid)
        assert settled["evidence"]
        assert not any(session.command(GARAGE, "unconfirmed") for session in others), "nobody looked after it"
        assert len(traffic.to(house.simulator.requests, POST, "POST")) == 1
        assert house.all_equal()["states"][GARAGE] == "locked"
        assert not traffic.refused(house.simulator.requests)
