"""`lockdash login`: signs an account in, by a browser that is at hand or one that is somewhere else."""

from __future__ import annotations

import argparse
import asyncio
import sys
from functools import partial

from lockdash.cli.exits import Exit, Stop
from lockdash.cli.output import say
from lockdash.cli.signing import carried_out, means_of, sign_ins_of
from lockdash.cli.typed import Typed
from lockdash.config.settings import AccountConfig
from lockdash.domain.findings import Level, worst
from lockdash.engine.failures import words_of
from lockdash.engine.signing.attempt import Attempt
from lockdash.engine.signing.browser import browser_at_hand, open_page
from lockdash.engine.trial import try_account
from lockdash.store.store import Store
from lockdash.vendors.errors import SignInError
from lockdash.vendors.signing import OUT_OF_BAND

TRIES = 3


def run(options: argparse.Namespace) -> Exit:
    """Sign in and return the exit code. Raises Stop."""
    return carried_out(options, partial(_login, paste=options.paste), "Not signed in")


async def _login(account: AccountConfig, store: Store, *, paste: bool) -> Exit:
    sign_ins = sign_ins_of(account, store)
    try:
        if not sign_ins.can(account.name):
            raise Stop(Exit.usage, f"{account.name} needs no sign-in: it gets in by its {means_of(account)}.")
        browser = not paste and browser_at_hand()
        attempt = await sign_ins.begin(account.name, browser=browser, paste=paste)
        try:
            _show(attempt, opened=browser)
            await _finish(attempt, Typed())
        finally:
            await attempt.close()
    finally:
        await sign_ins.close()
    return await _verified(account, store)


def _show(attempt: Attempt, *, opened: bool) -> None:
    if opened:
        open_page(attempt.address)
    if attempt.listens:
        say(f"The browser is opened. If it does not show a page, open this address in it:\n\n{attempt.address}\n")
        say(
            "lockdash waits for it."
            if not _can_ask()
            else "lockdash waits for it; or paste where it ended, then Enter."
        )
        return
    say("Open this address in a browser, on any machine, and agree there:")
    print(attempt.address, flush=True)
    if attempt.redirect == OUT_OF_BAND:
        say("The page then shows a code. Paste it here, then Enter:")
    else:
        say(f"The browser then ends at {attempt.redirect}?..., where there may be no page to see.")
        say("Paste that whole address here, then Enter:")


async def _finish(attempt: Attempt, typed: Typed) -> None:
    """Hand in what comes back, until it is good; who sits in front of it may type wrongly and try again."""
    for left in reversed(range(TRIES)):
        answer = await _answer(attempt, typed)
        try:
            return await attempt.finish(answer)
        except SignInError as error:
            if answer is None or not error.again or not left or not _can_ask():
                raise
            say(f"{words_of(error)}. Once more:")


async def _answer(attempt: Attempt, typed: Typed) -> str | None:
    """Return what was typed, None if the browser came back. Raises Stop if nothing can come any more."""
    waits = {asyncio.create_task(attempt.arrival())} if attempt.listens else set()
    typing = asyncio.create_task(typed.line()) if not attempt.listens or _can_ask() else None
    try:
        while typing is not None:
            done, _ = await asyncio.wait({*waits, typing}, return_when=asyncio.FIRST_COMPLETED)
            if typing in done and (line := typing.result()) is not None:
                return line
            if typing in done and not waits:
                raise Stop(Exit.failed, "Not signed in: the input has ended, and there was no code in it.")
            if typing not in done:
                return None
            typing = None
        await asyncio.wait(waits)
        return None
    finally:
        for task in (*waits, *([typing] if typing is not None else [])):
            task.cancel()


async def _verified(account: AccountConfig, store: Store) -> Exit:
    checkup = await try_account(account, store)
    level = worst(checkup.findings)
    if checkup.devices is None:
        failure = next((each for each in checkup.findings if each.level is not Level.ok), None)
        why = f": {failure.said}" if failure is not None else ""
        say(f"Signed in: {account.name}. Its devices could not be read{why}")
        return Exit.no_connection if level is Level.failure else Exit.done
    devices = "1 device" if checkup.devices == 1 else f"{checkup.devices:,} devices"
    more = "" if level is Level.ok else "; `lockdash doctor` says what is not as it should be"
    say(f"Signed in: {account.name}. {devices}{more}")
    return Exit.done


def _can_ask() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()
