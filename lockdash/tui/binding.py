"""From the registry of actions to Textual's bindings."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from lockdash.tui.actions import Scope, of_scope


def bindings(scope: Scope) -> list[BindingType]:
    """Return the bindings of the actions of `scope`."""
    return [
        Binding(",".join(action.keys), action.id, action.label, show=False, tooltip=action.help, id=action.id)
        for action in of_scope(scope)
        if action.keys
    ]
