"""Door groups: doors that are given together (reference, "Groups")."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from lockdash.simulator.rentals.devices import Device


@dataclass(eq=False)
class GroupDoor:
    """A door's membership in a group, a resource with an id of its own."""

    id: str
    device_id: str
    door_type: str
    created_at: datetime


@dataclass(eq=False)
class DoorGroup:
    """`doors`: by the membership's id."""

    id: str
    name: str
    created_at: datetime
    updated_at: datetime
    type: str = "door_group"
    doors: dict[str, GroupDoor] = field(default_factory=dict)

    def has(self, device: Device) -> bool:
        return any(door.device_id == device.id for door in self.doors.values())
