"""How much happened when: bars of two lines with their greatest number, and below them a scale."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo

from lockdash.tui.events.periods import Slot, Unit
from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Line, Span

HEIGHT = 3
GUTTER = 11
"""Columns at the left, for the greatest number, and for what a bar stands for."""
_BARS = HEIGHT - 1
_LEAST, _WIDEST = 2, 6
"""Columns of a bar; the last one keeps it from the next, and is where a sign stands."""


def bars_in(width: int) -> int:
    """Return how many bars `width` columns have room for."""
    return max((width - GUTTER - 1) // _LEAST, 1)


def histogram_lines(slots: Sequence[Slot], unit: Unit, zone: tzinfo, width: int, glyphs: Glyphs) -> list[Line]:
    """Return `HEIGHT` lines of `width` columns. Beside a bar with events that tell of trouble stands a sign."""
    each = min(max((width - GUTTER - 1) // max(len(slots), 1), _LEAST), _WIDEST)
    most = max((slot.total for slot in slots), default=0)
    heads = (f"{most:,}", _PER[unit])
    lines: list[Line] = []
    for row, head in enumerate(heads):
        spans = [Span(f"{head:>{GUTTER - 1}} ", Tone.dim)]
        for slot in slots:
            spans += _bar(slot, most, row, each, glyphs)
        lines.append(_joined(spans))
    scale = _scale(slots, unit, zone, each, width - GUTTER)
    return [*lines, (Span(" " * GUTTER + scale, Tone.dim),)]


_PER = {Unit.hour: "an hour", Unit.day: "a day", Unit.week: "a week", Unit.month: "a month"}


def _bar(slot: Slot, most: int, row: int, width: int, glyphs: Glyphs) -> list[Span]:
    """The part of a bar in the line `row` from the top. What is not nothing is never drawn as nothing."""
    steps = len(glyphs.ramp)
    level = -(-slot.total * steps * _BARS // most) if most else 0
    here = min(max(level - steps * (_BARS - 1 - row), 0), steps)
    body = Span((glyphs.ramp[here - 1] if here else " ") * (width - 1), Tone.dim)
    if slot.alarming and row == _BARS - 1:
        return [body, Span(glyphs.alarm.strip("[]"), Tone.alarm)]
    return [body, Span(" ")]


def _joined(spans: Sequence[Span]) -> Line:
    """Return `spans` with neighbours of one tone in one; blanks have any."""
    found: list[Span] = []
    for each in spans:
        if found and (each.tone is found[-1].tone or each.text.isspace()):
            found[-1] = found[-1]._replace(text=found[-1].text + each.text)
        else:
            found.append(each)
    return tuple(found)


def _scale(slots: Sequence[Slot], unit: Unit, zone: tzinfo, each: int, width: int) -> str:
    """Name the bars that begin something, as far as the names do not touch."""
    told = ""
    for number, slot in enumerate(slots):
        local = datetime.fromtimestamp(slot.at, UTC).astimezone(zone)
        name, x = _name(local, unit, first=number == 0), number * each
        if name and (not told or x >= len(told) + 2) and x + len(name) <= width:
            told = told.ljust(x) + name
    return told


def _name(local: datetime, unit: Unit, *, first: bool) -> str:
    """What is written below the bar that begins at `local`, "" for nothing."""
    if unit is Unit.hour:
        return f"{local:%a}" if local.hour == 0 else f"{local:%H:%M}" if local.hour % 6 == 0 else ""
    if unit is Unit.day:
        return f"{local.day} {local:%b}" if local.weekday() == 0 else ""
    if unit is Unit.week:
        return f"{local.day} {local:%b}" if local.day <= 7 or first else ""
    return f"{local:%Y}" if local.month == 1 else f"{local:%b %Y}" if first else ""
