"""What another begin or end of stays comes to, as lines, while it is typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

from lockdash.domain.ages import age_text
from lockdash.domain.walltime import bounds_of, known_zone, wall_at, wall_elsewhere
from lockdash.domain.window_words import moment_text
from lockdash.engine.people.staying import UNCHANGED
from lockdash.engine.people.views import PersonView
from lockdash.tui.look.glyphs import Glyphs
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import BLANK, Line, Span, fit, line, wrap
from lockdash.tui.people.bulk import sort
from lockdash.tui.people.moving import Move

_LABELS = {"starts": "Begins", "ends": "Ends", "zone": "Time zone", "": ""}
_NAMED = 5


def clock_words(views: Sequence[PersonView]) -> str:
    """Return by which clock times are typed."""
    zones = {each.zone for each in views}
    only = next(iter(zones)) if len(zones) == 1 else None
    return f"By the clock at the door ({only})." if only is not None else "By the clock at each door."


def stay_lines(moved: Sequence[Move], viewer: tzinfo | None, width: int, glyphs: Glyphs) -> list[Line]:
    """Return what is wrong, or what will be. `viewer`: the zone of whoever reads it; None: this machine's."""
    if len(moved) == 1:
        return list(_of_one(moved[0], viewer, width))
    able = [each for each in moved if not each.part.why]
    lines = list(_of_several(able, len(moved), viewer, width, glyphs))
    barred = sort(each.part for each in moved if each.part.why and each.part.why != UNCHANGED)
    return [*lines, *([BLANK, *wrap(barred.left_out, width, Tone.caution)] if barred.left_out else [])]


def _of_several(able: Sequence[Move], among: int, viewer: tzinfo | None, width: int, glyphs: Glyphs) -> Iterator[Line]:
    if not able:
        yield (Span("Nobody's stay would change.", Tone.dim),)
        return
    number = sum(len(each.part.steps) for each in able)
    requests = "1 request" if number == 1 else f"{number} requests"
    yield line(Span(f"{len(able)} of {among} people", strong=True), Span(f" {glyphs.dot} {requests}", Tone.dim))
    names = able[: _NAMED if len(able) > _NAMED + 1 else _NAMED + 1]
    for each in names:
        told = "; ".join(f"{at}{f' ({by})' if by else ''}" for _, _, at, by, _ in _differences(each, viewer))
        yield fit(line(Span(each.view.person.name), Span(f"  {told}", Tone.dim)), width, glyphs.ellipsis)
    if len(able) > len(names):
        yield (Span(f"and {len(able) - len(names)} more", Tone.dim),)
    for question in dict.fromkeys(each for move in able if move.judged for each in move.judged.questions):
        yield from wrap(f"{question}.", width, Tone.unsure)


def _of_one(move: Move, viewer: tzinfo | None, width: int) -> Iterator[Line]:
    judged = move.judged
    if judged is not None and judged.problems:
        for name, words in judged.problems.items():
            label = f"{_LABELS[name]}: " if _LABELS[name] else ""
            yield from wrap(f"{label}{words}", width, Tone.dim if words == UNCHANGED else Tone.caution)
    elif move.part.why or judged is None:
        yield from wrap(move.part.why, width, Tone.caution)
    else:
        for label, before, at, by, ours in _differences(move, viewer):
            told = [f"{label} {at}", f" instead of {before}" if before else "", f", {by}" if by else ""]
            yield from wrap("".join([*told, f" (for you here: {ours})" if ours else ""]), width)
        for question in judged.questions:
            yield from wrap(f"{question}.", width, Tone.unsure)
        if len(move.part.steps) > 1:
            yield from wrap(f"It takes {len(move.part.steps)} requests.", width, Tone.dim)


class _Difference(NamedTuple):
    """One end that moves, in words. `by`: how much that is; `ours`: when that is by the viewer's clock, "" if it shows
    the same."""

    label: str
    before: str
    at: str
    by: str
    ours: str


def _differences(move: Move, viewer: tzinfo | None) -> Iterator[_Difference]:
    judged, stay = move.judged, move.view.stay
    if judged is None:
        return
    zone = judged.zone
    known = (stay.starts_at, stay.ends_at) if stay is not None else (None, None)
    for label, old, new, sign in (("Begins", known[0], judged.starts_at, -1), ("Ends", known[1], judged.ends_at, 1)):
        if new is not None and new != old:
            before = moment_text(old, zone) if old is not None else ""
            by = _by(old, new, zone, sign) if old is not None else ""
            yield _Difference(label, before, moment_text(new, zone), by, _elsewhere(new, zone, viewer))


def _by(old: datetime, new: datetime, zone: str | None, sign: int) -> str:
    """By how much a stay gets longer, as people count: a day on which the clocks change is a day."""
    if (old.tzinfo is None) != (new.tzinfo is None):
        return ""
    more = (_wall(new, zone) - _wall(old, zone)) * sign
    return f"{age_text(abs(more).total_seconds())} {'longer' if more > timedelta() else 'shorter'}"


def _wall(at: datetime, zone: str | None) -> datetime:
    return at if at.tzinfo is None or known_zone(zone) is None else wall_at(at, zone)


def _elsewhere(at: datetime, zone: str | None, viewer: tzinfo | None) -> str:
    if known_zone(zone) is None:
        return ""
    moment = at if at.tzinfo is not None else bounds_of(at, zone)[1]
    ours = wall_elsewhere(moment, zone, viewer)
    return moment_text(ours, None) if ours is not None else ""
