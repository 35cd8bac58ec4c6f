"""The RemoteLock half of the world: an account with its locations, devices, people and event feed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from lockdash.simulator.people import Person, identifier
from lockdash.simulator.rentals.accesses import Accesses, accessible
from lockdash.simulator.rentals.devices import Device, OnlineDevice
from lockdash.simulator.rentals.events import Event
from lockdash.simulator.rentals.exceptions import AccessException
from lockdash.simulator.rentals.feed import EventFeed
from lockdash.simulator.rentals.groups import DoorGroup, GroupDoor
from lockdash.simulator.rentals.mail import Mail
from lockdash.simulator.rentals.persons import People
from lockdash.simulator.rentals.quirks import Quirks
from lockdash.simulator.rentals.resort import PIN_DIGITS, ResortGuest
from lockdash.simulator.rentals.schedules import AccessSchedule, Schedule
from lockdash.simulator.rentals.sync import Syncing
from lockdash.simulator.rentals.timers import Timers
from lockdash.simulator.rentals.zones import wall_clock

if TYPE_CHECKING:
    from lockdash.simulator.world import World

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

    `default_guest_start_time`, `default_guest_end_time`: of the account, `HH:MM:SS`. `time_zone`: by which the stay of
    somebody without any access begins and ends; the API does not show it.
    `guests`: who comes by. `people`: who may, by `accesses`, of which locks have heard by `syncing`.
    `timers`: how devices go by `schedules`.
    `gone`: names of devices and people by id; events name what is no longer there.
    """

    world: World = field(repr=False)
    name: str = "Shoreline Stays"
    default_guest_start_time: str = "16:00:00"
    default_guest_end_time: str = "11:00:00"
    time_zone: str = "America/Denver"
    locations: list[Location] = field(default_factory=list)
    devices: dict[str, Device] = field(default_factory=dict)
    guests: list[Person] = field(default_factory=list)
    groups: dict[str, DoorGroup] = field(default_factory=dict)
    schedules: dict[str, Schedule] = field(default_factory=dict)
    exceptions: dict[str, AccessException] = field(default_factory=dict)
    resort_guests: dict[str, ResortGuest] = field(default_factory=dict)
    mails: list[Mail] = field(default_factory=list)
    quirks: Quirks = field(default_factory=Quirks)
    gone: dict[str, str] = field(default_factory=dict)
    events: EventFeed = field(default_factory=EventFeed)

    def __post_init__(self) -> None:
        self._ids = self.world.stream("event ids")
        self._pins = self.world.stream("people/resort pins")
        self.updated_at = self.world.opened_at
        self.people = People(self)
        self.accesses = Accesses(self)
        self.syncing = Syncing(self)
        self.timers = Timers(self)

    def add(self, kind: type[D], **traits: Any) -> D:
        """Register a device; one a minute, the first long ago, so that `created_at` orders them."""
        registered = self.world.opened_at.replace(microsecond=0) - timedelta(days=400)
        device = kind(self.world, created_at=registered + timedelta(minutes=len(self.devices)), **traits)
        self.devices[device.id] = device
        if isinstance(device, OnlineDevice):
            device.start()
        self.timers.hear(device)
        return device

    def remove(self, name: str) -> None:
        """Deregister a device. Raises KeyError if there is none of that name."""
        for device in self.devices.values():
            if device.name == name:
                self.accesses.revoke_at(accessible(device))
                for group in self.groups.values():
                    group.doors = {key: door for key, door in group.doors.items() if door.device_id != device.id}
                self.resort_guests = {k: guest for k, guest in self.resort_guests.items() if guest.lock_id != device.id}
                del self.devices[device.id]
                self.gone[device.id] = name
                return
        raise KeyError(name)

    def add_group(self, name: str, *devices: Device, number: str | None = None) -> DoorGroup:
        """Group doors; `number` is the group's id, made of its name if not given."""
        group = DoorGroup(number or identifier(f"group/{name}"), name, self.world.now, self.world.now)
        for device in devices:
            self.join(group, device)
        self.groups[group.id] = group
        return group

    def remove_group(self, group: DoorGroup) -> None:
        self.accesses.revoke_at(accessible(group))
        del self.groups[group.id]

    def join(self, group: DoorGroup, device: Device) -> GroupDoor:
        """Put a door into a group; its lock has yet to hear of those who may open the group."""
        door = GroupDoor(self.people.new_id(), device.id, accessible(device).type, self.world.now)
        group.doors[door.id] = door
        for access in self.accesses.at(accessible(group)):
            self.accesses.tell(access, device)
        return door

    def put_schedule(self, schedule: Schedule) -> None:
        """Keep a schedule, in the place of the one of that id. Devices in contact hear of it at once."""
        self.schedules[schedule.id] = schedule
        for device in self._going_by(schedule.id):
            self.tell(device)

    def remove_schedule(self, schedule: Schedule) -> None:
        """Forget a schedule. Who went by it goes by none: the reference deletes any without a word."""
        del self.schedules[schedule.id]
        for device in self._going_by(schedule.id):
            for name, number in device.schedule_ids.items():
                if number == schedule.id:
                    setattr(device, name, None)
            self.tell(device)
        for access in self.accesses.going_by(schedule.id):
            self.accesses.reschedule(access, None)

    def remove_exception(self, exception: AccessException) -> None:
        """Forget an exception. Schedules go on without it."""
        del self.exceptions[exception.id]
        for schedule in list(self.schedules.values()):
            if schedule.exception_id == exception.id:
                self.schedules[schedule.id] = replace(schedule, number=schedule.id, exception_id=None)

    def admits(self, schedule_id: str | None, location: Location) -> bool:
        """Return whether an access under a schedule counts now, by the clock at a location."""
        schedule = self.schedules.get(schedule_id or "")
        if not isinstance(schedule, AccessSchedule):
            return True
        wall = wall_clock(location.time_zone, self.world.now)
        closed = self.exceptions.get(schedule.exception_id or "")
        return schedule.admits(wall) and not (closed is not None and closed.holds(wall.date()))

    def tell(self, device: Device) -> None:
        """Something of the schedules of a device is new: it hears of it now if it is in contact, else when it is."""
        if getattr(device, "connected", False):
            self.timers.hear(device)

    def _going_by(self, schedule_id: str) -> list[Device]:
        return [device for device in self.devices.values() if schedule_id in device.schedule_ids.values()]

    def add_resort_guest(
        self, lock_id: str, name: str, starts_at: datetime, ends_at: datetime, **traits: Any
    ) -> ResortGuest:
        now = self.world.now
        pin = f"{self._pins.randrange(10**PIN_DIGITS):0{PIN_DIGITS}d}"
        own: dict[str, Any] = {"id": self.people.new_id(), "created_at": now, "updated_at": now, "pin": pin}
        guest = ResortGuest(lock_id=lock_id, name=name, starts_at=starts_at, ends_at=ends_at, **own | traits)
        self.resort_guests[guest.id] = guest
        return guest

    def event_id(self) -> str:
        return str(uuid.UUID(int=self._ids.getrandbits(128), version=4))

    def publish(self, event: Event) -> None:
        event.created_at = self.world.now
        self.events.append(event)
