"""The past of a Tedee account: the activity log of each device, newest first, back to its first entry."""

from __future__ import annotations

from datetime import datetime

import msgspec

from lockdash.domain.devices import Device
from lockdash.vendors.base import Context, Stretch
from lockdash.vendors.past import Lost, PastPage, Series
from lockdash.vendors.tedee import log
from lockdash.vendors.tedee.api import Api
from lockdash.vendors.tedee.log import MILLISECOND, LogPage

MOST = 200
"""Entries on a page (tedee-facts 2.3)."""
_CROWDED = "Tedee hands out 200 entries of one moment, and there may be more"
_UNREADABLE = "Tedee sent a page of entries without a date, so that nothing says where to read on"


class _Bookmark(msgspec.Struct, frozen=True):
    """The next page: entries dated `before`. `ids`: those of the page before that come again, because they are dated
    in the same millisecond."""

    before: datetime | None
    ids: frozenset[str] = frozenset()


class TedeePast:
    """See `vendors.past.PastClient`. Guests are shown what they did themselves, and what nobody did."""

    def __init__(self, api: Api, account: str) -> None:
        self._api = api
        self._account = account

    def series(self, context: Context) -> tuple[Series, ...]:
        """One for each device that has a log."""
        devices = sorted(filter(log.has_log, context.devices.values()), key=lambda each: each.name)
        return tuple(Series(log.series(device.vendor_id), device.name) for device in devices)

    async def read_past(self, series: str, stretch: Stretch, cursor: str | None, context: Context) -> PastPage:
        """See `PastClient.read_past`: one request. A device that is gone is Rejected."""
        device_id = series.removeprefix(log.series(""))
        device = context.devices.get(device_id)
        mark = _read(cursor) or _start(stretch)
        page = await log.page(
            device_id, _where(device), device.zone if device else None, mark.before, MOST, self._api, self._account
        )
        following, lost = _after(page, mark, stretch)
        return PastPage(
            events=tuple(event for event in page.events if event.id not in mark.ids),
            cursor=msgspec.json.encode(following).decode() if following is not None else None,
            oldest=min(page.dates.values(), default=mark.before),
            lost=lost,
            problems=tuple(page.problems),
        )


def _where(device: Device | None) -> str:
    return f"activity of {device.name}" if device is not None else "activity"


def _start(stretch: Stretch) -> _Bookmark:
    return _Bookmark(_including(stretch.before) if stretch.before is not None else None)


def _read(cursor: str | None) -> _Bookmark | None:
    try:
        return msgspec.json.decode(cursor or "", type=_Bookmark)
    except (msgspec.MsgspecError, ValueError):
        return None


def _after(page: LogPage, mark: _Bookmark, stretch: Stretch) -> tuple[_Bookmark | None, tuple[Lost, ...]]:
    """Return where to read on, None at the end, and what is lost by that."""
    dates = page.dates
    if page.is_last:
        return None, ()
    if not dates:
        return None, (Lost(stretch.until, mark.before, _UNREADABLE),)
    *_, last = dates.values()
    if mark.before is not None and _including(last) >= mark.before:
        last = min(dates.values())  # in whatever order they came
    if stretch.until is not None and last < stretch.until:
        return None, ()
    before = _including(last)
    if mark.before is not None and before >= mark.before:  # the same page would come again and again
        begun = mark.before - MILLISECOND
        return _Bookmark(begun), (Lost(begun, mark.before, _CROWDED),)
    return _Bookmark(before, frozenset(key for key, at in dates.items() if _including(at) == before)), ()


def _including(moment: datetime) -> datetime:
    """Return before what the entries of `moment` are: dates are sent to the millisecond, and have seven digits."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000) + MILLISECOND
