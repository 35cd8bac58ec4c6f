"""What is wrong with a week that somebody typed or drew, each with its remedy: before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise

import msgspec

from lockdash.domain.week_text import Item, item_text
from lockdash.domain.weeks import Mark, Week, week_of
from lockdash.domain.window_words import DAY_NAMES
from lockdash.domain.windows import DAY, Span, joined


class TroubleKind(StrEnum):
    """`over_midnight`: a span that ends on the next day. `empty`: one that ends when it begins. `overlap`: two spans
    share time; `twice`: two marks of one time. `unsorted`: not in the order of the day. `late`: a mark at
    24:00, which is 00:00 of the next day."""

    over_midnight = "over_midnight"
    empty = "empty"
    overlap = "overlap"
    twice = "twice"
    unsorted = "unsorted"
    late = "late"


class Trouble(msgspec.Struct, frozen=True):
    """`words`: what is wrong, and what the remedy does."""

    kind: TroubleKind
    day: int
    words: str


def troubles(items: Sequence[Item]) -> list[Trouble]:
    """Return what is wrong with `items`, in the order of the days."""
    found = [each for day in range(7) for each in _of_day(day, [item for item in items if item.day == day])]
    found += _overlaps([piece for each in items if isinstance(each, Span) for piece in _split(each)])
    found += _twice([each for each in items if isinstance(each, Mark)])
    return sorted(found, key=lambda each: each.day)


def mended(items: Iterable[Item]) -> Week:
    """Return the week that `items` mean: spans over midnight are split there, those that overlap are one, empty ones
    go, of two marks at one time the one that came last counts, and all are in order."""
    given = list(items)
    pieces = [piece for each in given if isinstance(each, Span) for piece in _split(each)]
    marks: dict[tuple[int, timedelta], Mark] = {}
    for each in given:
        if isinstance(each, Mark):
            mark = each if each.at < DAY else msgspec.structs.replace(each, day=(each.day + 1) % 7, at=timedelta())
            marks[mark.day, mark.at] = mark
    return week_of([*joined(pieces), *marks.values()])


def _split(span: Span) -> list[Span]:
    if span.ends > span.starts:
        return [span]
    if span.ends == span.starts:
        return []
    both = Span(span.day, span.starts, DAY), Span((span.day + 1) % 7, timedelta(), span.ends)
    return [each for each in both if each.starts < each.ends]


def _of_day(day: int, items: Sequence[Item]) -> list[Trouble]:
    found: list[Trouble] = []
    name = DAY_NAMES[day]
    for each in items:
        if isinstance(each, Span) and each.ends == each.starts:
            found.append(Trouble(TroubleKind.empty, day, f"{name} {item_text(each)} is no time at all: left out"))
        elif isinstance(each, Span) and each.ends < each.starts:
            told = f"{name} {item_text(each)} ends on the next day: split at midnight"
            found.append(Trouble(TroubleKind.over_midnight, day, told))
        elif isinstance(each, Mark) and each.at >= DAY:
            told = f"{name} {item_text(each)} is midnight: it belongs to {DAY_NAMES[(day + 1) % 7]} 00:00"
            found.append(Trouble(TroubleKind.late, day, told))
    if [_begin(each) for each in items] != sorted(map(_begin, items)):
        found.append(Trouble(TroubleKind.unsorted, day, f"{name}: not in the order of the day: sorted"))
    return found


def _begin(item: Item) -> timedelta:
    return item.starts if isinstance(item, Span) else item.at


def _overlaps(pieces: Iterable[Span]) -> Iterator[Trouble]:
    """A long span may overlap several that come after it."""
    last: Span | None = None
    for each in sorted(pieces):
        if last is not None and last.day == each.day and each.starts < last.ends:
            told = f"{DAY_NAMES[each.day]} {item_text(last)} and {item_text(each)} overlap: drawn together"
            yield Trouble(TroubleKind.overlap, each.day, told)
        if last is None or last.day != each.day or each.ends > last.ends:
            last = each


def _twice(marks: Iterable[Mark]) -> Iterator[Trouble]:
    for one, other in pairwise(sorted(marks, key=lambda each: (each.day, each.at))):
        if (one.day, one.at) == (other.day, other.at):
            told = f"{DAY_NAMES[one.day]} {item_text(one)} and {item_text(other)} are at one time: the last one counts"
            yield Trouble(TroubleKind.twice, one.day, told)
