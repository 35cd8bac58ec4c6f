"""People who come to the home and go: PINs, a wrong one now and then, doors left open, links that flicker."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from lockdash.simulator.home.activity import (
    BUTTON,
    DOOR_CLOSED,
    DOOR_OPENED,
    INCORRECT_PIN,
    MANUAL,
    NO_PIN,
    REMOTE,
)
from lockdash.simulator.home.keypad import type_pin
from lockdash.simulator.home.lock import Door, HomeLock, State, Wish
from lockdash.simulator.people import Person

if TYPE_CHECKING:
    from lockdash.simulator.world import World

EVERY = 16.0  # seconds between visits on average, once somebody may look
EVERY_BEFORE = 240.0  # and in the hours before


class HomeVisits:
    """Somebody comes to one of `locks` every now and then."""

    def __init__(self, world: World, locks: Sequence[HomeLock]) -> None:
        self._world = world
        self._locks = locks
        self._chance = world.stream("home visits")

    def start(self) -> None:
        self._world.after(self._world.gap(self._chance, EVERY, EVERY_BEFORE), self._visit)

    def _visit(self) -> None:
        lock = self._chance.choice(self._locks)
        person = self._chance.choice(self._world.home.people)
        if lock.state is State.locked:
            if lock.keypad and self._chance.random() < 0.1:
                lock.record(INCORRECT_PIN)
                self._world.after(5.0, partial(self._come_in, lock, person))
            else:
                self._come_in(lock, person)
        elif lock.state in (State.unlocked, State.semi_locked):
            self._leave(lock, person)
        self.start()

    def _come_in(self, lock: HomeLock, person: Person) -> None:
        if lock.keypad:
            type_pin(lock, person.pin)
        else:
            how = self._chance.choice([BUTTON, MANUAL, REMOTE] if lock.reachable else [BUTTON, MANUAL])
            lock.begin(Wish.unlock, how, person if how is REMOTE else None)
        self._world.after(5.0, partial(self._open, lock, person))

    def _open(self, lock: HomeLock, person: Person) -> None:
        if lock.state not in (State.unlocked, State.pulled):
            return
        forgetful = self._chance.random() < 0.08
        seconds = self._chance.uniform(120, 300) if forgetful else self._chance.uniform(5, 12)
        if lock.door is Door.closed:
            lock.door = Door.opened
            if lock.settings.door_state_event_logging_enabled:
                lock.record(DOOR_OPENED)
        self._world.after(seconds, partial(self._close, lock, person))

    def _close(self, lock: HomeLock, person: Person) -> None:
        if lock.door is Door.opened:
            lock.door = Door.closed
            if lock.settings.door_state_event_logging_enabled:
                lock.record(DOOR_CLOSED)
        trusts_it = lock.settings.auto_lock_enabled and self._chance.random() < 0.6
        if not trusts_it:
            self._world.after(self._chance.uniform(4, 40), partial(self._leave, lock, person))

    def _leave(self, lock: HomeLock, person: Person) -> None:
        if lock.state in (State.unlocked, State.semi_locked) and lock.door is not Door.opened:
            how = NO_PIN if lock.keypad else self._chance.choice([BUTTON, MANUAL])
            lock.begin(Wish.lock, how, person if lock.keypad else None)


class FlakyLink:
    """The link between `lock` and its bridge drops every now and then, for a minute or two."""

    def __init__(self, world: World, lock: HomeLock) -> None:
        self._world = world
        self._lock = lock
        self._chance = world.stream(f"link/{lock.serial}")

    def start(self) -> None:
        self._world.after(self._chance.uniform(300, 900), self._drop)

    def _drop(self) -> None:
        self._lock.online = False
        self._world.after(self._chance.uniform(50, 130), self._return)

    def _return(self) -> None:
        self._lock.online = True
        self.start()
