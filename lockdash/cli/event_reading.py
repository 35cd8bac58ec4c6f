"""What is due, read once before events are listed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from lockdash.cli import wording
from lockdash.cli.exits import Exit
from lockdash.cli.output import say
from lockdash.cli.session import session
from lockdash.cli.status import verdict
from lockdash.config.settings import Config
from lockdash.engine.engine import Engine
from lockdash.store.store import Store


async def read(config: Config, store: Store, accounts: Sequence[str]) -> Exit:
    """Read `accounts`, say what could not be read, and return the exit code: what is known is printed all the same."""
    async with session(config, store) as engine:
        await engine.read_once(accounts)
        return ending(engine, accounts)


def ending(engine: Engine, accounts: Sequence[str]) -> Exit:
    """Say which accounts are in trouble, and return the exit code for that."""
    known = [engine.snapshot.accounts[name] for name in accounts]
    for each in known:
        if each.condition.failing:
            say(f"{each.name}: {wording.condition(each, datetime.now(UTC))[0]}")
    return verdict([each.condition for each in known]) if known else Exit.done
