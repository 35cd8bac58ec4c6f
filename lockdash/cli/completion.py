"""`lockdash completion SHELL`: prints a script that was built ahead (tests/tools/completions.py)."""

from __future__ import annotations

import argparse
import sys
from importlib.resources import files

from lockdash.cli.exits import Exit


def run(options: argparse.Namespace) -> int:
    script = files("lockdash.cli") / "completions" / f"lockdash.{options.shell}"
    sys.stdout.write(script.read_text(encoding="utf-8"))
    return Exit.done
