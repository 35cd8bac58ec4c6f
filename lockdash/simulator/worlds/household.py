"""Who may use the locks of the home, and with which PINs. Names and codes are made up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from lockdash.simulator.home.access import Access, Account, Group, Level
from lockdash.simulator.home.home import Home
from lockdash.simulator.home.lock import HomeLock
from lockdash.simulator.home.pins import Pin
from lockdash.simulator.home.radio import Radio
from lockdash.simulator.people import FAMILY
from lockdash.simulator.world import World

ORGANIZATION = 501
CLEANERS = Group("Cleaning Team", ORGANIZATION)
FELIX = Account("felix.lind@example.com", "Felix Lind", 731)
NINA = Account("nina.berg@example.com", "nina.berg@example.com", None)

WEEKDAYS, MONDAY_AND_THURSDAY, WEDNESDAY_AND_FRIDAY = 31, 9, 20
ACCEPTING = 240.0  # seconds: long enough to see that an invitation is pending


def move_in(home: Home, front: HomeLock, others: Sequence[HomeLock]) -> None:
    """The family of the demo and who comes to them. The invitation stands from the beginning; later ones are accepted.

    Whoever comes by has a PIN at each keypad: without one they would be logged as people who mistype it.
    """
    home.accounts.append(FELIX)
    home.groups.append(CLEANERS)
    home.accepts_after = ACCEPTING
    _, jan, zofia, marek, cleaner = FAMILY
    for lock in (front, *others):
        lock.organization = ORGANIZATION
        home.access[lock.id] += [
            Access(jan, Level.admin),
            Access(zofia, Level.guest, week_days=WEEKDAYS, day_start="12:00:00.000Z", day_end="19:00:00.000Z"),
            Access(marek, Level.guest),
        ]
        if lock.keypad:
            for person in FAMILY:
                lock.pins.add(Pin(person.name, person.pin))
    home.access[front.id] += [
        Access(cleaner, 0, week_days=WEDNESDAY_AND_FRIDAY, day_start="08:00:00.000Z", day_end="12:00:00.000Z"),
        _cleaning(),
        _invitation(home.world),
        Access(FELIX, Level.guest, start=_days(home.world, -4), end=home.world.opened_at + timedelta(hours=3)),
    ]
    front.pins.add(_dog_walker(home.world))


def share_in_small(home: Home, front: HomeLock, studio: HomeLock) -> None:
    """PINs at the Front Door, whose keypad answers at once; all kinds of access to the Studio."""
    home.accounts.append(FELIX)
    home.groups.append(CLEANERS)
    front.radio = Radio(seconds=(0.0, 0.0), patience=0.0)
    weekdays = Access(FAMILY[4], Level.guest, week_days=WEEKDAYS, day_start="08:00:00.000Z", day_end="16:00:00.000Z")
    home.access[front.id] += [Access(FAMILY[1], Level.admin), weekdays]
    front.pins.add(Pin(FAMILY[4].name, FAMILY[4].pin))
    front.pins.add(_dog_walker(home.world))
    studio.organization = ORGANIZATION
    home.access[studio.id] += [
        _cleaning(),
        _invitation(home.world),
        Access(FELIX, Level.guest, start=_days(home.world, -4), end=home.world.opened_at + timedelta(hours=3)),
    ]


def _cleaning() -> Access:
    """Its times are spelled as whole dates, of which only the time counts."""
    return Access(
        CLEANERS,
        Level.guest,
        week_days=MONDAY_AND_THURSDAY,
        day_start="2026-11-02T07:00:00.000Z",
        day_end="2026-11-02T11:00:00.000Z",
    )


def _invitation(world: World) -> Access:
    return Access(NINA, Level.guest, remote_disabled=True, start=_days(world, 2), end=_days(world, 9))


def _dog_walker(world: World) -> Pin:
    return Pin(
        "Dog walker",
        "192837",
        start=_days(world, -50),
        end=_days(world, 40),
        week_days=WEEKDAYS,
        day_start="2026-10-01T10:00:00.000Z",
        day_end="2026-10-01T18:00:00.000Z",
    )


def _days(world: World, days: int) -> datetime:
    """Midnight, UTC, so many days from when the world was opened."""
    midnight = world.opened_at.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=days)
