"""From the registry of actions to Textual's bindings."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from lockdash.tui.action import Scope
from lockdash.tui.actions import of_scopes

_TAKES_KEYS = "filter"
"""Keys that come in one go, as over a slow line, are text from this one on. Without priority Textual hands them all to
the list, and each does there what it does."""


def bindings(*scopes: Scope) -> list[BindingType]:
    """Return the bindings of the actions of `scopes`."""
    return [
        Binding(
            ",".join(action.keys),
            action.id,
            action.label,
            show=False,
            tooltip=action.help,
            id=action.id,
            priority=action.id == _TAKES_KEYS,
        )
        for action in of_scopes(*scopes)
        if action.keys
    ]
