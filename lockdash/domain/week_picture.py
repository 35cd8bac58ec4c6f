"""A week as a picture of text, for screens and for plain output alike. Pure.

By its room: a row for each day, of four, two or one columns an hour; or a column for each day where it is narrow and
high; or else the week in its text form. `Stroke.ink` says what a part is; without it the signs say the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from lockdash.domain.schedules import ScheduleKind
from lockdash.domain.week_cells import kind_of
from lockdash.domain.week_columns import HEIGHT as COLUMNS_HEIGHT
from lockdash.domain.week_columns import WIDTH as COLUMNS_WIDTH
from lockdash.domain.week_columns import columns_rows
from lockdash.domain.week_days import FIGURES, SCALES, columns, day_lanes, day_strip, with_now
from lockdash.domain.week_signs import Ink, Row, Signs, Stroke
from lockdash.domain.week_text import text_of
from lockdash.domain.weeks import Week
from lockdash.domain.window_words import DAY_NAMES
from lockdash.domain.windows import DAY, since_midnight

UNKNOWN = "What it does is not known."
LABEL = 5
"""Columns before a day: a mark for today, its name, a blank."""
_LANE = 5
"""More of them, for the names of two lanes."""
_ROWS = 8
"""Lines of a scale and seven days."""
_LANES = 15
"""The same with two lines for each day."""
LEGENDS = {
    ScheduleKind.access: "{whole} may enter",
    ScheduleKind.lock_action: "{unlock} unlocks  {lock} locks",
    ScheduleKind.auto_lock: "{whole} locks by itself",
    ScheduleKind.power_plug: "{whole} is on",
    ScheduleKind.thermostat: "68-76  heats up to 68, cools down to 76",
}


def picture(
    week: Week,
    kind: ScheduleKind | None,
    width: int,
    height: int,
    signs: Signs,
    now: datetime | None = None,
    *,
    clock: bool = False,
) -> list[Row]:
    """Return `week` in at most `height` rows of at most `width` columns. `now`: naive, by the clock at the door; None
    if it is not to be marked. `clock`: tell the time itself beside the mark, where the rows stand by themselves. No row
    has control or wide characters."""
    kind = kind_of(week, kind)
    if kind is None:
        return text_rows(UNKNOWN, width, height, signs)
    per_hour = next((each for each in SCALES if LABEL + columns(each, DAY) <= width), 0)
    if per_hour <= 1 and width >= COLUMNS_WIDTH and height >= COLUMNS_HEIGHT:
        return columns_rows(week, kind, width, signs, now)
    if not per_hour or height < _ROWS:
        return text_rows(text_of(week), width, height, signs)
    told = f"now {now:%a %H:%M}" if clock and now is not None else "now"
    return _days_rows(week, kind, width, height, per_hour, signs, now, told)


def scale_row(per_hour: int, width: int) -> str:
    """Return the figures of the hours, each where it begins, and of midnight if `width` has room for it."""
    step = FIGURES[per_hour] * per_hour
    told = "".join(f"{x // per_hour:02}".ljust(step) for x in range(0, 24 * per_hour, step)).rstrip()
    return f"{told.ljust(24 * per_hour)}24" if width >= 24 * per_hour + 2 else told


def text_rows(text: str, width: int, height: int, signs: Signs) -> list[Row]:
    """Return a week in its text form, broken where it has a comma or a semicolon."""
    lines = list(_broken(text, max(width, 1)))
    if len(lines) > height:
        kept = " ".join([lines[max(height, 1) - 1], signs.ellipsis])
        lines = [*lines[: max(height, 1) - 1], kept if len(kept) <= width else kept[: width - 2] + signs.ellipsis]
    return [(Stroke(each[:width], Ink.note),) for each in lines[:height]]


def _days_rows(
    week: Week,
    kind: ScheduleKind,
    width: int,
    height: int,
    per_hour: int,
    signs: Signs,
    now: datetime | None,
    told: str,
) -> list[Row]:
    left = LABEL
    in_lanes = kind is ScheduleKind.thermostat and height >= _LANES and columns(per_hour, DAY) + LABEL + _LANE <= width
    if in_lanes:
        left += _LANE
    rows: list[Row] = [(Stroke(" " * left + scale_row(per_hour, width - left), Ink.hour),)]
    at = since_midnight(now.time()) if now is not None else timedelta()
    for day in range(7):
        is_today = now is not None and now.weekday() == day
        label = Stroke(f"{signs.today if is_today else ' '}{DAY_NAMES[day]} ", Ink.today if is_today else Ink.day)
        if not in_lanes:
            strip = day_strip(week, kind, day, per_hour, signs)
            rows.append((label, *merged(with_now(strip, at, per_hour, signs) if is_today else strip)))
            continue
        for lane in day_lanes(week, kind, day, per_hour, signs):
            strip = with_now(lane.columns, at, per_hour, signs) if is_today else lane.columns
            rows.append((label, Stroke(f"{lane.label} ", Ink.day), *merged(strip)))
            label = Stroke(" " * LABEL, Ink.day)
    if now is not None and height > len(rows):
        rows.append(_now_row(told, left + columns(per_hour, at), width, signs))
    legend = "" if in_lanes else legend_text(kind, signs)
    if legend and height > len(rows) and left + len(legend) <= width:
        rows.append((Stroke(" " * left + legend, Ink.note),))
    return rows


def legend_text(kind: ScheduleKind, signs: Signs) -> str:
    """Return what the signs mean."""
    return LEGENDS[kind].format(whole=signs.whole, lock=signs.lock, unlock=signs.unlock)


def merged(strokes: Sequence[Stroke]) -> Iterator[Stroke]:
    """Strokes of one ink that follow each other are one."""
    text, ink = "", Ink.ground
    for each in strokes:
        if text and each.ink is not ink:
            yield Stroke(text, ink)
            text = ""
        text, ink = text + each.text, each.ink
    if text:
        yield Stroke(text, ink)


def _now_row(told: str, x: int, width: int, signs: Signs) -> Row:
    if x + 2 + len(told) <= width:
        return (Stroke(" " * x, Ink.ground), Stroke(f"{signs.pointer} {told}", Ink.now))
    return (Stroke(" " * max(x - 1 - len(told), 0), Ink.ground), Stroke(f"{told} {signs.pointer}", Ink.now))


def _broken(text: str, width: int) -> Iterator[str]:
    for group in text.split("; "):
        pieces = group.replace(", ", ",\n").split("\n")
        parts = [part for piece in pieces for part in ([piece] if len(piece) <= width else piece.split(" "))]
        row = ""
        for part in parts:
            if row and len(row) + 1 + len(part) > width:
                yield row
                row = ""
            row = f"{row} {part}" if row else part
        yield row
