"""What is known now, as the snapshot that everybody reads, and the one way to change it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec

from lockdash.domain.accounts import Account
from lockdash.domain.commands import Actor, Command
from lockdash.domain.devices import Device
from lockdash.engine.clock import Clock
from lockdash.engine.conditions import as_found, connecting
from lockdash.engine.failures import where_of
from lockdash.engine.snapshot import Snapshot
from lockdash.engine.views import is_listed
from lockdash.engine.work import Alarm
from lockdash.engine.writer import Writer
from lockdash.store.store import Rows, Store, StoreDamaged

log = logging.getLogger("lockdash.engine.board")

T = TypeVar("T")
Listener = Callable[[Snapshot], None]

_NONE: Mapping[str, Any] = MappingProxyType({})
_NO_KEYS: frozenset[str] = frozenset()


class Known:
    """The store's rows as of `revision`. Belongs to the writer's thread: jobs read it, `pull` renews it."""

    def __init__(self, rows: Rows) -> None:
        self.revision = 0
        self.accounts: dict[str, Account] = {}
        self.devices: dict[str, Device] = {}
        self.commands: dict[str, Command] = {}
        self._add(rows)

    def pull(self, store: Store) -> Rows:
        """Take in what the store has that is newer, from any process, and return it."""
        rows = store.load(self.revision)
        self._add(rows)
        return rows

    def of_account(self, account: str) -> dict[str, Device]:
        return {key: device for key, device in self.devices.items() if device.account == account}

    def begin_anew(self, store: Store) -> Rows:
        """Take in another store than before, and return what it has. Devices that it lacks are written into it."""
        rows = store.load()
        there = {each.key for each in rows.devices}
        self.revision = 0
        self._add(rows)
        store.put_devices(each for key, each in self.devices.items() if key not in there)
        return rows

    def _add(self, rows: Rows) -> None:
        self.revision = max(self.revision, rows.revision)
        self.accounts.update((each.name, each) for each in rows.accounts)
        self.devices.update((each.key, each) for each in rows.devices)
        self.commands.update((each.device_key, each) for each in rows.commands)


Job = Callable[[Store, Known], T]


class Board:
    """Holds the current snapshot of the accounts in `vendors` (name to vendor) and tells listeners of changes.

    The first snapshot is read at once, in the caller's thread: the first paint needs nothing else. `noticed`
    rings when somebody begins to listen. `damaged`: a job found the store damaged, and nobody has mended it yet.
    """

    def __init__(self, writer: Writer, vendors: Mapping[str, str], clock: Clock) -> None:
        self._writer = writer
        self._vendors = vendors
        self._clock = clock
        self._listeners: list[Listener] = []
        self._heeding: Callable[[Snapshot, Snapshot], None] = _nobody
        self._troubles: tuple[str, ...] = ()
        self.noticed = Alarm()
        self.damaged = False
        rows = writer.store.load()
        self._known = Known(rows)
        self._devices = {each.key: each for each in rows.devices if each.account in vendors}
        now = clock.now()
        stored = {each.name: as_found(each, now) for each in rows.accounts if each.vendor == vendors.get(each.name)}
        self.snapshot = Snapshot(
            revision=rows.revision,
            at=now,
            accounts={name: stored.get(name) or connecting(name, vendor, now) for name, vendor in vendors.items()},
            devices=self._shown(now),
            commands={each.device_key: each for each in rows.commands if each.account in vendors},
            notices=self._notices(),
            unseen=rows.unseen,
        )

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        self._listeners.append(listener)
        self.noticed.ring()

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def heed(self, listener: Callable[[Snapshot, Snapshot], None]) -> None:
        """Call `listener` with the snapshot before and after each change. It is nobody who looks, unlike those who
        subscribe, and there is one."""
        self._heeding = listener

    def device(self, key: str) -> Device:
        """Return a device, also one that is gone for too long to be shown. Raises KeyError."""
        return self._devices[key]

    @property
    def watched(self) -> bool:
        return bool(self._listeners)

    async def write(self, job: Job[T]) -> T:
        """Run `job` in the writer's thread on what is newest; listeners hear of its changes before this returns.

        They hear of them even if the caller is cancelled or `job` fails half-way.
        """
        loop = asyncio.get_running_loop()

        def whole(store: Store) -> T:
            before = self._known.pull(store)
            try:
                return job(store, self._known)
            finally:
                for rows in (before, self._known.pull(store)):
                    if self._is_news(rows):
                        loop.call_soon_threadsafe(self._deliver, rows)

        try:
            return await self._writer.run(whole)
        except StoreDamaged:
            self.damaged = True
            raise

    async def catch_up(self) -> None:
        """Take in what other processes wrote."""
        await self.write(lambda store, known: None)

    async def reopen(self) -> None:
        """Go on with the file that stands in the place of the store now, which is mended first if it is damaged.
        Raises StoreError."""

        def job(store: Store) -> Rows:
            store.reopen()
            return self._known.begin_anew(store)

        self._deliver(await self._writer.run(job))
        self.damaged = False
        self.tell(self.snapshot.sessions, self.snapshot.polled_by, self._troubles)  # with what the store says of it

    def show(self, account: Account) -> None:
        """Show `account` although it could not be stored."""
        self._publish(accounts={account.name: account})

    def tell(
        self, sessions: tuple[Actor, ...], polled_by: Mapping[str, Actor | None], troubles: tuple[str, ...]
    ) -> None:
        """Show who runs lockdash, who polls which account, and what keeps them from agreeing on it."""
        self._troubles = troubles
        now, notices = self.snapshot, (*self._notices(), *troubles)
        if (sessions, polled_by, notices) != (now.sessions, now.polled_by, now.notices):
            self._show(
                msgspec.structs.replace(now, sessions=sessions, polled_by=polled_by, notices=notices, changed=_NO_KEYS)
            )

    def _notices(self) -> tuple[str, ...]:
        notice = self._writer.store.notice
        return (notice,) if notice else ()

    def _is_news(self, rows: Rows) -> bool:
        told = rows.accounts or rows.devices or rows.commands or rows.logged
        return bool(told) or rows.unseen != self.snapshot.unseen

    def _deliver(self, rows: Rows) -> None:
        devices = {each.key: each for each in rows.devices if each.account in self._vendors}
        self._publish(
            accounts={each.name: each for each in rows.accounts if each.vendor == self._vendors.get(each.name)},
            devices=devices,
            commands={each.device_key: each for each in rows.commands if each.account in self._vendors},
            heard=self._at(rows.heard) if rows.heard else _NO_KEYS,
            revision=rows.revision,
            logged=rows.logged,
            unseen=rows.unseen,
        )

    def _at(self, heard: frozenset[tuple[str, str]]) -> frozenset[str]:
        """Return the keys of the devices at which something happened."""
        return frozenset(key for key, each in self._devices.items() if (each.account, each.vendor_id) in heard)

    def _publish(
        self,
        accounts: Mapping[str, Account] = _NONE,
        devices: Mapping[str, Device] = _NONE,
        commands: Mapping[str, Command] = _NONE,
        heard: frozenset[str] = _NO_KEYS,
        revision: int = 0,
        logged: bool = False,
        unseen: int | None = None,
    ) -> None:
        now = self._clock.now()
        old = self.snapshot
        log = revision if logged else old.log_revision, old.unseen if unseen is None else unseen
        self._devices.update(devices)
        shown = self._shown(now)
        changed = {key for key, device in devices.items() if device != old.devices.get(key)}
        changed &= shown.keys() | old.devices.keys()
        changed |= old.devices.keys() - shown.keys()
        changed |= {key for key, command in commands.items() if command != old.commands.get(key)}
        changed |= heard & shown.keys()
        accounts = {name: each for name, each in accounts.items() if each != old.accounts.get(name)}
        if not changed and not accounts and log == (old.log_revision, old.unseen):
            return
        self._show(
            msgspec.structs.replace(
                old,
                revision=max(revision, old.revision),
                at=now,
                accounts={**old.accounts, **accounts},
                devices=shown,
                commands={**old.commands, **commands},
                changed=frozenset(changed),
                log_revision=log[0],
                unseen=log[1],
            )
        )

    def _show(self, snapshot: Snapshot) -> None:
        before, self.snapshot = self.snapshot, snapshot
        heeding: Listener = partial(self._heeding, before)
        for listener in (heeding, *self._listeners):
            try:
                listener(snapshot)
            except Exception as error:
                log.error("a listener failed: %s", where_of(error))

    def _shown(self, now: datetime) -> dict[str, Device]:
        return {key: device for key, device in self._devices.items() if is_listed(device, now)}


def _nobody(before: Snapshot, after: Snapshot) -> None:
    pass
