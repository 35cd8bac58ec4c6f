"""The week of a schedule as text, and the labelled facts of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lockdash.domain.week_text import text_of
from lockdash.domain.week_trouble import troubles
from lockdash.domain.window_words import stay_text
from lockdash.engine.schedules.words import drift_text
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.clocks import door_clock
from lockdash.tui.panes.facts import LABEL, labelled, told_facts
from lockdash.tui.panes.lines import Line, Span, fit, line, wrap
from lockdash.tui.render.schedule_words import days_away, place_of, range_text

if TYPE_CHECKING:
    from lockdash.tui.panes.schedule import ScheduleDetail

_DAYS_SHOWN = 4
_HANG = 2


def week_facts(detail: ScheduleDetail, width: int) -> list[Line]:
    """Return the week as it is typed, a line or more for each group of days that are alike; nothing for a kind that
    is not known."""
    if detail.view.kind is None:
        return []
    room = max(width - LABEL, 10)
    lines = [each for group in text_of(detail.view.week).split("; ") for each in _hanging(group, room)]
    return [labelled("" if number else "Week", each) for number, each in enumerate(lines)]


def _hanging(text: str, width: int) -> list[Line]:
    """Return `text` in lines of `width` columns; what follows the first one is set in."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(" " * _HANG + word if lines else word)
    return [line(each) for each in lines]


def schedule_facts(detail: ScheduleDetail, width: int, *, whole: bool = False) -> list[Line]:
    """Return each fact there is. `whole`: over several lines, rather than cut."""
    lines = told_facts(_facts(detail), width, detail.glyphs.ellipsis, whole=whole)
    for each in troubles(detail.view.week.spans or detail.view.week.marks):
        told = wrap(each.words, max(width - LABEL, 10), Tone.caution)
        lines += [fit(labelled("" if number else "Amiss", part), width) for number, part in enumerate(told)]
    return lines


def _facts(detail: ScheduleDetail) -> Iterator[tuple[str, Line]]:
    view = detail.view
    yield "Exception", _exception(detail)
    yield "Door clock", _clock(detail)
    yield "Stay", line(_stay(detail))
    yield "Drifts", line(Span(drift_text(view, detail.now), Tone.caution))
    if view.schedule is not None and view.kind is None:
        yield "Raw kind", line(Span(view.schedule.kind_raw, Tone.unsure))


def _exception(detail: ScheduleDetail) -> Line:
    """Return the exception that it goes with and its coming days."""
    found = detail.exception
    if found is None:
        return ()
    name, year = Span(found.name), found.today.year
    days = [each for each in found.ranges if not each.is_over(found.today)]
    if not days:
        return line(name, Span(", no days to come", Tone.dim))
    told = ", ".join(range_text(each, year, detail.glyphs) for each in days[:_DAYS_SHOWN])
    more = f" and {len(days) - _DAYS_SHOWN} more" if len(days) > _DAYS_SHOWN else ""
    return line(name, Span(f": {told}{more}"), Span(f" ({days_away(days[0].first, found.today)})", Tone.dim))


def _clock(detail: ScheduleDetail) -> Line:
    view = detail.view
    if view.in_utc:
        return line(Span("not known: hours are those of UTC", Tone.unsure))
    if not view.uses:
        return ()
    unknown = any(zone not in view.zones for use in view.uses for zone in use.zones)
    clocks = [door_clock(zone, detail.now, detail.zone) or place_of(zone) for zone in sorted(view.zones)]
    if not clocks:
        return line(Span("not known", Tone.unsure))
    told = "; ".join(clocks)
    return line(told, Span("; of some doors not known" if unknown else "", Tone.unsure))


def _stay(detail: ScheduleDetail) -> str:
    """Return from when to when these hours count at all, "" if there is no limit."""
    access = detail.view.access
    return stay_text(access.window, detail.view.zone) if access is not None and access.window is not None else ""
