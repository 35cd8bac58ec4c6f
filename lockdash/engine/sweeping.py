"""Reading accounts a single time, for commands that end."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from lockdash.engine.clock import Clock
from lockdash.engine.poller import Poller
from lockdash.engine.work import Work


async def sweep(pollers: Iterable[Poller], seconds: float, work: Work, clock: Clock) -> None:
    """Read once what is due at the accounts of `pollers`; what is not done after `seconds` is ended, and fails."""
    sweeps = {work.spawn(each.sweep(), f"sweep {each.account}"): each for each in pollers}
    limit = asyncio.ensure_future(clock.sleep(seconds))
    pending: set[asyncio.Future[None]] = set(sweeps)
    while pending and not limit.done():
        _, running = await asyncio.wait({limit, *pending}, return_when=asyncio.FIRST_COMPLETED)
        pending = running - {limit}
    limit.cancel()
    for task, poller in sweeps.items():
        if task in pending:
            task.cancel()
            await poller.gave_up(seconds)
