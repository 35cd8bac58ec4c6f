"""Proof of a command that comes by itself, with what is polled: pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from lockdash.domain.commands import Command, CommandKind, CommandStatus, advance
from lockdash.domain.devices import Device, LockState

# A reading that matches long after nobody waits any more is rather somebody else's doing.
LATE = timedelta(minutes=10)

_WANTED: Mapping[CommandKind, frozenset[LockState]] = {
    CommandKind.lock: frozenset({LockState.locked}),
    CommandKind.unlock: frozenset({LockState.unlocked, LockState.open}),
    CommandKind.open: frozenset({LockState.open}),
}


def late_evidence(
    commands: Mapping[str, Command], devices: Iterable[Device], skew: float | None, now: datetime
) -> list[Command]:
    """Return the commands, settled as confirmed, that the readings of `devices` prove.

    `commands`: the newest one of each device, by device key. `skew`: seconds by which our clock is ahead of
    the vendor's, None if not known.
    """
    found = []
    for device in devices:
        command = commands.get(device.key)
        if command is not None and _waits(command, now) and proves(device, command, skew):
            text = f"the reading of {device.name} says {device.state.value}" if device.state else ""
            found.append(advance(command, CommandStatus.confirmed, now, evidence=text))
    return found


def proves(device: Device, command: Command, skew: float | None) -> bool:
    """Whether the device's state is the one that `command` wanted, vouched for by the vendor for a moment after
    it was sent. A reading for which the vendor vouches no moment proves nothing."""
    state = device.state
    if state is None or state.as_of is None or command.sent_at is None:
        return False
    if state.value not in _WANTED.get(command.kind, frozenset()):
        return False
    known_at = min(state.as_of + timedelta(seconds=skew or 0.0), state.seen_at)
    return known_at > command.sent_at


def _waits(command: Command, now: datetime) -> bool:
    """Those that nobody looks after: not confirmed in time, or waiting for a device that sleeps for hours."""
    if command.status is CommandStatus.unconfirmed:
        return now <= command.expires_at + LATE
    return command.status is CommandStatus.accepted and command.earliest is not None
