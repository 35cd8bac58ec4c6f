"""What signing in and out have in common on the command line."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Awaitable, Callable

from lockdash.cli import opening
from lockdash.cli.exits import Exit, Stop
from lockdash.config.settings import AccountConfig
from lockdash.engine.failures import words_of
from lockdash.engine.journal import strays
from lockdash.engine.signing.sign_ins import SignIns
from lockdash.store.store import Store, StoreError
from lockdash.vendors import registry
from lockdash.vendors.errors import Unauthorised, VendorError
from lockdash.vendors.signing import secrets_for

Deed = Callable[[AccountConfig, Store], Awaitable[Exit]]


def carried_out(options: argparse.Namespace, deed: Deed, failed: str) -> Exit:
    """Do `deed` with the account that the options name, and return the exit code. `failed`: what to begin the words
    with if it could not be done. Raises Stop."""
    config = opening.configuration(options)
    opening.asked_accounts(config, options.account)
    account = config.account(options.account)
    assert account is not None
    store = opening.store(options)

    async def whole() -> Exit:
        strays.log_loop(asyncio.get_running_loop())
        return await deed(account, store)

    try:
        return asyncio.run(whole())
    except VendorError as error:
        code = Exit.failed if isinstance(error, Unauthorised) else Exit.no_connection
        raise Stop(code, f"{failed}: {words_of(error)}") from None
    except StoreError as error:
        raise Stop(Exit.failed, f"{failed}: {error}") from None
    finally:
        store.close()


def sign_ins_of(account: AccountConfig, store: Store) -> SignIns:
    return SignIns.of_account(account, registry.plugin(account.vendor), store)


def means_of(account: AccountConfig) -> str:
    """Return what an account that needs no sign-in gets in by: `personal key`."""
    used = secrets_for(registry.plugin(account.vendor), account.settings)
    return " and ".join(each.replace("_", " ") for each in used)
