"""RemoteLock devices that have no bolt of their own to worry about, and what all devices share.

Attributes as in the reference's examples of each type ("Devices", "Get all devices").
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from lockdash.simulator.people import Person, identifier
from lockdash.simulator.rentals.events import Event, Party
from lockdash.simulator.rentals.schedules import Entry

if TYPE_CHECKING:
    from lockdash.simulator.rentals.rentals import Location
    from lockdash.simulator.world import World


@dataclass(eq=False)
class Device:
    """`type`: as on the wire. `restricted`: the device's `meta.restricted_actions`. `created_at`: registered."""

    world: World = field(repr=False)
    type: str
    name: str
    serial: str
    model: str
    location: Location
    created_at: datetime
    restricted: tuple[str, ...] = ()
    operable: bool = True

    schedule_fields: ClassVar[tuple[str, ...]] = ()
    """Its attributes that hold ids of schedules."""

    def __post_init__(self) -> None:
        self.id = identifier(f"device/{self.serial}")
        self.updated_at = self.created_at
        self._chance = self.world.stream(f"device/{self.serial}")

    @property
    def party(self) -> Party:
        return Party(self.type, self.id)

    @property
    def schedule_ids(self) -> dict[str, str]:
        """The ids of its schedules, by attribute."""
        return {name: number for name in self.schedule_fields if (number := getattr(self, name)) is not None}

    def obey(self, kind: str, entry: Entry) -> None:
        """Do what stands in a schedule of type `kind`."""

    def record(
        self,
        kind: str,
        *,
        source: str = "device",
        status: str = "succeeded",
        person: Person | None = None,
        occurred_at: datetime | None = None,
        **details: Any,
    ) -> Event:
        """Make an event of this device; the caller decides when the cloud learns of it."""
        return Event(
            type=f"{kind}_event",
            id=self.world.rentals.event_id(),
            source=source,
            status=status,
            time_zone=self.location.time_zone,
            occurred_at=occurred_at or self.world.now,
            publisher=self.party,
            associated=person.party if person else None,
            details=details,
        )

    def record_use(self, person: Person, *, succeeded: bool = True) -> Event:
        """Make an access_person_used event: published by the person, about this device."""
        event = self.record("access_person_used", source="user", status="succeeded" if succeeded else "failed")
        return replace(event, publisher=person.party, associated=self.party)

    def upload(self, event: Event, lag: tuple[float, float] = (0.6, 2.4)) -> None:
        """Bring an event to the cloud a moment from now."""
        self.world.after(self._chance.uniform(*lag), partial(self.world.rentals.publish, event))


@dataclass(eq=False)
class OfflineDevice(Device):
    """A lock with algorithmic PINs and no link: resort_lock, igloo_lock, and types that nobody knows yet."""

    default_guest_start_time: str | None = None
    default_guest_end_time: str | None = None


@dataclass(eq=False)
class OnlineDevice(Device):
    """`heartbeat_interval`: seconds between connections. `connected`: now. `alive`: heartbeats regularly.

    `phase`: seconds from its last heartbeat to the beginning of the world, None for a chance one.
    """

    heartbeat_interval: int = 1200
    signal_quality: int = 3
    connected: bool = True
    alive: bool = True
    power_source: str = "hardwire"
    connected_at: datetime | None = None
    phase: float | None = None
    _backlog: list[Event] = field(default_factory=list, repr=False)

    def lose_connection(self) -> None:
        if self.connected:
            self.connected = False
            self.upload(self.record("connectivity", source="network", status="failed", connected_at=self.connected_at))

    def regain_connection(self) -> None:
        self.connected = self.alive = True
        self.connected_at = self.world.now
        self.upload(self.record("connectivity", source="network", connected_at=self.connected_at))
        self._hand_in()
        self._take_codes()

    def start(self) -> None:
        """Begin to heartbeat. What was never connected does not."""
        if self.heartbeat_interval and self.connected_at is not None:
            self.world.after(self._start_phase(), self._beat)

    def _start_phase(self) -> float:
        """Return the seconds until the next heartbeat, and set the last connection accordingly."""
        ago = self._chance.uniform(0, self.heartbeat_interval) if self.phase is None else self.phase
        self.connected_at = self.world.now - timedelta(seconds=ago)
        return self.heartbeat_interval - ago

    def _beat(self) -> None:
        if self.connected and self.alive:
            self.connected_at = self.world.now
            self._take_codes()
        if self.heartbeat_interval:
            self.world.after(self.heartbeat_interval, self._beat)

    def _take_codes(self) -> None:
        """Fetch what is new about schedules and people. Most devices know nobody."""
        self.world.rentals.timers.hear(self)

    def _tell(self, event: Event) -> None:
        """Bring an event to the cloud now, or with the next connection."""
        if self.connected and self.alive:
            self.upload(event)
        else:
            self._backlog.append(event)

    def _hand_in(self) -> None:
        for event in self._backlog:
            self.upload(event)
        self._backlog.clear()


@dataclass(eq=False)
class PowerPlug(OnlineDevice):
    """The answer to power_on/power_off shows what was, as in the reference's example; the relay follows."""

    on: bool = True
    occupied: bool = True
    total_power: float = 8.75
    power_plug_schedule_id: str | None = None

    schedule_fields = ("power_plug_schedule_id",)

    def obey(self, kind: str, entry: Entry) -> None:
        self._switched(entry[1] == "on", source="device")

    def switch(self, on: bool, source: str = "network") -> None:
        if self.connected and self.alive:
            self.world.after(1.0, partial(self._switched, on, source))

    def _switched(self, on: bool, source: str) -> None:
        if self.on != on:
            self.on = on
            self.updated_at = self.world.now
            self._tell(self.record("relay_enabled" if on else "relay_disabled", source=source))


@dataclass(eq=False)
class Thermostat(OnlineDevice):
    """Degrees Fahrenheit; `temperature` drifts around what is wanted."""

    temperature: float = 72.0
    target_temperature: float = 70.0
    humidity: int = 45
    target_mode: str = "auto"
    fan_mode: str = "auto"
    hold: bool = False
    energy_saver: bool = True
    scheduled_target_temperature: float = 80.0
    thermostat_schedule_id: str | None = None

    schedule_fields = ("thermostat_schedule_id",)

    @property
    def current_mode(self) -> str:
        return "cool" if self.temperature > self.target_temperature else "heat"

    def obey(self, kind: str, entry: Entry) -> None:
        """Take the temperature that belongs to what it does, heat or cool; while it is held it only takes note."""
        mode = self.target_mode if self.target_mode in ("heat", "cool") else self.current_mode
        self.scheduled_target_temperature = float(entry[1] if mode == "cool" else entry[2])
        if not self.hold:
            self.target_temperature = self.scheduled_target_temperature
        self.updated_at = self.world.now

    def drift(self) -> None:
        wanted = 0.5 if self.temperature < self.target_temperature else -0.5
        self.temperature = round(self.temperature + (wanted if self._chance.random() < 0.7 else -wanted), 1)
        self.updated_at = self.world.now
        self.upload(self.record("temperature_changed"))


@dataclass(eq=False)
class AcsDoor(Device):
    """A door of an access control system. It has no heartbeat: connected or not.

    `state`: of the strike. `wish`: what the cloud asked for and the door has not done yet. `held_open`: its schedule
    has unlocked it, so that it does not lock behind people.
    """

    state: str = "locked"
    connected: bool = True
    wish: str | None = None
    lock_action_schedule_id: str | None = None
    held_open: bool = False
    _turn: int = 0

    schedule_fields = ("lock_action_schedule_id",)

    @property
    def shown_state(self) -> str:
        return self.wish or self.state

    def ask(self, state: str, seconds: float | None = None) -> None:
        """Ask for a state, for `seconds` only if given (temporary unlock)."""
        self.wish = state
        self.updated_at = self.world.now
        self._turn += 1
        if self.connected:
            self.world.after(1.0, partial(self._carry_out, self._turn, state, seconds))

    def settle(self, now: datetime) -> None:
        self.wish = None
        self._turn += 1
        self.updated_at = now

    def reconnect(self) -> None:
        self.connected = True
        if self.wish is not None:
            self.ask(self.wish)

    def obey(self, kind: str, entry: Entry) -> None:
        self.held_open = self.connected and entry[1] == "unlock"
        if self.connected and self.state != f"{entry[1]}ed":
            self._change(f"{entry[1]}ed", source="device")

    def enter(self, person: Person, card: str) -> None:
        """Somebody badges who is known here: let them in, unless it is outside their hours."""
        if self.world.rentals.accesses.shut_out(person.id, self):
            event = self.record(
                "access_denied", source="user", status="failed", person=person, method="card", card=card
            )
            self.upload(event)
        else:
            self.use(person, card)

    def use(self, person: Person, card: str) -> None:
        """Somebody badges in: unlocked for a few seconds, the door opens and closes."""
        self._turn += 1
        self._change("unlocked", source="user", person=person, method="card", card=card)
        self.upload(self.record("acs_door_opened", occurred_at=self.world.now + timedelta(seconds=2)), (2.5, 4.0))
        self.upload(self.record("acs_door_closed", occurred_at=self.world.now + timedelta(seconds=5)), (5.5, 7.0))
        self.world.after(5.0, partial(self._relock, self._turn))

    def _carry_out(self, turn: int, state: str, seconds: float | None) -> None:
        if turn != self._turn or not self.connected:
            return
        self.wish = None
        self.held_open = False
        self._change(state, source="network")
        if seconds is not None:
            self.world.after(seconds, partial(self._relock, turn))

    def _relock(self, turn: int) -> None:
        if turn == self._turn and self.connected and not self.held_open:
            self._change("locked", source="device")

    def _change(self, state: str, source: str, person: Person | None = None, **details: Any) -> None:
        self.state = state
        self.updated_at = self.world.now
        self.upload(self.record(state, source=source, person=person, **details))
