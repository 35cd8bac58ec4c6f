"""Access exceptions: days on which nobody enters by an access schedule (reference, "Access Exceptions").

The reference does not say what they do; its example, "Thanks Giving and Christmas", reads like days off.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import ClassVar

from lockdash.simulator.people import identifier


@dataclass(frozen=True)
class AccessException:
    """`dates`: from day to day, both included. `number`: the id, made of the name if not given."""

    type: ClassVar[str] = "access_exception"

    name: str
    dates: tuple[tuple[date, date], ...]
    created_at: datetime = datetime(2025, 3, 2, 9, 0, tzinfo=UTC)
    number: str = ""
    updated_at: datetime | None = None

    @property
    def id(self) -> str:
        return self.number or identifier(f"exception/{self.name}")

    def holds(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.dates)
