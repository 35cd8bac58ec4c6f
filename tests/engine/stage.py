"""What the engine's tests stand on: virtual time, a scripted vendor, and the real store."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import msgspec

from lockdash.config.secrets import SecretKind, SecretSource
from lockdash.config.settings import AccountConfig, Config, Ui
from lockdash.domain.budget import Allowance, Limits, Purpose
from lockdash.domain.commands import CommandKind
from lockdash.domain.devices import Contact, Device, DeviceKind, LockState, Observation
from lockdash.domain.events import Event, EventKind, Outcome
from lockdash.domain.readings import Reading
from lockdash.domain.secret import Secret
from lockdash.engine.engine import Engine
from lockdash.engine.work import Work
from lockdash.store.store import Store
from lockdash.vendors.base import Answer, Connection, Context, Evidence, Feed, Receipt, Verdict
from lockdash.vendors.registry import UnknownVendor

START = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
LOCKS = Feed("locks", every=3600, floor=60)
SYNC = Feed("sync", every=20, floor=20)
ACTIVITY = Feed("activity", every=60, floor=10, per_device=True)
ALLOWANCE = Allowance(700, 3600)
FEEDS = (LOCKS, SYNC, ACTIVITY)
ACTIONS = frozenset({CommandKind.lock, CommandKind.unlock, CommandKind.open})


class VirtualClock:
    """Time that stands still until the stage moves it on, to the next moment that somebody sleeps for."""

    def __init__(self, start: datetime = START) -> None:
        self.start = start
        self.elapsed = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._count = 0

    def now(self) -> datetime:
        return self.start + timedelta(seconds=self.elapsed)

    def monotonic(self) -> float:
        return self.elapsed

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        self._count += 1
        woken = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.elapsed + seconds, self._count, woken))
        await woken

    def move_on(self, until: float) -> bool:
        """Wake whoever sleeps for the next moment, if that is not after `until`."""
        while self._sleepers and self._sleepers[0][2].done():
            heapq.heappop(self._sleepers)
        if not self._sleepers or self._sleepers[0][0] > until:
            self.elapsed = max(self.elapsed, until)
            return False
        self.elapsed = max(self.elapsed, self._sleepers[0][0])
        while self._sleepers and self._sleepers[0][0] <= self.elapsed:
            woken = heapq.heappop(self._sleepers)[2]
            if not woken.done():
                woken.set_result(None)
        return True


class Shift:
    """The tasks of several sessions on one virtual clock, without a whole engine. `works`: by the session's name."""

    def __init__(self) -> None:
        self.clock = VirtualClock()
        self.works: dict[str, Work] = {}

    async def pass_time(self, seconds: float) -> None:
        """Let `seconds` of virtual time pass, with everything that happens in them."""
        until = self.clock.elapsed + seconds
        going_on = True
        while going_on:
            await self.idle()
            going_on = self.clock.move_on(until)
        await self.idle()

    async def idle(self) -> None:
        for work in self.works.values():
            await work.idle()

    async def end(self) -> None:
        for work in self.works.values():
            await work.stop()


class Read(NamedTuple):
    at: float
    feed: str
    cursor: str | None
    device: str | None


class Script:
    """One vendor as the tests drive it: what each feed answers, and what it does with commands.

    An answer may be a value, an exception (raised) or a function. Values of `sends` and `checks` are used in
    order; the last one stays.
    """

    def __init__(self, clock: VirtualClock) -> None:
        self.clock = clock
        self.states: dict[str, LockState] = {"1": LockState.locked}
        self.contacts: dict[str, Contact] = {}
        self.answers: dict[str, Any] = {}
        self.down: Exception | None = None
        self.limits: Limits | None = None
        self.cost = 1
        self.sends: list[Any] = [lambda: Receipt(at=clock.now(), operation="op")]
        self.checks: list[Any] = [Evidence(verdict=Verdict.pending)]
        self.reads: list[Read] = []
        self.contexts: list[Context] = []
        self.sent: list[tuple[float, str, CommandKind]] = []
        self.checked: list[tuple[float, Receipt]] = []
        self.connections: list[Connection] = []
        self.closed = 0

    def at(self, feed: str) -> list[float]:
        """When `feed` was read."""
        return [read.at for read in self.reads if read.feed == feed]

    def listed(self) -> tuple[Device, ...]:
        now = self.clock.now()
        return tuple(
            device(each, Reading(state, now, now), contact=self._contact(each)) for each, state in self.states.items()
        )

    def list(self) -> Answer:
        """A list of all locks."""
        return Answer(devices=self.listed(), roll=frozenset(self.states))

    def synced(self) -> tuple[Observation, ...]:
        now = self.clock.now()
        return tuple(
            Observation(vendor_id=each, state=Reading(state, now, now), contact=self._contact(each))
            for each, state in self.states.items()
        )

    def _contact(self, vendor_id: str) -> Contact:
        return self.contacts.get(vendor_id) or Contact(connected=True, seen_at=self.clock.now())

    def answer(self, feed: str) -> Answer:
        scripted = self.answers.get(feed)
        if scripted is not None:
            return _played(scripted)
        if feed == "locks":
            return self.list()
        return Answer(observations=self.synced()) if feed == "sync" else Answer()


class ScriptedClient:
    def __init__(self, script: Script, connection: Connection, feeds: tuple[Feed, ...]) -> None:
        self.feeds = feeds
        self._script = script
        self._gate = connection.gate

    async def read(self, feed: str, cursor: str | None, context: Context, device: Device | None = None) -> Answer:
        script = self._script
        script.contexts.append(context)
        for _ in range(script.cost):
            await self._gate.spend(Purpose.poll)
        script.reads.append(Read(script.clock.elapsed, feed, cursor, device.key if device else None))
        if script.limits is not None:
            await self._gate.observe(script.limits)
        if script.down is not None:
            raise script.down
        return script.answer(feed)

    async def send(self, device: Device, kind: CommandKind) -> Receipt:
        await self._gate.spend(Purpose.command)
        self._script.sent.append((self._script.clock.elapsed, device.key, kind))
        return _played(_next(self._script.sends))

    async def check(self, device: Device, kind: CommandKind, receipt: Receipt) -> Evidence:
        await self._gate.spend(Purpose.command)
        self._script.checked.append((self._script.clock.elapsed, receipt))
        return _played(_next(self._script.checks))

    async def aclose(self) -> None:
        self._script.closed += 1


class ScriptedPlugin:
    name = label = "pretend"
    secrets = ("key",)

    class settings(msgspec.Struct):
        pass

    def __init__(self, script: Script, feeds: tuple[Feed, ...] = FEEDS, allowance: Allowance = ALLOWANCE):
        self.script = script
        self.feeds = feeds
        self.allowance = allowance

    def connect(self, connection: Connection) -> ScriptedClient:
        self.script.connections.append(connection)
        return ScriptedClient(self.script, connection, self.feeds)


class Stage:
    """A folder with a store, a clock and one scripted vendor per account; engines come and go on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = VirtualClock()
        self.script = Script(self.clock)
        self.plugins: dict[str, Any] = {"pretend": ScriptedPlugin(self.script)}
        self.config = config()
        self._engines: list[Engine] = []

    def feeds(self, *feeds: Feed, allowance: Allowance = ALLOWANCE) -> None:
        self.plugins["pretend"] = ScriptedPlugin(self.script, feeds, allowance)

    @asynccontextmanager
    async def engine(self, *, start: bool = True, seed: int = 1):
        """An engine over a store of its own connection, like another process."""
        store = Store.open(self.folder)
        engine = Engine(self.config, store, clock=self.clock, plugins=self.plugin, rng=Random(seed))
        self._engines.append(engine)
        try:
            if start:
                await engine.start()
                await engine.idle()
            yield engine
        finally:
            self._engines.remove(engine)
            await engine.stop()
            store.close()

    def plugin(self, name: str) -> Any:
        if name not in self.plugins:
            raise UnknownVendor(f"no vendor is called {name!r}")
        return self.plugins[name]

    async def pass_time(self, seconds: float) -> None:
        """Let `seconds` of virtual time pass, with everything that happens in them."""
        until = self.clock.elapsed + seconds
        going_on = True
        while going_on:
            await self._idle()
            going_on = self.clock.move_on(until)
        await self._idle()

    async def until(self, happened: Callable[[], Any], within: float = 600) -> None:
        """Let time pass until `happened`; fails if it does not within `within` virtual seconds."""
        until = self.clock.elapsed + within
        await self._idle()
        while not happened():
            assert self.clock.move_on(until), "it did not happen"
            await self._idle()

    async def _idle(self) -> None:
        for engine in self._engines:
            await engine.idle()


def config(*names: str, vendor: str = "pretend", ui: Ui | None = None, secret: SecretSource | None = None) -> Config:
    source = secret or SecretSource(SecretKind.value, Secret("opens nothing"))
    return Config(
        accounts=tuple(
            AccountConfig(name=name, vendor=vendor, settings=ScriptedPlugin.settings(), secrets={"key": source})
            for name in names or ("home",)
        ),
        ui=ui or Ui(),
    )


def device(vendor_id: str, state: Reading[LockState] | None = None, **more: Any) -> Device:
    fields: dict[str, Any] = {
        "key": f"home/S{vendor_id}",
        "account": "home",
        "vendor_id": vendor_id,
        "serial": f"S{vendor_id}",
        "kind": DeviceKind.lock,
        "name": f"Door {vendor_id}",
        "state": state,
        "actions": ACTIONS,
    }
    return Device(**(fields | more))


def event(id: str, at: datetime, device_id: str = "1") -> Event:
    return Event(
        account="home",
        id=id,
        kind=EventKind.locked,
        kind_raw="locked_event",
        outcome=Outcome.succeeded,
        occurred_at=at,
        first_seen_at=at,
        device_id=device_id,
    )


def gaps(times: Iterable[float]) -> list[float]:
    return [later - earlier for earlier, later in pairwise(sorted(times))]


def _next(scripted: list[Any]) -> Any:
    return scripted.pop(0) if len(scripted) > 1 else scripted[0]


def _played(scripted: Any) -> Any:
    if isinstance(scripted, BaseException):
        raise scripted
    return _played(scripted()) if callable(scripted) else scripted
