"""A Tedee lock: a bolt with a motor, and what it tells of itself.

Rules of movement: tedee-facts 2.1 (state diagram, unlock modes), 3.3 (numbers of the states).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from lockdash.simulator.home.activity import AUTO, JAMMED, UNLOCK_FORCED, Activity, How
from lockdash.simulator.home.pins import Pin, PinList
from lockdash.simulator.home.radio import Radio
from lockdash.simulator.people import Person

if TYPE_CHECKING:
    from lockdash.simulator.world import World


class State(IntEnum):
    uncalibrated = 0
    calibrating = 1
    unlocked = 2
    semi_locked = 3
    unlocking = 4
    locking = 5
    locked = 6
    pulled = 7
    pulling = 8
    unknown = 9
    updating = 18


class Door(IntEnum):
    not_paired = 0
    disconnected = 1
    opened = 2
    closed = 3
    uncalibrated = 4


class Wish(IntEnum):
    """DeviceOperationType."""

    lock = 0
    unlock = 1
    pull = 2


class Result(IntEnum):
    """Results of an operation. The cloud documents 0 and 1; the others are the lock's own codes (BLE)."""

    ok = 0
    jammed = 1
    error = 2
    busy = 3


MOVING = frozenset({State.calibrating, State.unlocking, State.locking, State.pulling, State.updating})

LOG_KEPT = 20_000

_WHATEVER = frozenset({State.locked, State.semi_locked, State.unknown, State.pulled, State.unlocked})


@dataclass
class Settings:
    """deviceSettings (3.5); delays and durations in seconds."""

    auto_lock_enabled: bool = False
    auto_lock_delay: int = 120
    pull_spring_enabled: bool = False
    pull_spring_duration: int = 2
    auto_pull_spring_enabled: bool = False
    door_state_event_logging_enabled: bool = False


class Step(NamedTuple):
    """One movement: through `moving` to `arriving`, logged as `event`."""

    moving: State
    arriving: State
    event: int


Done = Callable[[Result], object]
User = Person | Pin


@dataclass(eq=False)
class HomeLock:
    """One lock. Percentages are floats here, whole numbers on the wire.

    `online`: reachable through its bridge. `access_level`: of the account's user (2 owner, 1 admin, 0 guest).
    `jams`: every movement ends half way. `stalls`: takes commands and never finishes them.
    `travel`: how long a movement takes, from-to in seconds. `keypad`: people may use PINs; `radio`: how the cloud
    reaches it. `organization`: the number of the one that it belongs to.
    """

    world: World = field(repr=False)
    id: int
    serial: str
    name: str
    type: int = 2
    zone: str = "Europe/Warsaw"
    state: State = State.locked
    door: Door = Door.not_paired
    battery: float | None = 80.0
    charging: bool = False
    result: int | None = 0
    connected_to: int | None = 30100
    online: bool = True
    access_level: int = 2
    remote_disabled: bool = False
    spring_calibrated: bool = True
    jams: bool = False
    stalls: bool = False
    keypad: bool = False
    organization: int | None = None
    update_available: bool = False
    version: str = "2.4.47416"
    revision: int = 1
    settings: Settings = field(default_factory=Settings)
    pins: PinList = field(default_factory=PinList)
    radio: Radio = field(default_factory=Radio)
    travel: tuple[float, float] = (2.0, 3.0)
    changed_at: datetime = field(init=False)
    log: deque[Activity] = field(default_factory=lambda: deque(maxlen=LOG_KEPT), repr=False)
    _turn: int = 0

    def __post_init__(self) -> None:
        self.changed_at = self.world.now
        self._chance = self.world.stream(f"lock/{self.serial}")

    @property
    def connected(self) -> bool | None:
        """isConnected: None without a bridge."""
        return None if self.connected_to is None else self.online

    @property
    def reachable(self) -> bool:
        return self.connected is True

    def begin(self, wish: Wish, how: How, who: User | None = None, mode: int = 0, done: Done | None = None) -> None:
        """Set the bolt in motion, and call `done` when it rests. What cannot be is refused through `done`.

        Uncalibrated (lock or spring): nothing happens and that is called a success (2.1).
        """
        tell = done or (lambda _result: None)
        if self.stalls:
            return
        nothing_to_pull = wish is Wish.pull and not (self.settings.pull_spring_enabled and self.spring_calibrated)
        if self.state is State.uncalibrated or nothing_to_pull:
            self.world.after(1.0, partial(tell, Result.ok))
        elif self.state in MOVING:
            self.world.after(0.5, partial(tell, Result.busy))
        else:
            steps = self._steps(wish, how, mode)
            if steps:
                self._go(steps, who, tell)
            else:
                self.world.after(0.5, partial(tell, Result.error if steps is None else Result.ok))

    def settle(self, now: datetime) -> None:
        """Rest in the present state as of now; whatever was moving is forgotten."""
        self._turn += 1
        self.changed_at = now
        turn = self._turn
        if self.state is State.unlocked and self.settings.auto_lock_enabled:
            self.world.after(self.settings.auto_lock_delay, partial(self._lock_by_itself, turn))
        elif self.state is State.pulled:
            self.world.after(self.settings.pull_spring_duration, partial(self._release, turn))

    def record(self, event: int, who: Person | None = None, pin_alias: str | None = None) -> None:
        """Log something that happened now; the cloud shows it a few seconds later (2.3)."""
        self.log.append(self.world.home.entry(self.id, event, who, pin_alias, lag=self._chance.uniform(0.5, 4.0)))

    def remember(self, entries: Iterable[tuple[datetime, int, Person | None, str | None]]) -> None:
        """Log what happened before: when, which event, who, and by which PIN. It stands in the order of its dates."""
        home = self.world.home
        past = [home.entry(self.id, event, who, alias, lag=0.0, at=at) for at, event, who, alias in entries]
        self.log.extend(past)
        self.log = deque(sorted(self.log, key=lambda entry: entry.date), maxlen=LOG_KEPT)

    def _steps(self, wish: Wish, how: How, mode: int) -> list[Step] | None:
        """The movements that `wish` takes from here: none if there is nothing to do, None if it may not be."""
        pull = Step(State.pulling, State.pulled, how.pulled)
        if wish is Wish.lock:
            if self.state is State.locked:
                return []
            start = self.state in (State.unlocked, State.semi_locked)
            return [Step(State.locking, State.locked, how.locked)] if start else None
        if wish is Wish.pull:
            return [pull] if self.state is State.unlocked else None
        if self.state is State.unlocked and mode != 2:
            can_pull = self.settings.pull_spring_enabled and self.spring_calibrated
            return [pull] if mode == 4 and can_pull else []
        forced = mode == 2 and self.state in _WHATEVER
        if not forced and self.state not in (State.locked, State.semi_locked):
            return None
        event = UNLOCK_FORCED if forced and self.state is State.unknown else how.unlocked
        steps = [Step(State.unlocking, State.unlocked, event)]
        pulls = self.settings.pull_spring_enabled and self.settings.auto_pull_spring_enabled
        if self.state is State.locked and mode in (0, 4) and pulls:
            steps.append(pull._replace(event=how.auto_pulled))
        return steps

    def _go(self, steps: list[Step], who: User | None, tell: Done) -> None:
        step, rest = steps[0], steps[1:]
        self._enter(step.moving)
        seconds = 1.0 if step.moving is State.pulling else self._chance.uniform(*self.travel)
        self.world.after(seconds, partial(self._arrive, self._turn, step, rest, who, tell))

    def _arrive(self, turn: int, step: Step, rest: list[Step], who: User | None, tell: Done) -> None:
        if turn != self._turn:
            return
        if self.battery is not None:
            self.battery = max(0.0, self.battery - 0.02)
        if self.jams and step.moving is not State.pulling:
            self._enter(State.semi_locked, Result.jammed)
            self.record(JAMMED)
            tell(Result.jammed)
            return
        self._enter(step.arriving)
        if isinstance(who, Pin):
            self.record(step.event, pin_alias=who.alias)
        else:
            self.record(step.event, who)
        if rest:
            self._go(rest, who, tell)
        else:
            tell(Result.ok)

    def _enter(self, state: State, result: Result = Result.ok) -> None:
        self.state = state
        self.result = int(result)
        self.settle(self.world.now)

    def _release(self, turn: int) -> None:
        if turn == self._turn:
            self._enter(State.unlocked)

    def _lock_by_itself(self, turn: int) -> None:
        if turn != self._turn:
            return
        if self.door is Door.opened:  # the sensor holds auto-lock back until the door is closed
            self.world.after(5.0, partial(self._lock_by_itself, turn))
            return
        self.begin(Wish.lock, AUTO)
