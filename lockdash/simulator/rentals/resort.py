"""Guests of resort locks: an algorithm makes the PIN, no lock has to hear of it (reference, "Resort Lock Guests")."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

PIN_DIGITS = 10


@dataclass(eq=False)
class ResortGuest:
    """`starts_at`, `ends_at`: wall-clock at the lock, naive, whole hours."""

    id: str
    lock_id: str
    name: str
    starts_at: datetime
    ends_at: datetime
    created_at: datetime
    updated_at: datetime
    email: str | None = None
    pin: str = field(default="", repr=False)
    one_time_access: bool = False
