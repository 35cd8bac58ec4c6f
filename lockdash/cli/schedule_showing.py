"""What `lockdash schedules show` prints for people: the week as a picture and as text, and what goes by it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from lockdash.cli import schedule_wording
from lockdash.cli.schedule_known import Known
from lockdash.cli.terminal import Paper, Tone, pad, wrap
from lockdash.domain.date_text import range_words
from lockdash.domain.exceptions import coming, merged
from lockdash.domain.walltime import wall_at, wall_elsewhere
from lockdash.domain.week_picture import picture
from lockdash.domain.week_signs import Ink, Row, signs
from lockdash.domain.week_text import text_of
from lockdash.domain.week_trouble import troubles
from lockdash.engine.schedules.views import ScheduleView
from lockdash.engine.schedules.words import drift_text, next_zone

_LABEL = 11
_PIPE = 80
"""Columns of what is not a terminal."""
_HIGH = 40
"""Lines that a picture may have: more than any needs."""
_TONES = {Ink.day: Tone.dim, Ink.hour: Tone.dim, Ink.ground: Tone.dim, Ink.rail: Tone.dim, Ink.note: Tone.dim}


def lines(view: ScheduleView, known: Known, now: datetime, paper: Paper) -> Iterator[str]:
    """Yield the lines to print. `now`: UTC."""
    room = paper.width or _PIPE
    yield from wrap(paper.plain(f"{view.name} ({view.account})"), room)
    yield ""
    yield from (_painted(row, paper) for row in _picture(view, now, room, paper))
    yield ""
    for label, said, tone in _facts(view, known, now):
        yield from _fact(label, said, tone, room, paper)


def _picture(view: ScheduleView, now: datetime, room: int, paper: Paper) -> list[Row]:
    zone = "UTC" if view.in_utc else view.zone
    wall = wall_at(now, zone) if zone is not None else None
    return picture(view.week, view.kind, room, _HIGH, signs(paper.ascii_only), wall, clock=True)


def _painted(row: Row, paper: Paper) -> str:
    ends = [*row[:-1], row[-1]._replace(text=row[-1].text.rstrip())] if row else []
    return "".join(paper.paint(paper.plain(each.text), _TONES.get(each.ink, Tone.calm)) for each in ends)


def _facts(view: ScheduleView, known: Known, now: datetime) -> Iterator[tuple[str, Sequence[str], Tone]]:
    """What there is to say: a label, one text or several, and how loud."""
    text, tone = schedule_wording.kind(view)
    yield "Kind", [text], tone
    if view.kind is not None:
        yield "Week", text_of(view.week).split("; "), Tone.calm
    text, tone = schedule_wording.following(view, now)
    yield "Next", [text, _yours(view, now)], tone
    text, tone = schedule_wording.clock(view)
    yield "Door clock", [text], tone
    yield "Drifts", [drift_text(view, now)], Tone.warm
    yield "Amiss", [each.words for each in troubles(view.week.spans or view.week.marks)], Tone.warm
    yield "Closed", [_closed(view, now)], Tone.calm
    text, tone = schedule_wording.used_by(view, known)
    yield "Used by", [schedule_wording.use(each) for each in view.uses] or [text], tone


def _yours(view: ScheduleView, now: datetime) -> str:
    """Return when that is by the clock of this machine, "" if it shows the same."""
    zone = "UTC" if view.in_utc else next_zone(view, now)
    here = wall_elsewhere(view.next.at, zone) if view.next is not None and zone is not None else None
    return f"your time: {here:%a %H:%M}" if here is not None else ""


def _closed(view: ScheduleView, now: datetime) -> str:
    """Return the exception that it goes with, and its days to come."""
    if view.exception is None:
        return ""
    days = merged(coming(view.exception, wall_at(now, view.zone or "UTC").date()))
    told = ", ".join(map(range_words, days)) or "no days to come"
    return f"{view.exception.name}: {told}"


def _fact(label: str, said: Sequence[str], tone: Tone, room: int, paper: Paper) -> Iterator[str]:
    for each in filter(None, said):
        for part in wrap(paper.plain(each), max(room - _LABEL, 1)):
            yield f"{paper.paint(pad(label, _LABEL), Tone.dim)}{paper.paint(part, tone)}"
            label = ""
