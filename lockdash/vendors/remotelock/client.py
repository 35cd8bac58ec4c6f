"""RemoteLock, as the engine speaks with it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import msgspec

from lockdash.domain.commands import CommandKind
from lockdash.domain.devices import Device
from lockdash.vendors.base import Answer, Connection, Context, Evidence, Feed, Problem, Receipt
from lockdash.vendors.errors import BadAnswer, VendorFault
from lockdash.vendors.remotelock import decode, following, places, rounds
from lockdash.vendors.remotelock.api import Api, Page
from lockdash.vendors.remotelock.commands import Commands
from lockdash.vendors.remotelock.places import Places
from lockdash.vendors.remotelock.rounds import Rounds
from lockdash.vendors.replies import each

if TYPE_CHECKING:
    from lockdash.vendors.checkup import CheckupClient
    from lockdash.vendors.past import PastClient
    from lockdash.vendors.people import PeopleClient
    from lockdash.vendors.schedules import ScheduleClient

T = TypeVar("T")

# Floors are our own: the vendor limits requests, whatever they ask for.
FEEDS = (
    Feed(rounds.FEED, every=decode.EVERY, floor=5.0),
    Feed(following.SERIES, every=15.0, floor=5.0),
    Feed("locations", every=3600.0, floor=60.0),
)
# Troubles of one list that say nothing of the next.
_ONLY_THIS = (VendorFault, BadAnswer)


class RemoteLockClient:
    """See `vendors.base.Client`, for its `people` `vendors.people.PeopleClient`, for its `schedules`
    `vendors.schedules.ScheduleClient`, and for its `past` `vendors.past.PastClient`. Remembers names of places, and
    what it saw of the rounds under way."""

    def __init__(self, account: str, api: Api) -> None:
        self._account = account
        self._api = api
        self._commands = Commands(api, account)
        self._rounds = Rounds(api, account)
        self._places: Places | None = None

    @classmethod
    def of(
        cls, connection: Connection, clock: Callable[[], datetime] = lambda: datetime.now(UTC), timeout: float = 10.0
    ) -> RemoteLockClient:
        return cls(connection.account, Api.of(connection, clock, timeout))

    def __repr__(self) -> str:
        return f"RemoteLockClient({self._account})"

    @cached_property
    def people(self) -> PeopleClient:
        # Its modules take the time that the first screen can do without.
        from lockdash.vendors.remotelock.people.client import RemoteLockPeople

        return RemoteLockPeople(self._api, self._account)

    @cached_property
    def past(self) -> PastClient:
        from lockdash.vendors.remotelock.past import RemoteLockPast

        return RemoteLockPast(self._api, self._account)

    @cached_property
    def schedules(self) -> ScheduleClient:
        from lockdash.vendors.remotelock.schedules.client import RemoteLockSchedules

        return RemoteLockSchedules(self._api, self._account)

    @cached_property
    def checkup(self) -> CheckupClient:
        from lockdash.vendors.remotelock.checkup import RemoteLockCheckup

        return RemoteLockCheckup(self._api)

    @property
    def feeds(self) -> tuple[Feed, ...]:
        return FEEDS

    async def read(self, feed: str, cursor: str | None, context: Context, device: Device | None = None) -> Answer:
        """See `Client.read`. Feeds: devices, events, locations."""
        if feed == rounds.FEED:
            if self._places is None:
                await self._first_places()
            return await self._rounds.read(cursor, context, self._places)
        if feed == following.SERIES:
            return await following.read(cursor, self._api, self._account, context)
        if feed == "locations":
            return await self._locations()
        raise ValueError(f"no feed {feed!r}")

    async def send(self, device: Device, kind: CommandKind) -> Receipt:
        """See `Client.send`."""
        return await self._commands.send(device, kind)

    async def check(self, device: Device, kind: CommandKind, receipt: Receipt) -> Evidence:
        """See `Client.check`."""
        return await self._commands.check(device, kind, receipt)

    async def aclose(self) -> None:
        await self._api.aclose()

    async def _locations(self) -> Answer:
        """Read the names of places and models. They are news for every device, so those are wanted if any changed."""
        before, (self._places, problems) = self._places, await self._read_places()
        changed = before is not None and before != self._places
        return Answer(wants=frozenset({rounds.FEED}) if changed else frozenset(), problems=tuple(problems))

    async def _first_places(self) -> None:
        """Read places before the first list of devices; devices without names of places are better than none."""
        await self._api.sign_in()
        with suppress(*_ONLY_THIS):
            self._places, _ = await self._read_places()

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

        await self._all_pages(path, take)
        return found, problems

    async def _all_pages(self, path: str, take: Callable[[Page], None]) -> None:
        number = 1
        while True:
            page = await self._api.page(path, number)
            take(page)
            if page.last:
                return
            number += 1
