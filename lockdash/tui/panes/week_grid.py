"""The week as it is drawn upon: one row a day, where the cursor is, and what would come of what was begun."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lockdash.domain.week_days import FIGURES, day_strip
from lockdash.domain.week_grid import CELLS
from lockdash.domain.week_picture import LABEL
from lockdash.domain.week_signs import Ink, Stroke
from lockdash.domain.week_text import clock_text
from lockdash.domain.window_words import DAY_NAMES
from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Line, Span
from lockdash.tui.panes.week import TONES, signs_of
from lockdash.tui.schedules.edit_state import WeekEdit
from lockdash.tui.schedules.edit_week import Cursor

HEIGHT = 8
"""Lines of a scale and seven days; twice as many days where it is airy."""
WIDTHS = (LABEL + 4 * 24 + 2, LABEL + 2 * 24 + 2)
"""Columns from which on a half hour has two of them, and from which on all half hours are seen."""


class GridPicture(NamedTuple):
    """`x`, `y`, `width`: where the cursor is; `first`: the first column that is seen; `per_hour`: columns of an
    hour."""

    lines: list[Line]
    x: int
    y: int
    width: int
    first: int
    per_hour: int
    stride: int

    def cursor_at(self, x: int, y: int) -> Cursor | None:
        """Return the half hour that is drawn there."""
        day, column = (y - 1) // self.stride, x - LABEL + self.first
        if not 0 <= day < 7 or column < 0:
            return None
        return Cursor(day, min(column * 2 // self.per_hour, CELLS - 1))


def grid_picture(edit: WeekEdit, width: int, height: int, glyphs: Glyphs, *, is_here: bool) -> GridPicture:
    """Return the grid in `width` columns: a part of the day, if it is too narrow for all of it. `is_here`: the keys
    mean it."""
    per_hour = 4 if width >= WIDTHS[0] else 2
    step = per_hour // 2
    seen = max(min(24 * per_hour, width - LABEL - 2), step)
    x = edit.cursor.cell * step
    first = 0 if x < seen - step else 24 * per_hour - seen
    stride = 2 if height >= HEIGHT + 6 else 1
    lines: list[Line] = [_scale(edit, per_hour, first, seen)]
    for day in range(7):
        lines += [()] * (stride - 1) if day else []
        lines.append((_label(edit, day, glyphs, is_here=is_here), *_day(edit, day, per_hour, first, seen, glyphs)))
    return GridPicture(lines, LABEL + x - first, 1 + edit.cursor.day * stride, step, first, per_hour, stride)


def _scale(edit: WeekEdit, per_hour: int, first: int, seen: int) -> Line:
    """The figures of the hours, and in their place the time at the cursor."""
    area, step = edit.area, per_hour // 2
    told = clock_text(area.starts)
    if edit.anchor is not None:
        told = f"{told}-{clock_text(area.ends)}"
    x = min(max(area.first * step - first, 0), max(seen - len(told), 0))
    columns = [" "] * (seen + 2)
    for hour in range(0, 25, FIGURES[per_hour]):
        place = hour * per_hour - first
        if 0 <= place <= seen and not x - 3 < place <= x + len(told):
            columns[place : place + 2] = f"{hour:02}"
    left, right = "".join(columns[:x]), "".join(columns[x + len(told) :])
    spans = Span(" " * LABEL + left, Tone.dim), Span(told, Tone.accent, strong=True), Span(right.rstrip(), Tone.dim)
    return tuple(each for each in spans if each.text)


def _label(edit: WeekEdit, day: int, glyphs: Glyphs, *, is_here: bool) -> Span:
    here, target = edit.cursor.day == day, edit.targets is not None and day in edit.targets
    sign = glyphs.mark if target else glyphs.edge_cursor if here and is_here else " "
    tone = Tone.accent if here and is_here else Tone.calm if target else Tone.dim
    return Span(f"{sign}{DAY_NAMES[day]} ", tone, strong=here and is_here)


def _day(edit: WeekEdit, day: int, per_hour: int, first: int, seen: int, glyphs: Glyphs) -> Iterator[Span]:
    strip = day_strip(edit.preview, edit.kind, day, per_hour, signs_of(glyphs))
    area, step = edit.area, per_hour // 2
    if edit.targets is not None:
        changed = range(24 * per_hour if day in edit.targets else 0)
    else:
        is_begun = edit.anchor is not None and day in area.days
        changed = range(area.first * step, (area.last + 1) * step) if is_begun else range(0)
    tones = [
        Tone.accent if x in changed and each.ink is not Ink.ground else TONES[each.ink] for x, each in enumerate(strip)
    ]
    yield from _merged(strip[first : first + seen], tones[first : first + seen])


def _merged(strip: Sequence[Stroke], tones: Sequence[Tone]) -> Iterator[Span]:
    text, tone = "", Tone.calm
    for each, its in zip(strip, tones, strict=True):
        if text and its is not tone:
            yield Span(text, tone)
            text = ""
        text, tone = text + each.text, its
    if text:
        yield Span(text, tone)
