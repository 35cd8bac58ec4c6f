"""The program: the dashboard, or one of the commands. Each imports what it needs when it is asked for."""

from __future__ import annotations

import gc
import sys
from argparse import Namespace
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from lockdash.cli import characters, parser

if TYPE_CHECKING:
    from lockdash.tui.setup.outcome import Outcome


def main(argv: list[str] | None = None) -> int:
    """Run the program and return its exit code."""
    characters.forgive_streams()
    options = parser.parse(sys.argv[1:] if argv is None else argv)
    options.ascii = options.ascii or not characters.expects_utf8()
    from lockdash.cli.guard import guarded, run_command
    from lockdash.engine.journal import strays

    runs = {
        None: _dashboard,
        "init": _init,
        "config": _config,
        "doctor": _doctor,
        "demo": _demo,
        "simulator": _simulator,
    }
    with strays.logged():
        return guarded(runs.get(options.command, run_command), options)


def _dashboard(options: Namespace) -> int:
    # The start makes many objects and little garbage; looking for it took a tenth of the time to the first paint.
    gc.disable()
    from lockdash.cli import opening
    from lockdash.cli.exits import Exit, Stop

    no_screen = opening.why_no_screen()
    try:
        config = opening.configuration(options)
    except opening.Unconfigured:
        if no_screen:
            raise
        return _first_run(options)
    if no_screen:
        raise Stop(Exit.usage, no_screen)
    store = opening.store(options)
    try:
        from lockdash.tui.app import run

        return run(config, store, ascii_only=options.ascii, theme=options.theme)
    finally:
        store.close()


def _config(options: Namespace) -> int:
    # Which keys the screen takes is for the screen to say; that part of it does without Textual.
    from lockdash.cli.config import run
    from lockdash.tui.keymap.custom import problems

    return run(options, problems)


def _doctor(options: Namespace) -> int:
    from lockdash.cli.doctor import run
    from lockdash.tui.keymap.custom import problems

    return run(options, problems)


def _first_run(options: Namespace) -> int:
    outcome = _set_up(options, (), goes_on=True)
    return _dashboard(options) if outcome.ending == "on" else _left(options, outcome)


def _init(options: Namespace) -> int:
    from lockdash.cli import setting_up

    outcome = _set_up(options, setting_up.begin(options), goes_on=False)
    setting_up.end(outcome.written)
    return _left(options, outcome)


def _set_up(options: Namespace, taken: Collection[str], *, goes_on: bool) -> Outcome:
    from lockdash.config.paths import config_file, state_dir
    from lockdash.engine.journal.journal import open_journal
    from lockdash.tui.setup.run import run

    config, state = config_file(options.config), state_dir(options.state_dir)
    open_journal(state, options.log_level)
    return run(config, state, taken, goes_on=goes_on, ascii_only=options.ascii, theme=options.theme)


def _left(options: Namespace, outcome: Outcome) -> int:
    """The end of the setup, unless it is the beginning of the demo."""
    return _demo(Namespace(**{**vars(options), "seed": 1})) if outcome.ending == "demo" else outcome.code


def _demo(options: Namespace) -> int:
    from lockdash.demo import run

    def show(config: Path, state_dir: Path) -> int:
        # A copy: the report of a crash belongs to the user's own state, which stays.
        return _dashboard(Namespace(**{**vars(options), "config": config, "state_dir": state_dir}))

    return run(options.seed, show)


def _simulator(options: Namespace) -> int:
    from lockdash.simulator.command import main as serve

    names = ("port", "seed", "world", "devices", "speed")
    return serve([text for name in names for text in (f"--{name}", str(getattr(options, name)))])


if __name__ == "__main__":
    sys.exit(main())
