"""`lockdash lock`, `unlock` and `open`: ask, follow what becomes of it, and say what proved it."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Sequence

from lockdash.cli import asking, opening, report, wording
from lockdash.cli.exits import Exit, Stop
from lockdash.cli.following import Outcome, follow
from lockdash.cli.names import NoSuchName, find_all
from lockdash.cli.output import print_json, print_lines, say
from lockdash.cli.session import session
from lockdash.domain.accounts import Condition
from lockdash.domain.commands import CommandKind, CommandStatus
from lockdash.domain.devices import Device
from lockdash.engine.engine import Engine
from lockdash.engine.policy import Manner
from lockdash.engine.snapshot import Snapshot
from lockdash.engine.words import NAMES
from lockdash.store.store import StoreError

_NOT_REACHED = (Condition.offline, Condition.unauthorised)
# Of several outcomes the worst is the program's: what went wrong, then what could not be tried, then doubt.
_WORST_FIRST = (Exit.failed, Exit.no_connection, Exit.unconfirmed)


def run(options: argparse.Namespace) -> Exit:
    """Carry the command out and return the exit code. Raises Stop."""
    config = opening.configuration(options)
    accounts = opening.asked_accounts(config, options.account)
    if options.read_only:
        raise Stop(Exit.failed, "--read-only: no command is sent.")
    store = opening.store(options)

    async def whole() -> tuple[list[Outcome], Snapshot]:
        async with session(config, store) as engine:
            return await _carry_out(engine, options, accounts), engine.snapshot

    try:
        outcomes, known = asyncio.run(whole())
    except StoreError as error:
        raise Stop(Exit.failed, str(error)) from None
    finally:
        store.close()
    if options.json:
        print_json({"commands": [_item(each) for each in outcomes]})
    else:
        print_lines(_line(each, options.wait) for each in outcomes)
    return _worst([_verdict(each, known) for each in outcomes])


async def _carry_out(engine: Engine, options: argparse.Namespace, accounts: Sequence[str]) -> list[Outcome]:
    kind = CommandKind(options.command)
    await engine.read_once(accounts)
    devices = _find(engine.snapshot, options.names, accounts)
    several = len(devices) > 1
    judged = {device.key: engine.judge(device.key, kind, several=several) for device in devices}
    allowed = [device for device in devices if judged[device.key].allowed]
    asks = [device for device in allowed if judged[device.key].manner is Manner.ask]
    if asks and not options.yes:
        asking.confirm(asking.question(kind, allowed, judged[asks[0].key].question))
    tasks = [
        asyncio.create_task(follow(engine, device, kind, options.wait, judged[device.key].reason)) for device in devices
    ]
    return list(await asyncio.gather(*tasks))


def _find(known: Snapshot, names: Sequence[str], accounts: Sequence[str]) -> list[Device]:
    """Raises Stop; with the code of a lost connection if that is why nothing is known."""
    devices = [device for device in known.devices.values() if device.account in accounts]
    try:
        return find_all(names, devices)
    except NoSuchName:
        if devices or not all(_is_out_of_reach(known, account) for account in accounts):
            raise
        for account in accounts:
            text, _ = wording.condition(known.accounts.get(account), known.at)
            say(f"{account}: {text}")
        raise Stop(Exit.no_connection, "No device is known yet, and no account can be read.") from None


def _is_out_of_reach(known: Snapshot, account: str) -> bool:
    found = known.accounts.get(account)
    return found is None or found.condition in (*_NOT_REACHED, Condition.connecting)


def _item(outcome: Outcome) -> dict[str, object]:
    if outcome.command is None:
        return report.refusal(outcome.device, outcome.kind, outcome.reason)
    return report.command(outcome.device, outcome.command)


def _line(outcome: Outcome, wait: float) -> str:
    """Return the result in a line: `Front Door (home): lock confirmed: ...`."""
    who = f"{outcome.device.name} ({outcome.device.account}): {NAMES[outcome.kind]}"
    command = outcome.command
    if command is None:
        return f"{who} refused: {outcome.reason}"
    if command.status is CommandStatus.confirmed:
        return f"{who} confirmed{_because(command.evidence)}"
    if command.status.in_flight:
        word = "accepted" if command.status is CommandStatus.accepted else "sent, no answer yet"
        return f"{who} {word}, not confirmed within {wait:g} s"
    word = "not confirmed" if command.status is CommandStatus.unconfirmed else command.status.value
    return f"{who} {word}{_because(command.reason)}"


def _because(text: str | None) -> str:
    return f": {text}" if text else ""


def _verdict(outcome: Outcome, known: Snapshot) -> Exit:
    command = outcome.command
    if command is not None and command.status is CommandStatus.confirmed:
        return Exit.done
    if command is not None and (command.status.in_flight or command.status is CommandStatus.unconfirmed):
        return Exit.unconfirmed
    if command is not None and command.cause in _NOT_REACHED:
        return Exit.no_connection
    account = known.accounts.get(outcome.device.account)
    return Exit.no_connection if account and account.condition in _NOT_REACHED else Exit.failed


def _worst(verdicts: Sequence[Exit]) -> Exit:
    return next((code for code in _WORST_FIRST if code in verdicts), Exit.done)
