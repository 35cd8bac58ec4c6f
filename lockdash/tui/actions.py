"""Every action of the screen, declared once: keys, footer, help, palette and the README's table are made of this.

An action is data. `id` names its handler (`action_<id>`) on the screen or the app, by `scope`, so that what is
declared and what is done cannot part (tests/tui/test_actions.py holds them together).
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import msgspec

# tmux, screen and terminals take these for themselves, or send them for enter and tab.
TAKEN_KEYS = frozenset({"ctrl+b", "ctrl+a", "ctrl+s", "ctrl+q", "ctrl+j", "ctrl+m", "ctrl+i"})


class Group(StrEnum):
    """Headings of the help screen, in its order."""

    doors = "Doors"
    list = "The list"
    tabs = "Tabs"
    program = "Program"


class Scope(StrEnum):
    """Where the handler lives. `table`: bound by the table itself, declared here for the documentation."""

    app = "app"
    devices = "devices"
    table = "table"


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """One action.

    `keys`: as Textual names them, the first one is shown. `label`: one or two words for footer and palette.
    `help`: a sentence for help, palette and README. `danger`: it can open a door. `commands`: it asks
    something of a device, so that read-only mode does not offer it. `footer`: its place there, 0 for none.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    group: Group
    scope: Scope
    danger: bool = False
    commands: bool = False
    footer: int = 0
    palette: bool = True

    @property
    def handler(self) -> str:
        """The name of the method that does it."""
        return f"action_{self.id}"

    @property
    def key_text(self) -> str:
        """The keys as a person reads them: `l`, `Space`, `Ctrl+P`, `j/k`."""
        return "/".join(key_name(key) for key in self.keys)


_NAMES = {
    "slash": "/",
    "question_mark": "?",
    "space": "Space",
    "escape": "Esc",
    "enter": "Enter",
    "up": "↑",
    "down": "↓",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
}


def key_name(key: str) -> str:
    """Return Textual's name of a key as a person reads it."""
    if key.startswith("ctrl+"):
        return "Ctrl+" + key.removeprefix("ctrl+").upper()
    return _NAMES.get(key, key)


_DOORS = (
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
        help="Unlock after 2 s in which any other key stops it; u again sends it now. With marks it asks.",
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
        footer=7,
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
)

_LIST = (
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
        help="Show only what matches: name, place, account or state. Enter keeps it, Esc leaves it.",
        group=Group.list,
        scope=Scope.devices,
        footer=4,
    ),
    Action(
        id="mark",
        keys=("space",),
        label="Mark",
        help="Mark or unmark this device and step on; lock and unlock then act on the marked ones.",
        group=Group.list,
        scope=Scope.devices,
        footer=5,
    ),
    Action(
        id="sort",
        keys=("s",),
        label="Sort",
        help="Sort by urgency, name, battery, age or place, in turn.",
        group=Group.list,
        scope=Scope.devices,
        footer=8,
    ),
    Action(
        id="detail",
        keys=("enter",),
        label="Detail",
        help="Show everything known of this device; Esc goes back.",
        group=Group.list,
        scope=Scope.devices,
        footer=6,
    ),
    Action(
        id="clear",
        keys=("escape",),
        label="Back",
        help="Stop an unlock that is waiting; else leave the detail, the filter, the marks, in this order.",
        group=Group.list,
        scope=Scope.devices,
        palette=False,
    ),
    Action(
        id="copy",
        keys=("y",),
        label="Copy",
        help="Copy the name and serial number of this device, over SSH too (OSC 52).",
        group=Group.list,
        scope=Scope.devices,
    ),
)

_TABS = tuple(
    Action(
        id=f"tab_{label.lower()}",
        keys=(str(number),),
        label=label,
        help=help_text,
        group=Group.tabs,
        scope=Scope.app,
    )
    for number, label, help_text in (
        (1, "Devices", "Locks, doors and the rest, the most urgent first."),
        (2, "People", "Who may come in."),
        (3, "Schedules", "When they may."),
        (4, "Events", "What happened."),
    )
)

_PROGRAM = (
    Action(
        id="refresh",
        keys=("r",),
        label="Refresh",
        help="Read all accounts again, as far as the request budget allows.",
        group=Group.program,
        scope=Scope.app,
        footer=9,
    ),
    Action(
        id="accounts",
        keys=("a",),
        label="Accounts",
        help="How each account is faring: what happened, since when, what to do, and its budget.",
        group=Group.program,
        scope=Scope.app,
    ),
    Action(
        id="help",
        keys=("question_mark",),
        label="Help",
        help="All keys, and what the signs mean.",
        group=Group.program,
        scope=Scope.app,
        footer=10,
    ),
    Action(
        id="palette",
        keys=("ctrl+p",),
        label="Palette",
        help="Find an action, a device or a theme by name.",
        group=Group.program,
        scope=Scope.app,
        palette=False,
    ),
    Action(
        id="suspend_process",
        keys=("ctrl+z",),
        label="Suspend",
        help="Give the terminal back for a while; fg returns.",
        group=Group.program,
        scope=Scope.app,
        palette=False,
    ),
    Action(
        id="leave",
        keys=("q", "ctrl+c"),
        label="Quit",
        help="Leave. Commands already sent go on without us.",
        group=Group.program,
        scope=Scope.app,
        footer=11,
    ),
)

ACTIONS: tuple[Action, ...] = (*_DOORS, *_LIST, *_TABS, *_PROGRAM)


def of_scope(scope: Scope) -> Iterator[Action]:
    """The actions whose handlers live there."""
    return (action for action in ACTIONS if action.scope is scope)


def footer(scopes: frozenset[Scope]) -> list[Action]:
    """The actions that the footer names, in its order."""
    return sorted((each for each in ACTIONS if each.footer and each.scope in scopes), key=lambda each: each.footer)


def keys_table() -> str:
    """Return the keys as a Markdown table, for the README."""
    rows = ["| Key | Action | |", "|---|---|---|"]
    for group in Group:
        rows += [
            f"| `{action.key_text}` | {action.label} | {action.help} |"
            for action in ACTIONS
            if action.group is group and action.keys
        ]
    return "\n".join(rows) + "\n"
