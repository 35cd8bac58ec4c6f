"""Lines of toned text, and how they are made to fit. Text is plain: nothing in it is ever read as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from lockdash.tui.look.tones import Tone
from lockdash.tui.render.fit import cut_end, steady


class Span(NamedTuple):
    """A piece of a line. `account`: the number of the account in whose colour it is drawn, instead of the tone's.

    `strong`: drawn bold, for a title."""

    text: str
    tone: Tone = Tone.calm
    account: int | None = None
    strong: bool = False


_WORDS = re.compile(r" *[^ ]+| +$")
Line = tuple[Span, ...]
BLANK: Line = ()


def line(*spans: Span | str) -> Line:
    """Return a line of `spans`, made steady; a bare string is calm. Empty ones are left out."""
    made = (Span(each) if isinstance(each, str) else each for each in spans)
    return tuple(each._replace(text=steady(each.text)) for each in made if each.text)


def width_of(spans: Iterable[Span]) -> int:
    """Columns that `spans` take."""
    return sum(cell_len(each.text) for each in spans)


def fit(spans: Line, width: int, ellipsis: str = "…") -> Line:
    """Return `spans` cut at the end to `width` columns, with an ellipsis where something is missing."""
    if width_of(spans) <= width:
        return spans
    kept: list[Span] = []
    room = width
    for each in spans:
        length = cell_len(each.text)
        if length >= room:
            kept.append(each._replace(text=cut_end(each.text + ellipsis, room, ellipsis)))
            break
        kept.append(each)
        room -= length
    return tuple(kept)


def spread(left: Line, right: Line, width: int, gap: int = 2) -> Line:
    """Return `left` and `right` at the two ends of `width` columns. What is right stays, what is left is cut."""
    room = width - width_of(right) - gap
    if room < 1:
        return fit(right, width)
    left = fit(left, room)
    return (*left, Span(" " * (width - width_of(left) - width_of(right))), *right)


def wrap(text: str, width: int, tone: Tone = Tone.calm, *, whole: bool = False) -> list[Line]:
    """Return `text` broken at blanks into lines of at most `width` columns; a word that is longer is cut, or broken as
    well if all has to be there (`whole`)."""
    lines: list[str] = []
    words = steady(text).split()
    for word in (piece for each in words for piece in _pieces(each, width)) if whole else words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and cell_len(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(cut_end(word, width))
    return [(Span(each, tone),) for each in lines]


def _pieces(word: str, width: int) -> list[str]:
    """Return a word in pieces that fit, of which only the last may leave room."""
    pieces, piece = [], ""
    for char in word:
        if piece and cell_len(piece + char) > width:
            pieces.append(piece)
            piece = ""
        piece += char
    return [*pieces, piece]


def wrap_spans(spans: Line, width: int, most: int, ellipsis: str = "…") -> list[Line]:
    """Return `spans` broken at blanks into at most `most` lines of `width` columns; what is left over is cut."""
    words = [
        each._replace(text=word) for each in spans for word in _WORDS.findall(each.text)
    ]  # each with the blanks before it
    lines: list[Line] = [()]
    for word in words:
        if len(lines) < most and lines[-1] and width_of((*lines[-1], word)) > width and word.text[0] == " ":
            lines.append((word._replace(text=word.text.lstrip(" ")),))
        else:
            lines[-1] = (*lines[-1], word)
    return [fit(each, width, ellipsis) for each in lines]


def joined(parts: Sequence[Line], between: Span) -> Line:
    """Return `parts` in one line with `between` between them; empty parts leave no gap."""
    spans: list[Span] = []
    for part in parts:
        if part:
            spans += [between, *part] if spans else part
    return tuple(spans)
