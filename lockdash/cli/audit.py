"""`lockdash audit`: who asked what of which device, and what came of it, straight from the store."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from lockdash.cli import opening
from lockdash.cli.exits import Exit, Stop
from lockdash.cli.names import NoSuchDevice, find
from lockdash.cli.output import print_json, print_lines, say
from lockdash.config.settings import Config
from lockdash.domain.commands import Command
from lockdash.domain.devices import Device
from lockdash.store.store import Rows, Store, StoreError


def run(options: argparse.Namespace) -> Exit:
    """Print the commands that were asked for, the last first, and return the exit code. Raises Stop."""
    config = opening.configuration(options)
    store = opening.store(options)
    try:
        known = store.load()
        _check(options.account, config, known)
        found = _commands(store, known, options)
    except StoreError as error:
        raise Stop(Exit.failed, str(error)) from None
    finally:
        store.close()
    if options.limit and len(found) > options.limit:
        found.pop()
        say(f"These are the last {options.limit}; --limit 0 lists all.")
    names = {device.key: device.name for device in known.devices}
    told = [(command, names.get(command.device_key) or command.device_key) for command in found]
    if options.json:
        from lockdash.cli import report

        print_json({"commands": [report.audited(command, name) for command, name in told]})
    elif told:
        from lockdash.cli import audit_listing
        from lockdash.cli.terminal import Paper

        print_lines(audit_listing.lines(told, Paper(ascii_only=options.ascii)))
    else:
        say(_nothing(options))
    return Exit.done


def _check(account: str | None, config: Config, known: Rows) -> None:
    """An account that is configured no more still has a past. Raises Stop for one that never was."""
    if account is not None and account not in {each.name for each in known.accounts}:
        opening.asked_accounts(config, account)


def _commands(store: Store, known: Rows, options: argparse.Namespace) -> list[Command]:
    key = None
    if options.name is not None:
        devices = [device for device in known.devices if options.account in (None, device.account)]
        key = _key(options.name, devices, store)
    most = options.limit + 1 if options.limit else -1
    return store.commands(device_key=key, account=options.account, since=options.since, limit=most)


def _key(name: str, devices: Sequence[Device], store: Store) -> str:
    """Return the key of the device that `name` means, also of one that nothing but its commands tells of."""
    try:
        return find(name, devices).key
    except NoSuchDevice:
        if store.commands(device_key=name, limit=1):
            return name
        raise


def _nothing(options: argparse.Namespace) -> str:
    narrowed = options.name is not None or options.account is not None or options.since is not None
    if narrowed:
        return "No command fits that. `lockdash audit` lists all that were asked for."
    return "Nothing was asked of any device yet. Every command from the dashboard or the command line is kept here."
