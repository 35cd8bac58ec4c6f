"""What one can do with events."""

from __future__ import annotations

from lockdash.tui.action import Action, Group, Scope

EVENTS = (
    Action(
        id="event_device",
        keys=("w",),
        label="Its device",
        help="Go to the device at which this happened.",
        group=Group.events,
        scope=Scope.events,
        footer=11,
    ),
    Action(
        id="event_person",
        keys=("p",),
        label="Its person",
        help="Go to the person who did this.",
        group=Group.events,
        scope=Scope.events,
        footer=12,
    ),
    Action(
        id="histogram",
        keys=("h",),
        label="Histogram",
        help="Show or hide how much happened when, by hours or days; trouble has a sign beside its bar.",
        group=Group.events,
        scope=Scope.events,
        footer=27,
    ),
    Action(
        id="heat_map",
        keys=("m",),
        label="Week map",
        help="Show at what times of the week the doors are used, over the last eight weeks.",
        group=Group.events,
        scope=Scope.events,
        footer=28,
    ),
)
