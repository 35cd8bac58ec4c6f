"""The plain filter of the list of schedules: every word must be found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lockdash.domain.text import fold
from lockdash.tui.render.schedule_words import EXCEPTION, brief_kind
from lockdash.tui.schedules.rows import ExceptionView, Row


class Searched(NamedTuple):
    """`names`: in which a word may stand anywhere. `terms`: at whose beginnings it must stand, each after a line
    feed. Both folded."""

    names: str
    terms: str


def searched(row: Row) -> Searched:
    """Return what `row` is found by: names, also of who and what goes by it, zones, and words of which one must not
    find another."""
    names = dict.fromkeys((row.name, row.account, *_names(row)))
    return Searched(fold("\n".join(names)), "\n" + fold("\n".join(_terms(row))))


def _names(row: Row) -> Iterable[str]:
    for use in row.uses:
        yield use.name
        yield use.where
    if isinstance(row, ExceptionView):
        yield from (view.name for view in row.by)
        return
    yield from (zone.replace("_", " ") for zone in row.zones)
    if row.exception is not None:
        yield row.exception.name


def _terms(row: Row) -> Iterable[str]:
    if isinstance(row, ExceptionView):
        yield EXCEPTION
        if row.now is not None:
            yield "closed"
        if row.is_past:
            yield "past"
    else:
        kind = brief_kind(row)
        yield kind
        yield from kind.split()[1:]
    if not row.uses:
        yield "not used"
        yield "unused"


class ScheduleFilter:
    """Words that a row must have. `text`: as typed. Without words every row matches."""

    def __init__(self, text: str) -> None:
        self._words = tuple((word, f"\n{word}") for word in dict.fromkeys(fold(text).split()))

    def __bool__(self) -> bool:
        return bool(self._words)

    def matches(self, row: Searched) -> bool:
        """Whether each word is found in it, whatever its case and accents."""
        return all(word in row.names or start in row.terms for word, start in self._words)
