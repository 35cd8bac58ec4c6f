"""Another begin or end for the stays of one person or of several: what was typed, and what it comes to. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from lockdash.domain.people import Person
from lockdash.domain.walltime import known_zone, wall_at
from lockdash.engine.people.orders import Order
from lockdash.engine.people.plans import stay_steps
from lockdash.engine.people.snapshot import PeopleSnapshot
from lockdash.engine.people.staying import JudgedStay, judge_stay
from lockdash.engine.people.steps import Step
from lockdash.engine.people.views import PersonView
from lockdash.engine.policy import Refusal
from lockdash.tui.people.bulk import Batch, Part, part, sort, unnamed
from lockdash.tui.people.form_known import Known
from lockdash.vendors.people import Origin

Objection = Callable[[Order], str]


class Typed(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the fields; what is empty, or as it was, stays as it is."""

    starts: str = ""
    ends: str = ""
    zone: str = ""


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed, for one person. `part`: the steps that it takes, or why it cannot be. `judged`: None if nothing
    can be done whatever was typed."""

    view: PersonView
    part: Part
    judged: JudgedStay | None = None


def moves(views: Sequence[PersonView], typed: Typed, known: Known, objection: Objection) -> list[Move]:
    """Return what `typed` comes to for each of `views`."""
    return [_move(each, typed, known, objection) for each in views]


def batch(moved: Sequence[Move]) -> Batch:
    """Return those whose stay is changed, and the others."""
    return sort(each.part for each in moved)


def barred(view: PersonView, known: Known, objection: Objection) -> str:
    """Return why the stay of somebody cannot be changed to anything at all, "" if it can."""
    person, origin = view.person, _origin(known.people, view.person)
    if person.key not in known.people.people:
        return "is gone: somebody has deleted them meanwhile"
    if origin is None:
        return f"nothing is known of {person.account} yet"
    try:
        same = _steps(view, origin, known, JudgedStay(problems={}))
    except Refusal as refusal:
        return unnamed(str(refusal), person)
    return part(person, same, objection, "there is no door, so that nothing says from when to when").why


def as_now(view: PersonView, *, last: bool) -> str:
    """Return the begin or end of the stay as somebody would type it, "" if there is none or its door has no clock."""
    stay = view.stay
    at = None if stay is None else stay.ends_at if last else stay.starts_at
    if at is None or (at.tzinfo is not None and known_zone(view.zone) is None):
        return ""
    wall = at if at.tzinfo is None else wall_at(at, view.zone)
    return f"{wall:%Y-%m-%d %H:%M}"


def _move(view: PersonView, typed: Typed, known: Known, objection: Objection) -> Move:
    person, origin = view.person, _origin(known.people, view.person)
    why = barred(view, known, objection)
    if why or origin is None:
        return Move(view=view, part=Part(person, why=why))
    judged = judge_stay(
        view,
        _changed(typed.starts, as_now(view, last=False)),
        _changed(typed.ends, as_now(view, last=True)),
        origin,
        known.directory,
        known.people.defaults.get(person.account),
        known.now,
        typed.zone,
    )
    if judged.problems:
        why = "; ".join(unnamed(each, person) for each in judged.problems.values())
        return Move(view=view, judged=judged, part=Part(person, why=why))
    steps = _steps(view, origin, known, judged)
    return Move(view=view, judged=judged, part=part(person, steps, objection, "there is no door"))


def _steps(view: PersonView, origin: Origin, known: Known, judged: JudgedStay) -> list[Step]:
    accesses = [(each, known.directory.target(each)) for each in view.accesses]
    return stay_steps(origin, view.person, accesses, judged.starts_at, judged.ends_at)


def _changed(text: str, before: str) -> str:
    return "" if text.strip() == before else text


def _origin(people: PeopleSnapshot, person: Person) -> Origin | None:
    state = people.accounts.get(person.account)
    return state.origin(person.origin) if state is not None else None
