"""One command on its way: each step is told on stderr as it happens."""

from __future__ import annotations

import asyncio
from datetime import datetime

import msgspec

from lockdash.cli.output import say
from lockdash.domain.commands import Command, CommandKind, CommandStatus
from lockdash.domain.devices import Device
from lockdash.engine.engine import Engine
from lockdash.engine.policy import Refusal
from lockdash.engine.snapshot import Snapshot
from lockdash.engine.words import NAMES

# A command is never left behind unsent: so long an answer to the sending itself is waited for.
SEND_SECONDS = 60.0
_UNSENT = (CommandStatus.requested, CommandStatus.sent)


class Outcome(msgspec.Struct, frozen=True):
    """What became of a command. `command`: None if it was refused before it was recorded, for `reason`."""

    device: Device
    kind: CommandKind
    command: Command | None
    reason: str = ""


async def follow(engine: Engine, device: Device, kind: CommandKind, wait: float, refused: str) -> Outcome:
    """Ask for `kind` and wait up to `wait` seconds until it is settled. `refused`: why not to ask at all.

    When cancelled, says how far the command has come: it goes on without us.
    """
    if refused:
        return Outcome(device, kind, None, refused)
    told = Told(device, kind)
    unsubscribe = engine.subscribe(told.take)
    try:
        try:
            command = await engine.request(device.key, kind)
        except Refusal as refusal:
            return Outcome(device, kind, None, str(refusal))
        told.about(command)
        settled = await engine.settled(command.id, wait)
        told.about(settled)
        if settled.status in _UNSENT:
            await told.answered()
            settled = await engine.settled(command.id, 0)
        return Outcome(device, kind, settled)
    except asyncio.CancelledError:
        told.interrupted()
        raise
    finally:
        unsubscribe()


class Told:
    """Tells each step of one command once."""

    def __init__(self, device: Device, kind: CommandKind) -> None:
        self._who = f"{device.name} ({device.account})"
        self._key = device.key
        self._kind = kind
        self._id = ""
        self._last: CommandStatus | None = None
        self._answered = asyncio.Event()

    def take(self, snapshot: Snapshot) -> None:
        """A listener of the engine."""
        command = snapshot.commands.get(self._key)
        if command is not None and command.id == self._id:
            self.about(command)

    def about(self, command: Command) -> None:
        self._id = command.id
        if command.status not in _UNSENT:
            self._answered.set()
        if command.status is self._last:
            return
        if self._last is None and command.status is not CommandStatus.requested:
            say(f"{self._who}: asked {_clock(command.requested_at)}")
        self._last = command.status
        text = _step(command)
        if text:
            say(f"{self._who}: {text}")

    async def answered(self) -> None:
        """Wait until the vendor took the command or did not, within reason."""
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self._answered.wait()
        except TimeoutError:
            return

    def interrupted(self) -> None:
        name = NAMES[self._kind]
        if self._last is None:
            say(f"{self._who}: {name} was not asked")
        elif self._last in _UNSENT:
            say(f"{self._who}: {name} was asked and not accepted yet; it may still happen")
        elif self._last is CommandStatus.accepted:
            say(f"{self._who}: {name} was accepted and not confirmed yet; it may still happen")


def _step(command: Command) -> str:
    if command.status is CommandStatus.requested:
        return f"asked {_clock(command.requested_at)}"
    if command.status is CommandStatus.accepted:
        asleep = f"; it sleeps until about {_clock(command.earliest)}" if command.earliest else ""
        return f"accepted {_clock(command.accepted_at)}{asleep}"
    if command.status is CommandStatus.confirmed:
        return f"confirmed {_clock(command.settled_at)}"
    if command.status is CommandStatus.unconfirmed:
        return f"not confirmed {_clock(command.settled_at)}"
    return "" if command.status is CommandStatus.sent else f"{command.status} {_clock(command.settled_at)}"


def _clock(moment: datetime | None) -> str:
    """The viewer's own time of day."""
    return moment.astimezone().strftime("%H:%M:%S") if moment else ""
