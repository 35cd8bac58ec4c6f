"""What is about to be sent, in words: in the time at the door, and in the viewer's where that differs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from lockdash.domain.accesses import Group, Place
from lockdash.domain.people import Person
from lockdash.domain.walltime import known_zone, moments_of, wall_elsewhere
from lockdash.domain.window_words import moment_text, window_text
from lockdash.domain.windows import Window
from lockdash.engine.people.draft import Judged
from lockdash.engine.people.plans import Target
from lockdash.engine.people.staying import JudgedStay
from lockdash.engine.people.words import PERSON_KIND_WORDS
from lockdash.vendors.people import NewPerson, Origin


def of_guest(judged: Judged, new: NewPerson, origin: Origin, account: str, now: datetime) -> Iterator[str]:
    """Yield the lines to be told before somebody is added."""
    address = f", {new.email}" if new.email and new.email != new.name else ""
    yield f"{new.name}{address}: {PERSON_KIND_WORDS[new.kind]} of {account} ({origin.label})"
    yield from (f"  {line}" for line in when(judged.stay, judged.zone, now))
    yield f"  doors: {', '.join(_door(each.target) for each in judged.accesses)}"
    if new.generate_pin:
        yield "  PIN: made by the vendor"
    elif new.pin is not None:
        yield f"  PIN: of {len(new.pin.reveal())} digits"
    yield from (f"  {note}" for note in judged.notes)


def of_stay(person: Person, before: Window | None, judged: JudgedStay, now: datetime) -> Iterator[str]:
    """Yield the lines to be told before a stay is changed."""
    old = before or Window()
    stay = Window(starts_at=judged.starts_at or old.starts_at, ends_at=judged.ends_at or old.ends_at)
    yield f"{person.name} ({person.account})"
    yield f"  was: {window_text(before, judged.zone, now.date())}"
    yield from (f"  {line}" for line in when(stay, judged.zone, now))


def when(stay: Window | None, zone: str | None, now: datetime) -> Iterator[str]:
    """Yield from when to when at the door, and on the viewer's clock if that shows something else."""
    there = f" (the clocks of {zone})" if zone is not None else ", by the clock at each door"
    yield f"at the door: {window_text(stay, zone, now.date())}{there if stay is not None else ''}"
    if stay is None or known_zone(zone) is None:
        return
    walls = [_elsewhere(at, zone) for at in (stay.starts_at, stay.ends_at)]
    if any(walls):
        told = [moment_text(wall, None) if wall is not None else "the same" for wall in walls]
        yield f"your clock: {' to '.join(told)}"


def _elsewhere(at: datetime | None, zone: str | None) -> datetime | None:
    """What the viewer's clock shows, None if that is the same, or if nothing is limited."""
    if at is None:
        return None
    moments = moments_of(at, zone) if at.tzinfo is None else (at,)
    return wall_elsewhere(moments[0], zone) if moments else None


def _door(target: Target) -> str:
    if isinstance(target, Group):
        return f"{target.name} (group)"
    return f"{target.name} (location)" if isinstance(target, Place) else target.name
