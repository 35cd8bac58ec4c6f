"""What may be asked of a device, and how carefully: pure, so that screen, command line and engine agree."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import msgspec

from lockdash.domain.accounts import Account, Condition
from lockdash.domain.commands import Command, CommandKind
from lockdash.domain.devices import Device, DeviceKind, LockState


class Refusal(Exception):
    """A command that is not sent. `str(refusal)` is the reason, in words for the user."""


class Manner(StrEnum):
    """How a command is given: at once, after a visible grace that any key stops, or after a question."""

    now = "now"
    grace = "grace"
    ask = "ask"


class Judgement(msgspec.Struct, frozen=True):
    """`reason`: why it is not allowed, "" if it is. `question`: what to ask where `manner` is `ask` (and what
    a grace may say), naming the device, the account and the consequence."""

    allowed: bool
    reason: str = ""
    manner: Manner = Manner.now
    question: str = ""


class Rules(msgspec.Struct, frozen=True):
    """What the configuration says for an account. `unlock`: the manner of a single unlock."""

    read_only: bool = False
    unlock: Manner = Manner.grace


_VERB: Final = {
    CommandKind.lock: "Lock",
    CommandKind.unlock: "Unlock",
    CommandKind.open: "Open",
    CommandKind.power_on: "Switch on",
    CommandKind.power_off: "Switch off",
}
_PASSIVE: Final = {
    CommandKind.lock: "locked",
    CommandKind.unlock: "unlocked",
    CommandKind.open: "opened",
    CommandKind.power_on: "switched on",
    CommandKind.power_off: "switched off",
}
_CONSEQUENCE: Final = {
    CommandKind.lock: "Nobody gets in without a key.",
    CommandKind.unlock: "The door can then be opened without a key.",
    CommandKind.open: "This pulls the latch: the door can be pushed open.",
    CommandKind.power_on: "What is plugged in starts.",
    CommandKind.power_off: "What is plugged in stops.",
}
# States in which a vendor takes a command and nothing happens (tedee-facts 2.1, command rules).
_NOT_READY: Final = {
    LockState.uncalibrated: "is not calibrated: it would take the command and do nothing; calibrate it in its app",
    LockState.calibrating: "is being calibrated; try again when that is done",
    LockState.updating: "is updating its firmware; try again when that is done",
}


def judge(
    device: Device,
    kind: CommandKind,
    *,
    rules: Rules,
    account: Account | None,
    command: Command | None,
    several: bool = False,
) -> Judgement:
    """Return whether `kind` may be asked of `device` now, and how.

    `command`: the newest one of the device. `several`: it is one of several devices asked at once. Asking for
    the state that a device already has is allowed: it is harmless, and the reading may be wrong.
    """
    reason = _objection(device, kind, rules, account, command)
    if reason:
        return Judgement(False, reason)
    return Judgement(True, "", _manner(kind, rules, several), question(device, kind))


def question(device: Device, kind: CommandKind) -> str:
    """What to ask before `kind`: the device, its account, and what will come of it."""
    return f"{_VERB[kind]} {device.name} ({device.account})? {_CONSEQUENCE[kind]}"


def _manner(kind: CommandKind, rules: Rules, several: bool) -> Manner:
    if kind is CommandKind.open or (several and kind.lets_people_in):
        return Manner.ask
    return rules.unlock if kind is CommandKind.unlock else Manner.now


def _objection(
    device: Device, kind: CommandKind, rules: Rules, account: Account | None, command: Command | None
) -> str:
    if rules.read_only:
        return f"{device.name} is read-only: the configuration of {device.account} allows no commands"
    if device.gone_at is not None:
        return f"{device.name} is gone: {device.account} does not list it any more"
    if command is not None and command.status.in_flight:
        return f"{device.name} is still busy: {command.kind.replace('_', ' ')} was asked and is not settled yet"
    if account is not None and _signed_out(account):
        return f"{device.name} cannot be {_PASSIVE[kind]}: {device.account} is not signed in" + _because(account.detail)
    return _device_objection(device, kind)


def _device_objection(device: Device, kind: CommandKind) -> str:
    if device.kind is DeviceKind.offline_lock:
        return f"{device.name} works offline: no command reaches it from here"
    if device.contact is not None and not device.contact.bridged:
        return f"{device.name} has no bridge: no command reaches it from here"
    not_ready = _NOT_READY.get(device.state.value) if device.state is not None else None
    if not_ready is not None:
        return f"{device.name} {not_ready}"
    if kind not in device.actions:
        return f"{device.name} cannot be {_PASSIVE[kind]} from here" + _because(device.denied or "")
    return ""


def _signed_out(account: Account) -> bool:
    """Not signed in at all. A single missing scope lets other answers through, and commands as well."""
    if account.condition is not Condition.unauthorised:
        return False
    return account.last_ok_at is None or account.last_ok_at <= account.since


def _because(text: str) -> str:
    return f": {text}" if text else ""
