"""A RemoteLock Wi-Fi lock: mains-powered and always there, or on batteries and asleep between heartbeats.

Three things must be told apart: what the bolt does (`state`), what the cloud last heard of it (`reported`), and
what the cloud was asked for (`wish`). The API shows the wish as if it were the state: the reference's answer to
unlock says `"state": "unlocked"` for a lock that has never connected (remotelock-facts, "Devices").
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from lockdash.simulator.people import Person
from lockdash.simulator.rentals.devices import OnlineDevice
from lockdash.simulator.rentals.events import Event
from lockdash.simulator.rentals.schedules import AutoLockSchedule, Entry

AWAKE = 9.0  # seconds that a battery lock stays connected
LOW_POWER = 20
MISSED_BEATS = 3  # after so many the cloud no longer calls it alive


@dataclass(eq=False)
class WifiLock(OnlineDevice):
    """`wake_wifi`: `user_action` connects when somebody uses it, `heartbeat_interval` only on time.

    `jams`: every movement fails. `oversleeps`: share of heartbeats that it misses. `silent`: it has stopped
    to wake up, for good. `travel`: how long a movement takes, from-to in seconds. `fails_sync`: why it refuses
    what it is told about people (as in the event's `status_info`), None if it takes it. `held_open`: its schedule has
    unlocked it, so that it does not lock by itself; the reference does not say, but a door that is to be open until
    the evening is not meant to close after 20 s.
    """

    state: str = "locked"
    power_level: float = 80.0
    wake_wifi: str = "user_action"
    auto_lock: bool = True
    auto_lock_timeout: int = 20
    muted: bool = False
    programming_code: str | None = "123456"
    local_pins: tuple[str, ...] | None = ("1234",)
    auto_lock_schedule_id: str | None = None
    lock_action_schedule_id: str | None = None
    default_guest_start_time: str | None = None
    default_guest_end_time: str | None = None
    jams: bool = False
    oversleeps: float = 0.0
    silent: bool = False
    travel: tuple[float, float] = (2.0, 3.0)
    fails_sync: str | None = None
    wish: str | None = None
    reported: str = ""
    held_open: bool = False
    _auto_lock_told: bool | None = None
    _turn: int = 0
    _beat_number: int = 0

    schedule_fields = ("auto_lock_schedule_id", "lock_action_schedule_id")

    def __post_init__(self) -> None:
        super().__post_init__()
        self.reported = self.state

    @property
    def sleeps(self) -> bool:
        return self.power_source != "hardwire" and self.heartbeat_interval > 0

    @property
    def shown_state(self) -> str:
        return self.wish or self.reported

    @property
    def shown_auto_lock(self) -> bool:
        """What the cloud was told last: a schedule may have switched it since."""
        return self.auto_lock if self._auto_lock_told is None else self._auto_lock_told

    def start(self) -> None:
        """A battery lock falls asleep until its next heartbeat."""
        if not self.sleeps:
            super().start()
        elif self.connected_at is not None and not self.silent:
            self.connected = False
            self.world.after(self._start_phase(), partial(self._wake_on_time, self._beat_number))

    def ask(self, state: str) -> None:
        """Take a wish from the cloud; it is carried out when the lock is connected, which may be never."""
        self.wish = state
        self.updated_at = self.world.now
        if self.connected and self.alive:
            self._act_soon()

    def settle(self, now: datetime) -> None:
        """Rest in the present state, known to the cloud; wishes are forgotten."""
        self._turn += 1
        self.wish = None
        self.reported = self.state
        self.updated_at = now

    def use(self, state: str, person: Person | None, *, pin: str | None = None, method: str | None = None) -> None:
        """Somebody works the lock at the door, with a PIN or by hand."""
        self._turn += 1
        self._moved(state, source="user", person=person, method=method, pin=pin)
        if self.sleeps and not self.connected and self.wake_wifi == "user_action":
            self.wake()

    def enter(self, person: Person, pin: str) -> None:
        """Somebody types the PIN by which they are known here: let them in, unless it is outside their hours."""
        if self.world.rentals.accesses.shut_out(person.id, self):
            self.refuse(pin, person)
        else:
            self.use("unlocked", person, pin=pin, method="pin")

    def obey(self, kind: str, entry: Entry) -> None:
        """Asleep or not. The cloud hears of it with the next connection. One that has fallen silent does nothing."""
        if self.silent:
            return
        if kind == AutoLockSchedule.type:
            if not self.connected and self._auto_lock_told is None:
                self._auto_lock_told = self.auto_lock
            self.auto_lock = entry[1]
            return
        wanted = f"{entry[1]}ed"
        if wanted == self.state:
            self.held_open = wanted == "unlocked"
        elif self.jams:
            self._tell(self.record("jammed", status="failed", status_info="jammed"))
        else:
            self._moved(wanted, source="device", hold=True)

    def refuse(self, pin: str, person: Person | None = None) -> None:
        """Somebody tries a PIN that opens nothing, or not now."""
        self._tell(self.record("access_denied", source="user", status="failed", person=person, method="pin", pin=pin))
        if self.sleeps and not self.connected and self.wake_wifi == "user_action":
            self.wake()

    def wake(self) -> None:
        """Connect: hand in what happened, take the wish, sleep again. The first time its own settings count, and what
        was set before is lost (reference, "Update a lock")."""
        if self.silent:
            return
        if self.connected_at is None:
            self.auto_lock_schedule_id = self.lock_action_schedule_id = None
        self.alive = self.connected = True
        self.connected_at = self.updated_at = self.world.now
        self.reported = self.state
        self._auto_lock_told = None
        self._hand_in()
        self._take_codes()
        self._beat_number += 1
        if self.wish is not None:
            self._act_soon()
        self.world.after(AWAKE, partial(self._sleep, self._beat_number))
        self.world.after(self.heartbeat_interval, partial(self._wake_on_time, self._beat_number))

    def _take_codes(self) -> None:
        super()._take_codes()
        self.world.rentals.syncing.heard(self)

    def _wake_on_time(self, number: int) -> None:
        if number != self._beat_number or self.silent or not self.sleeps:
            return
        if self._chance.random() < self.oversleeps:
            overdue = self.connected_at and self.world.now - self.connected_at
            if overdue and overdue > timedelta(seconds=self.heartbeat_interval * MISSED_BEATS):
                self.alive = False
            self.world.after(self.heartbeat_interval, partial(self._wake_on_time, number))
        else:
            self.wake()

    def _sleep(self, number: int) -> None:
        if number != self._beat_number or not self.sleeps:
            return
        if self.wish is not None:  # it took a command just before: first that
            self.world.after(AWAKE, partial(self._sleep, number))
        else:
            self.connected = False

    def _act_soon(self) -> None:
        self._turn += 1
        self.world.after(self._chance.uniform(*self.travel), partial(self._act, self._turn))

    def _act(self, turn: int) -> None:
        if turn != self._turn or self.wish is None:
            return
        wish, self.wish = self.wish, None
        if self.jams:
            self.updated_at = self.world.now
            self._tell(self.record("jammed", status="failed", status_info="jammed"))
        elif wish != self.state:
            self._moved(wish, source="network")
        else:
            self._tell(self.record(wish, source="network"))

    def _moved(
        self, state: str, *, source: str, person: Person | None = None, hold: bool = False, **details: Any
    ) -> None:
        self.state = state
        self.held_open = hold and state == "unlocked"
        self.updated_at = self.world.now
        self._tell(self.record(state, source=source, person=person, **details))
        self._drain(0.05)
        if state == "unlocked" and self.auto_lock and self.auto_lock_timeout and not self.held_open:
            self.world.after(self.auto_lock_timeout, partial(self._lock_by_itself, self._turn))

    def _lock_by_itself(self, turn: int) -> None:
        if turn == self._turn and self.state == "unlocked" and not self.jams and not self.held_open:
            self._moved("locked", source="device")
            if self.sleeps and not self.connected and self.wake_wifi == "user_action":
                self.wake()

    def _tell(self, event: Event) -> None:
        """Bring an event to the cloud now, or with the next connection."""
        if self.connected and self.alive:
            self.reported = self.state
        super()._tell(event)

    def _drain(self, percent: float) -> None:
        if self.power_source == "hardwire":
            return
        before, self.power_level = self.power_level, max(0.0, self.power_level - percent)
        if before >= LOW_POWER > self.power_level:
            self._tell(self.record("power_level_low", power_level=int(self.power_level)))
