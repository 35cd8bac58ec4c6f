"""A week with a column for each day, time running downwards: for what is narrow and high. Pure.

A row is an hour; its upper and its lower half are half hours.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lockdash.domain.schedules import ScheduleKind
from lockdash.domain.week_cells import Cell, changes_nothing, day_cells
from lockdash.domain.week_days import band_text
from lockdash.domain.week_grid import Fill
from lockdash.domain.week_signs import Ink, Row, Signs, Stroke
from lockdash.domain.weeks import Mark, Week
from lockdash.domain.window_words import DAY_NAMES

_FIGURES = 3
"""Hours between two figures of the scale."""
_HOUR = 3
_DAY = 4
_WIDEST = 8
WIDTH = _HOUR + 7 * _DAY
HEIGHT = 25


def columns_rows(week: Week, kind: ScheduleKind, width: int, signs: Signs, now: datetime | None) -> list[Row]:
    """Return `week` in `HEIGHT` rows of at most `width` columns, which are `WIDTH` at least."""
    room = min((width - _HOUR) // 7, _WIDEST)
    rows: list[Row] = [_head(room, signs, now)]
    days = [day_cells(week, day) for day in range(7)]
    for hour in range(24):
        row = [Stroke("  " if hour % _FIGURES else f"{hour:02}", Ink.hour)]
        for day, cells in enumerate(days):
            is_now = now is not None and (now.weekday(), now.hour) == (day, hour)
            gap = Stroke(signs.today, Ink.now) if is_now else Stroke(" ", Ink.ground)
            row += [gap, *_hour(hour, cells, week, kind, room - 1, signs)]
        rows.append(tuple(row))
    return rows


def _head(room: int, signs: Signs, now: datetime | None) -> Row:
    row = [Stroke("  ", Ink.day)]
    for day, name in enumerate(DAY_NAMES):
        is_today = now is not None and now.weekday() == day
        label = f"{signs.today if is_today else ' '}{name[: room - 1]}".ljust(room)
        row.append(Stroke(label, Ink.today if is_today else Ink.day))
    return tuple(row)


def _hour(
    hour: int, day: Sequence[Cell], week: Week, kind: ScheduleKind, width: int, signs: Signs
) -> tuple[Stroke, Stroke]:
    """An hour in `width` columns."""
    cells = day[2 * hour : 2 * hour + 2]
    halves = (cells[0].fill, cells[1].fill)
    marks = [mark for cell in cells for mark in cell.marks if _shows(week, kind, mark)]
    if marks:
        text, ink = _marks_text(marks, width, signs), Ink.mark
    elif (kind is ScheduleKind.thermostat and week.marks) or (
        kind is ScheduleKind.lock_action and halves != (Fill.none, Fill.none)
    ):
        text, ink = signs.down, Ink.rail
    elif halves == (Fill.none, Fill.none):
        text, ink = " " if hour % _FIGURES else signs.dot, Ink.ground
    else:
        text, ink = _halves(signs).get(halves, signs.part) * width, Ink.held
    return Stroke(text, ink), Stroke(" " * (width - len(text)), Ink.ground)


def _halves(signs: Signs) -> dict[tuple[Fill, Fill], str]:
    return {
        (Fill.whole, Fill.whole): signs.full,
        (Fill.whole, Fill.none): signs.upper,
        (Fill.none, Fill.whole): signs.lower,
    }


def _shows(week: Week, kind: ScheduleKind, mark: Mark) -> bool:
    return kind in (ScheduleKind.lock_action, ScheduleKind.thermostat) or changes_nothing(week, mark)


def _marks_text(marks: list[Mark], width: int, signs: Signs) -> str:
    if len(marks) > 1:
        return signs.several
    if marks[0].heat is None:
        return signs.deed(marks[0].deed)
    told = band_text(marks[0])
    return told if len(told) <= width else signs.set
