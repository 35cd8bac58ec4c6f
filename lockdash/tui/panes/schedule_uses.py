"""Who and what goes by a schedule: devices by name, people with the door that they come to."""

from __future__ import annotations

from lockdash.domain.schedules import ScheduleKind
from lockdash.engine.order import natural
from lockdash.engine.schedules.views import ScheduleView, Use
from lockdash.engine.schedules.words import uses_text
from lockdash.tui.keymap.in_use import key_of
from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Line, wrap
from lockdash.tui.panes.table import fitted_lines
from lockdash.tui.render.cells import Cell
from lockdash.tui.render.columns import Column
from lockdash.tui.render.schedule_words import place_of

_COLUMNS = (
    Column("name", "", least=8, want=16, most=40, rank=0, middle=True),
    Column("where", "", least=6, want=14, most=40, rank=1, middle=True),
    Column("zone", "", least=6, want=8, most=16, rank=2),
)


def use_lines(view: ScheduleView, width: int, glyphs: Glyphs) -> list[Line]:
    """Return how many go by it as a title, and a line for each; that nothing does, if so."""
    if not view.uses:
        return wrap(_unused(view), width, Tone.dim)
    columns = (_COLUMNS[0]._replace(title=f"Used by {uses_text(view)}"), *_COLUMNS[1:])
    uses = sorted(view.uses, key=lambda each: (not each.is_device, natural(each.name), natural(each.where)))
    return fitted_lines(columns, [_row(each, view) for each in uses], width, glyphs.ellipsis)


def _row(use: Use, view: ScheduleView) -> tuple[Cell, Cell, Cell]:
    """The zone is told where it is not the same for all."""
    zone = next(iter(use.zones)) if len(use.zones) == 1 else None
    where = Cell("" if view.zone is not None else place_of(zone) if zone is not None else "zone not known", Tone.dim)
    return Cell(use.name), Cell(use.where, Tone.dim), where


def _unused(view: ScheduleView) -> str:
    if view.kind is ScheduleKind.access:
        return "Nobody comes by it: a schedule is given to people with their doors, on the People tab."
    if view.kind is None:
        return "No device that lockdash knows goes by it."
    return f"No device goes by it: {key_of('assign_schedule')} chooses some."
