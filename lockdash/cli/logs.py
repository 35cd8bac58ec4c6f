"""`lockdash logs`: what lockdash says of itself, in all its sessions, in order of time. It needs no configuration."""

from __future__ import annotations

import argparse
import select
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path

from lockdash.cli.exits import Exit
from lockdash.cli.log_files import LogFiles, Said
from lockdash.cli.output import say
from lockdash.cli.terminal import Paper, Tone
from lockdash.config.paths import state_dir
from lockdash.engine.journal import journal
from lockdash.engine.journal.line import LEVELS, moment_text

_EVERY = 500
"""Milliseconds between two looks for new lines."""

_TONES = {"DEBUG": Tone.dim, "WARNING": Tone.warm, "ERROR": Tone.alarm, "CRITICAL": Tone.alarm}


def run(options: argparse.Namespace) -> Exit:
    """Print the log and return the exit code; with `--follow`, go on for as long as somebody reads."""
    folder = journal.folder(state_dir(options.state_dir))
    if options.path:
        print(folder)
        return Exit.done
    files, paper = LogFiles(folder), Paper(ascii_only=options.ascii)
    found = _asked(files.new(), options)
    count = _print(deque(found, options.limit) if options.limit else found, paper)
    if not count:
        say(_why_nothing(folder, options))
    if options.follow:
        while not _waited():
            _print(_asked(files.new(), options), paper)
    return Exit.done


def _asked(found: Iterable[Said], options: argparse.Namespace) -> Iterator[Said]:
    since = moment_text(options.since) if options.since else ""
    levels = LEVELS[LEVELS.index(options.level.upper()) :] if options.level else LEVELS
    return (each for each in found if each.stamp >= since and each.level in levels)


def _print(found: Iterable[Said], paper: Paper) -> int:
    """Print the lines; return how many there were."""
    count = 0
    for count, each in enumerate(found, 1):  # noqa: B007
        print(paper.paint(paper.plain(each.text), _TONES.get(each.level, Tone.calm)))
    sys.stdout.flush()
    return count


def _why_nothing(folder: Path, options: argparse.Namespace) -> str:
    if options.since or options.level:
        return f"Nothing that was asked for is in the log ({folder})."
    return f"Nothing has been written to the log yet ({folder})."


def _waited() -> bool:
    """Wait a little; return whether whoever reads us has gone, which a pipe tells also while nothing is written."""
    poll = select.poll()
    poll.register(sys.stdout.fileno(), 0)
    return bool(poll.poll(_EVERY))
