"""The days of an exception while it is typed: what each is, how far away, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lockdash.domain.date_text import range_words
from lockdash.domain.date_trouble import forward
from lockdash.domain.exceptions import DateRange
from lockdash.engine.schedules.words import uses_text
from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import BLANK, Line, Span, fit, line, wrap
from lockdash.tui.render.schedule_words import days_away
from lockdash.tui.schedules.exception_form import ExceptionForm, days_in
from lockdash.tui.widgets.field import MARK

_WORDS, _COUNT = 36, 9
_NONE = "Days that are typed above are listed here."
_UNUSED = "None that is known. e on an access schedule lets it go with this exception."
_MEANING = "On these days nobody enters by a schedule that goes with it."


def exception_days(form: ExceptionForm, cursor: int | None, width: int, glyphs: Glyphs) -> tuple[list[Line], int]:
    """Return the lines, and which of them is that of the range in which the text cursor stands (`cursor`: its number),
    0 for none."""
    ranges = form.ranges
    here = ranges[cursor] if cursor is not None and cursor < len(ranges) else None
    wrong = {each for trouble in form.troubles for each in trouble.ranges}
    listed = sorted(dict.fromkeys(ranges), key=lambda each: (forward(each).is_over(form.today), forward(each)))
    lines: list[Line] = [_heading(form, ranges, glyphs)]
    place = 0
    for each in listed:
        if each == here:
            place = len(lines)
        is_wrong = forward(each) in wrong
        lines.append(fit(_row(each, form.today, glyphs, is_here=each == here, is_wrong=is_wrong), width))
    lines += [] if listed else [(Span(f"  {_NONE}", Tone.faint),)]
    return [*lines, BLANK, *_uses(form, width)], place


def _heading(form: ExceptionForm, ranges: Sequence[DateRange], glyphs: Glyphs) -> Line:
    coming = [each for each in map(forward, ranges) if not each.is_over(form.today)]
    told = [_days(days_in(coming)) + " to come"] if ranges else []
    told += [f"{len(ranges) - len(coming)} over"] if len(coming) < len(ranges) else []
    rest = "".join(f" {glyphs.dot} {each}" for each in told)
    return line(Span("  Days", Tone.heading), Span(rest, Tone.dim))


def _row(dates: DateRange, today: date, glyphs: Glyphs, *, is_here: bool, is_wrong: bool) -> Line:
    meant = forward(dates)
    is_over = meant.is_over(today)
    tone = Tone.faint if is_over else Tone.calm
    when = "over" if is_over else "now" if meant.holds(today) else days_away(meant.first, today)
    words = range_words(dates)
    return line(
        Span(f"{glyphs.edge_cursor if is_here else ' '} ", Tone.accent),
        Span(MARK if is_wrong else " " * len(MARK), Tone.caution),
        Span(f"{words:<{_WORDS}}", Tone.caution if is_wrong else tone, strong=is_here),
        Span(f"{_days(days_in([meant])):>{_COUNT}}   ", Tone.faint if is_over else Tone.dim),
        Span(when, Tone.faint if is_over else Tone.dim),
    )


def _uses(form: ExceptionForm, width: int) -> list[Line]:
    lines: list[Line] = [(Span("  Schedules that go with it", Tone.heading),)]
    for view in form.by:
        lines.append(line(Span(f"    {view.name}"), Span(f"  {uses_text(view) or 'used by nobody'}", Tone.dim)))
    told = [*wrap(_MEANING if form.by else _UNUSED, max(width - 4, 8), Tone.dim)]
    return [*lines, *((Span("    "), *each) for each in told)]


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
