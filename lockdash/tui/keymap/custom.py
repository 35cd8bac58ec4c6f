"""The user's own keys: what `[keys]` of the configuration makes of the registry, and what is wrong with it.

An action with a problem keeps the keys that it has anyway. No Textual here: `lockdash config check` asks this as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from lockdash.domain.nearest import nearest
from lockdash.tui.action import TAKEN_KEYS, Action, Scope, key_name
from lockdash.tui.actions import ACTIONS
from lockdash.tui.keymap.names import NAMES, key_of_text

Keys = Mapping[str, tuple[str, ...]]

_DECLARED = {each.id: each for each in ACTIONS}
_SHARED = frozenset({Scope.app, Scope.list, Scope.rows, Scope.table})
_FIXED = frozenset({"cursor", "detail", "clear"})
"""The list's own, and how to get back out of whatever somebody is in."""
_NEEDED = frozenset({"leave", "help"})
_EASY = frozenset({"enter", "space", "escape", "tab", "backspace", "delete"})
"""Keys that a hand finds without looking."""
_OF_LISTS = {
    "enter": "opens the detail",
    "home": "goes to the first row",
    "g": "goes to the first row",
    "end": "goes to the last row",
    "G": "goes to the last row",
    "pageup": "turns the page",
    "pagedown": "turns the page",
    "tab": "goes to the next field",
    "shift+tab": "goes to the field before",
    "left": "moves in a text",
    "right": "moves in a text",
    "backspace": "takes back a letter",
}


class Custom(msgspec.Struct, frozen=True):
    """`actions`: the registry with the keys that count. `problems`: what of the user's does not, in words."""

    actions: tuple[Action, ...]
    problems: tuple[str, ...] = ()


def problems(keys: Keys) -> list[str]:
    """Return what is wrong with `keys`, a sentence without a full stop each."""
    return list(custom(keys).problems)


def custom(keys: Keys) -> Custom:
    """Return what `keys` make of the registry. `[keys]` names an action by its id, or as `scope.id`."""
    found: dict[str, tuple[str, ...]] = {}
    wrong: list[str] = []
    for name, written in keys.items():
        action = _named(name)
        if action is None:
            near = nearest(name.rpartition(".")[2], _DECLARED)
            wrong.append(f'there is no action "{name}"{near}')
            continue
        wanted = tuple(dict.fromkeys(key_of_text(text) or "" for text in written))
        why = f'"{name}" names it a second time' if action.id in found else _objection(action, written, wanted)
        if why:
            wrong.append(_refused(action, why))
        else:
            found[action.id] = wanted
    while clash := _clash(found):
        later, why = clash
        del found[later]
        wrong.append(_refused(_DECLARED[later], why))
    return Custom(_with(found), tuple(wrong))


def _with(found: Keys) -> tuple[Action, ...]:
    return tuple(msgspec.structs.replace(each, keys=found[each.id]) if each.id in found else each for each in ACTIONS)


def _named(name: str) -> Action | None:
    return next((each for each in ACTIONS if name in (each.id, f"{each.scope}.{each.id}")), None)


def _refused(action: Action, why: str) -> str:
    return f"{action.id}: {why}; {action.key_text or 'no key'} stays"


def _objection(action: Action, written: tuple[str, ...], wanted: tuple[str, ...]) -> str:
    """Return why an action cannot have these keys, whatever the others have; "" if it can."""
    if action.id in _FIXED:
        return f"the keys of {action.label} are the same everywhere"
    if not wanted and action.id in _NEEDED:
        return f"{action.label} must have a key"
    for text, key in zip(written, (key_of_text(each) for each in written), strict=True):
        if not key:
            return f'there is no key "{text}"{nearest(text, NAMES)}'
        if key in TAKEN_KEYS:
            return f"{key_name(key)} does not get here: tmux, GNU screen or the terminal takes it"
        if action.danger and key in _EASY:
            return f"{key_name(key)} is pressed too easily for something that opens a door"
        if key in _OF_LISTS:
            return f"{key_name(key)} {_OF_LISTS[key]}"
    return ""


def _clash(found: Keys) -> tuple[str, str] | None:
    """Return an action of `found`, the later one, that has a key of another one, and why it cannot; None if there is
    none."""
    order = list(found)
    actions = _with(found)
    for one, other in _pairs(actions):
        shared = [key for key in one.keys if key in other.keys]
        if not shared or not (_meet(one, other) or _is_door(one) or _is_door(other)):
            continue
        early, late = sorted((one, other), key=lambda each: order.index(each.id) if each.id in found else -1)
        key = key_name(shared[0])
        if _meet(one, other):
            return late.id, f"{key} is {early.label} ({early.id}) already"
        return late.id, f"{key} is {early.label} ({early.id}) on another tab, and a key of doors means nothing else"
    return None


def _pairs(actions: tuple[Action, ...]) -> Iterator[tuple[Action, Action]]:
    return ((one, other) for number, one in enumerate(actions) for other in actions[number + 1 :])


def _meet(one: Action, other: Action) -> bool:
    """Whether both can be asked for on one tab."""
    return one.scope is other.scope or one.scope in _SHARED or other.scope in _SHARED


def _is_door(action: Action) -> bool:
    """Whoever thinks to be on another tab must not move a door."""
    return action.scope is Scope.devices and action.commands
