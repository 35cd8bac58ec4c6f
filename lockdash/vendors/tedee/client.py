"""Tedee, as the engine speaks with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import msgspec

from lockdash.domain.commands import CommandKind
from lockdash.domain.devices import Device
from lockdash.domain.events import Event
from lockdash.domain.secret import Secret
from lockdash.vendors.base import Answer, Connection, Context, Evidence, Feed, Problem, Receipt
from lockdash.vendors.errors import Rejected
from lockdash.vendors.people import PeopleClient
from lockdash.vendors.replies import decode, each
from lockdash.vendors.tedee import TedeeSettings, accompanying, activity, wire
from lockdash.vendors.tedee import decode as locks
from lockdash.vendors.tedee.api import Api
from lockdash.vendors.tedee.commands import Commands
from lockdash.vendors.tedee.people.client import TedeePeople
from lockdash.vendors.tedee.roll import LISTED_BY, Roll
from lockdash.vendors.transport import WHOLE_TIMEOUT, Transport

# Floors: `/my/lock` at most 10 times in 10 minutes; sync never sooner than 20 s after the last (tedee-facts 4).
FEEDS = (
    Feed(LISTED_BY, every=locks.LIST_EVERY, floor=60.0),
    Feed("sync", every=locks.SYNC_EVERY, floor=20.0),
    Feed("details", every=accompanying.EVERY, floor=60.0),
    Feed("activity", every=60.0, floor=10.0, per_device=True),
)
KEYPAD_TIMEOUT = 45.0
"""Seconds. The cloud answers when the lock has, or when it gives it up, and nobody says when that is: whoever hangs up
before knows neither what has happened nor when the lock takes the next request."""
_READ = "Device.Read"
_ACTIVITY_READ = "DeviceActivity.Read"
_ACTIVITY_PAGES = 3


class TedeeClient:
    """See `vendors.base.Client`. Remembers what the last list of locks did not explain, and nothing else."""

    def __init__(self, account: str, api: Api, people: TedeePeople) -> None:
        self._account = account
        self._api = api
        self._commands = Commands(api, account)
        self._roll = Roll()
        self._people = people

    @classmethod
    def of(
        cls,
        connection: Connection,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        timeout: float = 10.0,
        keypad_timeout: float = KEYPAD_TIMEOUT,
    ) -> TedeeClient:
        """Make one. `timeout`, `keypad_timeout`: seconds to wait for the cloud, and for a lock behind it."""
        settings = connection.settings
        assert isinstance(settings, TedeeSettings)
        key = Secret(connection.secrets["personal_key"].reveal().strip())

        def api(timeout: float, words: Callable[[bytes], str]) -> Api:
            transport = Transport(
                "Tedee",
                settings.api_url,
                gate=connection.gate,
                accept="application/json",
                words=words,
                secrets=(key,),
                clock=clock,
                timeout=timeout,
                whole_timeout=max(WHOLE_TIMEOUT, timeout),
            )
            return Api(transport, key, settings.api_version)

        cloud = api(timeout, wire.refusal_words)
        people = TedeePeople(connection.account, cloud, lambda: api(keypad_timeout, wire.refusal_words_without_pins))
        return cls(connection.account, cloud, people)

    def __repr__(self) -> str:
        return f"TedeeClient({self._account})"

    @property
    def people(self) -> PeopleClient:
        return self._people

    @property
    def feeds(self) -> tuple[Feed, ...]:
        return FEEDS

    async def read(self, feed: str, cursor: str | None, context: Context, device: Device | None = None) -> Answer:
        """See `Client.read`. Feeds: locks, sync, details, and activity of a device."""
        if feed == LISTED_BY:
            return await self._list()
        if feed == "sync":
            return await self._sync(context)
        if feed == "details":
            return await self._details(context)
        if feed == "activity" and device is not None:
            return await self._activity(device, cursor)
        raise ValueError(f"no feed {feed!r} without a device")

    async def send(self, device: Device, kind: CommandKind) -> Receipt:
        """See `Client.send`."""
        return await self._commands.send(device, kind)

    async def check(self, device: Device, kind: CommandKind, receipt: Receipt) -> Evidence:
        """See `Client.check`."""
        return await self._commands.check(device, kind, receipt)

    async def aclose(self) -> None:
        await self._people.aclose()
        await self._api.aclose()

    async def _list(self) -> Answer:
        reply = await self._api.read("/my/lock", scope=_READ, params=(("IncludeAccessories", "true"),))
        heard = reply.heard(self._account)
        devices, problems = each(wire.items(reply), lambda item: locks.lock(item, heard), "lock list")
        self._roll.listed()
        return _listed(devices, problems)

    async def _sync(self, context: Context) -> Answer:
        reply = await self._api.read("/my/lock/sync", scope=_READ)
        heard = reply.heard(self._account)
        news, problems = each(wire.items(reply), lambda item: locks.sync(item, heard), "sync")
        wants = frozenset({LISTED_BY}) if self._roll.outdated_by(news, context.devices) else frozenset()
        return Answer(observations=tuple(news), wants=wants, problems=tuple(problems))

    async def _details(self, context: Context) -> Answer:
        """Read what stands beside the locks. An account that may not is no worse for it."""
        try:
            reply = await self._api.read_one("/my/device/details", scope=None)
        except Rejected:
            return Answer()
        heard = reply.heard(self._account)
        devices, problems = accompanying.devices(decode(reply, wire.Groups).result, heard)
        # In a list of a kind that is not known yet: each device is listed by one feed only.
        locks_too = {each.vendor_id for each in context.devices.values() if each.listed_by == LISTED_BY}
        return _listed([device for device in devices if device.vendor_id not in locks_too], problems)

    async def _activity(self, device: Device, cursor: str | None) -> Answer:
        """Read the newest entries, and older ones until the cursor, three pages at most. Cursor: `id|date`."""
        read_to = _read_to(cursor, device.vendor_id)
        events: dict[str, Event] = {}
        answer = Answer()
        before: str | None = None
        for _ in range(_ACTIVITY_PAGES):
            answer = await self._activity_page(device, before)
            events |= {event.id: event for event in answer.events}
            oldest = min((event.occurred_at for event in answer.events), default=None)
            if oldest is None or read_to is None or oldest <= read_to or len(answer.events) < activity.PAGE:
                break
            before = oldest.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        newest = max((event.occurred_at for event in events.values()), default=read_to)
        return Answer(
            events=tuple(sorted(events.values(), key=lambda event: event.occurred_at)),
            cursor=f"{device.vendor_id}|{newest.isoformat()}" if newest is not None else cursor,
            problems=answer.problems,
        )

    async def _activity_page(self, device: Device, before: str | None) -> Answer:
        params = [("deviceId", device.vendor_id), ("elements", str(activity.PAGE))]
        if before is not None:
            params.append(("lastElemDate", before))
        reply = await self._api.read_one("/my/deviceactivity", scope=_ACTIVITY_READ, params=params)
        heard = reply.heard(self._account)

        def read(item: msgspec.Raw) -> Event:
            return activity.event(item, device.vendor_id, device.zone, heard)

        events, problems = each(wire.items(reply), read, f"activity of {device.name}")
        return Answer(events=tuple(events), problems=tuple(problems))


def _listed(devices: list[Device], problems: list[Problem]) -> Answer:
    """Return the answer of a list that tells of all its devices at once. One that was not understood may be any."""
    roll = None if problems else frozenset(device.vendor_id for device in devices)
    return Answer(devices=tuple(devices), roll=roll, problems=tuple(problems))


def _read_to(cursor: str | None, vendor_id: str) -> datetime | None:
    """The date up to which the log of this very device was read."""
    owner, _, date = (cursor or "").partition("|")
    if owner != vendor_id or not date:
        return None
    try:
        return datetime.fromisoformat(date)
    except ValueError:
        return None
