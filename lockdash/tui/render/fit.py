"""Text cut and padded to a number of terminal cells, so that columns stay columns whatever a door is called."""

from __future__ import annotations

import re
import unicodedata

from rich.cells import cell_len, split_graphemes

from lockdash.tui.render.cells import Cell

# Variation selectors and skin tones: terminals do not agree how wide what they modify is.
_UNSTEADY = re.compile("[\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff]")
_FLAG_A = 0x1F1E6
_FLAGS = re.compile("[\U0001f1e6-\U0001f1ff]")


def steady(text: str) -> str:
    """Return `text` with nothing in it that terminals draw in different widths, or act upon.

    Control and format characters go (joined emoji fall apart into single ones), flags become their two letters,
    every kind of space becomes a blank, lone combining marks at the start go. Idempotent.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _FLAGS.sub(lambda flag: chr(ord("A") + ord(flag[0]) - _FLAG_A), _UNSTEADY.sub("", text))
    shown = "".join(" " if char.isspace() else char for char in text if char.isprintable() or char.isspace())
    start = 0
    while start < len(shown) and unicodedata.category(shown[start]) in ("Mn", "Mc", "Me"):
        start += 1
    return shown[start:]


def cut_end(text: str, width: int, ellipsis: str = "…") -> str:
    """Return `text` in at most `width` cells, the end cut off."""
    if cell_len(text) <= width:
        return text
    room = width - cell_len(ellipsis)
    return _head(text, room).rstrip() + ellipsis if room > 0 else _head(text, width)


def cut_middle(text: str, width: int, ellipsis: str = "…") -> str:
    """Return `text` in at most `width` cells, cut in the middle: names differ at their ends ("Beach House 12")."""
    if cell_len(text) <= width:
        return text
    room = width - cell_len(ellipsis)
    if room < 2:
        return cut_end(text, width, ellipsis)
    tail = _tail(text, room // 2)
    return _head(text, room - cell_len(tail)) + ellipsis + tail


def fit_cell(cell: Cell, width: int, *, middle: bool = False, ellipsis: str = "…") -> tuple[str, str]:
    """Return text and tail of `cell` that together fill at most `width` cells.

    Tried in this order: all of it; without the tail; the short text; the (short) text cut.
    """
    text, tail = steady(cell.text), steady(cell.tail)
    length = cell_len(text)
    if length <= width:
        return text, tail if length + cell_len(tail) <= width else ""
    if cell.short:
        text = steady(cell.short)
    return (cut_middle if middle else cut_end)(text, max(width, 0), ellipsis), ""


def wrap(text: str, width: int) -> list[str]:
    """Return `text` broken at blanks into lines of at most `width` cells; what is longer is cut."""
    lines: list[str] = []
    for word in steady(text).split():
        if lines and cell_len(lines[-1]) + 1 + cell_len(word) <= width:
            lines[-1] += " " + word
        else:
            lines.append(cut_end(word, width))
    return lines


def _head(text: str, width: int) -> str:
    used = end = 0
    for _, stop, cells in split_graphemes(text)[0]:
        if used + cells > width:
            break
        used, end = used + cells, stop
    return text[:end]


def _tail(text: str, width: int) -> str:
    used, begin = 0, len(text)
    for start, _, cells in reversed(split_graphemes(text)[0]):
        if used + cells > width:
            break
        used, begin = used + cells, start
    return text[begin:]
