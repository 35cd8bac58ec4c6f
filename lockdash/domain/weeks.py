"""Weeks of schedules: the same every week, by the clock on the wall at the door.

Some kinds say when something is allowed (spans), others at what times something is done (marks). Reference,
"Create an access schedule" and the other kinds; a minute is the finest there is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

import msgspec

from lockdash.domain.windows import DAY, Span, joined

DAY_KEYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Deed(StrEnum):
    """What a mark does: to a lock, to its locking by itself (`on`, `off`), to a power plug (`on`, `off`), or the two
    temperatures of a thermostat (`set`)."""

    lock = "lock"
    unlock = "unlock"
    on = "on"
    off = "off"
    set = "set"


class Mark(msgspec.Struct, frozen=True, order=True):
    """Something that is done on a day (0 = Monday) at a time since midnight, less than 24 hours. `cool`, `heat`: in
    the thermostat's own unit, for `set` only."""

    day: int
    at: timedelta
    deed: Deed
    cool: float | None = None
    heat: float | None = None


class Week(msgspec.Struct, frozen=True, kw_only=True):
    """Spans or marks, in order; a schedule has one or the other. As a vendor sent them they may overlap, or come
    twice: `week_trouble` tells."""

    spans: tuple[Span, ...] = ()
    marks: tuple[Mark, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.spans and not self.marks

    def on(self, day: int) -> Week:
        """Return what it says of one day."""
        return Week(
            spans=tuple(each for each in self.spans if each.day == day),
            marks=tuple(each for each in self.marks if each.day == day),
        )


def week_of(items: Iterable[Span | Mark]) -> Week:
    """Return a week of these, in order."""
    given = list(items)
    return Week(
        spans=tuple(sorted(each for each in given if isinstance(each, Span))),
        marks=tuple(sorted(each for each in given if isinstance(each, Mark))),
    )


def moved(item: Span | Mark, day: int) -> Span | Mark:
    """Return the same on another day."""
    return msgspec.structs.replace(item, day=day)


def allows(week: Week, day: int, since_midnight: timedelta) -> bool:
    """Whether a span holds that time of that day; its end is not part of it."""
    return any(each.day == day and each.starts <= since_midnight < each.ends for each in week.spans)


def is_whole(week: Week) -> bool:
    """Whether it allows every minute. A last minute that is missing before midnight counts as allowed: some clocks
    cannot say 24:00."""
    whole = joined(week.spans)
    return len(whole) == 7 and all(not each.starts and each.ends >= DAY - timedelta(minutes=1) for each in whole)
