"""The engine as screens and the command line know it: wires the parts together, and decides nothing itself."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from lockdash.config.settings import AccountConfig, Config
from lockdash.domain.commands import Command, CommandKind
from lockdash.domain.events import Event
from lockdash.engine.actor import current_actor
from lockdash.engine.admission import Admission
from lockdash.engine.board import Board
from lockdash.engine.clock import Clock, SystemClock
from lockdash.engine.configured import Configured
from lockdash.engine.connect import Line
from lockdash.engine.device_events import events_of
from lockdash.engine.failures import words_of
from lockdash.engine.peers import Peers
from lockdash.engine.policy import Judgement, Manner, Refusal, judge
from lockdash.engine.poller import Poller
from lockdash.engine.rousing import Rousing
from lockdash.engine.snapshot import Snapshot
from lockdash.engine.sweeping import sweep
from lockdash.engine.tracker import Tracker
from lockdash.engine.watcher import Watcher
from lockdash.engine.work import Work
from lockdash.engine.writer import Writer
from lockdash.store.errors import StoreError
from lockdash.store.store import Store
from lockdash.vendors import registry
from lockdash.vendors.base import Plugin

if TYPE_CHECKING:
    from lockdash.engine.archive.archiving import Archiving
    from lockdash.engine.log.log import Log
    from lockdash.engine.people.people import People
    from lockdash.engine.schedules.schedules import Schedules
    from lockdash.engine.signing.sign_ins import SignIns

__all__ = ["Engine", "Judgement", "Manner", "Refusal"]

log = logging.getLogger("lockdash.engine")

BATTERY_TREND = timedelta(days=90)


class Engine:
    """Everything known of the configured accounts, kept true while it runs, and the way to ask devices for something.

    The first snapshot is read from `store` at once. `start` begins polling; `read_once` reads a single time
    instead. Whoever opened the store closes it, after `stop`.
    """

    def __init__(
        self,
        config: Config,
        store: Store,
        *,
        clock: Clock | None = None,
        plugins: Callable[[str], Plugin] = registry.plugin,
        rng: Random | None = None,
    ) -> None:
        self._configured = Configured(config)
        self._store = store
        self._clock = clock or SystemClock()
        self._work = Work(self._clock)
        self._writer = Writer(store)
        self._board = Board(self._writer, {each.name: each.vendor for each in config.accounts}, self._clock)
        self._lines = {each.name: Line(each, plugins, self._writer, self._clock) for each in config.accounts}
        self._actor, self._rng = actor, rng = current_actor(), rng or Random()
        self._people: People | None = None
        self._schedules: Schedules | None = None
        self._archiving: Archiving | None = None
        self._log: Log | None = None
        self._sign_ins: SignIns | None = None
        self._peers = Peers(self._lines, store.path.parent, actor, self._board, self._clock, self._work)
        self._pollers = {
            name: Poller(line, self._peers.leaderships[name], self._board, self._work, self._clock, rng)
            for name, line in self._lines.items()
        }
        self._peers.listen(self._regroup)
        self._plugins = plugins
        self._rousing = Rousing(self._pollers)
        self._rousing.add(lambda name: self._pollers[name].catch_up())
        self._admission = Admission(self._lines, self._pollers, self._board, self._rousing.rouse)
        self._tracker = Tracker(self._lines, self._board, self._work, self._clock, actor, self._peers.leads)
        self._watcher = Watcher(
            self._board, self._writer, self._work, self._clock, lambda: self._peers.alone, self._rousing.time_jumped
        )
        self._started = False

    @property
    def snapshot(self) -> Snapshot:
        """What is known now; the same object until something changes."""
        return self._board.snapshot

    @property
    def people(self) -> People:
        """The people of the accounts: nothing is loaded or read before somebody opens them."""
        if self._people is None:
            from lockdash.engine.people.people import People  # most sessions never ask

            self._people = People(
                self._configured.is_read_only,
                self._lines,
                self._board,
                self._writer,
                self._work,
                self._clock,
                self._actor,
                self._rng,
            )
            self._rousing.add(self._people.catch_up)
        return self._people

    @property
    def schedules(self) -> Schedules:
        """The schedules of the accounts; they are known and read together with people."""
        if self._schedules is None:
            from lockdash.engine.schedules.schedules import Schedules

            self._schedules = Schedules(
                self._configured.is_read_only,
                self._lines,
                self.people,
                self._board,
                self._writer,
                self._work,
                self._clock,
                self._actor,
            )
        return self._schedules

    @property
    def archiving(self) -> Archiving:
        """The past of the accounts. It is read in the background from the start on."""
        if self._archiving is None:
            from lockdash.engine.archive.archiving import Archiving  # not before the first paint

            self._archiving = Archiving(
                self._lines,
                self._peers.leaderships,
                self._pollers,
                self._board,
                self._work,
                self._clock,
                self._rng,
                self.start,
            )
            self._rousing.add(self._archiving.catch_up)
        return self._archiving

    @property
    def log(self) -> Log:
        """What happened, since the first day: nothing is read before somebody asks."""
        if self._log is None:
            from lockdash.engine.log.log import Log

            self._log = Log(self._board, self._writer, self._work, self.archiving)
        return self._log

    @property
    def sign_ins(self) -> SignIns:
        """The signing in and out of accounts."""
        if self._sign_ins is None:
            from lockdash.engine.signing.sign_ins import SignIns  # few sessions ever ask

            known, told = self._configured.account, self._admission.let_in
            self._sign_ins = SignIns(known, self._plugins, self._board, self._writer, self._clock, told)
        return self._sign_ins

    def reload(self, config: Config) -> None:
        """Go by other rules from now on: of the accounts, only what may be asked of them (see `replace_account`)."""
        self._configured.replace(config)

    async def replace_account(self, config: AccountConfig) -> None:
        """Go on with other secrets and settings of a running account, at once. Raises KeyError for an account that does
        not run, ValueError for another vendor."""
        self._lines[config.name].replace(config)
        self._configured.replace_account(config)
        self._admission.let_in(config.name)

    def subscribe(self, listener: Callable[[Snapshot], None]) -> Callable[[], None]:
        """Call `listener` on the event loop after each change. Returns what ends that."""
        return self._board.subscribe(listener)

    async def start(self) -> None:
        """Join the sessions on this store: watch it, and poll what nobody else polls. What fails becomes a condition
        of its account."""
        if self._started:
            return
        self._started = True
        self._peers.start()
        self._work.spawn(self._watcher.run(), "watcher")
        self._work.spawn(self._tracker.run(), "tracker")
        for name, poller in self._pollers.items():
            self._work.spawn(poller.run(), f"poller {name}")
        self.archiving.begin()

    async def stop(self) -> None:
        """End all tasks, let others poll, settle what was asked and not sent, and close the connections."""
        self._started = False
        await self._work.stop()
        self._peers.leave()
        closing = [self._sign_ins.close] if self._sign_ins is not None else []
        closing += [line.aclose for line in self._lines.values()]
        closing += [self._log.close] if self._log is not None else []
        for ending in (self._tracker.withdraw, *closing, self._writer.close):
            try:
                await ending()
            except Exception as error:
                log.error("the end was not clean: %s", words_of(error))

    def suspend(self) -> None:
        """The process is about to be stopped (Ctrl-Z): let others poll from this moment on."""
        self._peers.suspend()

    def resume(self) -> None:
        """The process goes on after it was stopped."""
        self._peers.resume()

    async def refresh(self, account: str | None = None) -> dict[str, str]:
        """Read now, within the vendors' floors. Returns for each account "" if a read begins, else why not."""
        names = self._pollers if account is None else (account,)
        return {name: await self._refresh(name) for name in names}

    def judge(self, device_key: str, kind: CommandKind, *, several: bool = False) -> Judgement:
        """Whether `kind` may be asked of a device now, and how. `several`: it is one of several asked at once."""
        snapshot = self.snapshot
        device = snapshot.devices.get(device_key)
        if device is None:
            return Judgement(False, f"there is no device {device_key}")
        return judge(
            device,
            kind,
            rules=self._configured.rules(device.account),
            account=snapshot.accounts.get(device.account),
            command=snapshot.commands.get(device_key),
            several=several,
        )

    async def request(self, device_key: str, kind: CommandKind) -> Command:
        """Record a command and send it in the background. Raises Refusal with the reason."""
        judgement = self.judge(device_key, kind)
        if not judgement.allowed:
            raise Refusal(judgement.reason)
        return await self._tracker.begin(self.snapshot.devices[device_key], kind)

    async def settled(self, command_id: str, timeout: float) -> Command:  # noqa: ASYNC109
        """Return the command when it is settled, or as it stands after `timeout` seconds. Raises KeyError."""
        return await self._tracker.settled(command_id, timeout)

    async def focus(self, device_key: str | None) -> None:
        """Name the device on screen: its own feeds are read while it is there."""
        device = self.snapshot.devices.get(device_key) if device_key is not None else None
        for name, poller in self._pollers.items():
            poller.focus(device.key if device is not None and device.account == name else None)

    def events(self, device_key: str, limit: int = 20) -> list[Event]:
        """Return the newest events that the vendor knows of a device, by when they happened; see `commands`."""
        device = self.snapshot.devices.get(device_key)
        return events_of(self._store, device, limit) if device is not None else []

    def commands(self, device_key: str | None = None, limit: int = 20) -> list[Command]:
        """Return what was asked of a device, or of all, by anybody: the last first."""
        return self._store.commands(device_key=device_key, limit=limit)

    def battery_history(self, device_key: str) -> list[tuple[datetime, int]]:
        """Return when (UTC) the battery of a device came to which level (per cent), oldest first."""
        return self._store.battery_history(device_key, self._clock.now() - BATTERY_TREND)

    async def read_once(self, accounts: Iterable[str] | None = None, timeout: float = 15) -> None:  # noqa: ASYNC109
        """Read once what is due at `accounts` (all), without starting to poll. What fails becomes a condition."""
        pollers = [self._pollers[name] for name in (self._pollers if accounts is None else accounts)]
        await sweep(pollers, timeout, self._work, self._clock)

    async def idle(self) -> None:
        """Wait until nothing is under way that was due: every task rests until some later time. For tests."""
        await self._work.idle()

    def _regroup(self) -> None:
        for poller in self._pollers.values():
            poller.regroup(self._peers.count)
        if self._archiving is not None:
            self._archiving.regroup()

    async def _refresh(self, name: str) -> str:
        poller = self._pollers.get(name)
        if poller is None:
            return f"there is no account {name}"
        if not self._started:
            return "nothing is read before the start or after the end"
        try:
            return await poller.refresh()
        except StoreError as error:
            return words_of(error)
