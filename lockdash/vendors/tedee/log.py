"""Following a device's activity log: the newest entries, and older ones back to what was read before.

Entries lag behind what happened (tedee-facts 2.3), by seconds as a rule. So a page of the newest is always read, and
what is not known of it is handed on, wherever it stands.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import msgspec

from lockdash.domain.devices import Device, DeviceKind
from lockdash.domain.events import Event
from lockdash.vendors import tail
from lockdash.vendors.base import Answer, Problem
from lockdash.vendors.replies import each
from lockdash.vendors.tail import Tail
from lockdash.vendors.tedee import activity, wire
from lockdash.vendors.tedee.api import Api

PAGE = 50
PAGES = 3
MILLISECOND = timedelta(milliseconds=1)
_READ = "DeviceActivity.Read"
_SILENT = frozenset({DeviceKind.bridge, DeviceKind.keypad, DeviceKind.door_sensor})


class LogPage(msgspec.Struct, frozen=True):
    """Entries, newest first. `at`: the vendor's time. `is_last`: no other page follows."""

    events: list[Event]
    problems: list[Problem]
    at: datetime
    is_last: bool

    @property
    def dates(self) -> dict[str, datetime]:
        """By id; a clock that is ahead counts up to now."""
        return {event.id: min(event.occurred_at, self.at) for event in self.events}


def has_log(device: Device) -> bool:
    """Whether a device logs anything: what happens at a keypad or a door sensor stands in the log of its lock."""
    return device.kind not in _SILENT


def series(vendor_id: str) -> str:
    """Return the name of a device's log among the series of the past."""
    return f"activity {vendor_id}"


async def read(device: Device, cursor: str | None, api: Api, account: str) -> Answer:
    """Read `PAGES` pages at most, mostly one. Cursor: `id|` and that of `tail`. Raises VendorError."""
    if not has_log(device):
        return Answer(cursor=cursor)
    owner, _, text = (cursor or "").partition("|")
    known = tail.parse(text) if owner == device.vendor_id else None
    events: dict[str, Event] = {}
    dates: dict[str, datetime] = {}
    problems: list[Problem] = []
    left_out = known is not None
    before: datetime | None = None
    for _ in range(PAGES):
        found = await page(device.vendor_id, f"activity of {device.name}", device.zone, before, PAGE, api, account)
        events |= {event.id: event for event in found.events}
        dates |= found.dates
        problems += found.problems
        # The oldest of the page, not any of it: what comes late may stand below what is known.
        if found.is_last or known is None or (found.events and known.knows(*_dated(found.events[-1]))):
            left_out = False
            break
        if not found.events:
            break
        # Only older ones come, and dates have seven digits: of that millisecond all come again.
        before = min(found.dates.values()) + MILLISECOND
    news = [_marked(event, known) for event in events.values() if known is None or not known.knows(*_dated(event))]
    now_known = tail.moved(known, dates, are_all=found.is_last, now=found.at)
    return Answer(
        events=tuple(sorted(news, key=lambda event: event.occurred_at)),
        cursor=f"{device.vendor_id}|{tail.written(now_known)}" if now_known is not None else cursor,
        problems=tuple(problems),
        holes=((series(device.vendor_id), tail.between(known, dates, found.at)),) if known and left_out else (),
    )


async def page(
    device_id: str, where: str, zone: str | None, before: datetime | None, most: int, api: Api, account: str
) -> LogPage:
    """Read the newest entries of a device, of those before a date if one is given. Raises VendorError."""
    params = [("deviceId", device_id), ("elements", str(most))]
    if before is not None:
        params.append(("lastElemDate", wire.date_text(before)))
    reply = await api.read_one("/my/deviceactivity", scope=_READ, params=params)
    heard = reply.heard(account)
    items = wire.items(reply)
    events, problems = each(items, partial(activity.event, device_id=device_id, zone=zone, heard=heard), where)
    return LogPage(events, problems, heard.at, len(items) < most)


def _dated(event: Event) -> tuple[str, datetime]:
    return event.id, event.occurred_at


def _marked(event: Event, known: Tail | None) -> Event:
    """Return `event`, marked as late if newer ones had been shown before."""
    if known is None or not known.was_passed(event.occurred_at):
        return event
    return msgspec.structs.replace(event, late=True)
