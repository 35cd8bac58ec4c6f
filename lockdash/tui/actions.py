"""Every action of the screen, declared once: keys, footer, help, palette and the README's table are made of this."""

from __future__ import annotations

from collections.abc import Iterator

from lockdash.tui.action import Action, Group, Scope
from lockdash.tui.keymap.devices import DOORS
from lockdash.tui.keymap.events import EVENTS
from lockdash.tui.keymap.lists import LIST
from lockdash.tui.keymap.people import PEOPLE
from lockdash.tui.keymap.program import PROGRAM, TABS
from lockdash.tui.keymap.schedules import SCHEDULES

ACTIONS: tuple[Action, ...] = (*DOORS, *PEOPLE, *SCHEDULES, *EVENTS, *LIST, *TABS, *PROGRAM)


def of_scopes(*scopes: Scope) -> Iterator[Action]:
    """The actions whose handlers live there."""
    return (action for action in ACTIONS if action.scope in scopes)


def keys_table() -> str:
    """Return the keys as a Markdown table, for the README."""
    rows = ["| Key | Action | | In `[keys]` |", "|---|---|---|---|"]
    for group in Group:
        rows += [
            f"| `{action.key_text}` | {action.label} | {action.help} | `{action.id}` |"
            for action in ACTIONS
            if action.group is group and action.keys
        ]
    return "\n".join(rows) + "\n"
