"""The dashboard on the fixed world in which two alarms go off once it is painted, as a process of its own.

`python -m tests.tui.pty_alarms [bell] [notify]`: what the settings want.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta

from lockdash.config.settings import Ui
from lockdash.engine.clock import SystemClock
from lockdash.tui.app import show
from tests.tui.build_alarms import alarm
from tests.tui.fake_engine import FakeEngine
from tests.tui.world import app


def main() -> int:
    clock = SystemClock()
    made = app(clock=clock, ui=Ui(bell="bell" in sys.argv, notify="notify" in sys.argv))
    engine = made.engine
    assert isinstance(engine, FakeEngine)

    async def start() -> None:
        engine.log.push(alarms=(alarm(1, clock.now() - timedelta(seconds=1), "Garage"), alarm(2, clock.now())))
        engine.push(unseen=2)

    engine.start = start  # type: ignore[method-assign]
    return asyncio.run(show(made, made.engine))


if __name__ == "__main__":
    sys.exit(main())
