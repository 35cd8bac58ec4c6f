"""What happens next, on which days, and where, as the columns of a list have room for it."""

from __future__ import annotations

from datetime import date, datetime

from lockdash.domain.exceptions import DateRange
from lockdash.engine.schedules.views import ScheduleView
from lockdash.engine.schedules.words import day_and_time, deed_text, kind_text, next_zone, until_text
from lockdash.tui.look.glyphs import Glyphs

EXCEPTION = "exception"
HOURS = "hours"


def brief_kind(view: ScheduleView) -> str:
    """Return what kind of schedule it is, in a word or two."""
    if view.access is not None:
        return HOURS
    return kind_text(view).removesuffix("_schedule").replace("_", " ")


def next_parts(view: ScheduleView, now: datetime) -> tuple[str, str]:
    """Return `unlocks Mon 08:00`, by the clock at that door, and `in 13 h`; both empty if nothing happens, or if it is
    not known when. Where doors are in several zones, it says in which."""
    turn = view.next
    if turn is None:
        return "", ""
    zone = next_zone(view, now)
    told = f"{deed_text(turn, view.kind)} {day_and_time(turn, zone, now)}"
    return f"{told} {place_of(zone)}" if zone is not None and view.zone is None else told, until_text(turn.at, now)


def days_away(day: date, today: date) -> str:
    """Return `today`, `tomorrow` or `in 28 d`; `3 d ago`."""
    days = (day - today).days
    if days < 0:
        return f"{-days} d ago"
    return ("today", "tomorrow")[days] if days < 2 else f"in {days} d"


def day_text(day: date, year: int) -> str:
    """Return `4 Jul`, with the year where it is not `year`."""
    return f"{day.day} {day:%b}" if day.year == year else f"{day.day} {day:%b} {day.year}"


def range_text(days: DateRange, year: int, glyphs: Glyphs) -> str:
    """Return `4 Jul`, `24–26 Dec` or `28 Dec – 3 Jan 2027`: the year only where it is not `year`."""
    first, last = days.first, days.last
    if first == last:
        return day_text(first, year)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}{glyphs.dash}{day_text(last, year)}"
    begin = f"{first.day} {first:%b}" if first.year == last.year else day_text(first, year)
    return f"{begin} {glyphs.dash} {day_text(last, year)}"


def place_of(zone: str) -> str:
    """Return the city of a zone."""
    return zone.rpartition("/")[2].replace("_", " ")


def schedules_text(number: int) -> str:
    """Return `1 schedule`, `2 schedules`."""
    return f"{number} schedule{'' if number == 1 else 's'}"
