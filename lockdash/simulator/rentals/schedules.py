"""Schedules: the hours of a week in which an access counts (reference, "Schedules")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from lockdash.simulator.people import identifier

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class AccessSchedule:
    """`days`: from-to as `HH:MM`, by the names in WEEK; a day that is not there has no hours."""

    name: str
    days: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    created_at: datetime = datetime(2025, 3, 2, 9, 0, tzinfo=UTC)
    type: str = "access_schedule"

    @property
    def id(self) -> str:
        return identifier(f"schedule/{self.name}")
