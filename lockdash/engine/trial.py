"""An account put to the test from its configuration on: for a new one, and for one that has trouble."""

from __future__ import annotations

from collections.abc import Callable

from lockdash.config.settings import AccountConfig
from lockdash.domain.findings import Finding, Level
from lockdash.engine.clock import Clock, SystemClock
from lockdash.engine.connect import Line
from lockdash.engine.failures import words_of
from lockdash.engine.writer import Writer
from lockdash.store.errors import StoreError
from lockdash.store.store import Store
from lockdash.vendors import registry
from lockdash.vendors.base import Plugin
from lockdash.vendors.checkup import Checkup, checkup_of
from lockdash.vendors.errors import VendorError


async def try_account(
    config: AccountConfig,
    store: Store,
    plugins: Callable[[str], Plugin] = registry.plugin,
    clock: Clock | None = None,
) -> Checkup:
    """Return what the vendor says of an account, asked with the requests and the tokens that all sessions share. What
    keeps it from being asked at all is a finding of its own. Raises StoreError only."""
    writer = Writer(store)
    line = Line(config, plugins, writer, clock or SystemClock())
    try:
        checkup = checkup_of(await line.client())
        if checkup is None:
            said = f"nothing of {config.name} was tested: the plugin {config.vendor} has no test of accounts"
            return Checkup((Finding("tests", Level.warning, said),))
        return await checkup.check_up()
    except StoreError:
        raise
    except Exception as error:
        return Checkup((_failure(error),))
    finally:
        await line.aclose()
        await writer.close()


def _failure(error: Exception) -> Finding:
    if isinstance(error, VendorError):
        return Finding("configuration", Level.failure, str(error), error.remedy)
    return Finding("tests", Level.failure, f"the test ended with an error of its own: {words_of(error)}")
