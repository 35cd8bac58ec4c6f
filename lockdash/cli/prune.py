"""`lockdash prune`: removes old events from the log, for good."""

from __future__ import annotations

import argparse
import asyncio
import math
from datetime import UTC, datetime

from lockdash.cli import asking, opening
from lockdash.cli.event_wording import here
from lockdash.cli.exits import Exit, Stop
from lockdash.cli.output import say
from lockdash.cli.session import session
from lockdash.cli.status_line import StatusLine
from lockdash.config.settings import Config
from lockdash.domain.event_query import EventQuery, Place
from lockdash.store.store import Store, StoreError

_ALL = 2**53
_BEGINNING = Place(-math.inf, 0)


def run(options: argparse.Namespace) -> Exit:
    """Remove what happened before a moment, once somebody has said so, and return the exit code. Raises Stop."""
    if options.before > datetime.now(UTC):
        raise Stop(Exit.usage, f"--before {here(options.before)} is in the future: 0m means now")
    config = opening.configuration(options)
    store = opening.store(options)
    try:
        return asyncio.run(_prune(config, store, options.before, sure=options.yes))
    except StoreError as error:
        raise Stop(Exit.failed, str(error)) from None
    finally:
        store.close()


async def _prune(config: Config, store: Store, before: datetime, *, sure: bool) -> Exit:
    going = store.log.count(EventQuery(until=before), _ALL)
    moment = here(before)
    if not going:
        say(f"No event is kept from before {moment}.")
    elif not sure:
        asking.confirm(f"Remove {_events(going)} from before {moment}, for good? {_kept(store, before)}")
    line, gone = StatusLine(), 0

    def told(number: int) -> None:
        nonlocal gone
        gone = number
        line.show(f"removed {number:,} of {going:,}")

    async with session(config, store) as engine:
        try:
            # Also if there is none: the vendors are not asked again for what would have gone.
            await engine.log.prune(before, told)
        finally:
            line.clear()
            if going:
                say(f"Removed {_events(gone)} from before {moment}. {_kept(store, before)}")
    return Exit.done


def _kept(store: Store, before: datetime) -> str:
    found = store.log.page(EventQuery(since=before), None, _BEGINNING, 1)
    if not found:
        return "Nothing newer is kept."
    return f"The oldest that is kept happened {here(found[0].event.occurred_at)}."


def _events(number: int) -> str:
    return "1 event" if number == 1 else f"{number:,} events"
