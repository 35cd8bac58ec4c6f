"""What happens next by a schedule: when at the door, what, in what time, and when on the viewer's clock."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from lockdash.domain.walltime import wall_elsewhere
from lockdash.engine.schedules.views import coming
from lockdash.engine.schedules.words import day_and_time, deed_text, until_text
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Line
from lockdash.tui.panes.table import fitted_lines
from lockdash.tui.render.cells import Cell
from lockdash.tui.render.columns import Column
from lockdash.tui.render.schedule_words import place_of

if TYPE_CHECKING:
    from lockdash.tui.panes.schedule import ScheduleDetail

_AHEAD = timedelta(days=7)
_COLUMNS = (
    Column("when", "Next", least=9, want=9, most=16, rank=0),
    Column("what", "", least=6, want=12, most=20, rank=0),
    Column("where", "", least=6, want=8, most=14, rank=1),
    Column("away", "", least=4, want=7, most=8, rank=2),
    Column("here", "Your time", least=9, want=9, most=9, rank=3),
)


def coming_lines(detail: ScheduleDetail, width: int, most: int) -> list[Line]:
    """Return a line of titles and one for each of the next things, `most` of them, nothing if none is known of. Where
    nothing happens within a week, the next thing alone."""
    view, now = detail.view, detail.now
    if view.next is None:
        return []
    until = max(now + _AHEAD, view.next.at)
    rows = []
    for zone, turn in coming(view, now, until)[:most]:
        here = wall_elsewhere(turn.at, zone, detail.zone)
        there = "UTC" if view.in_utc else place_of(zone) if view.zone is None else ""
        when = day_and_time(turn, zone, now)
        rows.append(
            (
                Cell(when),
                Cell(deed_text(turn, view.kind)),
                Cell(there, Tone.dim),
                Cell(until_text(turn.at, now), Tone.dim),
                Cell(f"{here:%a %H:%M}" if here is not None else "", Tone.dim),
            )
        )
    return fitted_lines(_COLUMNS, rows, width, detail.glyphs.ellipsis)
