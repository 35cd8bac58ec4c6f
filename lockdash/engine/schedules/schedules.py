"""Schedules as screens and the command line know them: wires the parts together, and decides nothing itself."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from datetime import timedelta

import msgspec

from lockdash.domain.changes import Change
from lockdash.domain.commands import Actor
from lockdash.domain.devices import Device, DeviceKind
from lockdash.domain.schedules import ScheduleKind
from lockdash.engine.board import Board
from lockdash.engine.board import Known as KnownDevices
from lockdash.engine.clock import Clock
from lockdash.engine.connect import Line
from lockdash.engine.failures import words_of
from lockdash.engine.people.people import People
from lockdash.engine.policy import Refusal
from lockdash.engine.recording import Record
from lockdash.engine.schedules.changing import Around, ScheduleRun
from lockdash.engine.schedules.inquiry import Inquiry
from lockdash.engine.schedules.objections import is_known, objection, only_looking
from lockdash.engine.schedules.orders import KINDS, CreateException, Order, Outcome, account_of, details_of, target_of
from lockdash.engine.schedules.showing import Showing
from lockdash.engine.schedules.views import ScheduleView
from lockdash.engine.work import Work
from lockdash.engine.writer import Writer
from lockdash.store.errors import StoreError
from lockdash.store.store import Store
from lockdash.vendors.schedules import ScheduleClient, schedules_of

log = logging.getLogger("lockdash.engine.schedules")

PATIENCE = timedelta(minutes=2)
FEEDS = ("schedules", "exceptions")


class Schedules:
    """The schedules of all accounts. They are read with the people that go by them: open those (`People.open`).
    `read_only`: whether an account takes no changes now."""

    def __init__(
        self,
        read_only: Callable[[str], bool],
        lines: Mapping[str, Line],
        people: People,
        devices: Board,
        writer: Writer,
        work: Work,
        clock: Clock,
        actor: Actor,
    ) -> None:
        self._read_only = read_only
        self._lines = lines
        self._people = people
        self._devices = devices
        self._writer = writer
        self._work = work
        self._clock = clock
        self._actor = actor
        self._clients: dict[str, ScheduleClient | None] = {}
        self._showing = Showing()

    def views(self) -> Mapping[str, ScheduleView]:
        """Return all schedules by key as they should be believed now; the same object while nothing changed."""
        people = self._people
        return self._showing.renew(people.snapshot, people.directory, self._devices.snapshot.devices, self._clock.now())

    async def learn(self, account: str) -> str:
        """Connect, so that it is known what can be done there. Return "" or why not."""
        try:
            await self._client(account)
        except Exception as error:
            return words_of(error)
        return ""

    def kinds(self, account: str) -> frozenset[ScheduleKind]:
        """Return the kinds that can be made and changed; none before `learn`."""
        client = self._clients.get(account)
        return client.kinds if client is not None else frozenset()

    def assignable(self, account: str) -> Mapping[DeviceKind, frozenset[ScheduleKind]]:
        """Return by which kinds devices can be told to go; none before `learn`."""
        client = self._clients.get(account)
        return client.assignable if client is not None else {}

    def changes(self, limit: int = 20) -> list[Change]:
        """Return what was done to schedules, by anybody: the last first."""
        return self._writer.store.changes(kinds=KINDS.values(), limit=limit)

    def objection(self, order: Order) -> str:
        """Why `order` would not be sent, "" if it would. Of an account that was never connected (`learn`), nothing."""
        account, people = account_of(order), self._people.snapshot
        known = is_known(order, people.schedules, people.exceptions)
        return objection(order, self._clients.get(account), read_only=self._read_only(account), known=known)

    async def change(self, order: Order) -> Outcome:
        """Record `order`, send it once, and return what became of it. Raises Refusal with the reason if it is not sent.

        It is carried out to its end, also if the caller is cancelled.
        """
        account = account_of(order)
        if account not in self._lines:
            raise Refusal(f"there is no account {account}")
        if self._read_only(account):
            raise Refusal(only_looking(account))
        if said := await self.learn(account):
            raise Refusal(f"nothing was sent: {said}")
        try:
            await self._people.load()
        except StoreError as error:
            raise Refusal(f"nothing was sent: {error}") from error
        if said := self.objection(order):
            raise Refusal(said)
        change, board = self._new(order), self._people.board
        record = Record(change, (), board.write, self._writer, self._work, self._clock)
        return await ScheduleRun(order, record, self._around(account), self._inquiry(order, change)).carry()

    def _around(self, account: str) -> Around:
        async def connected() -> ScheduleClient:
            client = await self._client(account)
            assert client is not None  # or there had been an objection
            return client

        async def read_again() -> None:
            await self._people.ask(account, FEEDS)

        return Around(connected, self._device, self._put_device, read_again)

    def _inquiry(self, order: Order, change: Change) -> Inquiry:
        people, left = self._people.snapshot, (change.expires_at - self._clock.now()).total_seconds()
        known = people.exceptions if isinstance(order, CreateException) else people.schedules
        return Inquiry(order, frozenset(known), self._work, self._clock, self._clock.monotonic() + left)

    def _device(self, key: str) -> Device | None:
        found = self._devices.snapshot.devices.get(key)
        return found if found is not None and found.gone_at is None else None

    async def _put_device(self, device: Device) -> None:
        """Store by what `device` goes now. What else an answer to a change says may be an echo of a wish."""

        def job(store: Store, known: KnownDevices) -> None:
            found = known.devices.get(device.key)
            if found is not None:
                store.put_devices([msgspec.structs.replace(found, schedule_ids=device.schedule_ids)])

        try:
            await self._devices.write(job)
        except StoreError as error:  # it is read again in a minute
            log.warning("%s goes by another schedule, which could not be stored: %s", device.key, error)

    async def _client(self, account: str) -> ScheduleClient | None:
        if account not in self._clients:
            self._clients[account] = schedules_of(await self._lines[account].client())
        return self._clients[account]

    def _new(self, order: Order) -> Change:
        now = self._clock.now()
        id, name = target_of(order)
        return Change(
            id=os.urandom(16).hex(),
            account=account_of(order),
            kind=KINDS[type(order)],
            actor=self._actor,
            person_name="",
            requested_at=now,
            expires_at=now + PATIENCE,
            target_id=id,
            target_name=name,
            details=details_of(order),
        )
