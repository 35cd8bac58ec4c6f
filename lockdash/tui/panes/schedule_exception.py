"""The detail of one exception: its days, which of them overlap, and the schedules that go with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from itertools import zip_longest

import msgspec

from lockdash.domain.changes import Change
from lockdash.domain.commands import Actor
from lockdash.domain.exceptions import DateRange, overlaps
from lockdash.engine.schedules.words import uses_text
from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import BLANK, Line, Span, fit, joined, line, width_of, wrap
from lockdash.tui.panes.parts import apart, headed, stacked, titled
from lockdash.tui.panes.schedule_changes import schedule_changes
from lockdash.tui.panes.table import fitted_lines
from lockdash.tui.render.cells import Cell
from lockdash.tui.render.columns import Column
from lockdash.tui.render.schedule_row import closed_cell
from lockdash.tui.render.schedule_words import EXCEPTION, days_away, range_text, schedules_text
from lockdash.tui.schedules.rows import ExceptionView

_COLUMNS_FROM = 64
_LOW = 18
_LEAST = (6, 4, 0)
_CHANGES = 5
_DAYS = (
    Column("days", "Closed on", least=8, want=16, most=30, rank=0),
    Column("length", "", least=3, want=6, most=8, rank=1),
    Column("away", "", least=4, want=7, most=10, rank=2),
    Column("overlap", "", least=8, want=16, most=44, rank=3),
)
_SCHEDULES = (
    Column("name", "", least=8, want=16, most=40, rank=0, middle=True),
    Column("used", "", least=8, want=9, most=24, rank=1),
)


class ExceptionDetail(msgspec.Struct, frozen=True, kw_only=True):
    """What is told of an exception; fields as those of ScheduleDetail."""

    view: ExceptionView
    now: datetime
    zone: tzinfo
    glyphs: Glyphs
    account: int
    changes: Sequence[Change] = ()
    own: Actor | None = None
    trouble: str = ""


def exception_lines(detail: ExceptionDetail, width: int, height: int) -> list[Line]:
    """Return at most `height` lines of `width` columns. Low panes use two columns, the lowest one line."""
    if height <= 0:
        return []
    if height == 1:
        between = Span(f" {detail.glyphs.dot} ", Tone.faint)
        told = joined([line(Span(detail.view.name, strong=True)), _status(detail), line(EXCEPTION)], between)
        return [fit(told, width, detail.glyphs.ellipsis)]
    view = detail.view
    lines = [titled(view.name, view.account, detail.account, width, detail.glyphs)]
    low = height < _LOW and width >= _COLUMNS_FROM
    lines += [] if low else [BLANK]
    lines.append(apart(_status(detail), line(Span(EXCEPTION, Tone.dim)), width, detail.glyphs))
    lines += wrap(f"Not read now: {detail.trouble}" if detail.trouble else "", width, Tone.caution)
    if low:
        lines += _beside(detail, width)
    else:
        changes = headed("Last changes", schedule_changes(detail, width, _CHANGES))
        parts = (_days(detail, width), _schedules(detail, width), changes)
        lines += stacked(parts, _LEAST, height - len(lines), detail.glyphs)
    return [fit(each, width, detail.glyphs.ellipsis) for each in lines[:height]]


def _beside(detail: ExceptionDetail, width: int) -> list[Line]:
    half = (width - 3) // 2
    rest = width - half - 3
    lines: list[Line] = []
    for one, other in zip_longest(_days(detail, half), _schedules(detail, rest), fillvalue=BLANK):
        lines.append((*one, Span(" " * (half - width_of(one) + 3)), *other))
    return lines


def _status(detail: ExceptionDetail) -> Line:
    told = closed_cell(detail.view, detail.glyphs)
    return line(Span(told.text, told.tone, strong=True), Span(told.tail, told.tail_tone))


def _days(detail: ExceptionDetail, width: int) -> list[Line]:
    """Its ranges as the vendor has them, what is to come first; what is over dimmed."""
    view = detail.view
    if not view.exception.dates:
        return wrap("It has no days: nothing is closed by it.", width, Tone.dim)
    given = sorted(view.exception.dates)
    coming = [each for each in given if not each.is_over(view.today)]
    over = [each for each in reversed(given) if each.is_over(view.today)]
    shared = {later: earlier for earlier, later in overlaps(given)}
    rows = [_row(each, shared.get(each), detail) for each in (*coming, *over)]
    return fitted_lines(_DAYS, rows, width, detail.glyphs.ellipsis)


def _row(days: DateRange, earlier: DateRange | None, detail: ExceptionDetail) -> tuple[Cell, ...]:
    view, glyphs = detail.view, detail.glyphs
    year, today = view.today.year, view.today
    over = days.is_over(today)
    tone = Tone.faint if over else Tone.dim
    length = (days.last - days.first).days + 1
    away = days_away(days.last if over else max(days.first, today), today)
    if length < 1:
        noted = "ends before it begins"
    else:
        noted = f"overlaps {range_text(earlier, year, glyphs)}" if earlier is not None else ""
    return (
        Cell(range_text(days, year, glyphs), tone if over else Tone.calm),
        Cell(f"{length} day{'' if length == 1 else 's'}" if length > 0 else "", tone),
        Cell(away, tone),
        Cell(noted, tone if over else Tone.caution),
    )


def _schedules(detail: ExceptionDetail, width: int) -> list[Line]:
    by = detail.view.by
    if not by:
        return wrap("No schedule is known to go with it, so it closes nothing.", width, Tone.dim)
    columns = (_SCHEDULES[0]._replace(title=f"Used by {schedules_text(len(by))}"), _SCHEDULES[1])
    rows = [(Cell(each.name), Cell(uses_text(each) or "not used", Tone.dim)) for each in by]
    return fitted_lines(columns, rows, width, detail.glyphs.ellipsis)
