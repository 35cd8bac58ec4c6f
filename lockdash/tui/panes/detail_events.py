"""Events in the detail: who and how come from the event itself, never from a guess."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from lockdash.domain.devices import LockState
from lockdash.domain.event_text import sentence
from lockdash.domain.events import Event, EventKind, Outcome
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.clocks import moment
from lockdash.tui.panes.lines import Line, Span, line
from lockdash.tui.render.event_words import is_at_door, kind_text, lateness, tone_of

if TYPE_CHECKING:
    from lockdash.tui.panes.detail import Detail

_MEANING: Mapping[EventKind, LockState] = {
    EventKind.locked: LockState.locked,
    EventKind.unlocked: LockState.unlocked,
    EventKind.opened: LockState.open,
    EventKind.jammed: LockState.jammed,
}


def who_of_state(state: LockState | None, events: Sequence[Event]) -> Event | None:
    """Return the event that brought `state` about: the newest one that changed a state, if it is that change.

    An unlock explains an open door only while nothing newer says otherwise.
    """
    for event in events:
        meaning = _MEANING.get(event.kind)
        if meaning is None or event.outcome is Outcome.failed:
            continue
        fits = meaning is state or (state is not None and state.is_open and meaning.is_open)
        return event if fits else None
    return None


def event_line(event: Event, detail: Detail, width: int) -> Line:
    """Return ` 18:02  unlocked   Ada Sample, PIN`, with what came late said so."""
    by = ", ".join(each for each in (event.who, event.how) if each)
    return happened(event, by, detail.view.device.name, detail.now, detail.zone)


def happened(event: Event, about: str, door: str | None, now: datetime, zone: tzinfo | None) -> Line:
    """Return when, as the viewer's clock in `zone` says it, what, and `about`: by whom, or where. What says too little
    in this way is told in a sentence. `door`: the name of the device."""
    at, late = moment(event.occurred_at, now, zone), lateness(event)
    told = about if is_at_door(event) else sentence(event, door, event.who)
    return line(
        Span(f"{at:<11} ", Tone.dim),
        Span(f"{kind_text(event):<11} ", tone_of(event)),
        Span(told),
        Span(f" ({late})" if late else "", Tone.dim),
    )
