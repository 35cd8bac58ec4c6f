"""`lockdash audit`: who asked what of which device or person, and what came of it, straight from the store."""

from __future__ import annotations

import argparse

from lockdash.cli import audit_finding, opening
from lockdash.cli.audit_finding import Asked
from lockdash.cli.exits import Exit, Stop
from lockdash.cli.output import print_json, print_lines, say
from lockdash.config.settings import Config
from lockdash.domain.changes import Change
from lockdash.domain.commands import Command
from lockdash.store.store import Rows, StoreError


def run(options: argparse.Namespace) -> Exit:
    """Print what was asked for, the last first, and return the exit code. Raises Stop."""
    config = opening.configuration(options)
    store = opening.store(options)
    asked = Asked(name=options.name, account=options.account, since=options.since, limit=options.limit)
    try:
        known = store.load()
        _check(options.account, config, known)
        found = audit_finding.found(store, known.devices, asked)
        is_more = bool(options.limit) and len(found) > options.limit
        told = audit_finding.told(store, known.devices, found[: options.limit] if is_more else found)
    except StoreError as error:
        raise Stop(Exit.failed, str(error)) from None
    finally:
        store.close()
    if is_more:
        say(f"These are the last {options.limit}; --limit 0 lists all.")
    if options.json:
        from lockdash.cli import report

        print_json(
            {
                "commands": [report.audited(each, name) for each, name in told if isinstance(each, Command)],
                "changes": [report.change(each, name) for each, name in told if isinstance(each, Change)],
            }
        )
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


def _nothing(options: argparse.Namespace) -> str:
    narrowed = options.name is not None or options.account is not None or options.since is not None
    if narrowed:
        return "Nothing fits that. `lockdash audit` lists all that was asked for."
    return (
        "Nothing was asked yet. Every command to a device and every change to people and schedules is kept here, from "
        "the dashboard and from the command line."
    )
