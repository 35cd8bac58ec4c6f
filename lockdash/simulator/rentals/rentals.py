"""The RemoteLock half of the world: locations, devices, guests and the event feed."""

from __future__ import annotations

import uuid
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from lockdash.simulator.people import Person, identifier
from lockdash.simulator.rentals.devices import Device, OnlineDevice
from lockdash.simulator.rentals.events import Event

if TYPE_CHECKING:
    from lockdash.simulator.world import World

EVENTS_KEPT = 20_000

D = TypeVar("D", bound=Device)


@dataclass(frozen=True)
class Location:
    """`time_zone`: IANA name. The address is made up."""

    name: str
    time_zone: str
    address: str
    city: str
    state: str
    postal_code: str
    country: str = "US"
    phone: str | None = None
    created_at: datetime = datetime(2025, 3, 1, 16, 30, tzinfo=UTC)

    @property
    def id(self) -> str:
        return identifier(f"location/{self.name}")


@dataclass(eq=False)
class Rentals:
    """`name`: of the account. Devices by id, in the order in which they were registered.

    `gone`: names of deregistered devices by id; events name what is no longer there.
    """

    world: World = field(repr=False)
    name: str = "Shoreline Stays"
    locations: list[Location] = field(default_factory=list)
    devices: dict[str, Device] = field(default_factory=dict)
    guests: list[Person] = field(default_factory=list)
    gone: dict[str, str] = field(default_factory=dict)
    events: deque[Event] = field(default_factory=lambda: deque(maxlen=EVENTS_KEPT))

    def __post_init__(self) -> None:
        self._ids = self.world.stream("event ids")

    def add(self, kind: type[D], **traits: Any) -> D:
        """Register a device; one a minute, the first long ago, so that `created_at` orders them."""
        registered = self.world.opened_at.replace(microsecond=0) - timedelta(days=400)
        device = kind(self.world, created_at=registered + timedelta(minutes=len(self.devices)), **traits)
        self.devices[device.id] = device
        if isinstance(device, OnlineDevice):
            device.start()
        return device

    def remove(self, name: str) -> None:
        """Deregister a device. Raises KeyError if there is none of that name."""
        for device in self.devices.values():
            if device.name == name:
                del self.devices[device.id]
                self.gone[device.id] = name
                return
        raise KeyError(name)

    def event_id(self) -> str:
        return str(uuid.UUID(int=self._ids.getrandbits(128), version=4))

    def publish(self, event: Event) -> None:
        event.created_at = self.world.now
        self.events.append(event)
