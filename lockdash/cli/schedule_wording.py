"""Schedules in words, as loud as they deserve."""

from __future__ import annotations

from datetime import datetime

from lockdash.cli.schedule_known import Known
from lockdash.cli.terminal import Tone
from lockdash.domain.text import clean
from lockdash.domain.weeks import is_whole
from lockdash.engine.schedules import words
from lockdash.engine.schedules.views import ScheduleView, Use

NOT_READ = "not read"
NOT_USED = "not used"


def kind(view: ScheduleView) -> tuple[str, Tone]:
    return clean(words.kind_text(view)), Tone.dim if view.kind is not None else Tone.warm


def following(view: ScheduleView, now: datetime) -> tuple[str, Tone]:
    """Return what happens next, `unlocks Mon 08:00 (in 13 h)`; where nothing does, why."""
    if told := words.next_text(view, now):
        return told, Tone.calm
    if view.kind is not None and view.week.is_empty:
        return "never", Tone.dim
    if is_whole(view.week):
        return "always", Tone.dim
    return ("when, is not known", Tone.warm) if view.uses and not view.zones else ("", Tone.dim)


def used_by(view: ScheduleView, known: Known) -> tuple[str, Tone]:
    """Return how many go by it: `2 devices, 1 person`."""
    if told := words.uses_text(view):
        return told, Tone.calm
    return (NOT_USED if known.knows_uses(view) else NOT_READ), Tone.dim


def clock(view: ScheduleView) -> tuple[str, Tone]:
    """Return in which zones the doors are that go by it."""
    return words.zones_text(view), Tone.dim


def use(each: Use) -> str:
    """Return `Nora Lindqvist at Beach House`; a device has but its name."""
    return f"{each.name} at {each.where}" if each.where else each.name
