"""Rows of a list in which the words of a filter are found. What a row is found by is folded once and kept: with
thousands of rows a key costs a look into as many strings, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from lockdash.domain.query import check, read
from lockdash.domain.text import fold

_APART = "\f"
"""Between what belongs to one key and to the next: no name has it."""


class Row(Protocol):
    """What a row is found by, folded. `names`: in which a word may stand anywhere. `terms`: at whose beginnings it must
    stand ("locked" must not find what is unlocked). Both as `names_text` and `terms_text` make them, with a piece for
    each key of the list, in their order."""

    @property
    def names(self) -> str: ...

    @property
    def terms(self) -> str: ...


class Searched(NamedTuple):
    """A row that is kept. `key`: the row's."""

    key: str
    names: str
    terms: str


class Keys(NamedTuple):
    """The keys of the filter of one list. `names`: the value may stand anywhere in them. `words`: it must stand at the
    beginning of one; with those that there are, none if there may be any. `also`: other words for a key."""

    names: tuple[str, ...]
    words: Mapping[str, Collection[str]]
    also: Mapping[str, str]

    def wanted(self, text: str) -> Wanted:
        """Return what `text` asks for. Raises QuerySyntax."""
        return Wanted(self._sought(text))

    def _sought(self, text: str) -> Iterable[Sought]:
        for typed in read(text, (*self.names, *self.words, *self.also)):
            term = typed.term
            key = self.also.get(term.key, term.key)
            known = self.words.get(key)
            if known:
                check(typed, term.values, known, key, [word for phrase in known for word in phrase.split()])
            digits = term.values[0] if not key and term.values[0].isdecimal() else ""
            yield Sought(self._finder(key, term.values), term.negated, digits)

    def _finder(self, key: str, values: Sequence[str]) -> Callable[[Row], bool]:
        """Made once for a filter and asked of every row."""
        word, starts = values[0], tuple(f"\n{each}" for each in values)
        start = starts[0]
        if not key:
            return lambda row: word in row.names or start in row.terms
        if key in self.names:
            return _in_names(self.names.index(key), values)
        return _in_terms(list(self.words).index(key), starts)


class Sought(NamedTuple):
    """One term. `found`: whether one of its words is found in a row, whether it is to be or not. `digits`: what it says
    if that is a number, and no key says where it stands; else ""."""

    found: Callable[[Row], bool]
    negated: bool
    digits: str


class Wanted:
    """What a row must have, and must not. Without `terms` every row is wanted."""

    def __init__(self, terms: Iterable[Sought]) -> None:
        self.terms = tuple(terms)

    def __bool__(self) -> bool:
        return bool(self.terms)

    def takes(self, row: Row, most: Row | None = None) -> bool:
        """Whether `row` has all that is sought. `most`: what it may have besides, where not all is known: then whether
        it is possible."""
        most = row if most is None else most
        return all(not each.found(row) if each.negated else each.found(most) for each in self.terms)


def names_text(pieces: Iterable[Iterable[str]], folded: Iterable[str] | None = None) -> str:
    """Return the names of a row, folded. `pieces`: those of each key, in the order of the keys. `folded`: those of the
    last key, if they are folded already."""
    names = fold(_APART.join("\n".join(each) for each in pieces))
    return names if folded is None else f"{names}{_APART}" + "\n".join(folded)


def terms_text(pieces: Iterable[Iterable[str]]) -> str:
    """Return the words of a row, folded, each after a line feed. `pieces`: as in `names_text`."""
    return fold(_APART.join("".join(f"\n{each}" for each in phrases) for phrases in pieces))


def _in_names(number: int, values: Sequence[str]) -> Callable[[Row], bool]:
    [value, *more] = values
    if not more:
        return lambda row: value in row.names.split(_APART)[number]
    return lambda row: any(map(row.names.split(_APART)[number].__contains__, values))


def _in_terms(number: int, starts: Sequence[str]) -> Callable[[Row], bool]:
    [start, *more] = starts
    if not more:
        return lambda row: start in row.terms.split(_APART)[number]
    return lambda row: any(map(row.terms.split(_APART)[number].__contains__, starts))
