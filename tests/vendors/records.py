"""What all sessions of a user know of one account, kept by the engine's own rules, for clients that come and go."""

from __future__ import annotations

from datetime import datetime

from lockdash.domain.commands import CommandKind
from lockdash.domain.devices import Device
from lockdash.engine.merge import absorb
from lockdash.simulator.clock import Clock
from lockdash.vendors.base import Answer, Client, Context, Receipt

NOTHING = Context()
"""Of an account before its first read."""


class Records:
    """`devices` by key, `cursors` by feed, `wishes` by vendor id."""

    def __init__(self, clock: Clock) -> None:
        self.devices: dict[str, Device] = {}
        self.cursors: dict[str, str | None] = {}
        self.wishes: dict[str, datetime] = {}
        self._clock = clock

    @property
    def context(self) -> Context:
        present = {device.vendor_id: device for device in self.devices.values() if device.gone_at is None}
        return Context(present, self.wishes)

    @property
    def gone(self) -> list[str]:
        """Names of the devices that are not listed any more."""
        return [device.name for device in self.devices.values() if device.gone_at is not None]

    def named(self, name: str) -> Device:
        return next(device for device in self.devices.values() if device.name == name)

    async def read(self, client: Client, feed: str, *, written: bool = True) -> Answer:
        """Read `feed` by `client` and keep what came; not `written`: the disk was full."""
        answer = await client.read(feed, self.cursors.get(feed), self.context)
        if written:
            self.devices |= absorb(self.devices, answer, self._clock.now(), {}, feed)
            self.cursors[feed] = answer.cursor
        return answer

    async def send(self, client: Client, name: str, kind: CommandKind) -> Receipt:
        receipt = await client.send(self.named(name), kind)
        self.wishes[self.named(name).vendor_id] = receipt.at
        return receipt
