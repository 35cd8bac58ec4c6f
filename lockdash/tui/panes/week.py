"""A week as it is seen on the screen: the picture in tones."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from lockdash.domain.schedules import ScheduleKind
from lockdash.domain.week_picture import picture
from lockdash.domain.week_signs import Ink, Signs, Stroke, signs
from lockdash.domain.weeks import Week
from lockdash.tui.look.glyphs import ASCII, Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import Line, Span

TONES = {
    Ink.day: Tone.dim,
    Ink.today: Tone.accent,
    Ink.hour: Tone.dim,
    Ink.ground: Tone.faint,
    Ink.held: Tone.calm,
    Ink.rail: Tone.dim,
    Ink.mark: Tone.calm,
    Ink.now: Tone.accent,
    Ink.note: Tone.dim,
}


def week_lines(
    week: Week, kind: ScheduleKind | None, width: int, height: int, glyphs: Glyphs, now_wall: datetime | None
) -> list[Line]:
    """Return `week` in at most `height` lines of at most `width` columns. `now_wall`: naive, by the clock at the door;
    None if it is not known. It is marked by half hours: what moves each minute would be drawn each minute."""
    now = now_wall.replace(minute=now_wall.minute // 30 * 30, second=0, microsecond=0) if now_wall is not None else None
    return [inked(row) for row in picture(week, kind, width, height, signs_of(glyphs), now)]


def inked(strokes: Iterable[Stroke]) -> Line:
    """Return strokes in the tones of what they are."""
    return tuple(Span(each.text, TONES[each.ink], strong=each.ink in (Ink.today, Ink.now)) for each in strokes)


def signs_of(glyphs: Glyphs) -> Signs:
    """Return the signs that go with a set of glyphs."""
    return signs(glyphs is ASCII)
