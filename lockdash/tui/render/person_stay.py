"""From when to when, in the width of a column: the time at the door, the year only where it is not this one."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from lockdash.domain.people import PersonStatus
from lockdash.domain.walltime import known_zone, wall_at
from lockdash.domain.window_words import week_text
from lockdash.domain.windows import Window
from lockdash.engine.people.views import PersonView
from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.render.cells import EMPTY, Cell

_HOURS = re.compile(r" (?=\d)")
_MOMENT = timedelta(microseconds=1)


def stay_cell(view: PersonView, glyphs: Glyphs, now: datetime) -> Cell:
    """Return `6 Mar 16:00 – 9 Mar 11:00`, or `6–9 Mar` where that is too long; quiet without limits, and once over."""
    tone = Tone.dim if view.status.is_over else Tone.calm
    stay, zone = view.stay, view.zone
    if stay is None or stay.is_permanent:
        if view.several_windows:
            return Cell("differs by door", Tone.dim, short="differs")
        return Cell("always", Tone.faint) if view.accesses else EMPTY
    known = known_zone(zone)
    today = now.astimezone(known or UTC).date()
    starts, ends = (_wall(at, zone if known is not None else "UTC") for at in (stay.starts_at, stay.ends_at))
    short = _days(starts, ends, view.status, today.year, glyphs)
    if view.several_windows:  # each door has hours of its own
        return Cell(short, tone)
    moments = " ".join(filter(None, (_moments(starts, ends, today.year, glyphs), _utc(stay, known is not None))))
    week = week_text(stay, zone, today)
    if not week:
        return Cell(moments, tone, short=short)
    if not short:
        return Cell(week, tone, short=_HOURS.split(week, maxsplit=1)[0])
    return Cell(f"{moments}, {week}", tone, short=f"{short}, weekly")


def bounds(view: PersonView) -> tuple[datetime | None, datetime | None]:
    """Return begin and end of the stay on the wall at the door, naive, for putting people in order: in UTC if the
    zone of the door is not known."""
    stay = view.stay
    if stay is None:
        return None, None
    zone = view.zone if known_zone(view.zone) is not None else "UTC"
    return _wall(stay.starts_at, zone), _wall(stay.ends_at, zone)


def _wall(at: datetime | None, zone: str | None) -> datetime | None:
    return at if at is None or at.tzinfo is None else wall_at(at, zone)


def _utc(stay: Window, is_known: bool) -> str:
    aware = any(at is not None and at.tzinfo is not None for at in (stay.starts_at, stay.ends_at))
    return "UTC" if aware and not is_known else ""


def _moments(starts: datetime | None, ends: datetime | None, year: int, glyphs: Glyphs) -> str:
    if starts is None or ends is None:
        at = starts or ends
        return f"{'from' if starts else 'until'} {_day(at, year)} {at:%H:%M}" if at is not None else ""
    if starts.date() == ends.date():
        return f"{_day(starts, year)} {starts:%H:%M}{glyphs.dash}{ends:%H:%M}"
    return f"{_day(starts, year)} {starts:%H:%M} {glyphs.dash} {_day(ends, year)} {ends:%H:%M}"


def _days(starts: datetime | None, ends: datetime | None, status: PersonStatus, year: int, glyphs: Glyphs) -> str:
    """The days alone; what ends at midnight ends on the day before. Where years do not fit, what comes next: the
    arrival of who is yet to come, else the end."""
    ends = ends - _MOMENT if ends is not None and ends.time() == time() else ends
    if starts is None or ends is None:
        at = starts or ends
        return f"{'from' if starts else 'until'} {_day(at, year)}" if at is not None else ""
    if not starts.year == ends.year == year:
        upcoming = status is PersonStatus.upcoming
        return f"from {_day(starts, year)}" if upcoming else f"until {_day(ends, year)}"
    if starts.date() == ends.date():
        return _day(starts, year)
    if starts.month == ends.month:
        return f"{starts.day}{glyphs.dash}{_day(ends, year)}"
    return f"{_day(starts, year)} {glyphs.dash} {_day(ends, year)}"


def _day(at: date, year: int) -> str:
    return f"{at.day} {at:%b}" if at.year == year else f"{at.day} {at:%b} {at.year}"
