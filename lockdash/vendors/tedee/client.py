"""Tedee, as the engine speaks with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from lockdash.domain.commands import CommandKind
from lockdash.domain.devices import Device
from lockdash.domain.secret import Secret
from lockdash.vendors.base import Answer, Connection, Context, Evidence, Feed, Problem, Receipt
from lockdash.vendors.errors import Rejected
from lockdash.vendors.replies import decode, each
from lockdash.vendors.tedee import TedeeSettings, accompanying, log, wire
from lockdash.vendors.tedee import decode as locks
from lockdash.vendors.tedee.api import Api
from lockdash.vendors.tedee.auth import oauth_client
from lockdash.vendors.tedee.commands import Commands
from lockdash.vendors.tedee.roll import LISTED_BY, Roll
from lockdash.vendors.tedee.signers import BySignIn, PersonalKey, Signer
from lockdash.vendors.tokens import Tokens
from lockdash.vendors.transport import Transport

if TYPE_CHECKING:
    from lockdash.vendors.checkup import CheckupClient
    from lockdash.vendors.past import PastClient
    from lockdash.vendors.people import PeopleClient

# Floors: `/my/lock` at most 10 times in 10 minutes; sync never sooner than 20 s after the last (tedee-facts 4).
FEEDS = (
    Feed(LISTED_BY, every=locks.LIST_EVERY, floor=60.0),
    Feed("sync", every=locks.SYNC_EVERY, floor=20.0),
    Feed("details", every=accompanying.EVERY, floor=60.0),
    # A wrong PIN moves nothing that a sync shows. Twelve locks are twelve requests an hour of 700.
    Feed("activity", every=60.0, floor=2.0, per_device=True, rota=3600.0),
)
KEYPAD_TIMEOUT = 45.0
"""Seconds. The cloud answers when the lock has, or when it gives it up, and nobody says when that is: whoever hangs up
before knows neither what has happened nor when the lock takes the next request."""
_READ = "Device.Read"


class TedeeClient:
    """See `vendors.base.Client`, for its `people` `vendors.people.PeopleClient`, and for its `past`
    `vendors.past.PastClient`. Remembers what the last list of locks did not explain, and nothing else.
    `keypad_timeout`: seconds to wait for a lock behind the cloud."""

    def __init__(self, account: str, api: Api, keypad_timeout: float = KEYPAD_TIMEOUT) -> None:
        self._account = account
        self._api = api
        self._keypad_timeout = keypad_timeout
        self._commands = Commands(api, account)
        self._roll = Roll()

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
        signer, secrets = _signer(settings, connection, clock)
        transport = Transport(
            "Tedee",
            settings.api_url,
            gate=connection.gate,
            accept="application/json",
            words=wire.refusal_words,
            secrets=secrets,
            clock=clock,
            timeout=timeout,
        )
        return cls(connection.account, Api(transport, signer, settings.api_version), keypad_timeout)

    def __repr__(self) -> str:
        return f"TedeeClient({self._account})"

    @cached_property
    def people(self) -> PeopleClient:
        # Its modules take the time that the first screen can do without.
        from lockdash.vendors.tedee.people.client import TedeePeople

        return TedeePeople(self._api, self._account, self._keypad_timeout)

    @cached_property
    def past(self) -> PastClient:
        from lockdash.vendors.tedee.past import TedeePast

        return TedeePast(self._api, self._account)

    @cached_property
    def checkup(self) -> CheckupClient:
        from lockdash.vendors.tedee.checkup import TedeeCheckup

        return TedeeCheckup(self._api)

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
            return await log.read(device, cursor, self._api, self._account)
        raise ValueError(f"no feed {feed!r} without a device")

    async def send(self, device: Device, kind: CommandKind) -> Receipt:
        """See `Client.send`."""
        return await self._commands.send(device, kind)

    async def check(self, device: Device, kind: CommandKind, receipt: Receipt) -> Evidence:
        """See `Client.check`."""
        return await self._commands.check(device, kind, receipt)

    async def aclose(self) -> None:
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
        devices, problems = accompanying.devices(decode(reply, wire.Envelope[dict[str, msgspec.Raw]]).result, heard)
        # In a list of a kind that is not known yet: each device is listed by one feed only.
        locks_too = {each.vendor_id for each in context.devices.values() if each.listed_by == LISTED_BY}
        return _listed([device for device in devices if device.vendor_id not in locks_too], problems)


def _signer(
    settings: TedeeSettings, connection: Connection, clock: Callable[[], datetime]
) -> tuple[Signer, tuple[Secret, ...]]:
    """Return how requests are signed, and the secrets that no answer may repeat to the user."""
    if settings.client_id is None:
        key = Secret(connection.secrets["personal_key"].reveal().strip())
        return PersonalKey(key), (key,)
    client = oauth_client(settings, connection.secrets)
    return BySignIn(Tokens(client, connection.vault, clock)), client.secrets


def _listed(devices: list[Device], problems: list[Problem]) -> Answer:
    """Return the answer of a list that tells of all its devices at once. One that was not understood may be any."""
    roll = None if problems else frozenset(device.vendor_id for device in devices)
    return Answer(devices=tuple(devices), roll=roll, problems=tuple(problems))
