"""`lockdash events`: what happened, for people, as JSON or as CSV; once, or for as long as somebody listens."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from lockdash.cli import event_asked, event_coverage, opening
from lockdash.cli.event_forms import Csv, Form, JsonLines, JsonObject
from lockdash.cli.event_listing import Lines
from lockdash.cli.event_pages import Asked, Newest
from lockdash.cli.event_zones import Zones
from lockdash.cli.exits import Exit, Stop
from lockdash.cli.output import say
from lockdash.cli.terminal import Paper
from lockdash.engine.archive.progress import archives
from lockdash.store.store import Store, StoreError

if TYPE_CHECKING:
    from lockdash.config.settings import Config


def run(options: argparse.Namespace) -> Exit:
    """Print what was asked for and return the exit code. Raises Stop."""
    config = opening.configuration(options)
    asked = event_asked.asked(options, datetime.now(UTC))
    store = opening.store(options)
    try:
        accounts = _accounts(config, store, options.account)
        if options.backfill or options.follow:
            return _go_on(config, store, accounts, asked, options)
        code = Exit.done if options.cached else _read(config, store, accounts)
        _print(store, asked, accounts, options, _form(config, store, options))
        return code
    except StoreError as error:
        raise Stop(Exit.failed, str(error)) from None
    finally:
        store.close()


def _accounts(config: Config, store: Store, asked: str | None) -> list[str]:
    """Return the accounts that can be read: none for one that is configured no more, which still has a past. Raises
    Stop for one that never was."""
    configured = asked is None or asked in {each.name for each in config.accounts}
    if not configured and asked in {each.name for each in store.load().accounts}:
        return []
    return opening.asked_accounts(config, asked)


def _go_on(config: Config, store: Store, accounts: Sequence[str], asked: Asked, options: argparse.Namespace) -> Exit:
    import asyncio

    if options.backfill:
        from lockdash.cli import event_backfill

        return asyncio.run(event_backfill.backfill(config, store, accounts))
    from lockdash.cli import event_following

    return asyncio.run(event_following.follow(config, store, asked, _form(config, store, options)))


def _read(config: Config, store: Store, accounts: Sequence[str]) -> Exit:
    """Read what is due, once."""
    import asyncio

    from lockdash.cli import event_reading

    return asyncio.run(event_reading.read(config, store, accounts))


def _form(config: Config, store: Store, options: argparse.Namespace) -> Form:
    zone_of = Zones(store).of
    if options.csv:
        return Csv(zone_of)
    if options.json:
        return JsonLines(zone_of) if options.follow else JsonObject(zone_of)
    names = [each.name for each in config.accounts]
    return Lines(zone_of, names, Paper(ascii_only=options.ascii), sys.stdout.encoding)


def _print(store: Store, asked: Asked, accounts: Sequence[str], options: argparse.Namespace, form: Form) -> None:
    """Print page by page, then say what is not there."""
    newest = Newest(store.log.page, asked)
    pages = iter(newest)
    first = next(pages, [])
    if first or options.json or options.csv:
        sys.stdout.flush()
        out = sys.stdout.buffer
        out.write(form.head() + form.rows(first))
        out.writelines(map(form.rows, pages))
        out.write(form.tail())
        out.flush()
    else:
        say(_nothing(asked))
    if newest.is_more:
        say(f"These are the newest {asked.limit}; --limit 0 lists all.")
    for account in sorted(newest.nameless):
        say(f"{account}: some people are known by number only; `lockdash people` reads their names")
    oldest = newest.oldest.event.occurred_at if newest.is_more and newest.oldest is not None else asked.query.since
    for text in event_coverage.missing(archives(store.archive.jobs(None)), accounts, asked.query, oldest):
        say(text)


def _nothing(asked: Asked) -> str:
    if asked.query:
        return "Nothing that is known fits that. `lockdash events` lists the newest of all."
    return "Nothing is known to have happened yet. `lockdash events --backfill` reads the past."
