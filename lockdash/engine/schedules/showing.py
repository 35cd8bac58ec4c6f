"""The views of schedules, kept: at each change only those are made anew that show something of it, and with time those
of which something has happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from lockdash.domain.devices import Device
from lockdash.domain.exceptions import AccessException
from lockdash.domain.schedules import Schedule
from lockdash.domain.walltime import offset_on, wall_at
from lockdash.engine.people.directory import Directory
from lockdash.engine.people.snapshot import Pair, PeopleSnapshot
from lockdash.engine.schedules.uses import Uses, differing
from lockdash.engine.schedules.views import ScheduleView, of_access, of_schedule, schedule_key, weekly_window

_LOOK_AGAIN = timedelta(days=1)
"""How long it counts that nothing happens next: an exception may put it off for as far as one looks ahead."""
_NEVER = datetime.max.replace(tzinfo=UTC)


class Showing:
    """`views`: as of the last `renew`, in no order; the same object while nothing changed, and so is a view that did
    not."""

    def __init__(self) -> None:
        self.views: Mapping[str, ScheduleView] = {}
        self._uses = Uses()
        self._schedules: Mapping[Pair, Schedule] = {}
        self._exceptions: Mapping[Pair, AccessException] = {}
        self._until: dict[str, datetime] = {}
        self._soonest = _NEVER
        self._offsets: dict[str, timedelta] = {}
        self._seen_at = datetime.min.replace(tzinfo=UTC)

    def renew(
        self, people: PeopleSnapshot, directory: Directory, devices: Mapping[str, Device], now: datetime
    ) -> Mapping[str, ScheduleView]:
        """Return `views` as of `now` (UTC). `directory`: of these two."""
        news = self._uses.renew(people, directory, devices)
        pairs, keys = news.schedules | self._changed(people), news.accesses | self._drifted(now)
        if now < self._seen_at:  # the clock was set back
            pairs, keys = pairs | people.schedules.keys(), keys | people.accesses.keys()
        for view in self._over(now):
            if view.schedule is not None:
                pairs.add((view.account, view.schedule.id))
            else:
                keys.add(view.key)
        self._seen_at = now
        if pairs or keys:
            self._take({**self._of_schedules(pairs, people, now), **self._of_accesses(keys, people, now)}, now)
        return self.views

    def _changed(self, people: PeopleSnapshot) -> set[Pair]:
        """Return the schedules that are others than before, or whose exceptions are."""
        pairs, exceptions = (
            differing(self._schedules, people.schedules),
            differing(self._exceptions, people.exceptions),
        )
        if exceptions:
            pairs |= {
                pair for pair, each in people.schedules.items() if (each.account, each.exception_id) in exceptions
            }
        self._schedules, self._exceptions = people.schedules, people.exceptions
        return pairs

    def _drifted(self, now: datetime) -> set[str]:
        """Return the accesses whose hours are others today, since the clock at the door was changed."""
        offsets = {zone: offset_on(wall_at(now, zone).date(), zone) for zone in self._offsets}
        zones = differing(self._offsets, offsets)
        self._offsets = offsets
        if not zones:
            return set()
        return {key for key, view in self.views.items() if view.access is not None and view.zone in zones}

    def _over(self, now: datetime) -> list[ScheduleView]:
        """Return those of which something has happened."""
        if now < self._soonest:
            return []
        return [self.views[key] for key, until in self._until.items() if until <= now]

    def _of_schedules(
        self, pairs: Iterable[Pair], people: PeopleSnapshot, now: datetime
    ) -> dict[str, ScheduleView | None]:
        found: dict[str, ScheduleView | None] = {}
        for pair in pairs:
            schedule = people.schedules.get(pair)
            view = None if schedule is None else of_schedule(schedule, people, self._uses.of(pair), now)
            found[schedule_key(*pair)] = view
        return found

    def _of_accesses(
        self, keys: Iterable[str], people: PeopleSnapshot, now: datetime
    ) -> dict[str, ScheduleView | None]:
        found: dict[str, ScheduleView | None] = {}
        for key in keys:
            access = people.accesses.get(key)
            window = weekly_window(access) if access is not None else None
            if access is not None and window is not None:
                found[key] = view = of_access(access, window, self._uses.use_of(access, people), now)
                if view.zone is not None:
                    self._offsets[view.zone] = offset_on(wall_at(now, view.zone).date(), view.zone)
            elif key in self.views:
                found[key] = None
        return found

    def _take(self, found: Mapping[str, ScheduleView | None], now: datetime) -> None:
        """Show what was `found`; None for what is no more."""
        fresh = {key: view for key, view in found.items() if view != self.views.get(key)}
        for key, view in found.items():
            if view is None:
                self._until.pop(key, None)
            elif view.next is not None:
                self._until[key] = view.next.at
            else:
                self._until[key] = now + _LOOK_AGAIN if view.exception is not None else _NEVER
        self._soonest = min(self._until.values(), default=_NEVER)
        if fresh:
            self.views = {key: view for key, view in {**self.views, **fresh}.items() if view is not None}
