"""Events: what happened at a door, as the vendor recorded it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec


class EventKind(StrEnum):
    unlocked = "unlocked"
    locked = "locked"
    opened = "opened"
    denied = "denied"
    jammed = "jammed"
    used = "used"
    battery = "battery"
    link = "link"
    synced = "synced"
    sync_failed = "sync_failed"
    door = "door"
    climate = "climate"
    relay = "relay"
    system = "system"
    command = "command"
    change = "change"
    account = "account"
    unknown = "unknown"

    @property
    def is_ours(self) -> bool:
        """Whether lockdash itself noted it: what it was asked, and how an account fared."""
        return self in (EventKind.command, EventKind.change, EventKind.account)


class Outcome(StrEnum):
    succeeded = "succeeded"
    failed = "failed"
    unknown = "unknown"


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One event, once for ever, identified by `account` and `id`.

    `device_id`, `who_id`: the vendor's ids. `kind_raw`: the vendor's type, always kept. `who`: a name, from
    the event itself, never guessed. `how`: "PIN", "remote", "button", ... `occurred_at`: at the door.
    `recorded_at`: when the vendor learned of it (None: it does not say). `first_seen_at`: when we did.
    All times UTC; `zone`: the IANA zone of the door if the event names it.
    `phrase`: what happened in plain words, decided per type, with places for who it was, where, and `value`: "{who}
    unlocked {door} with a PIN" ("": the type is not known). `value`: what only this event says, such as "12 %".
    `door`: the name of a device that is no longer there, from the event itself.
    `late`: the vendor learned of it, or showed it, long after it happened.
    `raw`: the vendor's item as JSON with its secrets masked.
    """

    account: str
    id: str
    kind: EventKind
    kind_raw: str
    outcome: Outcome
    occurred_at: datetime
    first_seen_at: datetime
    recorded_at: datetime | None = None
    device_id: str | None = None
    who: str | None = None
    who_id: str | None = None
    how: str | None = None
    zone: str | None = None
    phrase: str = ""
    value: str | None = None
    door: str | None = None
    late: bool = False
    raw: str = "{}"

    def seen_before(self, earlier: Event) -> Event:
        """Return this event as it is kept, if it was shown as `earlier` before: when it was first seen, and that it
        came late, does not change by being read again."""
        return msgspec.structs.replace(self, first_seen_at=earlier.first_seen_at, late=earlier.late or self.late)
