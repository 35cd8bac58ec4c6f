"""What one can do to devices."""

from __future__ import annotations

from lockdash.tui.action import Action, Group, Scope

DOORS = (
    Action(
        id="lock",
        keys=("l",),
        label="Lock",
        help="Lock this device at once; with marks, every marked one.",
        group=Group.doors,
        scope=Scope.devices,
        commands=True,
        footer=1,
    ),
    Action(
        id="unlock",
        keys=("u",),
        label="Unlock",
        help="Unlock after 2 s in which any other key stops it; the same key sends it now. With marks it asks.",
        group=Group.doors,
        scope=Scope.devices,
        danger=True,
        commands=True,
        footer=2,
    ),
    Action(
        id="open",
        keys=("o",),
        label="Open",
        help="Pull the latch so that the door opens. Always asks.",
        group=Group.doors,
        scope=Scope.devices,
        danger=True,
        commands=True,
        footer=3,
    ),
    Action(
        id="lock_all",
        keys=("L",),
        label="Lock all",
        help="Lock everything that is shown; with marks, every marked one.",
        group=Group.doors,
        scope=Scope.devices,
        commands=True,
        footer=27,
    ),
    Action(
        id="power_on",
        keys=(),
        label="Power on",
        help="Switch this power plug on.",
        group=Group.doors,
        scope=Scope.devices,
        commands=True,
    ),
    Action(
        id="power_off",
        keys=(),
        label="Power off",
        help="Switch this power plug off.",
        group=Group.doors,
        scope=Scope.devices,
        commands=True,
    ),
    Action(
        id="people",
        keys=("p",),
        label="Its people",
        help="Go to the people who may open this device.",
        group=Group.doors,
        scope=Scope.devices,
    ),
    Action(
        id="device_events",
        keys=("E",),
        label="Its events",
        help="Go to what happened at this device.",
        group=Group.doors,
        scope=Scope.devices,
    ),
)
