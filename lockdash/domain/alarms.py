"""Which events want somebody's attention, and which are worth a bell. No vendor is known here: their decoders decide
per type what kind and outcome it has, and name what was done by force."""

from __future__ import annotations

from datetime import timedelta

from lockdash.domain.events import Event, EventKind, Outcome

NEWS = timedelta(hours=24)
"""First seen later than this after it happened, an event is no news: an archive is being filled."""
ALARM = timedelta(minutes=10)
"""First seen later than this, nobody can do anything at the door any more: no bell."""
FORCED = "forced"
"""The last word of `Event.how` where a bolt was driven wherever it stood: "PIN, forced". It succeeded, and no lock that
is well needs it."""

_ALWAYS = frozenset({EventKind.denied, EventKind.jammed, EventKind.sync_failed})
_IF_FAILED = frozenset(
    {
        EventKind.unlocked,
        EventKind.locked,
        EventKind.opened,
        EventKind.used,
        EventKind.battery,
        EventKind.link,
        EventKind.door,
        EventKind.system,
    }
)
"""What a failure means differs: the code was refused, the bolt did not move, the battery is low, the link was lost, the
door was held open, the lock is not calibrated. What is of a type that nobody knows, and what lockdash noted of itself,
is trouble for nobody at a door."""


def is_trouble(kind: EventKind, outcome: Outcome) -> bool:
    """Whether an event of this kind and outcome tells of something that is not as it should be, whenever it was."""
    return kind in _ALWAYS or (kind in _IF_FAILED and outcome is Outcome.failed)


def needs_attention(event: Event) -> bool:
    """Whether somebody should see `event`: it tells of trouble, or of force, and was news when it was first seen."""
    return (is_trouble(event.kind, event.outcome) or _is_forced(event)) and _seen_within(event, NEWS)


def is_alarm(event: Event) -> bool:
    """Whether `event` is worth a bell: it needs attention, and something can still be done."""
    return needs_attention(event) and not event.late and _seen_within(event, ALARM)


def _is_forced(event: Event) -> bool:
    return event.how is not None and event.how.rpartition(", ")[2] == FORCED


def _seen_within(event: Event, limit: timedelta) -> bool:
    """A door whose clock is ahead is seen at once."""
    return event.first_seen_at - event.occurred_at <= limit
