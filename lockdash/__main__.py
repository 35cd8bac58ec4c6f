"""The program: the dashboard, or one of the commands. Each imports what it needs when it is asked for."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from lockdash.cli import parser

if TYPE_CHECKING:
    from argparse import Namespace


def main(argv: list[str] | None = None) -> int:
    """Run the program and return its exit code."""
    from lockdash.cli.guard import guarded, run_command

    options = parser.parse(sys.argv[1:] if argv is None else argv)
    runs = {None: _dashboard, "demo": _demo, "simulator": _simulator}
    return guarded(runs.get(options.command, run_command), options)


def _dashboard(options: Namespace) -> int:
    # The start makes many objects and little garbage; looking for it took a tenth of the time to the first paint.
    gc.disable()
    from lockdash.cli import opening
    from lockdash.cli.exits import Exit, Stop

    config = opening.configuration(options)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Stop(Exit.usage, "The dashboard needs a terminal. `lockdash status` prints the same for a pipe.")
    store = opening.store(options)
    try:
        from lockdash.tui.app import run

        return run(config, store, ascii_only=options.ascii, theme=options.theme)
    finally:
        store.close()


def _demo(options: Namespace) -> int:
    from lockdash.demo import run

    def show(config: Path, state_dir: Path) -> int:
        options.config, options.state_dir = config, state_dir
        return _dashboard(options)

    return run(options.seed, show)


def _simulator(options: Namespace) -> int:
    from lockdash.simulator.command import main as serve

    names = ("port", "seed", "world", "devices", "speed")
    return serve([text for name in names for text in (f"--{name}", str(getattr(options, name)))])


if __name__ == "__main__":
    sys.exit(main())
