"""The dashboard on the fixed world, with a defect, run as the program runs it. For tests in a pseudo-terminal.

`python -m tests.tui.pty_crash DEFECT STATE`: see `DEFECTS`; STATE is the folder for logs and reports.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from argparse import Namespace
from pathlib import Path

from lockdash.cli.guard import guarded
from lockdash.engine.clock import SystemClock
from lockdash.engine.journal import strays
from lockdash.engine.journal.journal import open_journal
from lockdash.tui.app import show
from lockdash.tui.dashboard import LockdashApp
from tests.tui.world import app

TEXT = "text-48213907"


def _fail() -> None:
    local = "local-48213907"
    assert local
    raise KeyError(TEXT)


class Defective(LockdashApp):
    """Something is wrong with the key for help."""

    defect = ""

    def action_help(self) -> None:
        DEFECTS[self.defect](self)


def _in_worker(made: Defective) -> None:
    async def work() -> None:
        _fail()

    made.run_worker(work(), name="the worker", exit_on_error=made.defect == "fatal worker")


def _in_task(made: Defective) -> None:
    async def work() -> None:
        _fail()

    asyncio.ensure_future(work())  # noqa: RUF006


def _in_reader(made: Defective) -> None:
    driver = made._driver
    assert driver is not None
    driver.process_message = lambda _: _fail()  # type: ignore[assignment]


DEFECTS = {
    "handler": lambda made: _fail(),
    "timer": lambda made: made.set_timer(0.01, _fail),
    "worker": _in_worker,
    "fatal worker": _in_worker,
    "task": _in_task,
    "thread": lambda made: threading.Thread(target=_fail, name="the thread").start(),
    "callback": lambda made: asyncio.get_running_loop().call_soon(_fail),
    "reader": _in_reader,
}


def main(defect: str, state: Path) -> int:
    open_journal(state, "info")
    made = app(clock=SystemClock())
    made.__class__, Defective.defect = Defective, defect
    with strays.logged():
        options = Namespace(state_dir=state, command=None)
        return guarded(lambda _: asyncio.run(show(made, made.engine)), options)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
