"""The days of a week as they are drawn, each a strip of signs from midnight to midnight. Pure.

Half hours can be seen at every scale: where a column is an hour, its sign says which half is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

from lockdash.domain.schedules import ScheduleKind
from lockdash.domain.week_cells import Cell, changes_nothing, day_cells
from lockdash.domain.week_grid import Fill
from lockdash.domain.week_signs import Ink, Signs, Stroke
from lockdash.domain.weeks import Mark, Week
from lockdash.domain.windows import DAY

SCALES = (4, 2, 1)
"""Columns that an hour can have."""
FIGURES = {4: 2, 2: 3, 1: 6}
"""How many hours are between two figures of the scale."""


class Lane(NamedTuple):
    """A strip of a day. `label`: what it shows of it, "" if that is all."""

    label: str
    columns: tuple[Stroke, ...]


def columns(per_hour: int, at: timedelta) -> int:
    """Return the column of a time of the day."""
    return int(at / timedelta(hours=1) * per_hour)


def day_strip(week: Week, kind: ScheduleKind | None, day: int, per_hour: int, signs: Signs) -> tuple[Stroke, ...]:
    """Return a day in `24 * per_hour` columns, each a stroke of its own."""
    if kind is ScheduleKind.thermostat:
        return _settings(week, day, per_hour, signs, band_text)
    found = list(_columns(day_cells(week, day), kind, per_hour, signs))
    shown = [each for each in week.marks if each.day == day]
    if kind is not ScheduleKind.lock_action:
        shown = [each for each in shown if changes_nothing(week, each)]
    taken: set[int] = set()
    for mark in shown:
        x = columns(per_hour, mark.at)
        found[x] = Stroke(signs.several if x in taken else signs.deed(mark.deed), Ink.mark)
        taken.add(x)
    return tuple(found)


def day_lanes(week: Week, kind: ScheduleKind | None, day: int, per_hour: int, signs: Signs) -> tuple[Lane, ...]:
    """Return a day with room for two lines: what is cooled and what is heated to, each on its own."""
    if kind is not ScheduleKind.thermostat:
        return (Lane("", day_strip(week, kind, day, per_hour, signs)),)
    cool = _settings(week, day, per_hour, signs, lambda mark: degrees_text(mark.cool))
    heat = _settings(week, day, per_hour, signs, lambda mark: degrees_text(mark.heat))
    return Lane("cool", cool), Lane("heat", heat)


def with_now(strip: Sequence[Stroke], at: timedelta, per_hour: int, signs: Signs) -> tuple[Stroke, ...]:
    """Return a strip with this moment marked."""
    x = columns(per_hour, at)
    text, ink = strip[x]
    if ink is Ink.held:
        text = signs.now_held
    elif ink in (Ink.ground, Ink.rail):
        text = signs.now
    return (*strip[:x], Stroke(text, Ink.now), *strip[x + 1 :])


def band_text(mark: Mark) -> str:
    """Return `68-76`: it is heated up to the one and cooled down to the other."""
    return f"{degrees_text(mark.heat)}-{degrees_text(mark.cool)}"


def degrees_text(degrees: float | None) -> str:
    return f"{degrees or 0:g}"


def ground(x: int, per_hour: int, signs: Signs) -> Stroke:
    """Return what is drawn where there is nothing: a dot below each figure of the scale."""
    return Stroke(signs.dot if not x % (per_hour * FIGURES[per_hour]) else " ", Ink.ground)


def _columns(row: Sequence[Cell], kind: ScheduleKind | None, per_hour: int, signs: Signs) -> Iterator[Stroke]:
    texts = _hours(row, signs) if per_hour == 1 else [_half_hour(each.fill, per_hour // 2, signs) for each in row]
    for x, sign in enumerate("".join(texts)):
        if sign == " ":
            yield ground(x, per_hour, signs)
        elif kind is ScheduleKind.lock_action:
            yield Stroke(signs.rail, Ink.rail)
        else:
            yield Stroke(sign, Ink.held)


def _half_hour(fill: Fill, width: int, signs: Signs) -> str:
    if width == 1:
        return {Fill.none: " ", Fill.whole: signs.whole, Fill.first: signs.first, Fill.last: signs.last}.get(
            fill, signs.some
        )
    return {
        Fill.none: "  ",
        Fill.whole: signs.whole * 2,
        Fill.first: f"{signs.whole} ",
        Fill.last: f" {signs.whole}",
    }.get(fill, signs.some * 2)


def _hours(row: Sequence[Cell], signs: Signs) -> Iterator[str]:
    told = {
        (Fill.none, Fill.none): " ",
        (Fill.whole, Fill.whole): signs.whole,
        (Fill.whole, Fill.none): signs.first,
        (Fill.none, Fill.whole): signs.last,
    }
    for one, other in zip(row[::2], row[1::2], strict=True):
        yield told.get((one.fill, other.fill), signs.some)


def _settings(week: Week, day: int, per_hour: int, signs: Signs, text: Callable[[Mark], str]) -> tuple[Stroke, ...]:
    """A line that goes on from day to day, with its figures where they change. Of figures for which there is no room
    before the next ones, only the place is shown."""
    length = columns(per_hour, DAY)
    if not week.marks:
        return tuple(ground(x, per_hour, signs) for x in range(length))
    found = [Stroke(signs.rail, Ink.rail)] * length
    marks = sorted(each for each in week.marks if each.day == day)
    places = [columns(per_hour, each.at) for each in marks]
    for number, (mark, x) in enumerate(zip(marks, places, strict=True)):
        room = (places[number + 1] if number + 1 < len(places) else length) - x
        told = text(mark)
        if x in places[:number]:
            found[x] = Stroke(signs.several, Ink.mark)
        elif len(told) < room or len(told) == room == length - x:
            found[x : x + len(told)] = [Stroke(each, Ink.mark) for each in told]
        else:
            found[x] = Stroke(signs.set, Ink.mark)
    return tuple(found)
