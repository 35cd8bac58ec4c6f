"""Sending commands: in a worker that only posts messages, so that a slow door never holds up a key."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lockdash.domain.commands import Command, CommandKind
from lockdash.engine.policy import Refusal
from lockdash.tui.messages import CommandAsked, CommandRefused, CommandSettled, SeveralSettled

if TYPE_CHECKING:
    from lockdash.tui.dashboard import LockdashApp

GROUP = "commands"
_LONGER = 5.0
"""Seconds to wait beyond a command's own expiry, so that the engine says how it ended."""


def send(app: LockdashApp, keys: Sequence[str], kind: CommandKind, *, together: bool) -> None:
    """Ask `kind` of each device in `keys`; what comes of it arrives at the app as messages.

    `together`: told as one, when all is settled.
    """
    work = _several(app, keys, kind) if together else _one(app, keys[0], kind)
    app.run_worker(work, name=f"{kind} {', '.join(keys)}", group=GROUP, exit_on_error=False)


async def _one(app: LockdashApp, key: str, kind: CommandKind) -> None:
    try:
        command = await app.engine.request(key, kind)
    except Refusal as refusal:
        app.post_message(CommandRefused(key, kind, str(refusal)))
        return
    app.post_message(CommandAsked(command))
    app.post_message(CommandSettled(await _settled(app, command)))


async def _several(app: LockdashApp, keys: Sequence[str], kind: CommandKind) -> None:
    refused: dict[str, str] = {}

    async def each(key: str) -> Command | None:
        try:
            return await _settled(app, await app.engine.request(key, kind))
        except Refusal as refusal:
            refused[key] = str(refusal)
            return None

    commands = await asyncio.gather(*(each(key) for key in keys))
    app.post_message(SeveralSettled(kind, [command for command in commands if command is not None], refused))


async def _settled(app: LockdashApp, command: Command) -> Command:
    left = (command.expires_at - app.clock.now()).total_seconds()
    return await app.engine.settled(command.id, max(left, 0.0) + _LONGER)
