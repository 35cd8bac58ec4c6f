"""What one can do to schedules and exceptions."""

from __future__ import annotations

from lockdash.tui.action import Action, Group, Scope

SCHEDULES = (
    Action(
        id="new_schedule",
        keys=("n",),
        label="New",
        help="Make a schedule: its kind, its name, its week.",
        group=Group.schedules,
        scope=Scope.schedules,
        commands=True,
        footer=11,
    ),
    Action(
        id="edit_schedule",
        keys=("e",),
        label="Edit",
        help="Change this schedule or exception: draw its week, or type it.",
        group=Group.schedules,
        scope=Scope.schedules,
        commands=True,
        footer=12,
    ),
    Action(
        id="assign_schedule",
        keys=("plus",),
        label="Devices",
        help="Choose the devices that go by this schedule.",
        group=Group.schedules,
        scope=Scope.schedules,
        commands=True,
        footer=13,
    ),
    Action(
        id="new_exception",
        keys=("N",),
        label="New exception",
        help="Name days, such as holidays, on which schedules let nobody in.",
        group=Group.schedules,
        scope=Scope.schedules,
        commands=True,
    ),
    Action(
        id="delete_schedule",
        keys=("D",),
        label="Delete",
        help="Delete this schedule or exception for ever. Tells what goes by it, and asks for its name.",
        group=Group.schedules,
        scope=Scope.schedules,
        commands=True,
        footer=17,
    ),
    Action(
        id="past_exceptions",
        keys=("t",),
        label="Past",
        help="Show exceptions whose days are over as well, or no more.",
        group=Group.schedules,
        scope=Scope.schedules,
    ),
    Action(
        id="devices_by_schedule",
        keys=("w",),
        label="Its devices",
        help="Go to the devices that go by this schedule.",
        group=Group.schedules,
        scope=Scope.schedules,
    ),
    Action(
        id="people_by_schedule",
        keys=("p",),
        label="Its people",
        help="Go to the people who come by this schedule.",
        group=Group.schedules,
        scope=Scope.schedules,
    ),
)
