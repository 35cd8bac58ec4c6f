"""Events in the detail: who and how come from the event itself, never from a guess."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from lockdash.domain.devices import LockState
from lockdash.domain.events import Event, EventKind, Outcome
from lockdash.tui.look.tones import Tone
from lockdash.tui.panes.clocks import moment
from lockdash.tui.panes.lines import Line, Span, line

if TYPE_CHECKING:
    from lockdash.tui.panes.detail import Detail

_LATE = timedelta(minutes=5)
"""An event that the vendor learned of this much after it happened is marked as late."""

KIND_WORDS: Mapping[EventKind, str] = {
    EventKind.unlocked: "unlocked",
    EventKind.locked: "locked",
    EventKind.opened: "opened",
    EventKind.denied: "denied",
    EventKind.jammed: "jammed",
    EventKind.used: "used",
    EventKind.battery: "battery",
    EventKind.link: "link",
    EventKind.synced: "synced",
    EventKind.sync_failed: "sync failed",
    EventKind.door: "door",
    EventKind.climate: "climate",
    EventKind.relay: "relay",
    EventKind.system: "system",
}
_TONES: Mapping[EventKind, Tone] = {
    EventKind.denied: Tone.alarm,
    EventKind.jammed: Tone.alarm,
    EventKind.sync_failed: Tone.caution,
}
_SPOKEN_RAW = frozenset(
    {EventKind.door, EventKind.battery, EventKind.link, EventKind.climate, EventKind.relay, EventKind.system}
)
"""Kinds that say too little by themselves: the vendor's own type says which way the door went."""
_WORD_ENDS = re.compile(r"(?<=[a-z])(?=[A-Z])|_")
_FAILURES = frozenset({EventKind.denied, EventKind.jammed, EventKind.sync_failed})
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
    """Return ` 18:02  unlocked   Ada Sample, PIN`, with what failed and what came late said so."""
    by = ", ".join(each for each in (event.who, event.how) if each)
    return happened(event, by, detail.now, detail.zone)


def happened(event: Event, about: str, now: datetime, zone: tzinfo | None) -> Line:
    """Return when, as the viewer's clock in `zone` says it, what, and `about`: by whom, or where. Without that, what
    the vendor's own type says, if that says more than ours."""
    at = moment(event.occurred_at, now, zone)
    what = KIND_WORDS.get(event.kind) or event.kind_raw or "event"
    raw = _WORD_ENDS.sub(" ", event.kind_raw).lower() if event.kind in _SPOKEN_RAW else ""
    failed = event.outcome is Outcome.failed and event.kind not in _FAILURES
    tone = _TONES.get(event.kind, Tone.alarm if failed else Tone.calm)
    late = event.recorded_at is not None and event.recorded_at - event.occurred_at >= _LATE
    notes = [each for each in ("failed" if failed else "", "came late" if late else "") if each]
    return line(
        Span(f"{at:<11} ", Tone.dim),
        Span(f"{what:<11} ", tone),
        Span(about or raw),
        Span(f" ({', '.join(notes)})" if notes else "", Tone.dim),
    )
