"""A row of the Events table: an event, a day, a part of the past that is lost, or where it begins."""

from __future__ import annotations

from datetime import datetime, tzinfo

from lockdash.domain.events import Outcome
from lockdash.engine.log.views import LogRow
from lockdash.tui.events.rows import BeginningRow, DayRow, GapRow, Row
from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.render.cells import EMPTY, Cell
from lockdash.tui.render.columns import Column
from lockdash.tui.render.event_words import (
    beginning_words,
    day_words,
    gap_words,
    is_at_door,
    kind_text,
    lateness,
    sign_of,
    tone_of,
)

_TIME = Column("time", "Time", least=5, want=9, most=9, rank=-2)
EVENT_COLUMNS: tuple[Column, ...] = (
    _TIME,
    Column("what", "What", least=8, want=15, most=17, rank=-1),
    Column("door", "Door", least=8, want=13, most=26, rank=0, middle=True),
    Column("who", "Who", least=6, want=13, most=24, rank=1, middle=True),
    Column("how", "How", least=5, want=7, most=14, rank=3),
    Column("note", "", least=6, want=9, most=16, rank=2),
)
SENTENCE_COLUMNS: tuple[Column, ...] = (_TIME, Column("text", "What happened", least=20, want=30, most=200))
COLUMNS_FROM = 60
"""Columns of a list from which on a row is told in columns; in a narrower one it is a sentence."""
NEW = " new"
"""Behind the time of what nobody has seen yet."""


def event_columns(width: int) -> tuple[Column, ...]:
    """Return the columns of a list that is `width` columns wide."""
    return EVENT_COLUMNS if width >= COLUMNS_FROM else SENTENCE_COLUMNS


def event_cells(
    row: Row, glyphs: Glyphs, now: datetime, zone: tzinfo, *, is_new: bool, in_columns: bool
) -> tuple[Cell, ...]:
    """Return the cells of `row` at `now` (UTC). `zone`: the viewer's. `in_columns`: one cell for each of
    `EVENT_COLUMNS`, else of `SENTENCE_COLUMNS`."""
    rest = (EMPTY,) * ((len(EVENT_COLUMNS) if in_columns else len(SENTENCE_COLUMNS)) - 1)
    match row:
        case DayRow(day=day):
            return Cell(day_words(day, now.astimezone(zone).date()), Tone.heading, spans=True), *rest
        case GapRow(gap=gap):
            return Cell(gap_words(gap, now, zone), Tone.caution, spans=True), *rest
        case BeginningRow(archive=archive):
            return Cell(beginning_words(archive, now, zone), Tone.faint, spans=True), *rest
    at = f"{row.event.occurred_at.astimezone(zone):%H:%M}"
    time = Cell(at, Tone.dim, tail=NEW if is_new else "", tail_tone=Tone.accent)
    return time, *(_columns(row, glyphs) if in_columns else _sentence(row, glyphs))


def _columns(row: LogRow, glyphs: Glyphs) -> tuple[Cell, ...]:
    event, tone = row.event, tone_of(row.event)
    sign = sign_of(event, glyphs)
    short = f"{sign} failed" if event.outcome is Outcome.failed else ""
    what = Cell(f"{sign} {kind_text(event)}", tone, short=short)
    note = ", ".join(each for each in (lateness(event), event.value or "") if each)
    if not is_at_door(event):
        text = ", ".join(each for each in (row.text, lateness(event)) if each)
        return what, Cell(text, Tone.calm if tone is not Tone.dim else tone, spans=True), EMPTY, EMPTY, EMPTY
    return (
        what,
        Cell(row.door or glyphs.dash, Tone.calm if row.door else Tone.faint),
        Cell(row.who or glyphs.dash, Tone.calm if row.who else Tone.faint),
        Cell(event.how or "", Tone.dim),
        Cell(note, Tone.dim, short=lateness(event)),
    )


def _sentence(row: LogRow, glyphs: Glyphs) -> tuple[Cell, ...]:
    late = lateness(row.event)
    return (Cell(f"{sign_of(row.event, glyphs)} {f'({late}) ' if late else ''}{row.text}", tone_of(row.event)),)
