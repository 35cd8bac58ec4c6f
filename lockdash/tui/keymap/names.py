"""Names of keys: those that people write into a configuration, and Textual's own. No Textual here."""

from __future__ import annotations

import string
import unicodedata

_REPLACED = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
"""Textual 8.2.8 calls them so, and every other sign as Unicode does."""
_ALSO = {
    "esc": "escape",
    "return": "enter",
    "pgup": "pageup",
    "page_up": "pageup",
    "pgdn": "pagedown",
    "page_down": "pagedown",
    "ins": "insert",
    "del": "delete",
    "hyphen": "minus",
    " ": "space",
}
_MOVES = ("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete")
_FUNCTIONS = tuple(f"f{number}" for number in range(1, 25))
_OTHERS = ("escape", "enter", "tab", "space", "backspace")
_WITH_CTRL = frozenset({"backslash", "right_square_bracket", "circumflex_accent", "underscore"})


def sign_name(char: str) -> str:
    """Return Textual's name of the key that types `char`, "" for what no key types."""
    if char.isalnum():
        return char
    try:
        name = unicodedata.name(char).lower().replace("-", "_").replace(" ", "_")
    except ValueError:
        return ""
    return _REPLACED.get(name, name)


_SIGNS = frozenset(sign_name(char) for char in string.punctuation)
NAMES: tuple[str, ...] = (*_MOVES, *_FUNCTIONS, *_OTHERS, *sorted(_SIGNS))
"""Every key that has a name of its own."""


def key_of_text(text: str) -> str | None:
    """Return Textual's name of the key that somebody wrote as `text`: `?`, `F5`, `ctrl+r`, `Shift+Up`; None if no key
    is called so."""
    if len(text) == 1 and text != " ":
        return sign_name(text) or None
    *modifiers, base = _parts(text)
    if any(each not in ("ctrl", "shift", "alt") for each in modifiers) or len(set(modifiers)) != len(modifiers):
        return None
    base = base if len(base) == 1 and base != " " else _ALSO.get(base.lower(), base.lower())
    name = sign_name(base) if len(base) == 1 else base
    if len(name) != 1 and name not in NAMES:
        return None
    return _with(frozenset(modifiers), name)


def _parts(text: str) -> list[str]:
    """Return the modifiers, in lower case, and the key: the plus sign is a key as well."""
    head, plus, last = text.rpartition("+")
    if plus and not last:  # "ctrl++"
        head, last = head.removesuffix("+"), "+"
    return [*(each.strip().lower() for each in head.split("+") if head), last.strip() or last]


def _with(modifiers: frozenset[str], name: str) -> str | None:
    """Return the key with its modifiers as terminals tell it, None for what they cannot."""
    if len(name) == 1 and name.isalpha() and modifiers == {"shift"}:
        return name.upper()
    if len(name) == 1 or name in _SIGNS:
        if "shift" in modifiers or ("ctrl" in modifiers and not _is_control(name)):
            return None
        name = name.lower() if "ctrl" in modifiers else name
    elif name in _OTHERS and modifiers:
        return "shift+tab" if name == "tab" and modifiers == {"shift"} else None
    order = [each for each in ("alt", "ctrl", "shift") if each in modifiers]
    return "+".join([*order, name])


def _is_control(name: str) -> bool:
    return (len(name) == 1 and name.isascii() and name.isalpha()) or name in _WITH_CTRL
