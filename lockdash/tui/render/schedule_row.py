"""A schedule or an exception as a row of the Schedules table."""

from __future__ import annotations

from datetime import datetime, tzinfo

from lockdash.domain.weeks import is_whole
from lockdash.engine.schedules.views import ScheduleView
from lockdash.engine.schedules.words import uses_text
from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.clocks import door_clock
from lockdash.tui.render.cells import Cell
from lockdash.tui.render.columns import Column
from lockdash.tui.render.schedule_words import (
    EXCEPTION,
    brief_kind,
    day_text,
    days_away,
    next_parts,
    place_of,
    range_text,
    schedules_text,
)
from lockdash.tui.schedules.rows import ExceptionView, Row

SCHEDULE_COLUMNS: tuple[Column, ...] = (
    Column("name", "Schedule", least=6, want=14, most=24, rank=0, middle=True),
    Column("kind", "Kind", least=6, want=11, most=11, rank=2),
    Column("next", "Next", least=12, want=26, most=35, rank=-1),
    Column("used", "Used by", least=8, want=9, most=20, rank=3, middle=True),
    Column("zone", "Door clock", least=8, want=20, most=30, rank=4),
    Column("account", "Account", least=7, want=8, most=16, rank=5, middle=True),
)


def schedule_cells(row: Row, glyphs: Glyphs, now: datetime, zone: tzinfo) -> tuple[Cell, ...]:
    """Return the cells of `row` at `now` (UTC), one for each of `SCHEDULE_COLUMNS`. `zone`: the viewer's."""
    if isinstance(row, ExceptionView):
        return _exception_cells(row, glyphs)
    owner = row.uses[0] if row.access is not None else None  # of hours: whose, and where
    return (
        Cell(owner.name if owner is not None else row.name, Tone.calm if row.uses else Tone.dim),
        Cell(brief_kind(row), Tone.dim),
        next_cell(row, glyphs, now),
        Cell(owner.where, Tone.dim) if owner is not None else _used(uses_text(row)),
        _zone_cell(row, now, zone),
        Cell(row.account, Tone.dim),
    )


def next_cell(view: ScheduleView, glyphs: Glyphs, now: datetime) -> Cell:
    """Return what happens next, in the time of the door; where nothing does, why."""
    told, away = next_parts(view, now)
    if told:
        return Cell(told, tail=f" ({away})")
    if view.kind is not None and view.week.is_empty:
        return Cell("never", Tone.dim)
    if is_whole(view.week):
        return Cell("always", Tone.dim)
    if view.uses and view.kind is not None and not view.zones:
        return Cell("when, is not known", Tone.unsure, short="not known")
    return Cell(glyphs.dash, Tone.faint)


def closed_cell(row: ExceptionView, glyphs: Glyphs) -> Cell:
    """Return when nobody comes in: now, next, or last."""
    year, now, following = row.today.year, row.now, row.following
    if now is not None:
        last = days_away(now.last, row.today)
        until = "closed today" if now.last == row.today else f"closed until {day_text(now.last, year)}"
        return Cell(until, Tone.caution if row.by else Tone.dim, tail="" if now.last == row.today else f" ({last})")
    tone = Tone.calm if row.by else Tone.dim
    if following is not None:
        away = days_away(following.first, row.today)
        return Cell(f"closed {range_text(following, year, glyphs)}", tone, tail=f" ({away})")
    if row.ranges:
        return Cell(f"was {range_text(row.ranges[-1], year, glyphs)}", Tone.dim)
    return Cell("no days", Tone.unsure)


def _exception_cells(row: ExceptionView, glyphs: Glyphs) -> tuple[Cell, ...]:
    return (
        Cell(row.name, Tone.dim if row.is_past or not row.by else Tone.calm),
        Cell(EXCEPTION, Tone.dim),
        closed_cell(row, glyphs),
        _used(schedules_text(len(row.by)), f"{len(row.by)} sched.") if row.by else _used(""),
        Cell(""),
        Cell(row.account, Tone.dim),
    )


def _used(told: str, short: str = "") -> Cell:
    return Cell(told, short=short) if told else Cell("not used", Tone.faint)


def _zone_cell(view: ScheduleView, now: datetime, zone: tzinfo) -> Cell:
    """Return which clock it goes by, and how that differs from the viewer's."""
    if view.in_utc:
        return Cell("UTC", Tone.unsure)
    if view.zone is not None:
        place = place_of(view.zone)
        return Cell(place, Tone.dim, tail=door_clock(view.zone, now, zone).removeprefix(place))
    if len(view.zones) > 1:
        return Cell(f"{len(view.zones)} zones", Tone.dim)
    return Cell("not all known" if view.zones else "not known", Tone.unsure) if view.uses else Cell("")
