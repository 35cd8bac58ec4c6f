"""The actions with the keys that they have in this process: those of the registry, or what the user made of them.

A program has one keymap as it has one terminal, so whatever names a key asks here.
"""

from __future__ import annotations

from collections.abc import Sequence

from lockdash.tui.action import Action, Scope, key_name
from lockdash.tui.actions import ACTIONS

_PALETTE = "palette"
_actions: tuple[Action, ...] = ACTIONS


def use(actions: Sequence[Action]) -> None:
    """Let these be the actions from now on."""
    global _actions
    _actions = tuple(actions)


def actions() -> tuple[Action, ...]:
    """Every action, in the registry's order."""
    return _actions


def footer(scopes: frozenset[Scope]) -> list[Action]:
    """The actions that the footer names, in its order; what has no key is not among them."""
    wanted = (each for each in _actions if each.scope in scopes and each.footer and each.keys)
    return sorted(wanted, key=lambda each: each.footer)


def action(id: str) -> Action:
    """Return the action of that name. Raises KeyError."""
    for each in _actions:
        if each.id == id:
            return each
    raise KeyError(id)


def keys_of(id: str) -> tuple[str, ...]:
    """Return the keys of an action, as Textual names them."""
    return action(id).keys


def key_of(id: str) -> str:
    """Return the key of an action for a sentence: `r`, or where the palette has it, `Ctrl+P Refresh`."""
    found = action(id)
    if found.keys:
        return key_name(found.keys[0])
    opens = action(_PALETTE).keys
    return f"{key_name(opens[0])} {found.label}" if opens else found.label
