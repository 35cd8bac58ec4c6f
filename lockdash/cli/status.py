"""`lockdash status`: all devices once, the most urgent first."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime

from lockdash.cli import opening, stored
from lockdash.cli.exits import Exit, Stop
from lockdash.cli.output import print_json, print_lines
from lockdash.config.settings import Config
from lockdash.domain.accounts import Condition
from lockdash.engine.snapshot import Snapshot
from lockdash.store.store import Store, StoreError

NOT_REACHED = (Condition.offline, Condition.unauthorised, Condition.connecting)
_NOT_UNDERSTOOD = (Condition.vendor_error, Condition.bad_answer)


def run(options: argparse.Namespace) -> Exit:
    """Print the state of all devices and return the exit code. Raises Stop."""
    config = opening.configuration(options)
    names = opening.asked_accounts(config, options.account)
    store = opening.store(options)
    try:
        known = stored.snapshot(store, names, datetime.now(UTC)) if options.cached else _read(config, store, names)
    except StoreError as error:
        raise Stop(Exit.failed, str(error)) from None
    finally:
        store.close()
    now = datetime.now(UTC)
    accounts = [
        (each.name, each.vendor, known.accounts.get(each.name)) for each in config.accounts if each.name in names
    ]
    views = stored.views(known, names, now)
    if options.json:
        from lockdash.cli import report

        print_json(report.status(accounts, views))
    else:
        from lockdash.cli import listing
        from lockdash.cli.terminal import Paper

        print_lines(listing.lines(accounts, views, now, Paper(ascii_only=options.ascii)))
    conditions = [known.condition if known else Condition.connecting for _, _, known in accounts]
    return Exit.done if options.cached else verdict(conditions)


def _read(config: Config, store: Store, names: Sequence[str]) -> Snapshot:
    """Read what is due, once, and return what is known then."""
    import asyncio

    from lockdash.cli.session import session

    async def read() -> Snapshot:
        async with session(config, store) as engine:
            await engine.read_once(names)
            return engine.snapshot

    return asyncio.run(read())


def verdict(conditions: Sequence[Condition]) -> Exit:
    """Done if anything could be read, or need not be; what is known was printed all the same."""
    if all(each in NOT_REACHED for each in conditions):
        return Exit.no_connection
    return Exit.failed if all(each in (*NOT_REACHED, *_NOT_UNDERSTOOD) for each in conditions) else Exit.done
