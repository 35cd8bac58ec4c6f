"""What `lockdash schedules` and `schedules next` print for people: a line each, or, on narrow terminals, a few."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from lockdash.cli import narrowing, schedule_wording
from lockdash.cli.narrowing import Layout, Row
from lockdash.cli.schedule_coming import Coming
from lockdash.cli.schedule_known import Known
from lockdash.cli.table import Cells, Column
from lockdash.cli.terminal import Paper, Tone
from lockdash.domain.walltime import wall_elsewhere
from lockdash.engine.schedules.words import day_and_time, deed_text, until_text

T = TypeVar("T")

_LEAST_NAME = 12
_HERE = 2
"""Among the columns that go below: the time of this machine."""
_SCHEDULES = Layout(
    columns=(Column("Schedule"), Column("Kind"), Column("Next")),
    more=(Column("Used by"), Column("Door clock"), Column("Account")),
    narrow=0,
    least=_LEAST_NAME,
    indent=0,
    note=lambda note: _joined(note, "; "),
    paragraph=lambda row: (f"{row[0][0]}: {_joined(row[1:], ', ')}", row[2][1]),
)
_COMING = Layout(
    columns=(Column("When"), Column("Device"), Column("What"), Column("", right=True)),
    more=(Column("Schedule"), Column("Door clock"), Column("Your time"), Column("Account")),
    narrow=1,
    least=_LEAST_NAME,
    indent=1,
    note=lambda note: _joined([*note[:_HERE], (_yours(note[_HERE][0]), Tone.dim), *note[_HERE + 1 :]], "; "),
    paragraph=lambda row: (f"{row[0][0]} {row[1][0]}: {row[2][0]} ({row[3][0]})", Tone.calm),
)


def schedules(known: Known, now: datetime, paper: Paper) -> list[str]:
    """Return the lines of the list."""
    rows = []
    for view in known.views:
        cells = [(view.name, Tone.calm), schedule_wording.kind(view), schedule_wording.following(view, now)]
        notes = [schedule_wording.used_by(view, known), schedule_wording.clock(view), (view.account, Tone.dim)]
        rows.append(Row(_plain(cells, paper), _plain(notes, paper)))
    return narrowing.lines(rows, _SCHEDULES, paper)


def coming(told: Sequence[Coming], now: datetime, paper: Paper) -> list[str]:
    """Return the lines of what happens; with the time of this machine, where any door has another."""
    rows = []
    for turn, zone, device, view in told:
        here = wall_elsewhere(turn.at, zone)
        cells = [
            (day_and_time(turn, zone, now), Tone.calm),
            (device.name or device.key, Tone.calm),
            (deed_text(turn, view.kind), Tone.calm),
            (until_text(turn.at, now), Tone.dim),
        ]
        notes = [view.name, zone, f"{here:%a %H:%M}" if here is not None else "", device.account]
        rows.append(Row(_plain(cells, paper), _plain([(each, Tone.dim) for each in notes], paper)))
    if any(row.notes[_HERE][0] for row in rows):
        return narrowing.lines(rows, _COMING, paper)
    rows = [Row(row.cells, _elsewhere(row.notes)) for row in rows]
    layout = _COMING._replace(more=_elsewhere(_COMING.more), note=_SCHEDULES.note)
    return narrowing.lines(rows, layout, paper)


def _elsewhere(columns: Sequence[T]) -> list[T]:
    """Return them without the time of this machine."""
    return [*columns[:_HERE], *columns[_HERE + 1 :]]


def _yours(text: str) -> str:
    return f"your time {text}" if text else ""


def _plain(cells: Cells, paper: Paper) -> Cells:
    return [(paper.plain(text), tone) for text, tone in cells]


def _joined(cells: Cells, between: str) -> str:
    return between.join(text for text, _ in cells if text)
