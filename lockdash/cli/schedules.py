"""`lockdash schedules`: the hours by which people may enter and devices act, and what happens next."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from lockdash.cli import opening, schedule_coming
from lockdash.cli.exits import Exit, Stop
from lockdash.cli.names import NoSuchName
from lockdash.cli.output import print_json, print_lines, say
from lockdash.cli.schedule_known import Known, known, named
from lockdash.engine.people.snapshot import PeopleSnapshot, with_rows
from lockdash.store.store import Store, StoreError

if TYPE_CHECKING:
    from lockdash.config.settings import Config


def run(options: argparse.Namespace) -> Exit:
    """Print what was asked for and return the exit code. Raises Stop."""
    config = opening.configuration(options)
    names = opening.asked_accounts(config, options.account)
    store = opening.store(options)
    try:
        found, code = (_stored(store, names), Exit.done) if options.cached else _read(config, store, names, options)
    except StoreError as error:
        raise Stop(Exit.failed, str(error)) from None
    finally:
        store.close()
    try:
        {"show": _show, "next": _next}.get(options.deed, _list)(found, datetime.now(UTC), options)
    except NoSuchName as stop:
        if code is not Exit.done:  # it may be there all the same
            stop.code = code
        raise
    return code


def _stored(store: Store, accounts: Sequence[str]) -> Known:
    now = datetime.now(UTC)
    people = with_rows(PeopleSnapshot(revision=0, at=now), store.load_people(), now, accounts)
    return known(people, {each.key: each for each in store.load().devices}, accounts, now)


def _read(config: Config, store: Store, accounts: Sequence[str], options: argparse.Namespace) -> tuple[Known, Exit]:
    import asyncio

    from lockdash.cli import schedule_asking

    return asyncio.run(schedule_asking.read(config, store, accounts, people=options.deed != "next"))


def _list(found: Known, now: datetime, options: argparse.Namespace) -> None:
    if options.json:
        from lockdash.cli import schedule_report

        print_json({"schedules": [schedule_report.schedule(each, found, now) for each in found.views]})
    elif found.views:
        from lockdash.cli import schedule_listing
        from lockdash.cli.terminal import Paper

        print_lines(schedule_listing.schedules(found, now, Paper(ascii_only=options.ascii)))
    else:
        say("No schedule is known. They are made at the vendor's portal, or in the dashboard.")


def _show(found: Known, now: datetime, options: argparse.Namespace) -> None:
    view = named(options.name, found.views)
    if options.json:
        from lockdash.cli import schedule_report

        print_json({"schedules": [schedule_report.schedule(view, found, now)]})
        return
    from lockdash.cli import schedule_showing
    from lockdash.cli.terminal import Paper

    print_lines(schedule_showing.lines(view, found, now, Paper(ascii_only=options.ascii)))


def _next(found: Known, now: datetime, options: argparse.Namespace) -> None:
    told = schedule_coming.of_devices(found, now)
    for text in schedule_coming.untold(found):
        say(text)
    if options.json:
        from lockdash.cli import schedule_report

        print_json({"changes": [schedule_report.coming(each) for each in told]})
    elif told:
        from lockdash.cli import schedule_listing
        from lockdash.cli.terminal import Paper

        print_lines(schedule_listing.coming(told, now, Paper(ascii_only=options.ascii)))
    else:
        say(f"No device does anything by a schedule in the next {schedule_coming.AHEAD.days} days.")
