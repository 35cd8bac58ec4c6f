"""What a Tedee lock logs: numbers of events (tedee-facts 3.8) and entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


class How(NamedTuple):
    """The events that one way of working a lock leaves behind."""

    locked: int
    unlocked: int
    pulled: int
    auto_pulled: int


REMOTE = How(32, 33, 51, 55)
BUTTON = How(34, 35, 53, 53)
AUTO = How(36, 37, 52, 52)
MANUAL = How(38, 39, 53, 53)
PIN = How(65, 61, 63, 76)
NO_PIN = How(66, 61, 63, 76)  # keypads lock without a PIN as well

JAMMED = 40
INCORRECT_PIN = 62
UNLOCK_FORCED = 67
UNAUTHORIZED_PIN = 75
DOOR_OPENED = 83
DOOR_CLOSED = 84
DOOR_OPEN_TOO_LONG = 86


@dataclass(frozen=True)
class Activity:
    """One entry. `shown_at`: when the cloud has it; entries lag behind the lock (2.3)."""

    id: int
    device_id: int
    event: int
    date: datetime
    shown_at: datetime
    user_id: int | None
    user_name: str | None
    pin_alias: str | None
    source: int
