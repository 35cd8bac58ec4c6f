"""An engine for the time of one command."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from lockdash.config.settings import Config
from lockdash.engine.engine import Engine
from lockdash.engine.journal import strays
from lockdash.store.store import Store


@asynccontextmanager
async def session(config: Config, store: Store) -> AsyncIterator[Engine]:
    """An engine that is stopped at the end, whatever happens. It polls nothing by itself."""
    strays.log_loop(asyncio.get_running_loop())
    engine = Engine(config, store)
    try:
        yield engine
    finally:
        await engine.stop()
