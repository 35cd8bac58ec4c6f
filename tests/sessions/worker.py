"""One session as a process of its own: an engine on a shared store, obeying orders and saying what it sees.

Orders are lines on stdin (see `Worker.obey`); what happens is said in JSON lines on stdout, each with `at`
(`time.monotonic`, one for all processes of a machine). It ends in order on `stop`, on SIGHUP and SIGTERM as the
dashboard does, and at the end of stdin.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from random import Random
from typing import Any, BinaryIO, NamedTuple, NoReturn

import msgspec

from lockdash.config.loading import load
from lockdash.domain.commands import CommandKind
from lockdash.engine.engine import Engine, Refusal
from lockdash.engine.snapshot import Snapshot
from lockdash.engine.views import view
from lockdash.store.store import Store
from lockdash.vendors import registry
from lockdash.vendors.base import Client, Connection, Plugin
from lockdash.vendors.remotelock.client import RemoteLockClient
from lockdash.vendors.tedee.client import TedeeClient
from tests.sessions.fast_clock import FastClock

CLIENTS: dict[str, Any] = {"tedee": TedeeClient, "remotelock": RemoteLockClient}
KINDS = frozenset(kind.value for kind in CommandKind)

Say = Callable[..., None]


class Job(NamedTuple):
    """Paths; see `FastClock`; `timeout` of requests in the machine's seconds. `errors`: the file for its stderr."""

    state: str
    config: str
    errors: str
    speed: float
    epoch: float
    timeout: float


class WatchedClient:
    """A vendor's client that says when its session begins and ends a read."""

    def __init__(self, client: Client, account: str, say: Say) -> None:
        self._client = client
        self._account = account
        self._say = say

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    async def read(self, feed: str, *arguments: Any, **named: Any) -> Any:
        began = time.monotonic()
        outcome = "cancelled"
        self._say("reading", account=self._account, feed=feed)
        try:
            answer = await self._client.read(feed, *arguments, **named)
            outcome = "ok"
            return answer
        except Exception as error:
            outcome = type(error).__name__
            raise
        finally:
            self._say("read", account=self._account, feed=feed, began=began, outcome=outcome)


class WatchedPlugin:
    """A vendor's plugin whose clients use the test's clock and are watched."""

    def __init__(self, plugin: Plugin, clock: FastClock, timeout: float, say: Say) -> None:
        self._plugin = plugin
        self._clock = clock
        self._timeout = timeout
        self._say = say

    def __getattr__(self, name: str) -> Any:
        return getattr(self._plugin, name)

    def connect(self, connection: Connection) -> Any:
        client = CLIENTS[self._plugin.name].of(connection, clock=self._clock.now, timeout=self._timeout)
        return WatchedClient(client, connection.account, self._say)


class Worker:
    def __init__(self, job: Job) -> None:
        self.clock = clock = FastClock(job.epoch, job.speed)
        self.store = Store.open(Path(job.state))
        self.statements: list[str] = []

        def plugin(vendor: str) -> Any:
            return WatchedPlugin(registry.plugin(vendor), clock, job.timeout, self.say)

        # The same chance in every session, so that it makes no difference to what is read when which of them polls.
        self.engine = Engine(load(Path(job.config)), self.store, clock=clock, plugins=plugin, rng=Random(1))
        self._seen = self.engine.snapshot
        self._leads: list[str] = []

    def say(self, what: str, **fields: Any) -> None:
        line = msgspec.json.encode({"say": what, "at": time.monotonic(), **fields}) + b"\n"
        with contextlib.suppress(BrokenPipeError):
            os.write(1, line)  # in one piece, also from the thread that makes clients

    def look(self, snapshot: Snapshot) -> None:
        """Say what is new: who leads, states of devices, steps of commands, conditions of accounts."""
        before, self._seen = self._seen, snapshot
        leads = [
            name for name, actor in snapshot.polled_by.items() if actor is not None and actor.process == os.getpid()
        ]
        if leads != self._leads:
            self._leads = leads
            self.say("leads", accounts=leads)
        for key, command in snapshot.commands.items():
            if command != before.commands.get(key):
                self.say("command", key=key, command=msgspec.to_builtins(command))
        for key in snapshot.changed:
            device, old = snapshot.devices.get(key), before.devices.get(key)
            if device is not None and device.state is not None and (old is None or old.state != device.state):
                self.say("state", key=key, state=device.state.value)
        for name, account in snapshot.accounts.items():
            if name not in before.accounts or before.accounts[name].condition is not account.condition:
                self.say("condition", account=name, condition=account.condition, detail=account.detail)

    def dump(self) -> dict[str, Any]:
        snapshot, now = self.engine.snapshot, self.clock.now()
        views = [view(device, snapshot.commands.get(key), now) for key, device in snapshot.devices.items()]
        return {
            "known": msgspec.to_builtins(
                [snapshot.accounts, snapshot.devices, snapshot.commands], order="deterministic"
            ),
            "polled_by": {name: actor and actor.process for name, actor in snapshot.polled_by.items()},
            "sessions": sorted(actor.process or 0 for actor in snapshot.sessions),
            "conditions": {name: account.condition for name, account in snapshot.accounts.items()},
            "certainty": {each.device.key: each.certainty for each in views},
            "states": {each.device.key: each.state for each in views},
        }

    async def obey(self, order: str, words: list[str]) -> None:
        if order == "start":
            self.engine.subscribe(self.look)
            await self.engine.start()
            self.look(self.engine.snapshot)
            self.say("started")
        elif order in KINDS:
            try:
                command = await self.engine.request(words[0], CommandKind(order))
                self.say("asked", key=words[0], id=command.id)
            except Refusal as refusal:
                self.say("refused", key=words[0], reason=str(refusal))
        elif order == "dump":
            self.say("dump", **self.dump())
        elif order == "focus":
            await self.engine.focus(words[0])
        elif order == "refresh":
            self.say("refreshed", told=await self.engine.refresh())
        elif order == "trace":
            self.store._database._connection.set_trace_callback(self.statements.append)
            self.say("traced")
        elif order == "statements":
            said, self.statements[:] = list(self.statements), []
            self.say("statements", statements=said)
        else:
            self.say("unknown order", order=order)


async def run(worker: Worker, orders: BinaryIO) -> int:
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[int] = loop.create_future()

    def end(status: int) -> None:
        if not ended.done():
            ended.set_result(status)

    for number in (signal.SIGHUP, signal.SIGTERM):
        loop.add_signal_handler(number, end, 128 + number)
    lines = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), orders)

    async def listen() -> None:
        while line := await lines.readline():
            order, *words = line.decode().split()
            if order == "stop":
                break
            await worker.obey(order, words)
        end(0)

    listening = asyncio.create_task(listen())
    worker.say("ready")
    await asyncio.wait({ended, listening}, return_when=asyncio.FIRST_COMPLETED)
    listening.cancel()
    worker.say("stopping")
    await worker.engine.stop()
    worker.store.close()
    worker.say("stopped")
    if listening.done() and not listening.cancelled() and (error := listening.exception()) is not None:
        raise error
    return await ended


def main(job: Job, orders: Pipe, sayings: Pipe) -> NoReturn:
    """The whole life of a process that was forked for this."""
    for number, end in enumerate((orders, sayings)):
        os.dup2(end.fileno(), number)
        end.close()
    os.dup2(os.open(job.errors, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
    with open(0, "rb", buffering=0) as lines:
        sys.exit(asyncio.run(run(Worker(job), lines)))
