"""The people of the demo's home, and when an access or a PIN counts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lockdash.simulator.clock import ManualClock
from lockdash.simulator.home.timed import Timed
from lockdash.simulator.server import Simulator
from tests.simulator.conftest import Tedee


@pytest.fixture
def front():
    """What the demo tells of the Front Door: by name who may use it, and the aliases of its PINs."""
    with Simulator(clock=ManualClock(), world="demo").serve() as sim:
        sim.world.set("Front Door", **{"radio.seconds": (0.0, 0.0)})
        tedee = Tedee(sim)
        access = tedee.get("device/40101/access").json()["result"]
        pins = tedee.get("lock/40101/pin").json()["result"]["pins"]
        tedee.close()
        yield {entry["principalName"]: entry for entry in access}, {pin["alias"] for pin in pins}


def test_the_demo_has_all_kinds_of_people(front):
    access, _ = front
    assert {name: entry["accessLevel"] for name, entry in access.items()} == {
        "Ada Sample": 2,
        "Jan Sample": 1,
        "Zofia Sample": 0,
        "Marek Nowak": 0,
        "Cleaner": 0,
        "Cleaning Team": 0,
        "nina.berg@example.com": 0,
        "Felix Lind": 0,
    }
    assert access["Zofia Sample"]["weekDays"] == 31
    assert access["nina.berg@example.com"]["isPending"] is True
    assert access["Cleaning Team"]["principalType"] == 1
    assert access["Felix Lind"]["endDate"] == "2026-11-21T12:00:00.000Z"


def test_who_is_logged_at_the_keypad_has_a_pin_there(front):
    _, pins = front
    world = Simulator(clock=ManualClock(), world="demo").world
    world.advance(3600)
    logged = {entry.pin_alias for entry in world.locks["Front Door"].log} - {None}
    assert len(logged) > 1
    assert logged <= pins
    assert "Dog walker" in pins


def test_the_demo_never_shares_one_pin_between_two():
    home = Simulator(clock=ManualClock(), world="demo").world.home
    keypads = [lock for lock in home.locks.values() if lock.keypad]
    assert [lock.name for lock in keypads] == ["Front Door", "Garden Gate"]
    for lock in keypads:
        codes = [pin.code for pin in lock.pins.current(home.world.now).values()]
        assert len(codes) == len(set(codes)) >= 5


@pytest.mark.parametrize(
    ("moment", "covered"),
    [
        ("2026-11-20T08:00", True),  # a Friday
        ("2026-11-20T07:59", False),
        ("2026-11-20T17:00", False),
        ("2026-11-21T09:00", False),  # a Saturday
        ("2026-10-30T09:00", False),  # before its start
        ("2026-11-30T09:00", False),  # at its end
    ],
)
def test_an_access_counts_between_its_dates_on_its_days_at_its_hours(moment, covered):
    timed = Timed(
        start=datetime(2026, 11, 1, tzinfo=UTC),
        end=datetime(2026, 11, 30, 9, tzinfo=UTC),
        week_days=31,
        day_start="08:00:00.000Z",
        day_end="2026-01-01T17:00:00.000Z",
    )
    assert timed.covers(datetime.fromisoformat(moment).replace(tzinfo=UTC)) is covered


@pytest.mark.parametrize(
    ("moment", "covered"),
    [
        ("2026-11-20T23:00", True),
        ("2026-11-21T03:00", True),  # the night of Friday
        ("2026-11-21T23:00", False),
        ("2026-11-20T03:00", False),
        ("2026-11-20T12:00", False),
    ],
)
def test_a_window_over_midnight_belongs_to_the_day_on_which_it_opens(moment, covered):
    fridays = Timed(week_days=16, day_start="22:00:00.000Z", day_end="06:00:00.000Z")
    assert fridays.covers(datetime.fromisoformat(moment).replace(tzinfo=UTC)) is covered
