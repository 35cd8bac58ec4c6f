"""From when to when, as somebody typed it, judged by the clocks at the doors: pure.

A time that a clock there skips is refused, one that it shows twice is asked about (field note 16).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta

import msgspec

from lockdash.domain.typed_times import Typed, typed
from lockdash.domain.walltime import is_whole_hour, moments_of
from lockdash.domain.window_words import moment_text

ALREADY = "the stay is over already"


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """`wall`: naive, as typed. `moments`: what that is in each zone. `problem`: why it cannot be meant; `question`:
    what needs a yes first."""

    wall: datetime | None = None
    moments: Mapping[str, datetime] = {}
    problem: str = ""
    question: str = ""


def heard(text: str, zones: Iterable[str], usual: time | None, *, last: bool, exact: bool, whole_hours: bool) -> Heard:
    """Return what `text` means at doors in `zones` (known ones); nothing for an empty text.

    `usual`: the time of the day for a date alone. `last`: of a time that comes twice the later is meant, else the
    earlier: the wider reading. `exact`: the vendor keeps moments, so that one of the two can be chosen.
    """
    if not text.strip():
        return Heard()
    try:
        said = typed(text, usual)
        if whole_hours and not is_whole_hour(said.wall):
            return Heard(wall=said.wall, problem=f"only whole hours are possible here, as {said.wall:%H}:00")
        found = {zone: moments_of(said.wall, zone) for zone in sorted(zones)}
    except ValueError as error:
        return Heard(problem=str(error))
    for zone, moments in found.items():
        if problem := _problem(said, zone, moments):
            return Heard(wall=said.wall, problem=problem)
    chosen = {zone: _chosen(said, zone, moments, last) for zone, moments in found.items()}
    twice = [zone for zone, moments in found.items() if len(moments) > 1 and (said.offset is None or not exact)]
    question = _question(said, chosen[twice[0]], twice[0], last=last, exact=exact) if twice else ""
    return Heard(wall=said.wall, moments=chosen, question=question)


def order_problem(starts: Heard, ends: Heard) -> str:
    """Return why the stay cannot begin and end at these times, "" if it can."""
    if starts.wall is None or ends.wall is None:
        return ""
    if starts.wall == ends.wall and starts.moments == ends.moments:
        return "the stay ends when it begins"
    shared = starts.moments.keys() & ends.moments.keys()
    backwards = any(ends.moments[zone] <= starts.moments[zone] for zone in shared)
    return "the stay ends before it begins" if backwards or (not shared and ends.wall <= starts.wall) else ""


def is_past(when: Heard, now: datetime) -> bool:
    """Whether `when` is over at all doors."""
    return bool(when.moments) and all(moment <= now for moment in when.moments.values())


def _problem(said: Typed, zone: str, moments: tuple[datetime, ...]) -> str:
    told = moment_text(said.wall, None)
    if not moments:
        return f"there is no {told} at the door: the clocks of {zone} are put forward over it"
    if said.offset is not None and said.wall - said.offset not in [_naive(each) for each in moments]:
        known = " or ".join(offset_text(said.wall - _naive(each)) for each in moments)
        return f"at {told} the clocks of {zone} are at {known}, not at {offset_text(said.offset)}"
    return ""


def _chosen(said: Typed, zone: str, moments: tuple[datetime, ...], last: bool) -> datetime:
    if said.offset is not None:
        return next(each for each in moments if _naive(each) == said.wall - said.offset)
    return moments[-1 if last else 0]


def _question(said: Typed, chosen: datetime, zone: str, *, last: bool, exact: bool) -> str:
    told = f"{moment_text(said.wall, None)} comes twice at the door, as the clocks of {zone} are put back"
    if not exact:
        return f"{told}; the vendor decides which of the two counts"
    which = "second" if last else "first"
    other = said.wall - _naive(chosen) + (timedelta(hours=1) if last else timedelta(hours=-1))
    return f"{told}; the {which} is meant, {offset_text(other)} behind the time means the other"


def offset_text(offset: timedelta) -> str:
    """Return `+01:00`."""
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _naive(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)
