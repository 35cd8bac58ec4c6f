"""What is about to be sent of an exception, in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from lockdash.domain.date_text import range_words
from lockdash.domain.exceptions import AccessException, DateRange, merged, without
from lockdash.engine.schedules.views import ScheduleView
from lockdash.engine.schedules.words import uses_text
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import BLANK, Line, wrap
from lockdash.tui.people.guest_summary import fact
from lockdash.tui.schedules.exception_form import NAME, ExceptionForm


def exception_summary(form: ExceptionForm, width: int) -> list[Line]:
    """Return what `form` comes to, which has no problems: of one that is there, each thing that differs."""
    before = None if form.is_gone else form.exception
    name = form.text(NAME).strip()
    if before is None:
        lines = [*fact("Account", form.account, width), *fact("Name", name, width)]
        lines += _days("Days", merged(form.ranges), width)
    else:
        lines = [] if name == before.name else fact("Name", f"{before.name}, from now on {name}", width)
        lines += _days("Added", without(form.ranges, before.dates), width)
        lines += _days("Taken away", without(before.dates, form.ranges), width)
    return [*lines, BLANK, *wrap(_consequence(() if form.is_gone else form.by), width, Tone.dim)]


def _days(label: str, ranges: Sequence[DateRange], width: int) -> list[Line]:
    lines: list[Line] = []
    for number, each in enumerate(ranges):
        lines += fact(label if not number else "", range_words(each), width)
    return lines


def _consequence(by: Sequence[ScheduleView]) -> str:
    if not by:
        return "No schedule goes with it yet, so that it changes nothing: e on an access schedule sets it."
    named = ", ".join(f"{each.name} ({uses_text(each) or 'used by nobody'})" for each in by)
    return f"On its days nobody enters by {named}. The locks hear of it after that; one that sleeps does when it wakes."


def conflict_lines(form: ExceptionForm, now: AccessException | None, width: int) -> list[Line]:
    """Return how it stands now, None for deleted, and what is typed here."""
    lines = fact("Now", "there is none" if now is None else now.name, width)
    lines += _days("", merged(now.dates), width) if now is not None else []
    lines += [BLANK, *fact("Yours", form.text(NAME).strip(), width), *_days("", merged(form.ranges), width)]
    return [*lines, BLANK, *wrap("Nothing was sent.", width, Tone.dim)]
