"""What the Schedules tab has a row for: schedules, hours that are kept with an access, and exceptions. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TypeAlias

import msgspec

from lockdash.domain.exceptions import AccessException, DateRange, merged
from lockdash.domain.walltime import zone_of
from lockdash.engine.schedules.views import ScheduleView, Use

_DAY = timedelta(days=1)


class ExceptionView(msgspec.Struct, frozen=True, kw_only=True):
    """An access exception on one day. `by`: the schedules that go with it. `today`: the day at their doors, the
    earliest if it is two; the viewer's if no door is known. `starts_at`: when its next day begins there (UTC offset
    included), None if none is to come or one of its days is today."""

    key: str
    exception: AccessException
    today: date
    by: tuple[ScheduleView, ...] = ()
    starts_at: datetime | None = None

    @property
    def account(self) -> str:
        return self.exception.account

    @property
    def name(self) -> str:
        return self.exception.name

    @property
    def ranges(self) -> tuple[DateRange, ...]:
        """Its days in order, drawn together."""
        return merged(self.exception.dates)

    @property
    def now(self) -> DateRange | None:
        """The days of which today is one."""
        return next((each for each in self.ranges if each.holds(self.today)), None)

    @property
    def following(self) -> DateRange | None:
        """The next days, today's not among them."""
        return next((each for each in self.ranges if each.first > self.today), None)

    @property
    def is_past(self) -> bool:
        """Whether it has days, and all are over."""
        return bool(self.exception.dates) and all(each.is_over(self.today) for each in self.exception.dates)

    @property
    def uses(self) -> tuple[Use, ...]:
        """Who and what goes by its schedules."""
        return tuple(dict.fromkeys(use for view in self.by for use in view.uses))


Row: TypeAlias = ScheduleView | ExceptionView


def exception_key(exception: AccessException) -> str:
    """The identity of an exception."""
    return f"{exception.account}/exception/{exception.id}"


def exception_views(
    exceptions: Iterable[AccessException], schedules: Mapping[str, ScheduleView], now: datetime, zone: tzinfo
) -> Iterator[ExceptionView]:
    """Yield each of `exceptions` as it is at `now` (UTC). `zone`: the viewer's."""
    by: dict[tuple[str, str], list[ScheduleView]] = {}
    for view in schedules.values():
        if view.exception is not None:
            by.setdefault((view.account, view.exception.id), []).append(view)
    for each in exceptions:
        mine = tuple(sorted(by.get((each.account, each.id), ()), key=lambda view: (view.name, view.key)))
        places = [zone_of(name) for name in sorted({name for view in mine for name in view.zones})] or [zone]
        today = min(now.astimezone(place).date() for place in places)
        found = ExceptionView(key=exception_key(each), exception=each, today=today, by=mine)
        if found.now is None and found.following is not None:
            begins = min(datetime.combine(found.following.first, time(), place) for place in places)
            found = msgspec.structs.replace(found, starts_at=begins)
        yield found
