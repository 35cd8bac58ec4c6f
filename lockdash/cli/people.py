"""`lockdash people`: who may open what, from when to when, and whether the locks have heard of it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from lockdash.cli import opening
from lockdash.cli.exits import Exit, Stop
from lockdash.cli.output import print_json, print_lines, say
from lockdash.cli.people_reach import Choice, Reach, reached
from lockdash.cli.pointing import pointed
from lockdash.domain.matching import Wanted
from lockdash.domain.query import QuerySyntax
from lockdash.domain.secret import Secret
from lockdash.engine.people.directory import Directory
from lockdash.engine.people.finding import PERSON_KEYS
from lockdash.engine.people.snapshot import PeopleSnapshot, with_rows
from lockdash.store.store import Store, StoreError

if TYPE_CHECKING:
    from lockdash.config.settings import Config

Pins = Mapping[str, Secret | None]


def run(options: argparse.Namespace) -> Exit:
    """Print the people that were asked for and return the exit code. Raises Stop."""
    config = opening.configuration(options)
    names = opening.asked_accounts(config, options.account)
    if options.reveal and (options.cached or options.read_only):
        why = "no PIN is stored" if options.cached else "an account that allows only looking is not asked for PINs"
        raise Stop(Exit.usage if options.cached else Exit.failed, f"--reveal cannot be: {why}.")
    choice = Choice(frozenset(names), options.status, _wanted(options.filter))
    store = opening.store(options)
    code, pins = Exit.done, None
    try:
        if options.cached:
            listed = _stored(store, choice)
        else:
            listed, pins, code = _read(config, store, names, choice, options)
    except StoreError as error:
        raise Stop(Exit.failed, str(error)) from None
    finally:
        store.close()
    _print(listed, pins, options)
    return code


def _wanted(text: str) -> Wanted:
    try:
        return PERSON_KEYS.wanted(text)
    except QuerySyntax as error:
        raise Stop(Exit.usage, pointed(text, error)) from None


def _stored(store: Store, choice: Choice) -> list[Reach]:
    now = datetime.now(UTC)
    known = with_rows(PeopleSnapshot(revision=0, at=now), store.load_people(), now, choice.accounts)
    devices = {each.key: each for each in store.load().devices if each.account in choice.accounts}
    everybody = reached(known, Directory(known, devices), choice.accounts, now, stored=True)
    return list(filter(choice.takes, everybody))


def _read(
    config: Config, store: Store, names: Sequence[str], choice: Choice, options: argparse.Namespace
) -> tuple[list[Reach], Pins | None, Exit]:
    import asyncio

    from lockdash.cli import people_asking

    return asyncio.run(people_asking.read(config, store, names, choice, reveal=options.reveal, sure=options.yes))


def _print(listed: Sequence[Reach], pins: Pins | None, options: argparse.Namespace) -> None:
    if options.json:
        from lockdash.cli import people_report

        items = [people_report.person(each) for each in listed]
        if pins is not None:
            shown = zip(items, listed, strict=True)
            items = [people_report.with_pin(item, pins.get(each.person.key)) for item, each in shown]
        print_json({"people": items})
    elif listed:
        from lockdash.cli import people_listing
        from lockdash.cli.terminal import Paper

        print_lines(people_listing.lines(listed, datetime.now(UTC), Paper(ascii_only=options.ascii), pins))
    else:
        say(_nobody(options))


def _nobody(options: argparse.Namespace) -> str:
    if options.filter.strip():
        return f'Nobody fits "{options.filter.strip()}". `lockdash people --status all` lists everybody.'
    return "Nobody is known with that status. `lockdash people --status all` lists everybody."
