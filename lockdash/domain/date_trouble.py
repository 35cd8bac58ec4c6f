"""What is wrong with the days that somebody typed, each with its remedy: before anything is sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

import msgspec

from lockdash.domain.date_text import range_text
from lockdash.domain.exceptions import DateRange, merged, overlaps


class DateTroubleKind(StrEnum):
    """`backwards`: a range that ends before it begins. `overlap`: two ranges share days."""

    backwards = "backwards"
    overlap = "overlap"


class DateTrouble(msgspec.Struct, frozen=True):
    """`words`: what is wrong, and what the remedy does. `ranges`: those concerned, as `forward` gives them."""

    kind: DateTroubleKind
    words: str
    ranges: tuple[DateRange, ...]


def troubles(ranges: Sequence[DateRange]) -> list[DateTrouble]:
    """Return what is wrong with `ranges`: those that end before they begin first, in their order."""
    found = []
    for each in ranges:
        if each.last < each.first:
            told = f"{range_text(each)} ends before it begins: becomes {range_text(forward(each))}"
            found.append(DateTrouble(DateTroubleKind.backwards, told, (forward(each),)))
    for pair in overlaps(map(forward, ranges)):
        told = f"{range_text(pair[0])} and {range_text(pair[1])} share days: become {range_text(merged(pair)[0])}"
        found.append(DateTrouble(DateTroubleKind.overlap, told, pair))
    return found


def mended(ranges: Sequence[DateRange]) -> tuple[DateRange, ...]:
    """Return the ranges that `ranges` mean, in order and without any day twice."""
    return merged(map(forward, ranges))


def forward(dates: DateRange) -> DateRange:
    """Return a range that ends before it begins as what was most likely meant, any other as it is: the ends in the
    other order, or the end in the next month or year (`2026-12-24..01-02`), whichever is the fewest days."""
    first, last = dates.first, dates.last
    if last >= first:
        return dates
    following = [DateRange(last, first)]
    for year, month in ((last.year + last.month // 12, last.month % 12 + 1), (last.year + 1, last.month)):
        try:
            end = date(year, month, last.day)
        except ValueError:  # the month has no such day, or the calendar no such year
            continue
        if end > first:
            following.append(DateRange(first, end))
    return min(following, key=lambda each: each.last - each.first)
