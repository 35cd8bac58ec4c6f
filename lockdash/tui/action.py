"""What an action is: a thing that the user can do, as data.

`id` names its handler (`action_<id>`) on the screen or the app, by `scope`, so that what is declared and what is done
cannot part (tests/tui/test_actions.py holds them together).
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

# tmux, screen and terminals take these for themselves, or send them for enter and tab.
TAKEN_KEYS = frozenset({"ctrl+b", "ctrl+a", "ctrl+s", "ctrl+q", "ctrl+j", "ctrl+m", "ctrl+i"})


class Group(StrEnum):
    """Headings of the help screen, in its order."""

    doors = "Doors"
    people = "People"
    schedules = "Schedules"
    events = "Events"
    list = "The lists"
    tabs = "Tabs"
    program = "Program"


class Scope(StrEnum):
    """Where the handler lives. `list`: on each tab with a list; `rows`: on those whose rows can be marked and sorted.
    `table`: bound by the table itself, declared here for the documentation."""

    app = "app"
    list = "list"
    rows = "rows"
    devices = "devices"
    people = "people"
    schedules = "schedules"
    events = "events"
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
    "plus": "+",
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
