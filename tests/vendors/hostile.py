"""Input that no reference describes."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

NAMES = [
    "n" * 10_000,
    "x [/] y",
    "[@click=app.quit]Front[/]",
    "\x1b]0;owned\x07\x1b[31mRed\x1b[0m",
    "Safe \u202eroodnep\u202c",
    "line one\nline two\r\ttab",
    "\x00\x07\x9bnul",
    "",
    "   ",
    "\U0001f512\u200d\u2764\ufe0f家の鍵",
    None,
    17,
    ["a"],
    {"b": 1},
    True,
]
BATTERIES = [-3, 255, None, "x", 101, True, [50], {"level": 50}, 1e300]
FUTURE = "2099-01-01T00:00:00Z"
VALUES: list[Any] = [None, True, -1, 77, 10**30, 1.5, "half_open", "", [], {}, [[]], FUTURE, "x" * 10_000]

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)


def is_safe(text: str) -> bool:
    """One line without anything that a terminal would obey, of bounded length."""
    return len(text) <= 200 and all(char.isprintable() or char == "\u200d" for char in text)


def varied(fields: tuple[str, ...], good: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Items that have the names of a good one, with anything as values."""
    return st.fixed_dictionaries({}, optional={name: st.just(good.get(name)) | JSON for name in fields})
