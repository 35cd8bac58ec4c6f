"""`lockdash init`: what comes before the screen that adds accounts, and what is said after it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from lockdash.cli import opening
from lockdash.cli.exits import Exit, Stop
from lockdash.cli.output import say
from lockdash.config.paths import config_file

_BY_HAND = """\
lockdash init asks its questions on a terminal, and there is none. By hand:

  copy config.example.toml (it comes with lockdash) to {path},
  fill it in, and run: chmod 600 {path}
  lockdash config schema     describes every key, of all vendors
  lockdash doctor            tells whether it works"""


def begin(options: argparse.Namespace) -> tuple[str, ...]:
    """Return the names of the accounts that there are. Raises Stop with exit code 2 where there is no terminal, or a
    configuration that cannot be read."""
    if opening.why_no_screen():
        raise Stop(Exit.usage, _BY_HAND.format(path=config_file(options.config)))
    try:
        return tuple(each.name for each in opening.configuration(options).accounts)
    except opening.Unconfigured:
        return ()


def end(written: Sequence[Path]) -> None:
    """Say what was written, in one line, nothing if nothing was."""
    if written:
        say(f"Written: {', '.join(map(str, written))}. `lockdash` opens it.")
