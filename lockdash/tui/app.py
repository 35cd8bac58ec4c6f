"""How the dashboard is run: from a configuration and a store to an exit status."""

from __future__ import annotations

import asyncio
import gc
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lockdash.config.settings import Config
    from lockdash.engine.engine import Engine
    from lockdash.store.store import Store
    from lockdash.tui.dashboard import LockdashApp

_BY_SIGNAL = 128
_STOP_WITHIN = 5.0
_STOP_WITHIN_WHEN_TOLD = 1.0
"""Seconds for the engine's end: when the user leaves, and when a hang-up or a plain kill ends us."""


def run(config: Config, store: Store, *, ascii_only: bool = False, theme: str | None = None) -> int:
    """Show the dashboard until the user leaves; return the exit status: 0, or 128 + the signal that ended it.

    Garbage is collected again after the first paint, for callers that stopped it for the start.
    """
    from lockdash.engine.engine import Engine
    from lockdash.tui.dashboard import LockdashApp

    engine = Engine(config, store)
    app = LockdashApp(engine, config, ascii_only=ascii_only, theme=theme)
    app.painted = _collect_again
    try:
        return asyncio.run(show(app, engine))
    finally:
        gc.enable()


async def show(app: LockdashApp, engine: Engine) -> int:
    """Run `app`, then stop `engine`; return the exit status."""
    try:
        await app.run_async()
    finally:
        # The terminal is the user's again by now; an engine that hangs must not keep the shell.
        told = (app.return_code or 0) > _BY_SIGNAL
        with suppress(TimeoutError):
            await asyncio.wait_for(engine.stop(), _STOP_WITHIN_WHEN_TOLD if told else _STOP_WITHIN)
    return app.return_code or 0


def _collect_again() -> None:
    gc.freeze()  # what the start made stays to the end: it need not be looked at again
    gc.enable()
