"""The detail of one event: the sentence, who, how and where, all its times, and what the vendor said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo
from itertools import zip_longest

import msgspec

from lockdash.domain.events import Outcome
from lockdash.domain.text import clean
from lockdash.domain.walltime import known_zone
from lockdash.engine.log.views import LogRow
from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.event_raw import raw_lines
from lockdash.tui.panes.facts import told_facts
from lockdash.tui.panes.lines import BLANK, Line, Span, fit, joined, line, width_of, wrap_spans
from lockdash.tui.panes.parts import apart
from lockdash.tui.render.event_words import date_words, kind_text, lateness, sign_of, tone_of

_SENTENCE = 4
"""Lines, at most."""
_LOW = 12
"""Lines from which on blank ones part what belongs together."""
_COLUMNS_FROM = 64
"""Columns from which on a lower pane is told in two columns."""


class EventDetail(msgspec.Struct, frozen=True, kw_only=True):
    """What is told of an event. `zone`: the viewer's. `door_zone`: that of the door, None if nobody knows. `account`:
    the number of its account. `whole`: also what the vendor answered."""

    row: LogRow
    now: datetime
    zone: tzinfo
    glyphs: Glyphs
    account: int
    door_zone: str | None = None
    whole: bool = True


def event_lines(detail: EventDetail, width: int, height: int) -> list[Line]:
    """Return at most `height` lines of `width` columns; the lowest pane has one."""
    if height <= 0:
        return []
    if height == 1:
        return [_one_line(detail, width)]
    ellipsis = detail.glyphs.ellipsis
    if height < _LOW and width >= _COLUMNS_FROM:
        return _low(detail, width, height)
    parted = [BLANK] if height >= _LOW else []
    lines = [_title(detail, width), *parted, *wrap_spans(_sentence(detail), width, _SENTENCE, ellipsis), *parted]
    lines += told_facts(_facts(detail), width, ellipsis, whole=True)
    lines += [*parted, *told_facts(_times(detail), width, ellipsis, whole=True)]
    lines += [*parted, *told_facts(_source(detail), width, ellipsis, whole=True)]
    if len(lines) < height and detail.whole:
        event = detail.row.event
        lines += [*parted, *raw_lines(event.raw, width, ellipsis, is_ours=event.kind.is_ours)]
    return [fit(each, width, ellipsis) for each in lines[:height]]


def _low(detail: EventDetail, width: int, height: int) -> list[Line]:
    """What it was over the whole width; then who, how and where at the left, and the times at the right."""
    ellipsis = detail.glyphs.ellipsis
    lines = [_title(detail, width), fit(_sentence(detail), width, ellipsis)]
    half = (width - 3) // 2
    left = told_facts([*_facts(detail), *_source(detail)], half, ellipsis)
    right = told_facts(_times(detail), width - half - 3, ellipsis)
    for one, other in zip_longest(left, right, fillvalue=BLANK):
        lines.append((*one, Span(" " * (half - width_of(one) + 3)), *other))
    return lines[:height]


def _title(detail: EventDetail, width: int) -> Line:
    """Return what it was at the left, and the account in its colour at the right."""
    event, glyphs = detail.row.event, detail.glyphs
    account = line(Span(f"{glyphs.edge} ", account=detail.account), Span(event.account, Tone.dim))
    what = f"{sign_of(event, glyphs)} {kind_text(event)}".strip()
    return apart(line(Span(what, tone_of(event))), account, width, glyphs)


def _sentence(detail: EventDetail) -> Line:
    tone = tone_of(detail.row.event)
    return line(Span(detail.row.text, Tone.calm if tone is Tone.dim else tone, strong=True))


def _one_line(detail: EventDetail, width: int) -> Line:
    late = line(Span(lateness(detail.row.event), Tone.dim))
    when = line(Span(_moment(detail.row.event.occurred_at, detail.zone), Tone.dim))
    between = Span(f" {detail.glyphs.dot} ", Tone.faint)
    return fit(joined([_sentence(detail), late, when], between), width, detail.glyphs.ellipsis)


def _facts(detail: EventDetail) -> Iterator[tuple[str, Line]]:
    row, event = detail.row, detail.row.event
    yield "Who", line(row.who or Span("not known", Tone.dim))
    yield "How", line(event.how or "")
    yield "Where", line(row.door or Span("at no device" if event.device_id is None else "not known", Tone.dim))
    yield "Outcome", _outcome(event.outcome)
    yield "Value", line(event.value or "")


def _outcome(outcome: Outcome) -> Line:
    if outcome is Outcome.unknown:
        return line(Span("the vendor does not say", Tone.dim))
    return line(Span(outcome.value, Tone.alarm if outcome is Outcome.failed else Tone.calm))


def _times(detail: EventDetail) -> Iterator[tuple[str, Line]]:
    """All of them by the viewer's clock, and when it happened by the door's, where that shows another time."""
    event = detail.row.event
    yield "Happened", line(_moment(event.occurred_at, detail.zone))
    yield "At the door", _at_door(detail)
    if event.recorded_at is not None:
        yield "Recorded", line(Span(_after(event.recorded_at, event.occurred_at, detail), Tone.dim))
    yield "First seen", line(Span(_after(event.first_seen_at, event.occurred_at, detail), Tone.dim))
    yield "Late", line(Span(lateness(event).removeprefix("late "), Tone.caution))


def _at_door(detail: EventDetail) -> Line:
    at, name = detail.row.event.occurred_at, detail.row.event.zone or detail.door_zone
    there = known_zone(name)
    if there is None or at.astimezone(there).utcoffset() == at.astimezone(detail.zone).utcoffset():
        return ()
    local, same_day = at.astimezone(there), at.astimezone(there).date() == at.astimezone(detail.zone).date()
    place = str(name).rpartition("/")[2].replace("_", " ")
    when = f"{local:%H:%M:%S}" if same_day else f"{local:%a} {local.day} {local:%b %H:%M:%S}"
    return line(when, Span(f" {place}", Tone.dim))


def _after(at: datetime, happened: datetime, detail: EventDetail) -> str:
    """Return a later moment as briefly as it can be told beside the first one."""
    local = at.astimezone(detail.zone)
    if local.date() == happened.astimezone(detail.zone).date():
        return f"{local:%H:%M:%S}"
    return f"{date_words(at, detail.now, detail.zone)} {local:%H:%M:%S}"


def _moment(at: datetime, zone: tzinfo) -> str:
    local = at.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b %Y %H:%M:%S}"


def _source(detail: EventDetail) -> Iterator[tuple[str, Line]]:
    event = detail.row.event
    yield "Noted by", line("lockdash itself" if event.kind.is_ours else "")
    yield "Type", line(Span(clean(event.kind_raw), Tone.dim))
    yield "Number", line(Span("" if event.kind.is_ours else clean(event.id), Tone.dim))
