"""`lockdash logout`: gives the tokens of an account back, and forgets them."""

from __future__ import annotations

import argparse

from lockdash.cli.exits import Exit
from lockdash.cli.output import say
from lockdash.cli.signing import carried_out, means_of, sign_ins_of
from lockdash.config.settings import AccountConfig
from lockdash.store.store import Store


def run(options: argparse.Namespace) -> Exit:
    """Sign out and return the exit code. Raises Stop."""
    return carried_out(options, _logout, "Not signed out")


async def _logout(account: AccountConfig, store: Store) -> Exit:
    name, sign_ins = account.name, sign_ins_of(account, store)
    try:
        signs_in = sign_ins.can(name)
        if not await sign_ins.is_in(name):
            kept = "it is not signed in" if signs_in else f"it gets in by its {means_of(account)}"
            say(f"Nothing to sign out of at {name}: {kept}.")
            return Exit.done
        left = await sign_ins.sign_out(name)
    finally:
        await sign_ins.close()
    again = "" if signs_in else f" It gets in by its {means_of(account)} when it is next asked for something."
    say(f"Signed out: {name}.{again}")
    if left:
        say(f"Its tokens are forgotten here, but the vendor did not take them back: {left}")
    return Exit.done
