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
    unknown = "unknown"


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
    raw: str = "{}"
