"""Endpoints of door groups and their doors (reference, "Groups"). A door that is in the group already is a 409."""

from __future__ import annotations

from lockdash.simulator.remotelock import person_shapes
from lockdash.simulator.remotelock.answers import duplicate
from lockdash.simulator.remotelock.call import Call, Json, present
from lockdash.simulator.rentals.accesses import Accessible
from lockdash.simulator.rentals.groups import DoorGroup, GroupDoor

_DOOR_TYPES = ("lock", "acs_door")


def groups(call: Call) -> Json:
    found = call.filtered(call.rentals.groups.values())
    return call.listed(found, lambda group: person_shapes.group(group, call.base), sortable=("created_at", "name"))


def group(call: Call) -> Json:
    return _one(call, _group(call))


def create(call: Call) -> Json:
    call.type_of(("door_group",))
    fields = call.fields
    name = fields.required("name")
    fields.check()
    return _one(call, call.rentals.add_group(name, number=call.rentals.people.new_id()))


def rename(call: Call) -> Json:
    group, fields = _group(call), call.fields
    if "name" in fields:
        name = fields.required("name")
        fields.check()
        group.name, group.updated_at = name, call.rentals.world.now
    return _one(call, group)


def delete(call: Call) -> None:
    """DELETE /groups/:id: with the accesses that were given to it."""
    call.rentals.remove_group(_group(call))


def doors(call: Call) -> Json:
    group = _group(call, "owner")
    kinds = call.types("attributes[door_type]")
    found = [door for door in group.doors.values() if not kinds or door.door_type in kinds]
    return call.listed(call.chosen(found), lambda door: person_shapes.group_door(door, group, call.base))


def door(call: Call) -> Json:
    group = _group(call, "owner")
    return {"data": person_shapes.group_door(_door(call, group), group, call.base)}


def add_door(call: Call) -> Json:
    group, fields = _group(call, "owner"), call.fields
    kind, number = fields.required("door_type"), fields.required("door_id")
    if kind and kind not in _DOOR_TYPES:
        fields.refuse("door_type", "is not included in the list")
    elif kind and number and not call.rentals.accesses.exists(Accessible(kind, number)):
        fields.refuse("door_id", "is invalid")
    fields.check()
    device = call.rentals.devices[number]
    if group.has(device):
        raise duplicate("The door is in this group already.")
    return {"data": person_shapes.group_door(call.rentals.join(group, device), group, call.base)}


def remove_door(call: Call) -> None:
    group = _group(call, "owner")
    del group.doors[_door(call, group).id]


def _group(call: Call, name: str = "id") -> DoorGroup:
    return present(call.rentals.groups.get(call.param(name)))


def _door(call: Call, group: DoorGroup) -> GroupDoor:
    return present(group.doors.get(call.id))


def _one(call: Call, group: DoorGroup) -> Json:
    return {"data": person_shapes.group(group, call.base)}
