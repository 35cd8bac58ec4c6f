"""The schedules that are told of, in their order, and one of them by name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

import msgspec

from lockdash.cli.names import Named, Noun, pick
from lockdash.domain.devices import Device
from lockdash.domain.schedules import ScheduleKind
from lockdash.engine.order import natural
from lockdash.engine.people.directory import Directory
from lockdash.engine.people.snapshot import PeopleSnapshot
from lockdash.engine.schedules.views import ScheduleView, views

_SCHEDULE = Noun("schedule", "schedules", "`lockdash schedules`")


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """`views`: by name, those of the vendor before the hours of accesses. `devices`: by key, of the same accounts.
    `covered`: accounts of which it was read who may open what."""

    views: tuple[ScheduleView, ...]
    devices: Mapping[str, Device]
    covered: frozenset[str]

    def knows_uses(self, view: ScheduleView) -> bool:
        """Whether no use that is known means that there is none."""
        by_devices = view.kind not in (ScheduleKind.access, None)
        return bool(view.uses) or by_devices or view.account in self.covered


def known(
    people: PeopleSnapshot,
    devices: Mapping[str, Device],
    accounts: Collection[str],
    now: datetime,
    *,
    covered: frozenset[str] = frozenset(),
) -> Known:
    """Return what is known of the schedules of `accounts` at `now` (UTC)."""
    mine = {key: each for key, each in devices.items() if each.account in accounts}
    found = views(people, Directory(people, mine), mine, now).values()
    listed = sorted((each for each in found if each.account in accounts), key=_order)
    return Known(views=tuple(listed), devices=mine, covered=covered)


def named(name: str, views: Collection[ScheduleView]) -> ScheduleView:
    """Return the schedule that `name` means. Raises Stop, with those that fit or the near ones."""
    return pick(name, [Named(each, each.key, each.name, each.account, also=id_of(each)) for each in views], _SCHEDULE)


def id_of(view: ScheduleView) -> str:
    """Return the vendor's id of a schedule, or of the access whose hours these are; the key of one without any."""
    if view.schedule is not None:
        return view.schedule.id
    return (view.access.id if view.access is not None else None) or view.key


def _order(view: ScheduleView) -> tuple[object, ...]:
    return view.schedule is None, natural(view.name), natural(view.account), view.key
