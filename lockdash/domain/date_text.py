"""Days as text that people read and type: `2026-12-24..26, 2027-01-01`. What is written here is read here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from lockdash.domain.exceptions import DateRange
from lockdash.domain.mistyped import Mistyped

EXAMPLE = "2026-12-24..26, 2027-01-01"

_PART = re.compile(r"[^,;\n]+")
_BETWEEN = re.compile(r"\s*(?:\.\.\.?|…|–)\s*|\s+(?:to|-)\s+")
_DAY = re.compile(r"(?:(?:(\d{4})-)?(\d{1,2})-)?(\d{1,2})", re.ASCII)


class DatesSyntax(Mistyped):
    """A text that is no days."""


class TypedRange(NamedTuple):
    """`dates`: as typed: ending before it begins perhaps (`date_trouble` tells). `at`, `end`: where in the text."""

    dates: DateRange
    at: int
    end: int


def read(text: str) -> Iterator[TypedRange]:
    """Give what `text` says, in its order. The end of a range may leave out the year, or year and month, of its
    beginning. Raises DatesSyntax."""
    for part in _PART.finditer(text):
        said = part[0].strip()
        if said:
            at = part.start() + len(part[0]) - len(part[0].lstrip())
            yield TypedRange(_range(said, at), at, at + len(said))


def parse(text: str) -> tuple[DateRange, ...]:
    """Return what `text` says, in its order. Raises DatesSyntax."""
    return tuple(each.dates for each in read(text))


def text_of(ranges: Iterable[DateRange]) -> str:
    """Return `ranges` as text, in their order."""
    return ", ".join(map(range_text, ranges))


def range_text(dates: DateRange) -> str:
    """Return `2026-12-24`, `2026-12-24..26`, `2026-11-30..12-02` or `2026-12-31..2027-01-01`."""
    first, last = dates.first, dates.last
    if first == last:
        return first.isoformat()
    if first.year != last.year:
        return f"{first.isoformat()}..{last.isoformat()}"
    return f"{first.isoformat()}..{last:%d}" if first.month == last.month else f"{first.isoformat()}..{last:%m-%d}"


def range_words(dates: DateRange) -> str:
    """Return `Thu 24 Dec 2026`, or `Thu 24 Dec - Sat 26 Dec 2026`; both years where they could be mistaken."""
    first, last = dates.first, dates.last
    if first == last:
        return _words(first)
    begin = f"{first:%a} {first.day} {first:%b}" if first.year == last.year and first < last else _words(first)
    return f"{begin} - {_words(last)}"


def _words(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b} {day.year}"


def _range(said: str, at: int) -> DateRange:
    between = _BETWEEN.search(said)
    first = _day(said if between is None else said[: between.start()], None, at)
    if between is None:
        return DateRange(first, first)
    return DateRange(first, _day(said[between.end() :], first, at + between.end()))


def _day(said: str, after: date | None, at: int) -> date:
    """`after`: the beginning of a range of which this is the end: what is left out is as there."""
    found = _DAY.fullmatch(said)
    year, month, day = found.groups() if found is not None else (None, None, None)
    if day is None or (after is None and year is None):
        raise DatesSyntax(f"{said!r} is no day; days are typed as {EXAMPLE}", at)
    try:
        begin = after or date.min
        return date(int(year or begin.year), int(month or begin.month), int(day))
    except ValueError:
        raise DatesSyntax(f"there is no day {said}", at) from None
