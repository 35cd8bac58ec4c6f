"""RemoteLock, as the engine speaks with it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

import msgspec

from lockdash.domain.commands import CommandKind
from lockdash.domain.devices import Contact, Device
from lockdash.vendors.base import Answer, Connection, Evidence, Feed, Problem, Receipt
from lockdash.vendors.errors import BadAnswer, VendorFault
from lockdash.vendors.remotelock import decode as devices
from lockdash.vendors.remotelock import feed_cursor, places
from lockdash.vendors.remotelock.api import PER_PAGE, Api, Page
from lockdash.vendors.remotelock.commands import Commands
from lockdash.vendors.remotelock.echoes import Echoes
from lockdash.vendors.remotelock.events import Happening, happening, observations, worth_a_list
from lockdash.vendors.remotelock.places import Places
from lockdash.vendors.replies import each

T = TypeVar("T")

FEEDS = (
    Feed("devices", every=devices.EVERY, floor=15.0),
    Feed("events", every=15.0, floor=5.0),
    Feed("locations", every=3600.0, floor=60.0),
)
_EVENT_PAGES = 3
# Troubles of one list that say nothing of the next.
_ONLY_THIS = (VendorFault, BadAnswer)
_REMEMBERED = 2000


class RemoteLockClient:
    """See `vendors.base.Client`. Remembers names of places, the connections of the last list, and which events it
    has handed on."""

    def __init__(self, account: str, api: Api) -> None:
        self._account = account
        self._api = api
        self._commands = Commands(api, account)
        self._places: Places | None = None
        self._contacts: dict[str, Contact | None] = {}
        self._echoes = Echoes()
        self._handed_on: OrderedDict[str, None] = OrderedDict()

    @classmethod
    def of(
        cls, connection: Connection, clock: Callable[[], datetime] = lambda: datetime.now(UTC), timeout: float = 10.0
    ) -> RemoteLockClient:
        return cls(connection.account, Api.of(connection, clock, timeout))

    def __repr__(self) -> str:
        return f"RemoteLockClient({self._account})"

    @property
    def feeds(self) -> tuple[Feed, ...]:
        return FEEDS

    async def read(self, feed: str, cursor: str | None, device: Device | None = None) -> Answer:
        """See `Client.read`. Feeds: devices, events, locations."""
        if feed == "devices":
            return await self._devices()
        if feed == "events":
            return await self._events(feed_cursor.parse(cursor))
        if feed == "locations":
            return await self._locations()
        raise ValueError(f"no feed {feed!r}")

    async def send(self, device: Device, kind: CommandKind) -> Receipt:
        """See `Client.send`."""
        receipt = await self._commands.send(device, kind)
        self._echoes.wished(device.vendor_id, receipt.at)
        return receipt

    async def check(self, device: Device, kind: CommandKind, receipt: Receipt) -> Evidence:
        """See `Client.check`."""
        return await self._commands.check(device, kind, receipt, self._contacts)

    async def aclose(self) -> None:
        await self._api.aclose()

    async def _devices(self) -> Answer:
        """Read all pages. A list that changed while it was read is not complete: what moved up a page was missed."""
        known = self._places if self._places is not None else await self._first_places()
        found: dict[str, Device] = {}
        problems: list[Problem] = []
        totals: list[int | None] = []

        at = datetime.max.replace(tzinfo=UTC)

        def take(page: Page) -> None:
            nonlocal at
            heard = page.reply.heard(self._account)
            at = min(at, heard.at)
            good, bad = each(page.items, lambda item: devices.device(item, known, heard), "device list")
            found.update((one.vendor_id, one) for one in good)
            problems.extend(bad)
            totals.append(page.total)

        await self._all_pages("/devices", "created_at", take)
        steady = len(set(totals)) == 1 and (totals[0] is None or totals[0] <= len(found))
        self._contacts = {one.vendor_id: one.contact for one in found.values()}
        told = tuple(self._echoes.without(one, at) for one in found.values())
        return Answer(devices=told, complete=steady and not problems, problems=tuple(problems))

    async def _events(self, cursor: feed_cursor.Cursor | None) -> Answer:
        """Read the newest events, and older ones until the cursor, three pages at most."""
        found: dict[str, Happening] = {}
        problems: list[Problem] = []
        reached = cursor is None
        page: Page | None = None
        for number in range(1, _EVENT_PAGES + 1):
            page = await self._api.page("/events", number, "-created_at")
            heard = page.reply.heard(self._account)
            good, bad = each(page.items, partial(happening, heard=heard), "events")
            found |= {one.event.id: one for one in good}
            problems += bad
            if page.last or (cursor is not None and any(cursor.knows(one) for one in good)):
                reached = True
                break
        assert page is not None
        if not reached:
            problems.append(Problem("events", f"more than {_EVENT_PAGES * PER_PAGE} are new; older ones were not read"))
        fresh = [one for event_id, one in found.items() if event_id not in self._handed_on]
        news = [one for one in fresh if cursor is None or not cursor.knows(one)]
        self._hand_on(one.event.id for one in fresh)
        heard = page.reply.heard(self._account)
        wants = bool(self._contacts) and worth_a_list(news, self._contacts)
        return Answer(
            events=tuple(one.event for one in fresh),
            observations=observations(news, self._contacts, heard),
            cursor=feed_cursor.written(feed_cursor.moved(cursor, found.values(), heard.at)),
            wants=frozenset({"devices"}) if wants else frozenset(),
            problems=tuple(problems),
        )

    async def _locations(self) -> Answer:
        """Read the names of places and models. They are news for every device, so those are wanted if any changed."""
        before, (self._places, problems) = self._places, await self._read_places()
        changed = before is not None and before != self._places
        return Answer(wants=frozenset({"devices"}) if changed else frozenset(), problems=tuple(problems))

    async def _first_places(self) -> Places:
        """Read places before the first list of devices; devices without names of places are better than none."""
        await self._api.sign_in()
        try:
            self._places, _ = await self._read_places()
        except _ONLY_THIS:
            return Places()
        return self._places

    async def _read_places(self) -> tuple[Places, list[Problem]]:
        locations, problems = await self._by_id("/locations", places.location)
        try:
            models, more = await self._by_id("/models", places.model)
        except _ONLY_THIS:
            models, more = (self._places.models if self._places is not None else {}), []
        return Places(locations, models), problems + more

    async def _by_id(
        self, path: str, read: Callable[[msgspec.Raw], tuple[str, T]]
    ) -> tuple[dict[str, T], list[Problem]]:
        found: dict[str, T] = {}
        problems: list[Problem] = []

        def take(page: Page) -> None:
            good, bad = each(page.items, read, path[1:])
            found.update(good)
            problems.extend(bad)

        await self._all_pages(path, None, take)
        return found, problems

    async def _all_pages(self, path: str, sort: str | None, take: Callable[[Page], None]) -> None:
        number = 1
        while True:
            page = await self._api.page(path, number, sort)
            take(page)
            if page.last:
                return
            number += 1

    def _hand_on(self, event_ids: Iterable[str]) -> None:
        for event_id in event_ids:
            self._handed_on[event_id] = None
        while len(self._handed_on) > _REMEMBERED:
            self._handed_on.popitem(last=False)
