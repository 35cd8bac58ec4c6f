"""The detail of one person: from when to when, which doors, whether the locks have heard, and what was done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from itertools import zip_longest

import msgspec

from lockdash.domain.changes import Change
from lockdash.domain.commands import Actor
from lockdash.domain.events import Event
from lockdash.domain.people import Credentials
from lockdash.engine.people.directory import Directory
from lockdash.engine.people.views import PersonView
from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import BLANK, Line, Span, fit, joined, line, spread, width_of, wrap, wrap_spans
from lockdash.tui.panes.parts import headed, stacked, titled
from lockdash.tui.panes.person_accesses import access_lines
from lockdash.tui.panes.person_changes import asked_line, change_lines
from lockdash.tui.panes.person_events import person_event
from lockdash.tui.panes.person_facts import denial_lines, person_facts
from lockdash.tui.panes.person_status import nearness, status_line, stay_line
from lockdash.tui.panes.person_sync import remedy, trouble_line
from lockdash.tui.render.person_words import counted
from lockdash.vendors.people import Origin

_COLUMNS_FROM = 64
"""Columns from which on a low pane is told in two columns."""
_LOW = 18
_TWO_TIMES = 40
"""Columns that a label and two moments take."""
_CHANGES, _FEW = 5, 2
_LEAST = (5, 4, 4, 0)
"""Lines that doors, changes, events and denials get before one of them gets more."""


class PersonDetail(msgspec.Struct, frozen=True, kw_only=True):
    """What is told of somebody. `changes`, `events`: the newest first. `zone`: the viewer's, None for this machine's.
    `account`: the number of their account. `credentials`: while they are shown. `own`: who we are. `origin`: what can
    be done, None until the account was connected. `trouble`: why the account's people cannot be read, in words.
    `whole`: say also what cannot be done with them.
    """

    view: PersonView
    now: datetime
    zone: tzinfo | None
    glyphs: Glyphs
    account: int
    directory: Directory
    changes: Sequence[Change] = ()
    events: Sequence[Event] = ()
    credentials: Credentials | None = None
    own: Actor | None = None
    origin: Origin | None = None
    trouble: str = ""
    whole: bool = False


def person_lines(detail: PersonDetail, width: int, height: int) -> list[Line]:
    """Return at most `height` lines of `width` columns. Low panes use two columns, the lowest one line."""
    if height <= 0:
        return []
    if height == 1:
        return [_one_line(detail, width)]
    lines = _low(detail, width, height) if height < _LOW and width >= _COLUMNS_FROM else _full(detail, width, height)
    return [fit(each, width, detail.glyphs.ellipsis) for each in lines[:height]]


def _full(detail: PersonDetail, width: int, height: int) -> list[Line]:
    """One below the other. What there is no room for is cut from the parts, each of which keeps its beginning."""
    lines = [_title(detail, width), BLANK, spread(status_line(detail), nearness(detail), width)]
    stay = stay_line(detail)
    lines += wrap_spans(stay, width, 3, detail.glyphs.ellipsis) if stay else []
    lines += _news(detail, width)
    lines += [BLANK, *person_facts(detail, width, whole=True)]
    parts = (
        access_lines(detail, width, height),
        headed("Last changes", change_lines(detail, width, _CHANGES)),
        headed("Last events", [person_event(event, detail) for event in detail.events]),
        headed("Not possible", denial_lines(detail, width) if detail.whole else []),
    )
    return [*lines, *stacked(parts, _LEAST, height - len(lines), detail.glyphs)]


def _title(detail: PersonDetail, width: int) -> Line:
    person = detail.view.person
    return titled(person.name, person.account, detail.account, width, detail.glyphs)


def _low(detail: PersonDetail, width: int, height: int) -> list[Line]:
    """Name, status and stay over the whole width, then facts at the left and doors, changes and events at the right."""
    between = Span(f" {detail.glyphs.dot} ", Tone.faint)
    told = joined([status_line(detail), stay_line(detail)], between)
    lines = [_title(detail, width), spread(told, nearness(detail), width)]
    lines += [each for each in (asked_line(detail), trouble_line(detail)) if each]
    half = max(width // 2, min(_TWO_TIMES, width - _TWO_TIMES))
    right_width = width - half - 3
    left = person_facts(detail, half)
    right = [*access_lines(detail, right_width, height)]
    right += change_lines(detail, right_width, _FEW)
    right += [person_event(event, detail) for event in detail.events]
    for one, other in list(zip_longest(left, right, fillvalue=BLANK))[: max(height - len(lines), 0)]:
        cut = fit(one, half, detail.glyphs.ellipsis)
        gap = Span(" " * (half - width_of(cut) + 3))
        lines.append((*cut, gap, *other))
    return lines


def _one_line(detail: PersonDetail, width: int) -> Line:
    """Name, status, and what is amiss; else how many doors."""
    view = detail.view
    doors = line(Span(counted(view.accesses) if view.accesses else "", Tone.dim))
    near = nearness(detail)
    parts = [line(Span(view.person.name, strong=True)), status_line(detail), asked_line(detail), trouble_line(detail)]
    return fit(joined([*parts, near, doors], Span(f" {detail.glyphs.dot} ", Tone.faint)), width, detail.glyphs.ellipsis)


def _news(detail: PersonDetail, width: int) -> list[Line]:
    """What is under way and what is amiss, with what to do."""
    lines = [each for each in (asked_line(detail), trouble_line(detail)) if each]
    lines += wrap(remedy(detail), width, Tone.dim)
    lines += wrap(f"Not read now: {detail.trouble}" if detail.trouble else "", width, Tone.caution)
    return [BLANK, *lines] if lines else []
