"""Alarms, as the engine hands them to a session."""

from __future__ import annotations

from datetime import datetime

from lockdash.domain.event_query import Place
from lockdash.domain.events import EventKind, Outcome
from lockdash.domain.log_rows import LogRow
from tests.tui import world
from tests.tui.world import FRONT

WRONG_PIN = "somebody tried a wrong PIN at {door}"


def alarm(seq: int, at: datetime, door: str = "Front Door", phrase: str = WRONG_PIN) -> LogRow:
    """Somebody was refused at `door`."""
    event = world.event(
        FRONT, EventKind.denied, at, None, "PIN", id=f"alarm {seq}", outcome=Outcome.failed, phrase=phrase
    )
    return LogRow(place=Place(at.timestamp(), seq), event=event, door=door)
