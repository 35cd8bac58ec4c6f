"""An engine for the time of one command."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from lockdash.config.settings import Config
from lockdash.engine.engine import Engine
from lockdash.store.store import Store


@asynccontextmanager
async def session(config: Config, store: Store) -> AsyncIterator[Engine]:
    """An engine that is stopped at the end, whatever happens. It polls nothing by itself."""
    # What the engine logs is told here in other words; without a handler Python would print it as well.
    logging.getLogger("lockdash").addHandler(logging.NullHandler())
    engine = Engine(config, store)
    try:
        yield engine
    finally:
        await engine.stop()
