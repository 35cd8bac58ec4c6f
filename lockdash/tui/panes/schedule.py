"""The detail of one schedule: its week as a picture and as text, what happens next, and who and what goes by it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from itertools import zip_longest

import msgspec

from lockdash.domain.changes import Change
from lockdash.domain.commands import Actor
from lockdash.domain.schedules import ScheduleKind
from lockdash.domain.walltime import wall_at
from lockdash.domain.week_changes import allowed_at
from lockdash.engine.schedules.views import ScheduleView
from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import BLANK, Line, Span, fit, joined, line, width_of, wrap
from lockdash.tui.panes.parts import apart, headed, stacked, titled
from lockdash.tui.panes.schedule_changes import schedule_changes
from lockdash.tui.panes.schedule_coming import coming_lines
from lockdash.tui.panes.schedule_facts import schedule_facts, week_facts
from lockdash.tui.panes.schedule_uses import use_lines
from lockdash.tui.panes.week import week_lines
from lockdash.tui.render.schedule_row import next_cell
from lockdash.tui.render.schedule_words import brief_kind
from lockdash.tui.schedules.rows import ExceptionView

_COLUMNS_FROM = 64
"""Columns from which on a low pane is told in two columns."""
_LOW = 18
_GRID, _HIGH_GRID = 10, 18
"""Lines for the picture of a week; the more where a pane has `_HIGH` of them."""
_HIGH = 40
_GRID_WIDTH, _BESIDE_GRID = 55, 34
_LEAST = (6, 4, 0)
"""Lines that the coming changes, the users and the past ones get before one of them gets more."""
_COMING, _FEW, _CHANGES = 6, 3, 5


class ScheduleDetail(msgspec.Struct, frozen=True, kw_only=True):
    """What is told of a schedule. `zone`: the viewer's. `account`: the number of its account. `changes`: the newest
    first. `own`: who we are. `exception`: the one that it goes with. `trouble`: why schedules of the account cannot be
    read, in words."""

    view: ScheduleView
    now: datetime
    zone: tzinfo
    glyphs: Glyphs
    account: int
    changes: Sequence[Change] = ()
    own: Actor | None = None
    exception: ExceptionView | None = None
    trouble: str = ""


def schedule_lines(detail: ScheduleDetail, width: int, height: int) -> list[Line]:
    """Return at most `height` lines of `width` columns. Low panes use two columns, the lowest one line."""
    if height <= 0:
        return []
    if height == 1:
        return [_one_line(detail, width)]
    lines = _low(detail, width, height) if height < _LOW and width >= _COLUMNS_FROM else _full(detail, width, height)
    return [fit(each, width, detail.glyphs.ellipsis) for each in lines[:height]]


def _full(detail: ScheduleDetail, width: int, height: int) -> list[Line]:
    view = detail.view
    lines = [titled(view.name, view.account, detail.account, width, detail.glyphs), BLANK]
    now, following = _now(detail), _following(detail)
    lines += [apart(now or following, _kind(detail), width, detail.glyphs), *([following] if now else [])]
    lines += [*_troubles(detail, width), BLANK]
    lines += _grid(detail, width, _HIGH_GRID if height >= _HIGH else _GRID)
    lines += [BLANK, *week_facts(detail, width), *schedule_facts(detail, width, whole=True)]
    parts = (
        coming_lines(detail, width, _COMING),
        use_lines(view, width, detail.glyphs),
        headed("Last changes", schedule_changes(detail, width, _CHANGES)),
    )
    return [*lines, *stacked(parts, _LEAST, height - len(lines), detail.glyphs)]


def _low(detail: ScheduleDetail, width: int, height: int) -> list[Line]:
    """Name and what happens next over the whole width; then the week at the left, as a picture if it has room."""
    view = detail.view
    lines = [titled(view.name, view.account, detail.account, width, detail.glyphs)]
    lines += [apart(_status(detail), _kind(detail), width, detail.glyphs), *_troubles(detail, width)]
    room = height - len(lines)
    drawn = room >= _GRID and width >= _GRID_WIDTH + 3 + _BESIDE_GRID
    half = _GRID_WIDTH if drawn else (width - 3) // 2
    rest = width - half - 3
    if drawn:
        left, right = _grid(detail, half, room), [*week_facts(detail, rest), *schedule_facts(detail, rest)]
    else:
        left, right = [*week_facts(detail, half), *schedule_facts(detail, half)], []
    uses = use_lines(view, rest, detail.glyphs)
    free = room - len(right) - 1 - min(len(uses), _FEW)
    right += [*coming_lines(detail, rest, min(max(free, 1), _COMING)), *uses]
    for one, other in list(zip_longest(left, right, fillvalue=BLANK))[: max(room, 0)]:
        cut = fit(one, half, detail.glyphs.ellipsis)
        lines.append((*cut, Span(" " * (half - width_of(cut) + 3)), *other))
    return lines


def _one_line(detail: ScheduleDetail, width: int) -> Line:
    between = Span(f" {detail.glyphs.dot} ", Tone.faint)
    parts = [line(Span(detail.view.name, strong=True)), _status(detail), _kind(detail)]
    return fit(joined(parts, between), width, detail.glyphs.ellipsis)


def _status(detail: ScheduleDetail) -> Line:
    """Return whether it lets anybody in now, and what happens next."""
    return joined([_now(detail), _following(detail)], Span(f" {detail.glyphs.dot} ", Tone.faint))


def _following(detail: ScheduleDetail) -> Line:
    view = detail.view
    if view.kind is None:
        return line(Span("not known to lockdash", Tone.unsure))
    if view.next is None and not view.uses:
        return line(Span("not used", Tone.dim))
    told = next_cell(view, detail.glyphs, detail.now)
    return line(Span(told.text, told.tone), Span(told.tail, told.tail_tone))


def _now(detail: ScheduleDetail) -> Line:
    view, glyphs = detail.view, detail.glyphs
    closed = detail.exception is not None and detail.exception.now is not None
    if view.kind is not ScheduleKind.access or not (view.zones or view.in_utc):
        return ()
    zones = view.zones or {"UTC"}
    found = {allowed_at(view.week, zone, detail.now, view.exception) for zone in zones}
    if len(found) > 1:
        return line(Span("may enter at some doors", Tone.calm, strong=True))
    if found == {True}:
        return line(Span(f"{glyphs.current} may enter now", strong=True))
    if closed:
        return line(Span(f"{glyphs.over} closed today", Tone.caution, strong=True))
    return line(Span(f"{glyphs.upcoming} not now", strong=True))


def _kind(detail: ScheduleDetail) -> Line:
    view = detail.view
    return line(Span(brief_kind(view), Tone.dim if view.kind is not None else Tone.unsure))


def _troubles(detail: ScheduleDetail, width: int) -> list[Line]:
    return wrap(f"Not read now: {detail.trouble}" if detail.trouble else "", width, Tone.caution)


def _grid(detail: ScheduleDetail, width: int, height: int) -> list[Line]:
    view = detail.view
    zone = view.zone if view.zone is not None else "UTC" if view.in_utc else None
    at_door = wall_at(detail.now, zone) if zone is not None else None
    return week_lines(view.week, view.kind, width, height, detail.glyphs, at_door)
