"""`lockdash guest`: add a guest, extend a stay, take doors away; one session for one deed."""

from __future__ import annotations

import argparse
import asyncio

from lockdash.cli import guest_adding, guest_result, guest_staying, guest_taking, opening
from lockdash.cli.exits import Exit, Stop
from lockdash.cli.guest_result import Result
from lockdash.cli.output import print_json, print_lines
from lockdash.cli.people_reading import PeopleReading
from lockdash.cli.session import session
from lockdash.engine.policy import Refusal
from lockdash.store.store import StoreError

_DEEDS = {"add": guest_adding.add, "extend": guest_staying.extend, "revoke": guest_taking.revoke}


def run(options: argparse.Namespace) -> Exit:
    """Carry the deed out and return the exit code. Raises Stop."""
    config = opening.configuration(options)
    accounts = opening.asked_accounts(config, options.account)
    if options.read_only:
        raise Stop(Exit.failed, "--read-only: nothing is done to anybody.")
    if options.deed == "add" and len(accounts) > 1:
        raise Stop(Exit.usage, f"--account: there are several, say which: {', '.join(accounts)}")
    store = opening.store(options)

    async def whole() -> Result:
        async with session(config, store) as engine:
            await engine.read_once(accounts)
            await engine.people.open()
            return await _DEEDS[options.deed](PeopleReading(engine, store, accounts), options)

    try:
        result = asyncio.run(whole())
    except (Refusal, StoreError) as error:
        raise Stop(Exit.failed, str(error)) from None
    finally:
        store.close()
    if options.json:
        print_json(guest_result.as_json(result))
    else:
        print_lines(guest_result.lines(result))
    return guest_result.verdict(result)
