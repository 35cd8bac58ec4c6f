"""From the registry of actions to Textual's bindings."""

from __future__ import annotations

from collections.abc import Sequence

from textual.binding import Binding, BindingType

from lockdash.tui.action import Action, Scope
from lockdash.tui.actions import ACTIONS, of_scopes

_TAKES_KEYS = "filter"
"""Keys that come in one go, as over a slow line, are text from this one on. Without priority Textual hands them all to
the list, and each does there what it does."""

NO_KEY = "no-key"
"""Nothing that is pressed is called so. A binding has to be there so that Textual's keymap can give it a key, and for
one without a key Textual 8.2.8 takes no notice of the keymap."""


def bindings(*scopes: Scope) -> list[BindingType]:
    """Return the bindings of the actions of `scopes`."""
    return [
        Binding(
            _joined(action),
            action.id,
            action.label,
            show=False,
            tooltip=action.help,
            id=action.id,
            priority=action.id == _TAKES_KEYS,
        )
        for action in of_scopes(*scopes)
    ]


def keymap(actions: Sequence[Action]) -> dict[str, str]:
    """Return, for Textual, the keys of those actions that have others than the registry gives them."""
    usual = {each.id: each.keys for each in ACTIONS}
    return {each.id: _joined(each) for each in actions if each.keys != usual[each.id]}


def _joined(action: Action) -> str:
    return ",".join(action.keys) or NO_KEY
