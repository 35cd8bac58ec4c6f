"""Builds the shells' completions from the parser, into the files that `lockdash completion` prints.

    python -m tests.tools.completions

shtab is pinned: what it makes differs between its versions, and tests/cli/test_completion.py compares.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import shtab

from lockdash.cli import parser
from lockdash.cli.completion_parser import SHELLS

FOLDER = Path(parser.__file__).with_name("completions")
_PATHS = {"config": shtab.FILE, "state_dir": shtab.DIRECTORY}


def build(shell: str) -> str:
    """Return the script for one shell."""
    top = parser.build()
    for each in _all_parsers(top):
        for action in each._actions:
            if action.dest in _PATHS:
                action.complete = _PATHS[action.dest]  # type: ignore[attr-defined]
    lines = shtab.complete(top, shell).splitlines()
    return "\n".join(line.rstrip() for line in lines).rstrip("\n") + "\n"


def _all_parsers(top: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield top
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            for each in action.choices.values():
                yield from _all_parsers(each)


def main() -> None:
    """Write all of them."""
    FOLDER.mkdir(exist_ok=True)
    for shell in SHELLS:
        (FOLDER / f"lockdash.{shell}").write_text(build(shell), encoding="utf-8")


if __name__ == "__main__":
    main()
