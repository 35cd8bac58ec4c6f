"""What one can do on every list."""

from __future__ import annotations

from lockdash.tui.action import Action, Group, Scope

LIST = (
    Action(
        id="cursor",
        keys=("up", "down", "k", "j"),
        label="Move",
        help="Move one row; PgUp, PgDn, Home and End, or g and G, move further.",
        group=Group.list,
        scope=Scope.table,
        palette=False,
    ),
    Action(
        id="filter",
        keys=("slash",),
        label="Filter",
        help="Show only what matches: names, places, accounts, states. Enter keeps it, Esc leaves it.",
        group=Group.list,
        scope=Scope.list,
        footer=24,
    ),
    Action(
        id="mark",
        keys=("space",),
        label="Mark",
        help="Mark or unmark this row and step on; what is asked for then means the marked ones.",
        group=Group.list,
        scope=Scope.rows,
        footer=25,
    ),
    Action(
        id="sort",
        keys=("s",),
        label="Sort",
        help="Sort by urgency, and by other things in turn.",
        group=Group.list,
        scope=Scope.rows,
        footer=28,
    ),
    Action(
        id="detail",
        keys=("enter",),
        label="Detail",
        help="Show everything known of this row; Esc goes back.",
        group=Group.list,
        scope=Scope.list,
        footer=26,
    ),
    Action(
        id="clear",
        keys=("escape",),
        label="Back",
        help="Stop an unlock that is waiting; else leave the detail, the filter, the marks, in this order.",
        group=Group.list,
        scope=Scope.list,
        palette=False,
    ),
    Action(
        id="copy",
        keys=("y",),
        label="Copy",
        help="Copy the name and what goes with it, or the PIN while it is shown, over SSH too (OSC 52).",
        group=Group.list,
        scope=Scope.list,
    ),
)
