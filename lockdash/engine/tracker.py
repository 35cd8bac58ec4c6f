"""The commands that are under way: those of this session, and those of sessions that ended before they knew."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from lockdash.domain.commands import Actor, Command, CommandKind, CommandStatus, advance
from lockdash.domain.devices import Device
from lockdash.domain.link import Link, link, next_heartbeat
from lockdash.engine.board import Board, Known
from lockdash.engine.clock import Clock
from lockdash.engine.commands import AFTER_HEARTBEAT, PATIENCE, CommandRun
from lockdash.engine.connect import Line
from lockdash.engine.failures import words_of
from lockdash.engine.policy import Refusal
from lockdash.engine.work import Work
from lockdash.store.errors import CommandInFlight, StoreError
from lockdash.store.store import Store

log = logging.getLogger("lockdash.engine.tracker")

LOOK_EVERY = 5.0
KEPT = 200
"""Own commands that are remembered after they are settled."""


class Tracker:
    """Begins commands, and follows those that nobody else does, where this session leads (`leads`: an account)."""

    def __init__(
        self,
        lines: Mapping[str, Line],
        board: Board,
        work: Work,
        clock: Clock,
        actor: Actor,
        leads: Callable[[str], bool],
        is_alive: Callable[[int], bool] | None = None,
    ) -> None:
        self._lines = lines
        self._board = board
        self._work = work
        self._clock = clock
        self._actor = actor
        self._leads = leads
        self._is_alive = is_alive or _is_alive
        self._runs: dict[str, CommandRun] = {}

    async def begin(self, device: Device, kind: CommandKind) -> Command:
        """Record a command and carry it out in the background. Raises Refusal if the device is busy."""
        command = self._new(device, kind)
        try:
            await self._board.write(lambda store, known: store.begin_command(command))
        except CommandInFlight as busy:
            raise Refusal(
                f"{device.name} is still busy: {busy.existing.kind} was asked by "
                f"{busy.existing.actor.user} and is not settled yet"
            ) from None
        except StoreError as error:
            raise Refusal(f"nothing was sent, since it could not be recorded: {error}") from error
        log.info("command %s: %s %s is asked by %s", command.id, kind, device.key, self._actor.user)
        run = self._remember(command)
        self._work.spawn(run.carry(), f"command {command.id}")
        return command

    async def run(self) -> None:
        """Look now and then whether something is in flight that nobody looks after."""
        while True:
            try:
                if any(each.status.in_flight for each in self._board.snapshot.commands.values()):
                    await self._adopt()
            except Exception as error:
                log.error("abandoned commands cannot be settled: %s", words_of(error))
            await self._work.rest(LOOK_EVERY)

    async def settled(self, command_id: str, seconds: float) -> Command:
        """Return the command when it is settled, or as it stands after `seconds`. Raises KeyError."""
        changed = asyncio.Event()
        unsubscribe = self._board.subscribe(lambda _: changed.set())
        timer = asyncio.ensure_future(self._clock.sleep(seconds))
        try:
            while True:
                changed.clear()
                command = await self._find(command_id)
                if command is None:
                    raise KeyError(command_id)
                if not command.status.in_flight or timer.done():
                    return command
                change = asyncio.ensure_future(changed.wait())
                await asyncio.wait({change, timer}, return_when=asyncio.FIRST_COMPLETED)
                change.cancel()
        finally:
            timer.cancel()
            unsubscribe()

    async def withdraw(self) -> None:
        """Settle own commands that were not sent: nobody will send them."""
        now = self._clock.now()
        asked = [run.command.id for run in self._runs.values() if run.command.status is CommandStatus.requested]
        if not asked:
            return
        await self._board.write(lambda store, known: _give_up(store, known, asked, now))

    async def _find(self, command_id: str) -> Command | None:
        """Return the newest of a command: of this session, of the screen, or else of the store."""
        run = self._runs.get(command_id)
        if run is not None and run.over:
            return run.command
        for command in self._board.snapshot.commands.values():
            if command.id == command_id:
                return command
        if run is not None:
            return run.command
        rows = await self._board.write(lambda store, known: store.commands(limit=1000))
        return next((each for each in rows if each.id == command_id), None)

    async def _adopt(self) -> None:
        """Settle what was abandoned, and look for evidence of what dead sessions sent and might still happen."""
        now = self._clock.now()
        orphans = [each for each in self._board.snapshot.commands.values() if self._is_orphan(each)]
        unsent = [each.id for each in orphans if each.status is CommandStatus.requested]

        def job(store: Store, known: Known) -> None:
            _give_up(store, known, unsent, now)
            store.expire_commands(now)

        await self._board.write(job)
        for command in orphans:
            if command.id not in unsent and now < command.expires_at and self._leads(command.account):
                log.info("command %s of a session that ended is followed", command.id)
                self._work.spawn(self._remember(command).follow(), f"command {command.id}")

    def _new(self, device: Device, kind: CommandKind) -> Command:
        now = self._clock.now()
        earliest = _wakes_at(device, now)
        return Command(
            id=os.urandom(16).hex(),
            account=device.account,
            device_key=device.key,
            kind=kind,
            actor=self._actor,
            requested_at=now,
            expires_at=now + PATIENCE if earliest is None else max(now + PATIENCE, earliest + AFTER_HEARTBEAT),
            earliest=earliest,
        )

    def _remember(self, command: Command) -> CommandRun:
        for old in [key for key, run in self._runs.items() if run.over][: max(0, len(self._runs) - KEPT)]:
            del self._runs[old]
        run = CommandRun(command, self._lines[command.account], self._board, self._work, self._clock)
        self._runs[command.id] = run
        return run

    def _is_orphan(self, command: Command) -> bool:
        """In flight, and of a session that is no more."""
        if not command.status.in_flight or command.id in self._runs:
            return False
        process = command.actor.process
        return process is None or process == self._actor.process or not self._is_alive(process)


def _give_up(store: Store, known: Known, asked: Collection[str], now: datetime) -> None:
    """Settle those commands of `asked` (ids) that were never sent: nobody will send them."""
    for command in known.commands.values():
        if command.id in asked and command.status is CommandStatus.requested:
            reason = "not sent: the session ended first"
            store.put_command(advance(command, CommandStatus.failed, now, reason=reason))


def _wakes_at(device: Device, now: datetime) -> datetime | None:
    """When a device that sleeps now will speak next, None if it is awake, late or unreachable."""
    if device.contact is None or link(device.contact, now) is not Link.asleep:
        return None
    due = next_heartbeat(device.contact)
    return None if due is None else max(due, now)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
