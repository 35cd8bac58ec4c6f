"""What is about to be sent so that devices go by a schedule, and how many are how far. Pure."""

from __future__ import annotations

from lockdash.domain.schedules import ScheduleKind
from lockdash.engine.schedules.orders import Assign
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.lines import BLANK, Line, Span, wrap
from lockdash.tui.panes.steps import counts_spans
from lockdash.tui.people.guest_summary import fact
from lockdash.tui.schedules.assign_form import AssignForm

_THEN = {
    ScheduleKind.lock_action: "They lock and unlock by themselves then, at these hours by the clock at each door.",
    ScheduleKind.auto_lock: "They lock by themselves, or do not, by these hours at each door then.",
    ScheduleKind.power_plug: "They switch by themselves then, at these hours by the clock where each is.",
    ScheduleKind.thermostat: "They heat and cool by these hours then, by the clock where each is.",
}
_AFTER = "The devices hear of it after that; one that sleeps does when it wakes."


def assign_summary(form: AssignForm, width: int) -> list[Line]:
    """Return each order in words, and what comes of them."""
    lines: list[Line] = [(Span("What is sent", Tone.heading),)]
    for number, order in enumerate(form.orders, start=1):
        lines += fact(f"{number:>3}", _words(form, order), width, short=True)
    then = f"{_THEN.get(form.kind, '')} " if form.added else ""
    return [*lines, BLANK, *wrap(f"{then}{_AFTER}", width, Tone.dim)]


def _words(form: AssignForm, order: Assign) -> str:
    device, before = order.device, form.goes_by(order.device)
    if order.schedule is None:
        return f"{device.name} goes by no schedule of this kind any more"
    return f"{device.name} goes by {order.schedule.name}" + (f", no longer by {before}" if before else "")


def counts(form: AssignForm) -> tuple[str, ...]:
    """Return what became of what was sent; before anything is, what is to become of how many."""
    if form.sent:
        return ("".join(each.text for each in counts_spans(list(form.sent.values()), ", ")),)
    moved = sum(each.becomes == "moved" for each in form.devices)
    told = ((len(form.added) - moved, "to add"), (moved, "to move"), (len(form.taken), "to take"))
    words = ", ".join(f"{number} {word}" for number, word in told if number)
    return (words,) if words else ()
