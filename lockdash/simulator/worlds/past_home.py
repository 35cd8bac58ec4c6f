"""Three weeks at the demo's home, written into the logs of its locks rather than lived through."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from lockdash.simulator.home.activity import (
    AUTO,
    DOOR_CLOSED,
    DOOR_OPEN_TOO_LONG,
    DOOR_OPENED,
    INCORRECT_PIN,
    JAMMED,
    MANUAL,
    NO_PIN,
    PIN,
    REMOTE,
    UNAUTHORIZED_PIN,
)
from lockdash.simulator.home.lock import HomeLock
from lockdash.simulator.people import FAMILY, Person
from lockdash.simulator.world import World
from lockdash.simulator.worlds.past_days import PastDays

CHARGING, CHARGED, UPDATED_BY_MOBILE = 46, 50, 225
DOG_WALKER = "Dog walker"


class HomePast:
    """What happened at one lock."""

    def __init__(self, world: World, lock: HomeLock) -> None:
        self._lock = lock
        self._days = PastDays(world, lock.zone)
        self._chance = world.stream(f"past/{lock.serial}")
        self._entries: list[tuple[datetime, int, Person | None, str | None]] = []

    def note(self, at: datetime, event: int, who: Person | None = None, alias: str | None = None) -> None:
        if at < self._days.ends_at:
            self._entries.append((at, event, who, alias))

    def write(self) -> None:
        """Log all that was noted."""
        self._lock.remember(self._entries)

    def at_keypad(self, often: float) -> None:
        """People come by a keypad and a door with a sensor."""
        for day in self._days.days():
            for at in self._days.times(day, often, self._chance):
                if self._chance.random() < 0.07:
                    self.note(at - timedelta(seconds=self._chance.uniform(5, 20)), INCORRECT_PIN)
                if self._chance.random() < 0.6:
                    self.note(at, PIN.unlocked, alias=self._chance.choice(FAMILY[:4]).name)
                else:
                    self.note(at, MANUAL.unlocked)
                self._through_door(at + timedelta(seconds=self._chance.uniform(4, 9)))

    def cleaned(self) -> None:
        """Those who come by their hours, and once outside of them."""
        for day in self._days.days():
            if day.weekday() in (2, 4):
                self.note(self._hour(day, 8.2), PIN.unlocked, alias=FAMILY[4].name)
                self._through_door(self._hour(day, 8.21))
            if day.weekday() < 5:
                self.note(self._hour(day, 12.5), PIN.unlocked, alias=DOG_WALKER)
                self._through_door(self._hour(day, 12.51))
            elif day.weekday() == 5:
                self.note(self._hour(day, 12.4), UNAUTHORIZED_PIN, alias=DOG_WALKER)

    def at_gate(self, often: float) -> None:
        """People come by a keypad at a gate that nobody has to close."""
        for day in self._days.days():
            for at in self._days.times(day, often, self._chance):
                alias = self._chance.choice(FAMILY).name
                self.note(at, PIN.unlocked, alias=alias)
                self.note(at + timedelta(seconds=2), PIN.pulled, alias=alias)
                self.note(at + timedelta(seconds=self._chance.uniform(15, 60)), NO_PIN.locked)

    def tried_at_night(self, ago: int) -> None:
        """Somebody tries what they find."""
        for number in range(4):
            self.note(self._days.ago(ago, 2.7) + timedelta(seconds=17 * number), INCORRECT_PIN)

    def used(self, often: float, people: Iterable[Person]) -> None:
        """Somebody opens by hand or from afar, and locks again."""
        able = list(people)
        for day in self._days.days():
            for at in self._days.times(day, often, self._chance):
                how = self._chance.choice((MANUAL, REMOTE))
                who = self._chance.choice(able) if how is REMOTE else None
                self.note(at, how.unlocked, who)
                if self._lock.settings.auto_pull_spring_enabled and how is REMOTE:
                    self.note(at + timedelta(seconds=1), how.auto_pulled, who)
                locking = AUTO if self._lock.settings.auto_lock_enabled else how
                self.note(at + timedelta(seconds=self._chance.uniform(40, 400)), locking.locked, who)

    def jammed(self, *ago: int) -> None:
        for days in ago:
            self.note(self._days.ago(days, self._chance.uniform(9, 20)), JAMMED)

    def charged(self, ago: int) -> None:
        self.note(self._days.ago(ago, 19.5), CHARGING)
        self.note(self._days.ago(ago - 1, 6.4), CHARGED)

    def updated(self, ago: int) -> None:
        self.note(self._days.ago(ago, 11.1), UPDATED_BY_MOBILE)

    def _through_door(self, at: datetime) -> None:
        forgetful = self._chance.random() < 0.03
        self.note(at, DOOR_OPENED)
        if forgetful:
            self.note(at + timedelta(seconds=300), DOOR_OPEN_TOO_LONG)
        at += timedelta(seconds=self._chance.uniform(320, 700) if forgetful else self._chance.uniform(3, 12))
        self.note(at, DOOR_CLOSED)
        by_hand = self._chance.random() < 0.4
        self.note(at + timedelta(seconds=12 if by_hand else 90), NO_PIN.locked if by_hand else AUTO.locked)

    def _hour(self, day: datetime, hour: float) -> datetime:
        """Return that hour of a day, UTC, a few minutes later: accesses have their hours in UTC."""
        minutes = self._chance.uniform(0, 25)
        return day.replace(tzinfo=self._days.ends_at.tzinfo) + timedelta(hours=hour, minutes=minutes)


def write(world: World) -> None:
    """Write the past of the demo's home."""
    family = FAMILY[:4]
    pasts = {name: HomePast(world, world.home.named(name)) for name in _LOCKS}
    pasts["Front Door"].at_keypad(6)
    pasts["Front Door"].cleaned()
    pasts["Front Door"].tried_at_night(5)
    pasts["Front Door"].updated(12)
    pasts["Garden Gate"].at_gate(4)
    pasts["Back Door"].used(2, family)
    pasts["Garage"].used(2.5, family)
    pasts["Studio"].used(1.5, family[:2])
    pasts["Bike Shed"].used(1, family)
    pasts["Bike Shed"].charged(9)
    pasts["Cellar"].jammed(16, 6, 2)
    for past in pasts.values():
        past.write()


_LOCKS = ("Front Door", "Garden Gate", "Back Door", "Garage", "Studio", "Bike Shed", "Cellar")
