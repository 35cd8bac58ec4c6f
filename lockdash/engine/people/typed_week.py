"""Days and hours of the week as somebody typed them, for vendors that keep them in UTC: pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from lockdash.domain.schedules import ScheduleKind
from lockdash.domain.walltime import known_zone
from lockdash.domain.week_text import parse
from lockdash.domain.weekly import drift, in_utc
from lockdash.domain.window_words import week_text
from lockdash.domain.windows import DAY, EVERY_DAY, Span, Window, time_of
from lockdash.engine.people.typed_stay import Heard


class TypedWeek:
    """`text`, judged at doors in `zones` by their offset on the first day of the stay, `today` if that is not named.
    `problem`: why it cannot be; `notes`: when the hours at the door move during the stay, as the vendor's stay where
    they are in UTC."""

    def __init__(self, text: str, zones: Iterable[str], starts: Heard, ends: Heard, today: date) -> None:
        self.problem = ""
        self.notes: tuple[str, ...] = ()
        self._starts, self._ends = starts, ends
        self._on = today if starts.wall is None else starts.wall.date()
        self._week = Window()
        try:
            self._week = one_span(text)
        except ValueError as error:
            self.problem = str(error)
            return
        notes = []
        for zone in sorted(zones):
            kept = in_utc(self._week, zone, self._on)
            if kept is None:
                self.problem = f"the vendor keeps no whole days of {zone}: give hours as well, as mon-fri 00:00-23:30"
                return
            moved = drift(self._during(kept, zone), zone, self._on)
            if moved is not None:
                day, later = moved
                told = week_text(later, zone, day)
                notes.append(f"the vendor keeps these hours in UTC: from {day.day} {day:%b %Y} on it is {told}")
        self.notes = tuple(notes)

    def window(self, zone: str | None) -> Window | None:
        """Return when an access at a door in `zone` counts, in UTC; None for always."""
        kept = in_utc(self._week, zone, self._on) if self._week.is_weekly and known_zone(zone) else Window(in_utc=True)
        if kept is None or zone is None:
            return None
        found = self._during(kept, zone)
        return None if found.is_permanent else found

    def _during(self, week: Window, zone: str) -> Window:
        """`week` for the stay at doors in `zone`."""
        starts, ends = self._starts.moments.get(zone), self._ends.moments.get(zone)
        return msgspec.structs.replace(week, starts_at=starts, ends_at=ends)


def one_span(text: str) -> Window:
    """Return the days and hours of `text` at the door, the same span on each of its days; without a text no limit.

    Raises ValueError for what is no week, and for a week of several spans: the vendor has one for each access.
    """
    spans = [each for each in parse(text, ScheduleKind.access) if isinstance(each, Span)]
    hours = {(each.starts, each.ends) for each in spans}
    if len(hours) > 1:
        raise ValueError("one span of hours is possible, the same on all its days, as mon-fri 09:00-17:00")
    if not hours:
        return Window()
    starts, ends = hours.pop()
    if starts == ends:
        raise ValueError("the hours begin and end at the same time")
    whole = ends - starts == DAY
    days = frozenset(each.day for each in spans)
    return Window(
        days=frozenset() if days == EVERY_DAY else days,
        from_time=None if whole else time_of(starts),
        to_time=None if whole else time_of(ends),
    )
