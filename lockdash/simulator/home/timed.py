"""What counts only at times: an access, a PIN (tedee-facts 3.4 WeekDays, 3.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Timed:
    """The five schedule fields, in UTC; all None for always.

    `start`, `end`: from then, until then. `week_days`: bits, 1 Monday to 64 Sunday. `day_start`, `day_end`: times of
    the day as they were spelled, bare (`08:00:00.000Z`) or in a whole date, of which only the time counts.
    """

    start: datetime | None = None
    end: datetime | None = None
    week_days: int | None = None
    day_start: str | None = None
    day_end: str | None = None

    def is_over(self, now: datetime) -> bool:
        return self.end is not None and self.end <= now

    def covers(self, now: datetime) -> bool:
        """Whether it counts now. A window over midnight belongs to the day on which it opens; the reference does not
        say."""
        if self.is_over(now) or (self.start is not None and now < self.start):
            return False
        opens = time_of_day(self.day_start) if self.day_start else time.min
        closes = time_of_day(self.day_end) if self.day_end else time.max
        moment = now.time()
        if opens <= closes:
            return opens <= moment < closes and self._has(now)
        return (moment >= opens and self._has(now)) or (moment < closes and self._has(now - DAY))

    def _has(self, day: datetime) -> bool:
        return self.week_days is None or bool(self.week_days & 1 << day.weekday())


def time_of_day(text: str) -> time:
    """Read a time of the day in either form, as naive UTC. Raises ValueError."""
    return time.fromisoformat(text.rpartition("T")[2]).replace(tzinfo=None)
