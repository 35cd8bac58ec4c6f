"""What differs between two weeks, day by day, in their text form. Pure."""

from __future__ import annotations

from typing import NamedTuple

from lockdash.domain.schedules import to_midnight
from lockdash.domain.week_text import NEVER, day_text
from lockdash.domain.weeks import Week
from lockdash.domain.window_words import days_text


class Difference(NamedTuple):
    """Days on which the same is another: `before` and `after` as text, `never` for nothing."""

    days: tuple[int, ...]
    before: str
    after: str

    @property
    def name(self) -> str:
        """`Mon-Fri`."""
        return days_text(self.days)


def differences(before: Week, after: Week) -> list[Difference]:
    """Return what differs; days with the same difference are together, in the order of their first."""
    old, new = to_midnight(before), to_midnight(after)
    found: dict[tuple[str, str], list[int]] = {}
    for day in range(7):
        if old.on(day) != new.on(day):
            found.setdefault((_text(before, day), _text(after, day)), []).append(day)
    return [Difference(tuple(days), *texts) for texts, days in found.items()]


def _text(week: Week, day: int) -> str:
    return ", ".join(day_text(week, day)) or NEVER
