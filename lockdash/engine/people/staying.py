"""Another beginning or end of a stay as somebody typed it, judged before anything is sent: pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from lockdash.domain.accesses import AccountDefaults
from lockdash.domain.people import PersonKind
from lockdash.domain.walltime import known_zone, wall_at
from lockdash.engine.people.directory import Directory
from lockdash.engine.people.typed_stay import Heard, heard, is_past, order_problem
from lockdash.engine.people.views import PersonView
from lockdash.vendors.people import Origin

UNCHANGED = "nothing would change"
"""What is said of times that somebody has already: nobody has done anything wrong."""
_NOW = "that is past: to end a stay at once, revoke the doors or deactivate"


class JudgedStay(msgspec.Struct, frozen=True, kw_only=True):
    """`problems`: in words, by "starts", "ends", "zone", or "" for none of them. `questions`: what needs a yes first.
    `asks_zone`: a door's zone is not known. `starts_at`, `ends_at`: in the terms of the origin, as `People.stay` takes
    them; None for what stays as it is."""

    problems: Mapping[str, str]
    questions: tuple[str, ...] = ()
    asks_zone: bool = False
    zone: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None


def judge_stay(
    view: PersonView,
    starts: str,
    ends: str,
    origin: Origin,
    directory: Directory,
    defaults: AccountDefaults | None,
    now: datetime,
    zone: str = "",
) -> JudgedStay:
    """Return what is wrong with these times, or what they come to. An empty one stays as it is. `zone`: typed, for
    doors that do not say theirs. `now`: UTC."""
    if view.person.kind is PersonKind.user:
        return JudgedStay(problems={"": f"{view.person.name} is a permanent user, and has no stay"})
    zones, trouble = _zones(view, directory, zone.strip())
    only = next(iter(zones)) if len(zones) == 1 else None
    begin, end = (defaults.guest_start, defaults.guest_end) if defaults is not None else (None, None)
    exact, whole = origin.moments, origin.whole_hours
    said = {
        "starts": heard(starts, zones, begin, last=False, exact=exact, whole_hours=whole),
        "ends": heard(ends, zones, end, last=True, exact=exact, whole_hours=whole),
    }
    problems = {name: each.problem for name, each in said.items() if each.problem}
    problems |= {"zone": trouble} if trouble else {}
    if not problems:
        problems = _against(view, said["starts"], said["ends"], zones, now)
    if not problems and exact:
        problems = {name: words for name, each in said.items() if (words := _several(each))}
    times = {name: _term(each, exact) if not problems else None for name, each in said.items()}
    return JudgedStay(
        problems=problems,
        questions=tuple(each.question for each in said.values() if each.question),
        asks_zone=bool(trouble) or bool(zone.strip()),
        zone=only,
        starts_at=times["starts"],
        ends_at=times["ends"],
    )


def _zones(view: PersonView, directory: Directory, typed: str) -> tuple[frozenset[str], str]:
    """The zones of their doors that are known, and why that is not enough."""
    targets = [directory.target(each) for each in view.accesses]
    found = directory.zones_of(each for each in targets if each is not None)
    known = {each for each in found if each is not None and known_zone(each) is not None}
    if len(known) == len(found) and None not in targets and found:
        return frozenset(known), ""
    if not typed:
        return frozenset(known), "the time zone of a door is not known: say which, as Europe/Warsaw"
    if known_zone(typed) is None:
        return frozenset(known), f"no time zone is called {typed}; names are like Europe/Warsaw"
    return frozenset(known | {typed}), ""


def _against(view: PersonView, starts: Heard, ends: Heard, zones: frozenset[str], now: datetime) -> dict[str, str]:
    """What is wrong with these times beside those that stay."""
    stay = view.stay
    before = (stay.starts_at, stay.ends_at) if stay is not None else (None, None)
    begin = starts if starts.wall is not None else _kept(before[0], zones)
    end = ends if ends.wall is not None else _kept(before[1], zones)
    if (starts.wall is None and ends.wall is None) or (begin, end) == tuple(_kept(each, zones) for each in before):
        return {"": UNCHANGED}
    if said := order_problem(begin, end):
        return {"ends" if ends.wall is not None else "starts": said}
    return {"ends": _NOW} if ends.wall is not None and is_past(end, now) else {}


def _kept(at: datetime | None, zones: frozenset[str]) -> Heard:
    """A time as it is now, as if it were typed."""
    if at is None:
        return Heard()
    if at.tzinfo is None:
        return heard(at.isoformat(" ", "minutes"), zones, None, last=False, exact=False, whole_hours=False)
    only = next(iter(zones)) if len(zones) == 1 else None
    return Heard(wall=wall_at(at, only or "UTC"), moments=dict.fromkeys(zones, at))


def _several(when: Heard) -> str:
    if len(set(when.moments.values())) <= 1:
        return ""
    return "their doors are in several time zones, so that this time is another moment at each of them"


def _term(when: Heard, exact: bool) -> datetime | None:
    if when.wall is None:
        return None
    return next(iter(when.moments.values())) if exact else when.wall
