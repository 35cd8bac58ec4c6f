"""What is about to be sent for a new guest, in words: everything by its name, the PIN masked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo

from lockdash.domain.walltime import known_zone, moments_of, wall_elsewhere
from lockdash.domain.window_words import stay_text, week_text
from lockdash.domain.windows import Window
from lockdash.engine.people.plans import Target, guest_steps
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import BLANK, Line, Span, line
from lockdash.tui.panes.lines import wrap as wrapped
from lockdash.tui.people.form_doors import door_of
from lockdash.tui.people.form_options import KIND_NAMES, MADE, VENDOR
from lockdash.tui.people.guest_form import GuestForm

AFTER = "The locks hear of it after that; one that sleeps does when it wakes."
LABEL = 14
"""Columns of the words at the left."""


def guest_summary(form: GuestForm, viewer: tzinfo | None, width: int) -> list[Line]:
    """Return what `form` comes to, which has no problems. `viewer`: the zone of whoever reads it; None: this
    machine's."""
    judged, origin = form.judged, form.origin
    assert judged.new is not None, "there are no problems"
    assert origin is not None, "there is somebody to be added"
    lines: list[Line] = []
    for label, text in (*_facts(form), *_times(form, viewer), *_doors(form)):
        lines += fact(label, text, width)
    steps = guest_steps(form.account, origin, judged.new, list(judged.accesses), form.letter)
    lines += [BLANK, (Span("What is sent", Tone.heading),)]
    for number, step in enumerate(steps, start=1):
        lines += fact(f"{number:>3}", step.title, width, short=True)
    if origin.one_door and len(judged.accesses) > 1:
        lines += [BLANK, *wrapped("Each of these doors keeps people of its own: they are added once for each.", width)]
    told = [*(f"{note[:1].upper()}{note[1:]}." for note in judged.notes), AFTER]
    return [*lines, BLANK, *(each for note in told for each in wrapped(note, width, Tone.dim))]


def fact(label: str, text: str, width: int, *, short: bool = False) -> list[Line]:
    """Return a label and a text beside it, over as many lines as it takes."""
    left = 4 if short else LABEL
    lines = wrapped(text, max(width - left, 8)) or [BLANK]
    return [line(Span(f"{label if not number else '':<{left}}", Tone.dim), *each) for number, each in enumerate(lines)]


def _facts(form: GuestForm) -> Iterator[tuple[str, str]]:
    new = form.judged.new
    assert new is not None
    yield "Account", form.account
    yield "As", f"{KIND_NAMES[new.kind]}{', for one entry' if new.one_time else ''}"
    yield "Name", new.name
    if new.email and new.email != new.name:
        yield "E-mail", new.email
    if new.department:
        yield "Department", new.department
    if "pin_way" in form.fields:
        yield "PIN", _pin(form)
    if form.letter is not None:
        days = form.letter.days_before
        yield "Instructions", "by e-mail, at once" if days is None else f"by e-mail, {days} days before the stay"


def _pin(form: GuestForm) -> str:
    way = form.choices["pin_way"]
    if way == VENDOR:
        return "the vendor makes one; reveal it when they are added"
    digits = form.known.hidden * len(form.pin.reveal()) if form.pin is not None else ""
    return f"{digits} {'made here' if way == MADE else 'as typed'}"


def _times(form: GuestForm, viewer: tzinfo | None) -> Iterator[tuple[str, str]]:
    judged = form.judged
    zones = sorted(each for each in form.known.directory.zones_of(form.marked) if known_zone(each) is not None and each)
    zone = judged.zone or next(iter(zones), None)
    window = judged.stay
    if window is not None and (told := stay_text(window, zone)):
        yield "Stay", told
        yield "", f"by the clock at the door ({zone})" if judged.zone else _by_each(zones)
        if zone is not None and (ours := _elsewhere(window, zone, viewer)):
            yield "", f"for you here: {ours}{f' (of {zone})' if not judged.zone else ''}"
    else:
        yield "Stay", "no limit"
    if window is not None and (week := week_text(window, zone, (window.starts_at or form.known.now).date())):
        yield "Hours", f"{week}, by the clock at the door"
    chosen = [each.label for each in form.options("schedule_id") if each.value == form.choices["schedule_id"]]
    if "schedule_id" in form.fields and chosen:
        yield "Schedule", chosen[0]


def _by_each(zones: list[str]) -> str:
    return f"by the clock at each door ({', '.join(zones)})" if zones else "by the clock at each door"


def _elsewhere(window: Window, zone: str, viewer: tzinfo | None) -> str:
    """The stay by the viewer's clock, "" if it shows the same."""
    starts, ends = (_here(at, zone, viewer) for at in (window.starts_at, window.ends_at))
    if starts is None and ends is None:
        return ""
    return stay_text(Window(starts_at=starts or window.starts_at, ends_at=ends or window.ends_at), zone)


def _here(at: datetime | None, zone: str, viewer: tzinfo | None) -> datetime | None:
    if at is None:
        return None
    moment = at if at.tzinfo is not None else next(iter(moments_of(at, zone)), None)
    return wall_elsewhere(moment, zone, viewer) if moment is not None else None


def _doors(form: GuestForm) -> Iterator[tuple[str, str]]:
    for number, target in enumerate(form.marked):
        yield "Doors" if not number else "", _door(target)


def _door(target: Target) -> str:
    door = door_of(target)
    return f"{door.name} ({', '.join(filter(None, (door.kind, door.where)))})"
