"""What is shown of the event log: events with names for their ids, and how much happened when."""

from __future__ import annotations

import msgspec

from lockdash.domain.event_query import Place
from lockdash.domain.event_text import sentence
from lockdash.domain.events import Event


class LogRow(msgspec.Struct, frozen=True, kw_only=True):
    """An event of the log. `door`, `who`: their names, from the event itself or as they are called now; None if nobody
    knows. `device_key`, `person_key`: whom the event's ids belong to, as far as that is known. `is_unseen`: it wants
    attention that nobody has given it."""

    place: Place
    event: Event
    door: str | None = None
    device_key: str | None = None
    who: str | None = None
    person_key: str | None = None
    is_unseen: bool = False

    @property
    def text(self) -> str:
        """What happened, in one sentence."""
        return sentence(self.event, self.door, self.who)


class Bar(msgspec.Struct, frozen=True):
    """What happened in one step of time. `at`: its beginning (seconds since 1970, UTC). `alarming`: how many of `total`
    tell of trouble (`domain.alarms.is_trouble`)."""

    at: float
    total: int
    alarming: int
