"""Ways in which an answer can be wrong. All take the real answer's body and return what is sent instead."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import cycle
from typing import Any

HTML = b"<!doctype html><html><head><title>502</title></head><body><h1>Bad gateway</h1></body></html>"

HOSTILE_NAMES = (
    "x [/] y",
    "[@click=app.quit]Front[/]",
    "\x1b]0;owned\x07\x1b[31mRed\x1b[0m",
    "Safe \u202eroodnep\u202c",
    "line one\nline two\r\ttab",
    "\u0000\u0007\u009bnul",
    "",
    "   ",
    "\U0001f512\u200d\u2764\ufe0f家の鍵",
    "e\u0301" * 60,
    "n" * 10_000,
)
NAMES = (
    "name",
    "username",
    "pinAlias",
    "associated_resource_name",
    "principalName",
    "displayName",
    "alias",
    "userEmail",
)
STRANGE_BATTERIES = (255, -5, 1000, None, "full", 12.5)

Change = Callable[[Any], Any]


def mangle(name: str, body: bytes, item: int | None) -> tuple[bytes, str]:
    """Return the wrong body and its content type. `item`: which of a list's items to spoil, None for all."""
    return MANGLERS[name](body, item)


def _raw(change: Callable[[bytes], bytes], content_type: str = "application/json") -> Mangler:
    return lambda body, _item: (change(body), content_type)


def _items(make: Callable[[], Change]) -> Mangler:
    """Spoil the items of the answer: those of its `result` or `data`, or the one that it is."""

    def spoiled(body: bytes, item: int | None) -> tuple[bytes, str]:
        try:
            answer = json.loads(body)
        except ValueError:
            return body, "application/json"
        change = make()
        key = next((key for key in ("result", "data") if isinstance(answer, dict) and key in answer), None)
        if key is None:
            return body, "application/json"
        if isinstance(answer[key], list):
            chosen = range(len(answer[key])) if item is None else [item]
            for index in chosen:
                if index < len(answer[key]):
                    answer[key][index] = change(answer[key][index])
        else:
            answer[key] = change(answer[key])
        return json.dumps(answer).encode(), "application/json"

    return spoiled


def _leaves(change: Callable[[Any], Any]) -> Change:
    def walk(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: walk(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [walk(inner) for inner in value]
        return change(value)

    return walk


def _keys(wanted: dict[str, Callable[[Any], Any]]) -> Change:
    def walk(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: wanted[key](inner) if key in wanted else walk(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [walk(inner) for inner in value]
        return value

    return walk


def _other_type(value: Any) -> Any:
    match value:
        case bool():
            return "yes"
        case int() | float():
            return f"number {value}"
        case str():
            return [value]
        case _:
            return {"unexpected": True}


def _hostile() -> Change:
    names = cycle(HOSTILE_NAMES)
    return _keys({key: lambda _old: next(names) for key in NAMES})


def _batteries() -> Change:
    levels = cycle(STRANGE_BATTERIES)
    return _keys({key: lambda _old: next(levels) for key in ("batteryLevel", "power_level")})


def _new_enum() -> Change:
    """Numbers and words that no reference has: states, types, events."""

    def other(value: Any) -> Any:
        if isinstance(value, int):
            return 77
        return "teleported_event" if str(value).endswith("_event") else "half_open"

    return _keys(dict.fromkeys(("state", "doorState", "type", "event", "stateChangeResult", "accessLevel"), other))


def _future(value: Any) -> Any:
    return re.sub(r"^20\d\d-", "2099-", value) if isinstance(value, str) else value


def _more(value: Any) -> Any:
    return {**value, "fromTheFuture": {"deep": [1, None]}, "another_new_key": 1} if isinstance(value, dict) else value


Mangler = Callable[[bytes, int | None], tuple[bytes, str]]

MANGLERS: dict[str, Mangler] = {
    "html": _raw(lambda _body: HTML, "text/html"),
    "cut_json": _raw(lambda body: body[: len(body) // 2]),
    "empty": _raw(lambda _body: b""),
    "not_utf8": _raw(lambda body: b"\xff\xfe" + body),
    "list": _raw(lambda _body: b"[1, 2, 3]"),
    "null": _raw(lambda _body: b"null"),
    "no_items": _items(lambda: lambda _item: None),
    "wrong_types": _items(lambda: _leaves(_other_type)),
    "nulls": _items(lambda: _leaves(lambda _value: None)),
    "new_enum": _items(_new_enum),
    "hostile_names": _items(_hostile),
    "batteries": _items(_batteries),
    "future": _items(lambda: _leaves(_future)),
    "extra": _items(lambda: _more),
}
