"""What somebody may open: a table of doors, with what does not fit into it below each row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from lockdash.domain.accesses import Access, Level, TargetKind, window_at
from lockdash.domain.window_words import window_text
from lockdash.engine.order import natural
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Line, Span, fit, line, wrap
from lockdash.tui.panes.person_status import drift_text, today
from lockdash.tui.panes.person_sync import opened, reasons, sync_cell
from lockdash.tui.panes.table import fitted, shown_columns, table_lines
from lockdash.tui.render.cells import EMPTY, Cell
from lockdash.tui.render.columns import Column
from lockdash.tui.render.person_words import counted

if TYPE_CHECKING:
    from lockdash.tui.panes.person import PersonDetail

_INDENT = "  "
_ALWAYS = window_text(None, None, date.min)
_COLUMNS = (
    Column("door", "", least=8, want=16, most=40, rank=0, middle=True),
    Column("sync", "In the locks", least=12, want=14, most=26, rank=1),
    Column("what", "Covers", least=9, want=9, most=20, rank=2),
    Column("schedule", "Schedule", least=8, want=14, most=28, rank=3, middle=True),
    Column("level", "May", least=6, want=10, most=24, rank=4),
    Column("window", "When", least=24, want=38, most=70, rank=5),
)
_BY_NAME = {each.name: index for index, each in enumerate(_COLUMNS)}


def access_lines(detail: PersonDetail, width: int, height: int) -> list[Line]:
    """Return the table, its rows as far as `height` lines can show them and one more, or why there is none: what was
    not read yet is not nothing."""
    by_name = sorted(detail.view.accesses, key=lambda each: (natural(detail.directory.name(each)), each.key))
    accesses = by_name[:height]  # the titles take a line as well
    if not accesses:
        return _none(detail, width)
    rows = [_row(access, detail) for access in accesses]
    columns = fitted([_titled(each, detail) for each in _COLUMNS], rows)
    indexes = [_BY_NAME[each.name] for each in columns]
    shown = shown_columns(columns, width)
    lines = table_lines(columns, [[row[index] for index in indexes] for row in rows], width, detail.glyphs.ellipsis)
    found = lines[:1]
    for access, row, told in zip(accesses, rows, lines[1:], strict=True):
        found += [told, *_below(access, row, shown, detail, width)]
    return found


def _none(detail: PersonDetail, width: int) -> list[Line]:
    if detail.view.doors_known:
        return wrap("No doors: nothing can be opened with this.", width)
    why = "" if detail.trouble else " They are read while this is on screen."
    return wrap(f"Doors not read yet.{why}", width, Tone.unsure)


def _titled(column: Column, detail: PersonDetail) -> Column:
    if column.name != "door":
        return column
    title = counted(detail.view.accesses)
    return column._replace(title=title if detail.view.doors_known else f"{title} so far")


def _row(access: Access, detail: PersonDetail) -> Sequence[Cell]:
    """A cell for each of `_COLUMNS`."""
    cells = {
        "door": Cell(detail.directory.name(access)),
        "sync": sync_cell(access, detail),
        "what": Cell(_covers(access, detail), Tone.dim),
        "schedule": Cell(detail.directory.schedule(access)),
        "level": Cell(_level(access), Tone.dim),
        "window": _window_cell(access, detail),
    }
    return [cells[each.name] for each in _COLUMNS]


def _window_cell(access: Access, detail: PersonDetail) -> Cell:
    """When it counts, where that differs from door to door."""
    if not detail.view.several_windows:
        return EMPTY
    zone = detail.directory.zone_at([access])
    told = window_text(window_at(detail.view.person, access), zone, today(zone, detail.now))
    return Cell(told, Tone.faint if told == _ALWAYS else Tone.calm)


def _below(
    access: Access, row: Sequence[Cell], shown: Sequence[str], detail: PersonDetail, width: int
) -> Iterator[Line]:
    """Yield what the row has no column for, and why its locks have not heard."""
    room, ellipsis = width - len(_INDENT), detail.glyphs.ellipsis
    named = [(column.name, cell.text) for column, cell in zip(_COLUMNS, row, strict=True) if cell.text]
    left_out = [text for name, text in named if name not in shown and text != _ALWAYS]
    below = [line(Span(f" {detail.glyphs.dot} ".join(left_out), Tone.dim))] if left_out else []
    if detail.view.several_windows:
        window, zone = window_at(detail.view.person, access), detail.directory.zone_at([access])
        below += wrap(drift_text(window, zone, detail), room, Tone.dim)
    for each in (*below, *reasons(access, detail, room)):
        yield fit((Span(_INDENT), *each), width, ellipsis)


def _covers(access: Access, detail: PersonDetail) -> str:
    """Return how many doors a group or location has, as far as anybody says; "" for a single door."""
    if access.target_kind is TargetKind.device:
        return ""
    what = "group" if access.target_kind is TargetKind.door_group else "location"
    doors = opened(access, detail)
    number = len(doors) if doors is not None else access.sync.total if access.sync is not None else None
    return what if number is None else f"{what} of {number}"


def _level(access: Access) -> str:
    level = "" if access.level in (None, Level.unknown) else str(access.level)
    afar = "" if access.remote is not False else "nearby only"
    return ", ".join(each for each in (level, afar) if each)
