"""How the setup is run: from a configuration's path to what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from pathlib import Path

from lockdash.config.files import drop_in_folder
from lockdash.tui.look.themes import DEFAULT
from lockdash.tui.setup.app import SetupApp
from lockdash.tui.setup.bench import StoreBench
from lockdash.tui.setup.outcome import Outcome
from lockdash.tui.setup.vendors import found


def run(
    config: Path,
    state: Path,
    taken: Collection[str],
    *,
    goes_on: bool,
    ascii_only: bool = False,
    theme: str | None = None,
) -> Outcome:
    """Show the setup until the user is done or leaves.

    `config`: the configuration file, which need not exist. `state`: the folder of the store. `taken`: names of the
    accounts that there are. `goes_on`: to the dashboard.
    """
    bench = StoreBench(config, state)
    folder, shown = drop_in_folder(config), theme or DEFAULT
    app = SetupApp(bench, found(), folder, taken, goes_on=goes_on, ascii_only=ascii_only, theme=shown)
    return asyncio.run(show(app))


async def show(app: SetupApp) -> Outcome:
    """Run `app` and return what came of it. What was not saved is gone."""
    try:
        await app.run_async()
    finally:
        await app.bench.close()
    return app.outcome
