"""The language of all filters: `kind:denied,jammed door:"front door" -late garden`.

Words, and phrases in quotation marks, must be found, each where its `key:` says or else anywhere; one of several with
commas between is enough after a key. What a `-` stands before must not be found. Case and accents do not count.
A key is made of letters: `18:02`, `http://x` and the address of a network card are words, and whatever stands in
quotation marks is text. Within them `\\"` is one, and `\\\\` a backslash.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from lockdash.domain.mistyped import Mistyped
from lockdash.domain.nearest import nearest
from lockdash.domain.text import clean, fold

_BEGIN = re.compile(r"\S")
_KEY = re.compile(r"([^\W\d_]+):(?!//)")
_ADDRESS = re.compile(r"(?:[0-9a-f]{2}:)+[0-9a-f]{0,2}(?!\S)", re.ASCII | re.IGNORECASE)
_PHRASE = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ESCAPED = re.compile(r'\\(["\\])')
_WORD = re.compile(r"\S+")
_VALUE = re.compile(r"[^\s,]*")
_PLAIN = re.compile(r'[^\s",:\\-][^\s",:\\]*')
_SHOWN = 40
"""Characters of what was typed that are repeated in a message."""


class QuerySyntax(Mistyped):
    """A text that is no filter."""


class Term(msgspec.Struct, frozen=True):
    """One of `values` is found where `key` says ("": anywhere); or, if it is `negated`, none of them is.

    `values`: folded, with single blanks. A flag has its name in `key`, and no values.
    """

    values: tuple[str, ...] = ()
    key: str = ""
    negated: bool = False


class Typed(NamedTuple):
    """A term where it stands: from `at` up to `end`, in characters; `places`: the same of each of its values."""

    term: Term
    at: int
    end: int
    places: tuple[tuple[int, int], ...]

    def wrong(self, message: str, number: int | None = None) -> QuerySyntax:
        """Return what is wrong with it, or with one of its values."""
        at, end = (self.at, self.end) if number is None else self.places[number]
        return QuerySyntax(message, at, end - at)


class _Value(NamedTuple):
    text: str
    at: int
    end: int


def parse(text: str, keys: Collection[str], flags: Collection[str] = ()) -> tuple[Term, ...]:
    """Return what `text` asks for. `keys`: those that there are. `flags`: words that mean something by themselves; in
    quotation marks they are text. Raises QuerySyntax, and nothing else whatever is typed."""
    return tuple(each.term for each in read(text, keys, flags))


def read(text: str, keys: Collection[str], flags: Collection[str] = ()) -> Iterator[Typed]:
    """Yield what `text` asks for, and where. Raises QuerySyntax as `parse` does."""
    end = 0
    while (begin := _BEGIN.search(text, end)) is not None:
        at = begin.start()
        if text[at:].rstrip() == "-":
            return  # nothing is said yet
        negated = text[at] == "-" and not text[at + 1].isspace()
        found = _keyed(text, at, negated, keys) or _bare(text, at, negated, flags)
        if found.term.key or found.term.values:
            yield found
        end = found.end


def text_of(terms: Iterable[Term], flags: Collection[str] = ()) -> str:
    """Return a text that asks for `terms`."""
    return " ".join(_term_text(each, flags) for each in terms)


def quoted(text: str) -> str:
    """Return `text` as a phrase, whatever is in it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def check(typed: Typed, values: Sequence[str], known: Collection[str], noun: str, more: Collection[str] = ()) -> None:
    """Raise QuerySyntax if one of `values`, those of `typed` as they are meant, is not the beginning of any `known`
    word: they are all that there are of `noun`. `more`: beginnings of these are taken as well."""
    for number, value in enumerate(values):
        if not any(word.startswith(value) for word in (*known, *more)):
            hint = nearest(value, known)
            told = f'no {noun} is called "{clean(value, _SHOWN)}"'
            raise typed.wrong(f"{told}{f'{hint} They' if hint else '; they'} are {', '.join(known)}", number)


def _keyed(text: str, at: int, negated: bool, keys: Collection[str]) -> Typed | None:
    """The term that begins at `at`, if it begins with a key."""
    named = _KEY.match(text, at + negated)
    if named is None or _ADDRESS.match(text, at + negated):
        return None
    key = fold(named[1])
    if key not in keys:
        hint = nearest(key, keys) or f"; there are {', '.join(keys)}"
        raise QuerySyntax(f'no key is called "{clean(named[1], _SHOWN)}"{hint}', named.start(), len(named[0]))
    values = [_value(text, named.end(), _VALUE, named[0])]
    while text[values[-1].end : values[-1].end + 1] == ",":
        values.append(_value(text, values[-1].end + 1, _VALUE, named[0]))
    term = Term(tuple(each.text for each in values), key, negated)
    return Typed(term, at, values[-1].end, tuple((each.at, each.end) for each in values))


def _bare(text: str, at: int, negated: bool, flags: Collection[str]) -> Typed:
    """The word or phrase that begins at `at`. It may say nothing, as "" does."""
    value = _value(text, at + negated, _WORD)
    if value.text in flags and text[value.at] != '"':
        return Typed(Term(key=value.text, negated=negated), at, value.end, ())
    term = Term((value.text,) if value.text else (), "", negated)
    return Typed(term, at, value.end, ((value.at, value.end),))


def _value(text: str, at: int, word: re.Pattern[str], key: str = "") -> _Value:
    """The value at `at`: a phrase, or else what `word` matches there. `key`: after which it must not be missing."""
    if text[at : at + 1] == '"':
        phrase = _PHRASE.match(text, at)
        if phrase is None:
            raise QuerySyntax("this quotation mark has no second one", at)
        said, end = _ESCAPED.sub(r"\1", phrase[1]), phrase.end()
        after = text[end : end + 1]
        if after.strip() and not (key and after == ","):
            raise QuerySyntax("a blank is missing after this quotation mark", end - 1)
    else:
        found = word.match(text, at)
        said, end = (found[0], found.end()) if found is not None else ("", at)
    folded = " ".join(fold(said).split())
    if key and not folded:
        raise QuerySyntax(f"a value is missing after {clean(key, _SHOWN)}", at, max(end - at, 1))
    return _Value(folded, at, end)


def _term_text(term: Term, flags: Collection[str]) -> str:
    sign = "-" if term.negated else ""
    if not term.values:
        return sign + term.key
    values = ",".join(each if _PLAIN.fullmatch(each) and each not in flags else quoted(each) for each in term.values)
    return f"{sign}{term.key}:{values}" if term.key else sign + values
