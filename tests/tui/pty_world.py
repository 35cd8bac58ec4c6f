"""The dashboard on the fixed world as a process of its own, for tests in a pseudo-terminal.

`python -m tests.tui.pty_world FILE`: FILE is written when the engine has been stopped.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from lockdash.engine.clock import SystemClock
from lockdash.tui.app import show
from tests.tui.fake_engine import FakeEngine
from tests.tui.world import app


def main() -> int:
    made = app(clock=SystemClock())
    engine = made.engine
    assert isinstance(engine, FakeEngine)
    status = asyncio.run(show(made, made.engine))
    Path(sys.argv[1]).write_text(
        " ".join([*engine.suspensions, f"stopped {engine.stopped}, asked {len(engine.requests)}"])
    )
    return status


if __name__ == "__main__":
    sys.exit(main())
