"""What may be told to strangers: words of lockdash's own, moments, small numbers, and stand-ins for names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import TypeAlias
from unicodedata import normalize

from lockdash.engine.doctor.bundle.vocabulary import WORD
from lockdash.engine.journal.redaction import redacted

LEFT_OUT = "…"
_SIGNS = "…·→–•✗“”"
"""Characters beyond ASCII that lockdash itself writes."""
_LARGEST = 3
"""Digits of a number that is told: a PIN has more, and so have most ids."""

_PIECE = re.compile(
    r"(?P<moment>(?<!\w)\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?Z?)?(?!\w))"
    r"|(?P<line>(?<=\.py:)\d{1,5}(?!\w))"
    r"|(?P<address>(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]))"
    r"|(?P<phone>(?<!\w)\+?\d(?:[ ().-]{0,2}\d){6,}(?!\w))"
    r"|(?P<word>\w+)"
)
_SEVERAL = re.compile(rf"{LEFT_OUT}(?:[^\w\n{LEFT_OUT}]{{0,3}}{LEFT_OUT})+")

_Words: TypeAlias = tuple[str, ...]


def words(text: str) -> _Words:
    """Return the words of `text` as names are compared: without case, and whatever stands between them."""
    return tuple(WORD.findall(normalize("NFC", text).casefold()))


class Discretion:
    """`names`: what must not be told, with the stand-in of each. `vocabulary`: the words that may be told, folded."""

    def __init__(self, names: Mapping[str, str], vocabulary: Collection[str]) -> None:
        self._vocabulary = vocabulary
        self._names: dict[str, dict[_Words, str]] = {}
        for name, stand_in in names.items():
            if found := words(name):
                self._names.setdefault(found[0], {}).setdefault(found, stand_in)
        self._longest = {first: max(map(len, known)) for first, known in self._names.items()}

    def with_words(self, more: Collection[str]) -> Discretion:
        """Return one that may tell these words as well."""
        other = Discretion({}, frozenset(self._vocabulary) | frozenset(more))
        other._names, other._longest = self._names, self._longest
        return other

    def told(self, text: str) -> str:
        """Return `text` with a stand-in for each name, and an ellipsis for all that is not known to be harmless."""
        return _SEVERAL.sub(LEFT_OUT, "".join(self._pieces(normalize("NFC", redacted(text)))))

    def _pieces(self, text: str) -> Iterator[str]:
        found = list(_PIECE.finditer(text))
        done = at = 0
        while at < len(found):
            yield _between(text[done : found[at].start()])
            count, stand_in = self._name_at(found, at)
            yield stand_in if count else self._piece(found[at])
            at += count or 1
            done = found[at - 1].end()
        yield _between(text[done:])

    def _name_at(self, found: list[re.Match[str]], at: int) -> tuple[int, str]:
        """Return how many pieces from here on are a name, and its stand-in; the longest name counts."""
        first = found[at][0].casefold()
        known = self._names.get(first)
        if known is None:
            return 0, ""
        for count in range(min(self._longest[first], len(found) - at), 0, -1):
            stand_in = known.get(tuple(piece[0].casefold() for piece in found[at : at + count]))
            if stand_in is not None:
                return count, stand_in
        return 0, ""

    def _piece(self, piece: re.Match[str]) -> str:
        text = piece[0]
        if piece.lastgroup in ("moment", "line") or text == "127.0.0.1":
            return text
        if piece.lastgroup == "word":
            short = text.isdecimal() and text.isascii() and len(text) <= _LARGEST
            return text if short or text.casefold() in self._vocabulary else LEFT_OUT
        return LEFT_OUT


def _between(text: str) -> str:
    """Signs between words; a name may consist of others (pictures) only."""
    return text if text.isascii() else "".join(char for char in text if char.isascii() or char in _SIGNS)
