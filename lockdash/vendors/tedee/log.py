"""Reading a device's activity log: the newest entries, and older ones back to what was read before."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import msgspec

from lockdash.domain.devices import Device
from lockdash.domain.events import Event
from lockdash.vendors import fields
from lockdash.vendors.base import Answer, Problem
from lockdash.vendors.replies import each
from lockdash.vendors.tedee import activity, wire
from lockdash.vendors.tedee.api import Api

PAGE = 50
PAGES = 3
_READ = "DeviceActivity.Read"
_MILLISECOND = timedelta(milliseconds=1)


class _Page(msgspec.Struct, frozen=True):
    """`newest`, `oldest`: of its dates, None without entries; a clock that is ahead counts up to now. `last`: no other
    follows."""

    events: list[Event]
    problems: list[Problem]
    newest: datetime | None
    oldest: datetime | None
    last: bool


async def read(device: Device, cursor: str | None, api: Api, account: str) -> Answer:
    """Read `PAGES` pages at most. Cursor: `id|date`. Raises VendorError."""
    read_to = _read_to(cursor, device.vendor_id)
    where = f"activity of {device.name}"
    events: dict[str, Event] = {}
    problems: list[Problem] = []
    newest, oldest = read_to, None
    for _ in range(PAGES):
        page = await _page(device, oldest, where, api, account)
        events |= {event.id: event for event in page.events}
        problems += page.problems
        newest, oldest = max(filter(None, (newest, page.newest)), default=None), page.oldest
        if page.last or oldest is None or read_to is None or oldest <= read_to:
            break
    else:
        problems.append(Problem(where, f"more than {PAGES * PAGE} entries are new; older ones were not read"))
    return Answer(
        events=tuple(sorted(events.values(), key=lambda event: event.occurred_at)),
        cursor=f"{device.vendor_id}|{newest.isoformat()}" if newest is not None else cursor,
        problems=tuple(problems),
    )


async def _page(device: Device, before: datetime | None, where: str, api: Api, account: str) -> _Page:
    params = [("deviceId", device.vendor_id), ("elements", str(PAGE))]
    if before is not None:
        # Only older ones come, and dates have seven digits: of that millisecond all come again.
        params.append(("lastElemDate", wire.date_text(before + _MILLISECOND)))
    reply = await api.read_one("/my/deviceactivity", scope=_READ, params=params)
    heard = reply.heard(account)
    items = wire.items(reply)
    read_item = partial(activity.event, device_id=device.vendor_id, zone=device.zone, heard=heard)
    events, problems = each(items, read_item, where)
    dates = [min(event.occurred_at, heard.at) for event in events]
    return _Page(events, problems, max(dates, default=None), min(dates, default=None), len(items) < PAGE)


def _read_to(cursor: str | None, vendor_id: str) -> datetime | None:
    """The date up to which the log of this very device was read."""
    owner, _, date = (cursor or "").partition("|")
    return fields.moment(date) if owner == vendor_id else None
